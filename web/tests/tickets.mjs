// Tickets as everybody sees them, in Chromium against the fake: the form, the timeline, the desk; in both schemes and three languages.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { mustBeAccessible, mustFitThumbs } from './support/accessibility.mjs';
import { DESKTOP, keep, launch, openPage, PHONE } from './support/browser.mjs';
import { startFake } from './support/fake.mjs';

const SMALL = Buffer.from('/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==', 'base64');
/** A rendered specimen to look at, where a folder of one is named; else a single pixel. */
const folder = process.env.BONAFIDE_SPECIMEN ?? '';
const picture = (role) => (existsSync(join(folder, `${role}.jpg`)) ? readFileSync(join(folder, `${role}.jpg`)) : SMALL);

let browser, fake;
before(async () => {
  browser = await launch();
  fake = await startFake(18134);
}, { timeout: 60_000 });
after(async () => {
  await browser?.close();
  fake?.stop();
});

const tokenOf = (link) => new URL(link).hash.slice(1);

async function call(token, path, json, bytes) {
  const type = bytes ? 'image/jpeg' : 'application/json';
  const body = bytes ?? (json && JSON.stringify(json));
  const answer = await fetch(`${fake.base}/v1/${path}`, { method: body ? 'POST' : 'GET', headers: { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': type }) }, ...(body && { body }) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.status === 204 ? null : answer.json();
}

const upload = async (link, role) => (await call(tokenOf(link), `client/evidence/${role}`, null, picture(role === 'selfie' ? 'selfie' : 'front'))).id;

/** An applicant who was judged; what the fake decides goes by the name. */
async function judged(name) {
  const link = await fake.open(name);
  const evidence = { front: await upload(link, 'front'), selfie: await upload(link, 'selfie') };
  await call(tokenOf(link), 'client/attempts', { evidence, claims: {} });
  for (;;) {
    const session = await call(tokenOf(link), 'client/session');
    if (session.status !== 'processing') return { link, session };
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

async function opened(name, kind = 'appeal') {
  const one = await judged(name);
  const evidence = { front: await upload(one.link, 'front'), holder: await upload(one.link, 'selfie'), ...(kind === 'correction' && { old_front: await upload(one.link, 'front') }) };
  const ticket = await call(tokenOf(one.link), 'client/tickets', { kind, evidence, description: 'I lost access to my first account, “oliver77”, and opened this one.', ...(kind === 'correction' && { wanted: { name: 'PETROV LIND, OLIVER KENJI' } }) });
  return { ...one, ticket };
}

function look(name, device, options, body) {
  test(name, { timeout: 60_000 }, async () => {
    const page = await openPage(browser, device, options);
    try {
      await body(page);
      assert.deepEqual(page.faults, []);
    } finally {
      await page.context().close();
    }
  });
}

async function sound(page, name) {
  await mustBeAccessible(page, name);
  await mustFitThumbs(page, name);
  await keep(page, name);
}

const account = (page, link) => page.goto(`${fake.base}/account#${tokenOf(link)}`);

async function desk(page, fragment, key = 'bfo_fake') {
  await page.goto(`${fake.base}/console#${key}`);
  await page.waitForURL((url) => !url.hash);
  await page.evaluate((hash) => (location.hash = hash), fragment);
}

const VIEWS = [
  ['phone', PHONE, 'en-GB', 'light'],
  ['desktop', DESKTOP, 'en-GB', 'dark'],
  ['phone', PHONE, 'zh-CN', 'dark'],
  ['desktop', DESKTOP, 'zh-TW', 'light'],
];

for (const [size, device, locale, scheme] of VIEWS) {
  look(`an appeal as its applicant sees it: ${size}, ${locale}, ${scheme}`, device, { locale, scheme }, async (page) => {
    const { link } = await judged('e031_duplicate');
    await account(page, link);
    await page.locator('#ask-appeal').waitFor();
    await sound(page, `tickets-account-${size}-${locale}-${scheme}`);
    await page.locator('section:has(#ask-appeal) a.button').click();
    await page.locator('#attachment-holder svg[role=img]').waitFor();
    await sound(page, `tickets-form-${size}-${locale}-${scheme}`);
    await page.locator('form button:not([type])').click();
    await page.locator('[role=alert] li').first().waitFor();
    await sound(page, `tickets-form-missing-${size}-${locale}-${scheme}`);
  });

  look(`a ticket with words both ways: ${size}, ${locale}, ${scheme}`, device, { locale, scheme }, async (page) => {
    const { link, ticket } = await opened('e031_duplicate');
    await call('bfo_fake', `console/tickets/${ticket.id}/take`, {});
    await call('bfo_fake', `console/tickets/${ticket.id}/messages`, { text: 'Which of the two accounts do you want to keep?', asks: true });
    await account(page, link);
    await page.locator(`#reply-${ticket.id}`).waitFor();
    await sound(page, `tickets-asked-${size}-${locale}-${scheme}`);
    await page.locator(`#reply-${ticket.id}`).fill('This one, please.');
    await page.locator(`form:has(#reply-${ticket.id}) button`).click();
    await page.getByText('This one, please.').waitFor();
    await page.locator('.due').waitFor();
    await sound(page, `tickets-open-${size}-${locale}-${scheme}`);
  });

  look(`a ticket at the desk: ${size}, ${locale}, ${scheme}`, device, { locale, scheme }, async (page) => {
    await judged('first');
    const { ticket } = await opened('e031_duplicate');
    await desk(page, 'tickets');
    await page.locator('tbody tr').first().waitFor();
    await sound(page, `tickets-list-${size}-${locale}-${scheme}`);
    await page.evaluate((id) => (location.hash = `ticket=${id}`), ticket.id);
    await page.locator('section:has(#desk) .button.primary').click();
    await page.locator('#answer-words').waitFor();
    await page.locator('input[value=grant]').check();
    await page.locator('figure svg[role=img]').first().waitFor();
    await sound(page, `tickets-desk-${size}-${locale}-${scheme}`);
    await page.locator('section:has(#desk) a').last().click();
    await page.locator('#why').waitFor();
    await sound(page, `tickets-revoke-${size}-${locale}-${scheme}`);
  });
}

look('a decision that cannot be appealed says why', PHONE, {}, async (page) => {
  const { link } = await judged('e020_minor');
  await account(page, link);
  await page.locator('#why-not').waitFor();
  assert.equal(await page.locator('#ask-appeal').count(), 0);
  await sound(page, 'tickets-why-not');
});

look('a reload loses nothing of a form, and a ticket can be taken back', PHONE, {}, async (page) => {
  const { link } = await judged('e031_duplicate');
  await account(page, link);
  await page.locator('section:has(#ask-appeal) a.button').click();
  const choose = (attachment) => page.locator(`#attachment-${attachment} input[type=file]`).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: picture('front') });
  await choose('front');
  await page.locator('#attachment-holder button', { hasText: 'Open the camera' }).click();
  await page.getByText('Your face and the document, side by side').waitFor();
  await page.locator('.shutter:enabled').waitFor();
  await mustBeAccessible(page, 'camera for the holder');
  await keep(page, 'tickets-camera', { whole: false });
  await page.locator('.shutter').click();
  await page.locator('#attachment-holder .notice.good').waitFor();
  await page.locator('#ticket-words').fill('It is my only account.');
  await page.reload();
  await page.locator('#attachment-front .notice').waitFor();
  assert.equal(await page.locator('#ticket-words').inputValue(), 'It is my only account.');
  await sound(page, 'tickets-form-filled');
  await page.locator('form button:not([type])').click();
  await page.getByRole('heading', { name: 'Your second look' }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H2', 'the focus is on the ticket');
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.getByRole('button', { name: 'Yes, take it back' }).click();
  await page.getByText('You took it back.').waitFor();
  await page.locator('#ask-appeal').waitFor();
  await keep(page, 'tickets-withdrawn');
});

look('what the server finds missing is marked, and nothing else is lost', PHONE, {}, async (page) => {
  const { link } = await judged('e031_duplicate');
  await account(page, link);
  await page.locator('section:has(#ask-appeal) a.button').click();
  for (const attachment of ['front', 'holder']) await page.locator(`#attachment-${attachment} input[type=file]`).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: picture('front') });
  await page.locator('#ticket-words').fill('It is my only account.');
  await page.locator('#attachment-holder .notice.good').waitFor();
  await page.route('**/v1/client/tickets', (route) => (route.request().method() === 'POST' ? route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify({ code: 'ticket.attachments_missing', status: 422, attachments_missing: ['holder'] }) }) : route.continue()));
  await page.locator('form button:not([type])').click();
  await page.getByText('A photograph is still missing').waitFor();
  await page.locator('#attachment-holder.lacking').waitFor();
  assert.equal(await page.locator('#attachment-front.lacking').count(), 0);
  assert.equal(await page.locator('#ticket-words').inputValue(), 'It is my only account.');
  await sound(page, 'tickets-form-refused');
  await page.unroute('**/v1/client/tickets');
  await page.locator('#attachment-holder button', { hasText: 'Take it again' }).click();
  await page.locator('#attachment-holder input[type=file]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: picture('front') });
  await page.getByText('A photograph is still missing').waitFor({ state: 'detached' });
  await page.locator('form button:not([type])').click();
  await page.getByRole('heading', { name: 'Your second look' }).waitFor();
});

look('what the desk writes and answers comes by itself', DESKTOP, {}, async (page) => {
  const { link, ticket } = await opened('e031_duplicate');
  await account(page, link);
  await page.locator(`#reply-${ticket.id}`).fill('half a sentence');
  await call('bfo_fake', `console/tickets/${ticket.id}/take`, {});
  await call('bfo_fake', `console/tickets/${ticket.id}/messages`, { text: 'Which one is yours?', asks: true });
  await page.getByText('Which one is yours?').waitFor();
  assert.equal(await page.locator(`#reply-${ticket.id}`).inputValue(), 'half a sentence');
  await call('bfo_fake', `console/tickets/${ticket.id}/answer`, { answer: 'refuse', message: 'Our decision stands.' });
  await page.getByText('People have looked again, and the decision stands.').waitFor();
  await page.getByText('Not verified', { exact: true }).waitFor();
});

look('a correction says what should be recorded, as read from the new document', DESKTOP, {}, async (page) => {
  const { link } = await judged('verified');
  await account(page, link);
  await page.locator('section:has(#ask-correction) a.button').click();
  const choose = (attachment) => page.locator(`#attachment-${attachment} input[type=file]`).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: picture('front') });
  for (const attachment of ['front', 'holder', 'old_front']) await choose(attachment);
  await page.waitForFunction(() => document.querySelector('#wanted-name').value !== '');
  await page.locator('#ticket-words').fill('I married.');
  await sound(page, 'tickets-correction');
  await page.locator('form button:not([type])').click();
  await page.getByRole('heading', { name: 'Your correction' }).waitFor();
});
