// The viewfinder and the face check against a running server: a person passes without a hand on the mouse beyond the
// consent, and everything that is no person before the camera fails, with the reason. See README.md beside this file.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { mustBeAccessible } from './support/accessibility.mjs';
import { button, heading, openVerification, PATIENCE_MS, submit, typeDetails } from './support/applicant.mjs';
import { DESKTOP, keep, launch, openPage, PHONE } from './support/browser.mjs';
import { answeringCamera } from './support/camera.mjs';
import { base, claimsOf, openSession, settled, specimen } from './support/host.mjs';

const films = process.env.BONAFIDE_FILMS;
const film = (name) => join(films, name, 'film.mjpeg');

/** A test with a browser of its own: what its camera plays is an argument of the browser. */
function walk(name, device, file, body) {
  test(name, { timeout: 8 * 60_000 }, async () => {
    const browser = await launch(file ? [`--use-file-for-fake-video-capture=${file}`] : []);
    const page = await openPage(browser, device, { reducedMotion: 'no-preference' });
    try {
      await body(page);
      assert.deepEqual(page.faults, []);
    } catch (error) {
      await keep(page, `failed-${name.replace(/\W+/g, '-')}`, { whole: false }).catch(() => undefined);
      throw error;
    } finally {
      await browser.close();
    }
  });
}

async function consent(page, session) {
  await openVerification(page, session);
  await button(page, /I agree/).click();
  await page.getByText('Passport', { exact: true }).click();
  await button(page, 'Continue').click();
}

/** The movements, up to the colours. On a busy machine the rendered person may be late, and tries again as anybody would. */
async function follow(page) {
  const stage = page.locator('dialog[data-live=face]');
  const [colours, again] = [stage.and(page.locator('[data-phase=colours]')), button(page, 'Try again')];
  for (const start of ['Start the face check', 'Try again', 'Try again']) {
    await button(page, start).click();
    await stage.and(page.locator('[data-phase=challenge]')).waitFor({ timeout: 60_000 });
    await keep(page, 'face-challenge', { whole: false });
    await colours.or(again).waitFor({ timeout: 90_000 });
    if (!(await again.isVisible())) return;
  }
  assert.fail('three tries in a row failed');
}

walk('a person passes: the shutter fires by itself, four movements are followed, the result is approval', PHONE, null, async (page) => {
  await answeringCamera(page, base, join(films, 'clips', 'clips'), specimen('approved', 'front'));
  const session = await openSession('face-check');
  await consent(page, session);
  await button(page, 'Open the camera').click();
  await page.locator('[data-guide=live]').waitFor();
  await keep(page, 'face-viewfinder', { whole: false });
  await button(page, 'Continue').and(page.locator(':enabled')).click({ timeout: PATIENCE_MS });
  await follow(page);
  await keep(page, 'face-colours', { whole: false });
  await page.locator('[data-live=passed]').waitFor({ timeout: 60_000 });
  await keep(page, 'face-passed');
  await mustBeAccessible(page, 'face check passed');
  await button(page, 'Continue').click();
  await heading(page, 'Are these your details?').waitFor();
  await page.getByText('Reading your document').waitFor({ state: 'detached', timeout: PATIENCE_MS });
  await typeDetails(page, claimsOf('approved'));
  await button(page, 'Continue').click();
  await submit(page);
  await heading(page, 'You are verified').waitFor({ timeout: PATIENCE_MS });
  await keep(page, 'face-approved');
  assert.equal((await settled(session.id)).status, 'approved');
});

/** What is played to the camera, and the reasons that may come of it: which one depends on the order that was drawn. */
const ATTACKS = [
  ['print_flat', 'a flat print', ['challenge_not_followed', 'blink_failed', 'presentation_attack', 'face_lost']],
  ['screen_video', 'a recording in one order', ['challenge_not_followed', 'blink_failed', 'presentation_attack', 'face_lost']],
  ['injected_still', 'a still picture', ['challenge_not_followed', 'blink_failed', 'injected_stream']],
  ['injected_loop', 'a looped film', ['challenge_not_followed', 'blink_failed', 'injected_stream']],
];

for (const [name, words, reasons] of ATTACKS) {
  walk(`${words} fails, with the reason`, DESKTOP, film(name), async (page) => {
    const session = await openSession(`attack-${name}`);
    await consent(page, session);
    await page.locator('input[type=file]').setInputFiles(specimen('approved', 'front'));
    await button(page, /^(Continue|Use it anyway)$/).and(page.locator(':enabled')).click({ timeout: PATIENCE_MS });
    await button(page, 'Start the face check').click();
    const trouble = page.locator('[data-live=trouble]');
    await trouble.waitFor({ timeout: 150_000 });
    const reason = await trouble.getAttribute('data-reason');
    await keep(page, `face-attack-${name}`);
    assert.ok(reasons.includes(reason), `${name}: ${reason}`);
    assert.equal((await settled(session.id)).liveness.tries_left, 4);
  });
}
