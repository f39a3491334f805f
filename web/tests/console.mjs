// The reviewers' desk in Chromium against the fake: the queue, holds, keys, verdicts, pictures.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { mustBeAccessible, mustFitThumbs } from './support/accessibility.mjs';
import { button, heading } from './support/applicant-words.mjs';
import { DESKTOP, keep, launch, openPage, PHONE } from './support/browser.mjs';
import { startFake } from './support/fake.mjs';

const JPEG = Buffer.from('/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==', 'base64');
/** Specimens to look at on the screenshots, where there are any. */
const specimens = process.env.BONAFIDE_SPECIMENS;
const picture = (role) => (specimens && existsSync(join(specimens, 'manual_review', `${role}.jpg`)) ? readFileSync(join(specimens, 'manual_review', `${role}.jpg`)) : JPEG);

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());
let port = 18140;

/** A test with a queue of its own: one case for each name, judged and waiting. */
function desk(name, { names, device = DESKTOP, options = {} }, body) {
  test(name, { timeout: 120_000 }, async () => {
    const fake = await startFake(port += 1);
    const page = await openPage(browser, device, options);
    try {
      const ids = {};
      for (const one of names) ids[one] = await submit(fake, one);
      await new Promise((resolve) => setTimeout(resolve, 2800));
      await page.goto(`${fake.base}/console#bfo_fake`);
      await heading(page, /./).waitFor();
      await body(page, fake, ids);
      assert.deepEqual(page.faults, []);
    } catch (error) {
      await keep(page, `failed-${name.replace(/\W+/g, '-')}`).catch(() => undefined);
      throw error;
    } finally {
      await page.context().close();
      fake.stop();
    }
  });
}

async function submit(fake, name) {
  const token = new URL(await fake.open(`${name}-doubt`)).hash.slice(1);
  const client = async (path, body, type) => {
    const answer = await fetch(`${fake.base}/v1/client/${path}`, { method: body ? 'POST' : 'GET', body, headers: { Authorization: `Bearer ${token}`, ...(type && { 'Content-Type': type }) } });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.json();
  };
  const evidence = {};
  for (const role of ['front', 'selfie']) evidence[role] = (await client(`evidence/${role}`, picture(role), 'image/jpeg')).id;
  await client('attempts', JSON.stringify({ evidence, claims: {} }), 'application/json');
  return (await client('session')).id;
}

const caseOf = (page, name) => heading(page, `Case of ${name}-doubt`);
const show = (page, id) => page.evaluate((session) => (location.hash = `case=${session}`), id);
const status = async (fake, id) => (await (await fetch(`${fake.base}/v1/sessions/${id}`)).json()).status;
const stage = (page) => page.locator('.stage');

const VIEWS = [
  ['phone', PHONE, 'en-GB', 'light'],
  ['desktop', DESKTOP, 'en-GB', 'light'],
  ['desktop', DESKTOP, 'en-GB', 'dark'],
  ['phone', PHONE, 'zh-CN', 'dark'],
  ['desktop', DESKTOP, 'zh-TW', 'light'],
];
const MANY = ['alice', 'bob-late', 'carol-taken', 'dan-excluded', 'erin-nobody', 'frank-senior', 'grace-chinese-soon'];

for (const [size, device, locale, scheme] of VIEWS) {
  desk(`the queue and a case: ${size}, ${locale}, ${scheme}`, { names: MANY.concat('heidi-again-second-late'), device, options: { locale, scheme } }, async (page, fake, ids) => {
    const name = `${size}-${locale}-${scheme}`;
    await page.getByRole('table').waitFor();
    await mustBeAccessible(page, 'queue');
    await mustFitThumbs(page, 'queue');
    await keep(page, `desk-queue-${name}`);
    await show(page, ids['heidi-again-second-late']);
    await page.locator('#crosschecks').waitFor();
    await page.locator('main .button.primary').first().click();
    await page.locator('form input[value=reject]').check();
    await stage(page).locator('svg').waitFor();
    await page.locator('section[aria-labelledby=faces] svg').nth(2).waitFor();
    await mustBeAccessible(page, 'case');
    await mustFitThumbs(page, 'case');
    await keep(page, `desk-case-${name}`);
  });
}

desk('the queue says how each case stands, and is sifted', { names: MANY }, async (page) => {
  const rows = page.locator('main > div > .card tbody tr');
  await rows.first().waitFor();
  const text = async (name) => (await rows.filter({ hasText: name }).innerText()).replace(/\s+/g, ' ');
  assert.match(await rows.first().innerText(), /bob-late/, 'what is due first comes first');
  assert.match(await text('bob-late'), /overdue by 2 hours.*needs a ticket/);
  assert.match(await text('alice'), /due in 21 hours/);
  assert.match(await text('carol-taken'), /taken/);
  assert.match(await text('dan-excluded'), /you decided on this applicant before/);
  assert.match(await text('erin-nobody'), /another reviewer is needed/);
  assert.match(await text('frank-senior'), /final.*for a senior/);
  await button(page, 'Overdue').click();
  await page.getByText('1 case', { exact: true }).waitFor();
  await button(page, 'Mine').click();
  await page.getByText('You hold no case').waitFor();
  await button(page, 'All').click();
  await page.getByLabel('Lane').selectOption('chinese');
  await page.getByText('1 case', { exact: true }).waitFor();
  await button(page, /Take the next case/).click();
  await caseOf(page, 'grace-chinese-soon').waitFor();
  await button(page, /Give back/).click();
  await page.getByText('is back in the queue').waitFor();
});

const TEN = Array.from({ length: 10 }, (_, index) => `case-${index}`);

desk('a reviewer works ten cases without the mouse, one after the other', { names: TEN }, async (page, fake, ids) => {
  const press = (key) => page.keyboard.press(key);
  const began = Date.now();
  await page.getByRole('table').waitFor();
  await press('n');
  for (const [index, name] of TEN.entries()) {
    await caseOf(page, name).waitFor();
    await page.getByRole('radio', { name: /Approve/ }).waitFor();
    if (index % 3 === 0) {
      await press('a');
      await press('Enter');
    } else if (index % 3 === 1) {
      for (const key of ['r', '1', '2', '2', '2']) await press(key);
      assert.equal(await page.locator('input[type=checkbox][value^=E]:checked').count(), 2, 'the second was unticked and ticked again');
      await press('Enter');
    } else {
      await press('e');
      await page.keyboard.type('are these one person? nobody can tell, 1 of 3');
      assert.equal(await page.locator('dialog[open]').count(), 0, 'what is typed presses no key');
      await press('Tab');
      await press('Enter');
    }
    if (index + 1 < TEN.length) await caseOf(page, TEN[index + 1]).waitFor();
  }
  await heading(page, 'Review console').waitFor();
  await page.getByText('That makes 10 cases').waitFor();
  const stands = await Promise.all(TEN.map((name) => status(fake, ids[name])));
  assert.deepEqual(stands, TEN.map((_, index) => ['approved', 'requires_input', 'in_review'][index % 3]));
  assert.ok(Date.now() - began < 10 * 60_000, 'under a minute a case');
  await press('n');
  await page.getByText('Nothing waits that you may decide.').waitFor();
});

desk('a verdict needs a reason, carries its words, and may ask for a second person', { names: ['alice', 'bob'] }, async (page, fake) => {
  const sent = [];
  page.on('request', (request) => request.url().endsWith('/decision') && sent.push(request.postDataJSON()));
  await page.getByRole('table').waitFor();
  await page.keyboard.press('n');
  await caseOf(page, 'alice').waitFor();
  await page.keyboard.press('r');
  await page.keyboard.press('Enter');
  await page.getByText('Choose at least one reason.').waitFor();
  await page.keyboard.press('1');
  await page.getByText('What to ask for again').click();
  await page.getByRole('checkbox', { name: 'Selfie' }).check();
  await page.getByLabel('Message to the applicant').fill('  Please try by a window.  ');
  await page.getByLabel('Private note').fill('Nothing suspicious');
  await page.getByLabel(/Ask for a second reviewer/).check();
  await button(page, 'Reject with these reasons').click();
  await caseOf(page, 'bob').waitFor();
  await page.getByText('A second person decides now.').waitFor();
  assert.deepEqual(sent, [{ attempt_id: sent[0].attempt_id, verdict: 'reject', codes: [{ code: 'E005', reason: 'birth_date' }], steps: ['selfie'], message: 'Please try by a window.', note: 'Nothing suspicious', second: true, version: 3 }]);
});

desk('a case that is only looked at is taken before it is decided, and what moved on is explained', { names: ['alice', 'bob'] }, async (page, fake, ids) => {
  await show(page, ids.alice);
  await page.getByText('You are only looking.').waitFor();
  assert.equal(await page.getByRole('radio').count(), 0);
  await page.keyboard.press('t');
  await page.getByText('You have this case:').waitFor();
  await page.keyboard.press('a');
  await page.getByLabel('Private note').fill('Kept through it all');
  await page.route('**/decision', (route) => route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify({ code: 'case.moved', status: 409 }) }), { times: 1 });
  await button(page, 'Approve this case').click();
  await page.getByText('Something has happened in this case meanwhile').waitFor();
  assert.equal(await page.getByLabel('Private note').inputValue(), 'Kept through it all');
  // Somebody else's hands: the hold is gone.
  await fetch(`${fake.base}/v1/console/cases/${ids.alice}/release`, { method: 'POST', headers: { Authorization: 'Bearer bfo_fake' } });
  await button(page, 'Approve this case').click();
  await page.getByText('You do not hold this case any more').first().waitFor();
  await mustBeAccessible(page, 'a hold that is gone');
  await keep(page, 'desk-lost');
  await button(page, /Take it again/).click();
  await page.getByText('You have this case:').waitFor();
  assert.equal(await page.getByLabel('Private note').inputValue(), 'Kept through it all');
  await button(page, 'Approve this case').click();
  await caseOf(page, 'bob').waitFor();
  assert.equal(await status(fake, ids.alice), 'approved');
});

desk('before a hold runs out the page says so, and keeps it while it is used', { names: ['alice-short', 'bob-taken', 'carol-nobody', 'dan-excluded'] }, async (page, fake, ids) => {
  await show(page, ids['alice-short']);
  await button(page, /Take this case/).click();
  await page.getByText('Your time with this case runs out soon').waitFor();
  await keep(page, 'desk-runs-out');
  await button(page, 'I am still at it').click();
  await page.getByText('Your time with this case runs out soon').waitFor({ state: 'detached' });
  assert.match(await page.locator('.left').innerText(), /1[45]:\d\d/);
  await show(page, ids['bob-taken']);
  await page.getByText('A colleague is working on this case').waitFor();
  assert.equal(await button(page, /Take this case/).count(), 0);
  await show(page, ids['carol-nobody']);
  await page.getByText('Nobody can decide this case').waitFor();
  await show(page, ids['dan-excluded']);
  await page.getByText('You decided on this applicant before').waitFor();
});

desk('a first verdict is kept back from the second person', { names: ['alice-second'] }, async (page, fake, ids) => {
  await show(page, ids['alice-second']);
  await page.getByText('A colleague has given a verdict').waitFor();
  await page.getByText('What they said is kept back').waitFor();
});

desk('pictures are zoomed, turned and changed by keys, by wheel and by double-click', { names: ['alice'] }, async (page, fake, ids) => {
  await show(page, ids.alice);
  await stage(page).locator('svg').waitFor();
  const scale = () => stage(page).getAttribute('data-scale').then(Number);
  await page.keyboard.press('z');
  assert.equal(await scale(), 1.6);
  const before = await stage(page).locator('svg').getAttribute('viewBox');
  await page.keyboard.press('Shift+ArrowRight');
  assert.notEqual(await stage(page).locator('svg').getAttribute('viewBox'), before, 'moved');
  await page.keyboard.press('x');
  assert.equal(await scale(), 1);
  await page.keyboard.press('o');
  assert.equal(await stage(page).getAttribute('data-turns'), '1');
  await page.keyboard.press('ArrowRight');
  assert.equal(await button(page, 'Selfie').getAttribute('aria-pressed'), 'true');
  await stage(page).locator('svg').waitFor();
  assert.equal(await stage(page).getAttribute('data-turns'), '0', 'each picture is looked at for itself');
  await page.keyboard.press('ArrowLeft');
  await stage(page).locator('svg').waitFor();
  assert.equal(await stage(page).getAttribute('data-turns'), '1');
  const box = await stage(page).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.wheel(0, -300);
  assert.equal(await scale(), 1, 'the page scrolls over a picture that nobody has picked');
  await page.evaluate(() => window.scrollTo(0, 0));
  await stage(page).click();
  await page.mouse.wheel(0, -300);
  await page.waitForFunction(() => Number(document.querySelector('.stage').dataset.scale) > 1.5);
  await page.keyboard.press('0');
  assert.equal(await scale(), 1);
  await stage(page).dblclick();
  assert.equal(await scale(), 2.2);
  await button(page, /mrz.check_digit/).click();
  assert.ok((await scale()) < 2.2 && (await scale()) >= 1, 'close to what was found');
});

desk('single keys are listed, and can be switched off for good', { names: ['alice'] }, async (page, fake, ids) => {
  await show(page, ids.alice);
  await button(page, /Take this case/).click();
  await page.getByText('You have this case:').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('a');
  await mustBeAccessible(page, 'keys');
  await keep(page, 'desk-keys', { whole: false });
  const listed = await page.getByRole('dialog').innerText();
  for (const name of ['Approve', 'Reject', 'Suggested reasons', 'Give back', 'Ask a senior reviewer', 'Zoom in', 'Rotate', 'Other picture']) assert.ok(listed.includes(name), name);
  await page.getByLabel('Single keys do something').uncheck();
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('radio', { name: /Approve/ }).isChecked(), false, 'nothing else listens while the list is open');
  await page.keyboard.press('a');
  await page.keyboard.press('?');
  assert.equal(await page.locator('dialog[open]').count(), 0);
  await page.reload();
  await page.getByText('You have this case:').waitFor();
  await page.keyboard.press('a');
  assert.equal(await page.getByRole('radio', { name: /Approve/ }).isChecked(), false);
  assert.equal(await page.locator('kbd').count(), 0, 'the buttons show no keys then');
});

desk('what was handed in before is fetched only when it is asked for', { names: ['alice-again'] }, async (page, fake, ids) => {
  const fetched = [];
  page.on('request', (request) => request.url().endsWith('/image') && fetched.push(request.url()));
  await show(page, ids['alice-again']);
  await page.getByText('Handed in before').waitFor();
  const section = page.locator('section[aria-labelledby=earlier]');
  assert.equal(await section.locator('svg').count(), 0);
  await section.locator('summary').click();
  await section.locator('svg').first().waitFor();
  await page.getByText('Please photograph it again by a window.').waitFor();
});
