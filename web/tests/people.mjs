// People at the console, walked in Chromium against a running server: enrolment, signing in, inviting, and what ends a session.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { mustBeAccessible, mustFitThumbs } from './support/accessibility.mjs';
import { button, heading } from './support/applicant-words.mjs';
import { DESKTOP, keep, launch, openPage, PHONE } from './support/browser.mjs';

/** The link of an administrator who has not enrolled yet. */
const link = process.env.BONAFIDE_ENROLMENT ?? (() => { throw new Error('BONAFIDE_ENROLMENT is not set'); })();
const base = new URL(link).origin;
const PASSWORD = 'correct horse battery';
const STEP_MS = 30_000;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** What an authenticator app shows so many steps from now (RFC 6238). */
function codeOf(secret, stepsAhead = 0) {
  const bits = [...secret.replaceAll(' ', '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + stepsAhead));
  const hash = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)))).update(counter).digest();
  return String((hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function check(page, where, name) {
  await mustBeAccessible(page, where);
  await mustFitThumbs(page, where);
  await keep(page, name);
}

/** From the link to the console; answers the second factor's secret and the recovery codes. */
async function enrol(page, address, size) {
  await page.goto(address);
  await heading(page, /^Welcome, /).waitFor();
  assert.equal(new URL(page.url()).hash, '', 'the code leaves the address bar');
  await check(page, 'enrolment, password', `${size}-enrol-password`);
  await page.getByLabel('New password').fill('too short');
  await button(page, 'Continue').click();
  await page.getByText('Use at least 12 characters.', { exact: true }).waitFor();
  await page.getByLabel('New password').fill(PASSWORD);
  await button(page, 'Continue').click();
  await heading(page, 'Your second factor').waitFor();
  await page.getByText('The phone cannot scan it').click();
  const secret = await page.locator('.secret').innerText();
  await check(page, 'enrolment, second factor', `${size}-enrol-factor`);
  await page.getByLabel('Code from the app').fill('000000');
  await button(page, 'Finish').click();
  await page.getByText('The code does not match').waitFor();
  await page.getByLabel('Code from the app').fill(codeOf(secret));
  await button(page, 'Finish').click();
  await heading(page, 'Write these down').waitFor();
  const codes = await page.locator('ul.data li').allInnerTexts();
  assert.equal(codes.length, 10);
  await check(page, 'recovery codes', `${size}-enrol-recovery`);
  assert.ok(await button(page, 'Open the console').isDisabled());
  await page.getByLabel('I have kept them in a safe place').check();
  await button(page, 'Open the console').click();
  await heading(page, 'Review console').waitFor();
  return { secret, codes };
}

async function signIn(page, name, password, code) {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await button(page, 'Continue').click();
  await heading(page, 'Your code').waitFor();
  if (/^\d{6}$/.test(code)) await page.getByLabel('Code from your authenticator app').fill(code);
  else {
    await button(page, 'Use a recovery code').click();
    await page.getByLabel('Recovery code').fill(code);
  }
}

test('an administrator enrols, invites a reviewer, changes their role, and both sign in again', { timeout: 5 * 60_000 }, async () => {
  const chief = await openPage(browser, DESKTOP, { scheme: 'light' });
  const ben = await openPage(browser, PHONE, { scheme: 'dark' });
  try {
    const own = await enrol(chief, link, 'desktop');
    await chief.getByRole('link', { name: 'People', exact: true }).click();
    await heading(chief, 'People').waitFor();
    await check(chief, 'people', 'desktop-people');

    await chief.getByLabel('Name').fill('Ben Okafor');
    await button(chief, 'Invite').click();
    await chief.getByText('A link for Ben Okafor').waitFor();
    await check(chief, 'people, invited', 'desktop-people-invited');
    const invitation = await chief.locator('.link').innerText();
    const theirs = await enrol(ben, invitation, 'phone-dark');
    await check(ben, 'console, signed in', 'phone-dark-console');
    assert.equal(await ben.getByRole('link', { name: 'People', exact: true }).count(), 0, 'reviewers do not manage people');

    const row = chief.getByRole('listitem').filter({ hasText: 'Ben Okafor' });
    await row.getByText('Change', { exact: false }).first().click();
    await row.getByLabel('Role').selectOption('senior');
    await row.getByRole('button', { name: 'Save the role' }).click();
    await row.locator('.tag', { hasText: 'Senior reviewer' }).waitFor();
    await row.getByRole('button', { name: 'Disable' }).click();
    await check(chief, 'people, asked twice', 'desktop-people-asked');
    await row.getByRole('button', { name: 'Cancel' }).click();

    await button(ben, 'Refresh').click();
    await ben.getByText('You have been signed out. Sign in again to go on where you were.').waitFor();
    await check(ben, 'signed out', 'phone-dark-signed-out');
    await signIn(ben, 'Ben Okafor', 'wrong horse battery', codeOf(theirs.secret, 1));
    await check(ben, 'sign-in, code', 'phone-dark-code');
    await button(ben, 'Sign in').click();
    await ben.getByText('Name, password or code is not right').waitFor();
    await check(ben, 'sign-in, refused', 'phone-dark-refused');
    await signIn(ben, 'ben okafor', PASSWORD, theirs.codes[0]);
    await button(ben, 'Sign in').click();
    await heading(ben, 'Review console').waitFor();
    await ben.locator('.who', { hasText: 'Senior reviewer' }).waitFor();

    await button(chief, 'Sign out').click();
    await heading(chief, 'Sign in').waitFor();
    await check(chief, 'sign-in', 'desktop-sign-in');
    await chief.reload();
    await heading(chief, 'Sign in').waitFor();
    await signIn(chief, 'Chief', PASSWORD, codeOf(own.secret, 1));
    await chief.keyboard.press('Enter');
    await heading(chief, 'People').waitFor();
    assert.deepEqual([...chief.faults, ...ben.faults], []);
  } catch (error) {
    await keep(chief, 'failed-people-desktop').catch(() => undefined);
    await keep(ben, 'failed-people-phone').catch(() => undefined);
    throw error;
  } finally {
    await chief.context().close();
    await ben.context().close();
  }
});

for (const [locale, device, scheme, title, name] of [['zh-CN', PHONE, 'light', '登录', 'phone-zh-hans-sign-in'], ['zh-TW', DESKTOP, 'dark', '登入', 'desktop-dark-zh-hant-sign-in']]) {
  test(`the way in, ${locale}`, { timeout: 60_000 }, async () => {
    const page = await openPage(browser, device, { scheme, locale });
    await page.goto(`${base}/console`);
    await heading(page, title).waitFor();
    await check(page, `sign-in, ${locale}`, name);
    await page.goto(`${base}/console#bfe_used-up`);
    await page.getByText('enrolment.unknown').waitFor();
    await check(page, `a dead link, ${locale}`, `${name}-dead-link`);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}
