// Tickets against a running server: a declined applicant appeals, two reviewers grant; a verified one has the record corrected.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustBeAccessible, mustFitThumbs } from './support/accessibility.mjs';
import { button, heading, PATIENCE_MS } from './support/applicant.mjs';
import { DESKTOP, keep, launch, openPage, PHONE } from './support/browser.mjs';
import { api, base, consoleKey, handIn, openSession, secondConsoleKey, specimen } from './support/host.mjs';

assert.ok(secondConsoleKey, 'BONAFIDE_SECOND_CONSOLE_KEY is set');

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** An applicant and two reviewers, each with a page of their own. */
function walk(name, body) {
  test(name, { timeout: 10 * 60_000 }, async () => {
    const pages = [await openPage(browser, PHONE), await openPage(browser, DESKTOP), await openPage(browser, DESKTOP, { scheme: 'dark' })];
    try {
      const [applicant, first, second] = pages;
      await Promise.all([first.goto(`${base}/console#${consoleKey}`), second.goto(`${base}/console#${secondConsoleKey}`)]);
      await body(applicant, first, second);
      for (const page of pages) assert.deepEqual(page.faults, []);
    } catch (error) {
      for (const [index, page] of pages.entries()) await keep(page, `failed-tickets-${index}`).catch(() => undefined);
      throw error;
    } finally {
      for (const page of pages) await page.context().close();
    }
  });
}

async function sound(page, name) {
  await mustBeAccessible(page, name);
  await mustFitThumbs(page, name);
  await keep(page, name);
}

async function attach(page, attachment, file) {
  await page.locator(`#attachment-${attachment} input[type=file]`).setInputFiles(file);
  await page.locator(`#attachment-${attachment} .notice`).waitFor({ timeout: PATIENCE_MS });
}

const own = (session) => api('/v1/client/tickets', { key: session.client_token });

/** The only ticket of a session, once its pictures are examined. */
async function examined(session) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(500)) {
    const [ticket] = (await own(session)).tickets;
    if (ticket.examined) return ticket;
  }
  throw new Error('the pictures of the ticket are not examined');
}

async function show(page, ticket) {
  await page.evaluate(() => (location.hash = 'tickets'));
  await page.getByRole('heading', { level: 1, name: 'Tickets' }).waitFor();
  await page.evaluate((id) => (location.hash = `ticket=${id}`), ticket.id);
  await page.getByRole('heading', { level: 1, name: /^Ticket of/ }).waitFor();
}

/** Takes a ticket that nobody holds. */
async function take(page) {
  await button(page, 'Take this ticket').click();
  await page.locator('#answer-words').waitFor();
}

async function grant(page) {
  await page.locator('input[value=grant]').check();
  await page.getByLabel('Begin with a template').last().selectOption('granted');
  await page.locator('#answer-note').fill('Same face, same number.');
  await button(page, 'Grant it').click();
}

walk('who is declined for a document on another account appeals, and two reviewers grant it', async (applicant, first, second) => {
  const earlier = await openSession('earlier');
  assert.equal((await handIn(earlier, 'approved')).status, 'approved');
  const session = await openSession('appeal');
  const declined = await handIn(session, 'e031_duplicate');
  assert.equal(declined.status, 'declined');
  assert.ok(declined.latest.decision.codes.some(({ code }) => code === 'E031'));
  assert.equal(declined.open_ticket, null);

  await applicant.goto(`${base}/account#${session.client_token}`);
  await applicant.getByRole('heading', { name: 'Ask people to look again' }).waitFor();
  await sound(applicant, 'phone-appeal-possible');
  await applicant.locator('section:has(#ask-appeal)').getByRole('link', { name: 'Ask for a second look' }).click();
  await heading(applicant, 'Ask people to look again').waitFor();
  await button(applicant, 'Send it').click();
  await applicant.getByText('A photograph is missing: Front of the document.').waitFor();
  await attach(applicant, 'front', specimen('e031_duplicate', 'front'));
  await attach(applicant, 'holder', specimen('e031_duplicate', 'selfie'));
  await applicant.getByLabel('What happened').fill('I lost my first account and opened this one.');
  await sound(applicant, 'phone-appeal-form');
  await button(applicant, 'Send it').click();
  await applicant.getByRole('heading', { name: 'Your second look' }).waitFor();
  await applicant.getByText('Looked at again', { exact: true }).waitFor();
  await applicant.getByText(/You have our answer by \w+day, \d{4}-\d\d-\d\d \d\d:\d\d/).waitFor();
  await sound(applicant, 'phone-appeal-open');
  assert.equal((await api(`/v1/sessions/${session.id}`)).open_ticket.kind, 'appeal');
  const again = await api(`/v1/sessions/${session.id}/attempts`, { method: 'POST', json: { evidence: {} }, statuses: [409] });
  assert.equal(again.code, 'submission.appeal_open');
  const ticket = await examined(session);

  await first.evaluate(() => (location.hash = 'tickets'));
  await first.getByRole('link', { name: session.external_id }).click();
  await first.getByRole('heading', { level: 1, name: `Ticket of ${session.external_id}` }).waitFor();
  await first.getByRole('heading', { name: 'Cross-check' }).waitFor();
  await take(first);
  await button(first, 'Write or ask').click();
  await first.getByLabel('Begin with a template').first().selectOption('another_account');
  await first.getByLabel('Language of the template').first().selectOption('zh-Hant');
  assert.match(await first.locator('#say-words').inputValue(), /該證件/);
  await first.getByLabel('Language of the template').first().selectOption('en');
  await sound(first, 'desktop-ticket-ask');
  await button(first, 'Ask the applicant').click();
  await first.getByText('The message is sent.').waitFor();

  await applicant.reload();
  await applicant.getByText('The clock stands still until you answer.').waitFor();
  await sound(applicant, 'phone-appeal-asked');
  await applicant.getByLabel('Your answer').fill('Both are mine. Please keep this one.');
  await button(applicant, 'Send').click();
  await applicant.getByText('Both are mine. Please keep this one.').waitFor();
  await applicant.getByText(/You have our answer by/).waitFor();

  await show(first, ticket);
  await first.getByText('Both are mine. Please keep this one.').waitFor();
  await grant(first);
  await first.getByText('A second reviewer has to agree.').first().waitFor();
  await first.getByText('Another reviewer has to answer').waitFor();
  await sound(first, 'desktop-ticket-agreed');
  assert.equal((await own(session)).tickets[0].status, 'open');

  await show(second, ticket);
  await second.getByText('The document is verified on another account').waitFor();
  await take(second);
  await sound(second, 'desktop-dark-ticket-taken');
  await grant(second);
  await second.getByText('The document is verified on another account').nth(1).waitFor();
  await second.getByRole('link', { name: `Take back the verification of ${earlier.external_id}` }).click();
  await heading(second, 'Take a verification back').waitFor();
  await button(second, 'Take it back').click();
  await second.getByText('Say why.').waitFor();
  await second.getByLabel('Why').fill('Given up by its holder, see the ticket.');
  await sound(second, 'desktop-dark-revoke');
  await button(second, 'Take it back').click();
  await second.getByText('The verification is taken back.').waitFor();
  assert.deepEqual((await api(`/v1/sessions/${earlier.id}`)).capabilities, []);
  await show(second, ticket);
  assert.equal(await second.getByText('The document is verified on another account').count(), 0);
  await grant(second);
  await second.getByText('The answer is recorded.').waitFor();
  await sound(second, 'desktop-dark-ticket-granted');

  await applicant.reload();
  await applicant.getByText('Verified', { exact: true }).waitFor();
  await applicant.getByText('People have looked again. See above how it stands now.').waitFor();
  await sound(applicant, 'phone-appeal-granted');
  const { status, capabilities } = await api(`/v1/sessions/${session.id}`);
  assert.equal(status, 'approved');
  assert.notDeepEqual(capabilities, []);
  assert.ok(!JSON.stringify(await own(session)).includes('Same face'), 'a note stays among colleagues');
});

walk('a correction is made by two reviewers', async (applicant, first, second) => {
  const session = await openSession('correction');
  assert.equal((await handIn(session, 'approved_resident_id', ['front', 'back', 'selfie'])).status, 'approved');
  const { capabilities } = await api(`/v1/sessions/${session.id}`);
  await applicant.goto(`${base}/account#${session.client_token}`);
  await applicant.getByRole('link', { name: 'Ask for a correction' }).click();
  await heading(applicant, 'Correct my name or number').waitFor();
  await attach(applicant, 'front', specimen('e005_birth_date', 'front'));
  await applicant.waitForFunction(() => document.querySelector('#wanted-document_number').value !== '', null, { timeout: PATIENCE_MS });
  await attach(applicant, 'holder', specimen('e005_birth_date', 'selfie'));
  await attach(applicant, 'old_front', specimen('approved_resident_id', 'front'));
  await applicant.getByLabel('What happened').fill('I have a passport now.');
  await sound(applicant, 'phone-correction-form');
  await button(applicant, 'Send it').click();
  await applicant.getByRole('heading', { name: 'Your correction' }).waitFor();
  await applicant.getByText('Verified', { exact: true }).waitFor();
  const ticket = await examined(session);

  await show(first, ticket);
  await take(first);
  assert.equal(await first.locator('input[value=reopen]').count(), 0);
  await grant(first);
  await first.getByText('A second reviewer has to agree.').first().waitFor();
  await show(second, ticket);
  await take(second);
  await second.locator('input[value=grant]').check();
  await second.getByText('One reviewer would grant it already. Yours is the second word: it counts at once.').waitFor();
  await sound(second, 'desktop-dark-correction');
  await grant(second);
  await second.getByText('The answer is recorded.').waitFor();

  await applicant.reload();
  await applicant.getByText('The record is corrected.').waitFor();
  await sound(applicant, 'phone-correction-granted');
  assert.deepEqual((await api(`/v1/sessions/${session.id}`)).capabilities, capabilities);
});
