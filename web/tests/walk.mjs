// The pages, walked in Chromium against a running server as an applicant and a reviewer would. See README.md beside this file.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { mustBeAccessible, mustFitThumbs } from './support/accessibility.mjs';
import { button, chooseFile, heading, openVerification, PATIENCE_MS, photograph, submit, typeDetails, walkToDetails } from './support/applicant.mjs';
import { DESKTOP, keep, launch, openPage, PHONE } from './support/browser.mjs';
import { api, base, claimsOf, consoleKey, handIn, openSession, secondConsoleKey, settled, specimen } from './support/host.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A test with a page of its own, closed afterwards, and without errors in its console. */
function walk(name, device, options, body) {
  test(name, { timeout: 10 * 60_000, ...(options.skip ? { skip: options.skip } : {}) }, async () => {
    const page = await openPage(browser, device, options);
    try {
      await body(page);
      assert.deepEqual(page.faults, []);
    } catch (error) {
      await keep(page, `failed-${name.replace(/\W+/g, '-')}`).catch(() => undefined);
      throw error;
    } finally {
      await page.context().close();
    }
  });
}

const result = (page, name) => heading(page, name).waitFor({ timeout: PATIENCE_MS });

walk('a passport is approved on a phone', PHONE, {}, async (page) => {
  const session = await openSession('approved');
  await openVerification(page, session);
  await heading(page, 'Let us confirm that you are you').waitFor();
  assert.equal(new URL(page.url()).hash, '', 'the token leaves the address bar');
  await mustBeAccessible(page, 'intro');
  await mustFitThumbs(page, 'intro');
  await keep(page, 'phone-intro');
  await button(page, /I agree/).click();
  await page.getByText('Passport', { exact: true }).click();
  await mustBeAccessible(page, 'document choice');
  await keep(page, 'phone-document');
  await button(page, 'Continue').click();
  await heading(page, 'Photograph the photo page').waitFor();
  await mustBeAccessible(page, 'capture');
  await mustFitThumbs(page, 'capture');
  await keep(page, 'phone-capture');
  await chooseFile(page, 'approved', 'front');
  await page.getByText('This looks good').waitFor({ timeout: PATIENCE_MS });
  await mustBeAccessible(page, 'photograph taken');
  await keep(page, 'phone-photograph');
  await button(page, 'Continue').click();
  await heading(page, 'Now your face').waitFor();
  await keep(page, 'phone-selfie');
  await photograph(page, 'approved', 'selfie');
  await heading(page, 'Are these your details?').waitFor();
  await page.getByText('Reading your document').waitFor({ state: 'detached', timeout: PATIENCE_MS });
  assert.notEqual(await page.getByLabel('Document number', { exact: true }).inputValue(), '', 'the form is prefilled from the document');
  await keep(page, 'phone-details');
  await mustBeAccessible(page, 'details');
  await mustFitThumbs(page, 'details');
  await typeDetails(page, claimsOf('approved'));
  await button(page, 'Continue').click();
  await keep(page, 'phone-send');
  await mustBeAccessible(page, 'submit');
  await submit(page);
  await heading(page, 'We are checking your documents').waitFor();
  await keep(page, 'phone-processing', { whole: false });
  await mustBeAccessible(page, 'processing');
  await result(page, 'You are verified');
  await mustBeAccessible(page, 'approved');
  await keep(page, 'phone-approved');
  assert.equal((await settled(session.id)).status, 'approved');
  await page.getByRole('link', { name: 'See your account centre' }).click();
  await page.getByText('What this unlocks').waitFor();
  await mustBeAccessible(page, 'account, approved');
  await keep(page, 'phone-account-approved');
});

walk('glare is shown where it is, and only the front is asked for again', PHONE, {}, async (page) => {
  const session = await openSession('glare');
  await openVerification(page, session);
  await walkToDetails(page, 'e001_glare');
  await typeDetails(page, claimsOf('e001_glare'));
  await button(page, 'Continue').click();
  await submit(page);
  await result(page, /^Almost/);
  await page.getByText('Code E001').first().waitFor();
  await page.locator('svg[role=img] polygon.mark').first().waitFor();
  await keep(page, 'phone-glare');
  await mustBeAccessible(page, 'rejected');
  await mustFitThumbs(page, 'rejected');
  await button(page, 'Look closer').first().click();
  await keep(page, 'phone-glare-close');
  await page.reload();
  await result(page, /^Almost/);
  await button(page, 'Do it again').click();
  await heading(page, 'Only this has to be done again').waitFor();
  await keep(page, 'phone-again');
  await button(page, 'Start').click();
  const due = (await settled(session.id)).steps_due;
  assert.deepEqual(due, ['front']);
  await photograph(page, 'e001_glare', 'front');
  await submit(page);
  await result(page, /^Almost/);
  assert.equal((await settled(session.id)).attempts.used, 2);
});

walk('a wrong date is corrected without a new photograph, then approved', DESKTOP, {}, async (page) => {
  const session = await openSession('birth-date');
  await openVerification(page, session);
  await heading(page, 'Let us confirm that you are you').waitFor();
  await keep(page, 'desktop-intro');
  await walkToDetails(page, 'e005_birth_date');
  const read = await page.getByLabel('Date of birth', { exact: true }).inputValue();
  await keep(page, 'desktop-details');
  await typeDetails(page, claimsOf('e005_birth_date'));
  await button(page, 'Continue').click();
  await submit(page);
  await result(page, /^Almost/);
  await page.getByText('Code E005').first().waitFor();
  await keep(page, 'desktop-birth-date');
  await mustBeAccessible(page, 'rejected, desktop');
  await button(page, 'Do it again').click();
  await button(page, 'Start').click();
  assert.deepEqual((await settled(session.id)).steps_due, ['claims']);
  await page.getByText('Reading your document').waitFor({ state: 'detached', timeout: PATIENCE_MS });
  await typeDetails(page, { ...claimsOf('e005_birth_date'), birth_date: read });
  await button(page, 'Continue').click();
  await submit(page);
  await result(page, 'You are verified');
  await keep(page, 'desktop-approved');
});

walk('both sides of a resident identity card are asked for, in Chinese', PHONE, { locale: 'zh-CN', skip: existsSync(specimen('approved_resident_id', 'back')) ? false : 'no specimen approved_resident_id was rendered' }, async (page) => {
  const session = await openSession('resident-id');
  await openVerification(page, session);
  await heading(page, '确认是你本人').waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-Hans');
  await button(page, '同意并开始').click();
  await page.getByText('居民身份证', { exact: true }).click();
  await button(page, '继续').click();
  for (const role of ['front', 'back', 'selfie']) {
    if (role === 'back') await keep(page, 'phone-zh-back');
    await chooseFile(page, 'approved_resident_id', role);
    const onwards = button(page, /^(继续|仍然使用)$/);
    await onwards.and(page.locator(':enabled')).waitFor({ timeout: PATIENCE_MS });
    await onwards.click();
  }
  await heading(page, '这些信息对吗？').waitFor();
  await page.getByText('正在读取证件').waitFor({ state: 'detached', timeout: PATIENCE_MS });
  await keep(page, 'phone-zh-details');
  await page.getByRole('button', { name: '繁體' }).click();
  await heading(page, '這些資料對嗎？').waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-Hant');
});

// Before the approval below: once a document is verified, the next account with it is declined (E031).
walk('a reviewer sends a case back with a code, and the applicant sees it', PHONE, { scheme: 'dark' }, async (page) => {
  const session = await openSession('sent-back');
  const { latest } = await handIn(session, 'manual_review');
  const verdict = { attempt_id: latest.attempt_id, verdict: 'reject', codes: [{ code: 'E001', reason: 'blur' }], message: 'Please photograph it again by a window.' };
  await api(`/v1/console/cases/${session.id}/take`, { method: 'POST', key: consoleKey });
  await api(`/v1/console/cases/${session.id}/decision`, { method: 'POST', json: verdict, key: consoleKey });
  await page.goto(`${base}/account#${session.client_token}`);
  await page.getByText('Code E001').first().waitFor();
  await mustBeAccessible(page, 'account, rejected');
  await mustFitThumbs(page, 'account, rejected');
  await keep(page, 'phone-dark-account');
  await page.getByRole('link', { name: 'Do it again' }).click();
  await heading(page, 'Only this has to be done again').waitFor();
});

walk('a doubtful case waits for a person, who looks closely and sends it back in the console', DESKTOP, {}, async (page) => {
  const session = await openSession('review');
  assert.equal((await handIn(session, 'manual_review')).status, 'in_review');
  await openVerification(page, session);
  await result(page, 'A person is looking at it');
  await mustBeAccessible(page, 'in review');
  await keep(page, 'desktop-in-review');

  await page.goto(`${base}/console#${consoleKey}`);
  await page.getByRole('link', { name: session.external_id }).waitFor();
  await page.getByText(/^due in 2[34] hours$/).waitFor();
  await mustBeAccessible(page, 'console, queue');
  await keep(page, 'desktop-console');
  await page.getByRole('link', { name: session.external_id }).click();
  await page.locator('.stage svg').waitFor();
  await page.getByRole('heading', { name: 'Cross-check' }).waitFor();
  assert.ok((await page.locator('#crosschecks ~ .scroll').getByRole('row').count()) > 1, 'the cross-check table has rows');
  assert.equal(await page.getByRole('radio').count(), 0, 'nobody decides what they have not taken');
  await button(page, /Take this case/).click();
  await page.getByText('You have this case:').waitFor();
  await button(page, /Zoom in/).click();
  assert.equal(await page.locator('.stage').getAttribute('data-scale'), '1.60');
  await page.locator('section[aria-labelledby=faces] figure svg').nth(1).waitFor();
  await mustBeAccessible(page, 'console, case');
  await keep(page, 'desktop-case');
  await page.getByRole('radio', { name: /Reject/ }).check();
  await button(page, 'Reject with these reasons').click();
  await page.getByText('Choose at least one reason.').waitFor();
  await keep(page, 'desktop-case-reject');
  await page.locator('summary').filter({ hasText: 'E001' }).click();
  await page.locator('input[value="E001 blur"]').check();
  await button(page, 'Reject with these reasons').click();
  await page.getByText(`Your decision on ${session.external_id} is recorded.`).waitFor();
  assert.equal((await api(`/v1/sessions/${session.id}`)).status, 'requires_input');
});

walk('a reviewer works several cases by keyboard alone, and a second one has the last word', DESKTOP, { scheme: 'dark' }, async (page) => {
  const sessions = [];
  for (const name of ['keys-1', 'keys-2', 'keys-3']) {
    sessions.push(await openSession(name));
    assert.equal((await handIn(sessions.at(-1), 'manual_review')).status, 'in_review');
  }
  const [first, second, third] = sessions;
  const press = (...all) => all.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const shown = async ({ external_id }) => {
    await heading(page, `Case of ${external_id}`).waitFor();
    await page.getByText('You have this case:').waitFor();
  };
  await page.goto(`${base}/console#${consoleKey}`);
  await page.getByRole('link', { name: first.external_id }).waitFor();
  await press('n');
  await shown(first);
  await page.locator('.stage svg').waitFor();
  await press('z', 'z', 'o', 'ArrowRight', 'r', '1');
  await keep(page, 'desktop-dark-case-keys');
  await press('Enter');
  await shown(second);
  await page.getByText(`Your decision on ${first.external_id} is recorded.`).waitFor();
  await press('g');
  await page.getByText(`${second.external_id} is back in the queue.`).waitFor();
  await press('n');
  await shown(second);
  await press('r', '1');
  await page.getByLabel('Message to the applicant').focus();
  await page.keyboard.type('Please go near a window: 1 photograph is enough.');
  await page.getByRole('button', { name: 'Reject with these reasons' }).focus();
  await press('Enter');
  await shown(third);
  // What the examination suspects (E021) takes two persons to go against.
  await press('a', 'Enter');
  await page.getByText(`Your verdict on ${third.external_id} is kept.`).waitFor();
  await page.getByText('That makes 3 cases since you opened this page.').waitFor();
  await press('n');
  await page.getByText('Nothing waits that you may decide.').waitFor();
  await mustBeAccessible(page, 'console, nothing left');

  await page.goto(`${base}/console#${secondConsoleKey}`);
  await page.getByRole('link', { name: third.external_id }).waitFor();
  await press('n');
  await shown(third);
  await page.getByText('A colleague has given a verdict').waitFor();
  await page.getByText('What they said is kept back').waitFor();
  await mustBeAccessible(page, 'console, second look');
  await keep(page, 'desktop-dark-case-second');
  await press('a', 'Enter');
  await page.getByText(`Your decision on ${third.external_id} is recorded.`).waitFor();
  const stands = await Promise.all(sessions.map(({ id }) => api(`/v1/sessions/${id}`)));
  assert.deepEqual(stands.map(({ status }) => status), ['declined', 'declined', 'approved']);
  assert.equal(stands[1].latest.decision.message, 'Please go near a window: 1 photograph is enough.');
});

walk('the sixth submission of a day locks, and the page counts down', DESKTOP, { scheme: 'dark' }, async (page) => {
  const session = await openSession('lock');
  for (let round = 1; round <= 5; round += 1) {
    const { status, attempts } = await handIn(session, 'e001_glare');
    assert.equal(status, 'requires_input');
    assert.equal(attempts.used, round);
  }
  await openVerification(page, session);
  await result(page, /^Almost/);
  await keep(page, 'desktop-dark-rejected');
  await button(page, 'Do it again').click();
  await button(page, 'Start').click();
  await photograph(page, 'e001_glare', 'front');
  await submit(page);
  await result(page, 'A pause until tomorrow');
  await page.getByRole('timer').waitFor();
  await mustBeAccessible(page, 'locked');
  await keep(page, 'desktop-dark-locked');
  const before = await page.getByRole('timer').textContent();
  assert.match(before ?? '', /^2[34]:\d\d:\d\d$/);
  await page.waitForFunction((text) => document.querySelector('[role=timer]')?.textContent !== text, before);
  await page.goto(`${base}/account`);
  await page.getByText('None left for now').waitFor();
  await keep(page, 'desktop-dark-account-locked');
});

walk('the whole way by keyboard alone', DESKTOP, {}, async (page) => {
  const session = await openSession('keyboard');
  page.on('filechooser', (chooser) => chooser.setFiles(specimen('approved', 'front')));
  await openVerification(page, session);
  await heading(page, 'Let us confirm that you are you').waitFor();
  /** Tab until the named thing has the focus, as somebody without a mouse would. */
  const reach = async (name) => {
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const element = document.activeElement;
        const label = element?.labels?.[0]?.textContent ?? '';
        return `${element?.getAttribute('aria-label') ?? ''} ${element?.textContent ?? ''} ${label}`;
      });
      if (focused.includes(name)) return;
    }
    throw new Error(`the keyboard does not reach "${name}"`);
  };
  await reach('I agree');
  await page.keyboard.press('Enter');
  await heading(page, 'Which document will you use?').waitFor();
  await reach('Passport');
  await page.keyboard.press('Space');
  await reach('Continue');
  await page.keyboard.press('Enter');
  await heading(page, 'Photograph the photo page').waitFor();
  await reach('Open the camera');
  await page.keyboard.press('Enter');
  await page.getByText('Fit the document into the frame').waitFor();
  await keep(page, 'desktop-camera', { whole: false });
  await page.keyboard.press('Escape');
  await reach('Choose a photograph');
  await page.keyboard.press('Enter');
  await page.getByText('This looks good').waitFor({ timeout: PATIENCE_MS });
  await reach('Continue');
  await page.keyboard.press('Enter');
  await heading(page, 'Now your face').waitFor();
  await reach('Start the face check');
  await page.keyboard.press('Enter');
  await page.locator('[data-live=face][data-phase=settle]').waitFor();
  await keep(page, 'desktop-face-check', { whole: false });
  await page.keyboard.press('Escape');
  await reach('Choose a photo instead');
  await page.keyboard.press('Enter');
  await reach('Choose a photograph');
  await page.keyboard.press('Enter');
  await page.locator('.result').waitFor();
  await button(page, /^(Continue|Use it anyway)$/).and(page.locator(':enabled')).waitFor({ timeout: PATIENCE_MS });
  assert.equal(await page.evaluate(() => document.activeElement?.className.includes('result')), true, 'the focus is on the photograph taken');
  await reach('Take it again');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'the focus is on the heading');
});

walk('a submission survives a lost connection', PHONE, {}, async (page) => {
  const session = await openSession('offline');
  await openVerification(page, session);
  await button(page, /I agree/).click();
  await page.getByText('Passport', { exact: true }).click();
  await button(page, 'Continue').click();
  await page.context().setOffline(true);
  await chooseFile(page, 'approved', 'front');
  await page.getByText('No connection').waitFor();
  await keep(page, 'phone-offline');
  await mustBeAccessible(page, 'offline');
  await page.context().setOffline(false);
  await page.getByText('This looks good').waitFor({ timeout: PATIENCE_MS });
  await page.reload();
  await heading(page, 'Now your face').waitFor();
  await page.getByRole('button', { name: 'Front' }).click();
  await page.locator('svg[role=img]').waitFor();
});

walk('a file that is no picture is refused in words', PHONE, {}, async (page) => {
  const session = await openSession('no-picture');
  await openVerification(page, session);
  await button(page, /I agree/).click();
  await page.getByText('Passport', { exact: true }).click();
  await button(page, 'Continue').click();
  await page.locator('input[type=file]').setInputFiles({ name: 'front.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('hello, I am no picture') });
  await page.getByText('This file is not a picture that we can open').waitFor();
  await keep(page, 'phone-not-a-picture');
});

walk('dead links are explained', PHONE, {}, async (page) => {
  await page.goto(`${base}/verify`);
  await heading(page, 'This page needs your personal link').waitFor();
  await page.goto(`${base}/account#bft_nothing-of-that-name`);
  await heading(page, 'This link does not open anything').waitFor();
  await mustBeAccessible(page, 'dead link');
  await keep(page, 'phone-dead-link');
  await page.goto(`${base}/console#bfo_nothing-of-that-name`);
  await heading(page, 'This key is not accepted').waitFor();
  const withdrawn = await openSession('withdrawn');
  await api(`/v1/sessions/${withdrawn.id}/cancel`, { method: 'POST' });
  await openVerification(page, withdrawn);
  await heading(page, 'This verification was withdrawn').waitFor();
  // The server's clock cannot be moved from here: its real answer to an unknown token is given the code of an expired one.
  await page.route('**/v1/client/*', async (route) => {
    const response = await route.fetch();
    const problem = await response.json();
    await route.fulfill({ response, json: { ...problem, code: 'token.expired' } });
  });
  await page.goto(`${base}/verify#bft_nothing-of-that-name`);
  await heading(page, 'This link has expired').waitFor();
  await keep(page, 'phone-expired-link');
});

for (const [device, size] of [[PHONE, 'phone'], [DESKTOP, 'desktop']]) {
  walk(`the start page says where to go (${size})`, device, { scheme: size === 'phone' ? 'dark' : 'light' }, async (page) => {
    await page.goto(`${base}/`);
    await heading(page, 'Prove who you are. Keep it simple.').waitFor();
    await mustBeAccessible(page, 'start');
    await keep(page, `${size}-start`);
  });
}
