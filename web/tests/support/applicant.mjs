// The applicant's part in the browser: what a person does on each screen, told by what they see.
import { button, heading } from './applicant-words.mjs';
import { base, specimen } from './host.mjs';

/** Long enough for a check on a busy machine. */
export const PATIENCE_MS = 180_000;

export { button, heading };

export async function openVerification(page, session) {
  await page.goto(`${base}/verify#${session.client_token}`);
}

export async function chooseFile(page, scenario, role) {
  await page.locator('input[type=file]').setInputFiles(specimen(scenario, role));
}

/** One photograph: choose it, wait until it has been looked at, go on whatever the hints say. */
export async function photograph(page, scenario, role) {
  await chooseFile(page, scenario, role);
  const onwards = button(page, /^(Continue|Use it anyway)$/);
  await onwards.and(page.locator(':enabled')).waitFor({ timeout: PATIENCE_MS });
  await onwards.click();
}

/** From the first screen to the form. */
export async function walkToDetails(page, scenario, { type = 'Passport', back = false } = {}) {
  await button(page, /I agree/).click();
  await page.getByText(type, { exact: true }).click();
  await button(page, 'Continue').click();
  await photograph(page, scenario, 'front');
  if (back) await photograph(page, scenario, 'back');
  await photograph(page, scenario, 'selfie');
  await heading(page, 'Are these your details?').waitFor();
  await page.getByText('Reading your document').waitFor({ state: 'detached', timeout: PATIENCE_MS });
}

export async function typeDetails(page, claims) {
  const texts = { 'Full name': claims.name, 'Document number': claims.document_number, 'Date of birth': claims.birth_date };
  for (const [label, value] of Object.entries(texts)) if (value) await page.getByLabel(label, { exact: true }).fill(value);
  if (claims.sex) await page.getByLabel('Sex', { exact: true }).selectOption(claims.sex);
  if (claims.nationality) await page.getByLabel('Nationality', { exact: true }).selectOption(claims.nationality);
  if (claims.expiry_date === 'permanent') await page.getByLabel(/valid long-term/).check();
  else if (claims.expiry_date) await page.getByLabel('Date of expiry', { exact: true }).fill(claims.expiry_date);
}

export async function submit(page) {
  await heading(page, 'All set?').waitFor();
  await button(page, 'Submit for verification').click();
}
