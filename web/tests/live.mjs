// The live pages, walked in Chromium against the fake: the viewfinder, the face check, their troubles, and the phone's code.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mustBeAccessible, mustFitThumbs } from './support/accessibility.mjs';
import { button, heading } from './support/applicant-words.mjs';
import { DESKTOP, keep, launch, openPage, PHONE } from './support/browser.mjs';
import { startFake } from './support/fake.mjs';

let browser, fake, strict;
before(async () => {
  browser = await launch();
  fake = await startFake(18131);
  strict = await startFake(18132, '--required');
});
after(async () => {
  await browser?.close();
  fake?.stop();
  strict?.stop();
});

function walk(name, device, options, body) {
  test(name, { timeout: 120_000 }, async () => {
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

const LANGUAGES = [
  ['en-GB', { agree: /I agree/, passport: 'Passport', next: 'Continue', camera: 'Open the camera', start: 'Start the face check' }],
  ['zh-CN', { agree: '同意并开始', passport: '护照', next: '继续', camera: '打开相机', start: '开始人脸检测' }],
  ['zh-TW', { agree: '同意並開始', passport: '護照', next: '繼續', camera: '開啟相機', start: '開始臉部檢測' }],
];
const ENGLISH = LANGUAGES[0][1];
const face = (page, more = '') => page.locator(`[data-live=face]${more}`);
const shows = (page, selector) => page.locator(selector).waitFor({ timeout: 20_000, state: 'attached' });
/** A picture of the screen as it is at this moment, dialog and all. */
const snap = (page, name) => keep(page, `live-${name}`, { whole: false });

async function toDocument(page, link, words = ENGLISH) {
  await page.goto(link);
  await button(page, words.agree).click();
  await page.getByText(words.passport, { exact: true }).click();
  await button(page, words.next).click();
  await button(page, words.camera).waitFor();
}

/** Through the document with the shutter that fires by itself. */
async function toFace(page, link, words = ENGLISH) {
  await toDocument(page, link, words);
  await button(page, words.camera).click();
  await button(page, words.next).and(page.locator(':enabled')).click({ timeout: 30_000 });
  await button(page, words.start).waitFor();
}

for (const [device, size] of [[PHONE, 'phone'], [DESKTOP, 'desktop']]) {
  for (const [locale, words] of LANGUAGES) {
    walk(`viewfinder and face check, ${size}, ${locale}`, device, { locale, reducedMotion: 'no-preference' }, async (page) => {
      const name = `${size}-${locale}`;
      await toDocument(page, await fake.open(`walk-${name}`), words);
      await snap(page, `${name}-capture`);
      await button(page, words.camera).click();
      for (const hint of ['too_far', 'glare']) {
        await shows(page, `[data-hint=${hint}]`);
        await snap(page, `${name}-document-${hint}`);
        if (hint === 'glare') await mustFitThumbs(page, 'viewfinder');
      }
      await shows(page, '[data-good=true]');
      await page.waitForTimeout(1200);
      await snap(page, `${name}-document-steady`);
      await button(page, words.next).and(page.locator(':enabled')).click({ timeout: 30_000 });
      await button(page, words.start).waitFor();
      await mustBeAccessible(page, 'face check, explained');
      await mustFitThumbs(page, 'face check, explained');
      await keep(page, `live-${name}-face-explained`);
      await button(page, words.start).click();
      await face(page, '[data-phase=settle]').waitFor();
      await page.waitForTimeout(700);
      await snap(page, `${name}-face-settle`);
      for (const ask of ['turn_right', 'blink', 'turn_left', 'open_mouth']) {
        await shows(page, `[data-ask=${ask}]`);
        if (ask === 'turn_right') await mustBeAccessible(page, 'face check');
        await page.waitForTimeout(ask === 'blink' ? 700 : 1300);
        await snap(page, `${name}-face-${ask}`);
        if (ask === 'blink') await mustFitThumbs(page, 'face check');
      }
      await shows(page, '[data-phase=colours]');
      await page.waitForTimeout(300);
      await snap(page, `${name}-face-colours`);
      await page.locator('[data-live=passed]').waitFor({ timeout: 20_000 });
      await page.waitForTimeout(300);
      await mustBeAccessible(page, 'face check, passed');
      await keep(page, `live-${name}-face-passed`);
      await page.reload();
      await button(page, words.start).waitFor({ state: 'detached' });
      await page.locator('h1').waitFor();
      assert.equal(await page.evaluate(() => JSON.parse(sessionStorage.getItem('bonafide.draft')).faceChecked), true, 'the face check outlives a reload');
    });
  }
}

walk('the face check on a phone held sideways', { ...PHONE, viewport: { width: 844, height: 390 } }, {}, async (page) => {
  await toFace(page, await fake.open('sideways'));
  await button(page, ENGLISH.start).click();
  await shows(page, '[data-ask=blink]');
  await mustFitThumbs(page, 'face check, sideways');
  const oval = await page.locator('.oval').boundingBox();
  assert.ok(oval && oval.height > 250, `the face is large enough: ${oval?.height}`);
  await snap(page, 'phone-sideways-face');
});

walk('a failed face check says why and may be tried again; stillness leaves the colours out', PHONE, {}, async (page) => {
  await toFace(page, await fake.open('face-fail'));
  assert.ok(await page.getByRole('checkbox').isChecked(), 'reduced motion has ticked "no colours"');
  await button(page, ENGLISH.start).click();
  await page.getByText('The movements did not match what was asked').waitFor();
  await page.getByText('4 tries left.').waitFor();
  assert.match(await page.evaluate(() => document.activeElement?.className ?? ''), /trouble/, 'the focus is on what went wrong');
  await mustBeAccessible(page, 'face check, failed');
  await mustFitThumbs(page, 'face check, failed');
  await keep(page, 'live-phone-face-failed');
  await button(page, 'Try again').click();
  await face(page, '[data-phase=challenge]').waitFor();
  await page.keyboard.press('Escape');
  await button(page, 'Try again').or(button(page, ENGLISH.start)).waitFor();
});

walk('after too many failures the page counts down', PHONE, { scheme: 'dark' }, async (page) => {
  await toFace(page, await fake.open('face-lock'));
  await button(page, ENGLISH.start).click();
  await page.getByRole('timer').waitFor();
  assert.equal(await button(page, ENGLISH.start).count(), 0);
  await mustBeAccessible(page, 'face check, locked');
  await keep(page, 'live-phone-dark-face-locked');
});

walk('a sitting in another tab, a cut line: each is said, with a way on', PHONE, {}, async (page) => {
  await page.goto(await fake.open('live-busy'));
  await button(page, ENGLISH.agree).click();
  await page.getByText('Passport', { exact: true }).click();
  await button(page, 'Continue').click();
  await button(page, ENGLISH.camera).click();
  await page.locator('#camera-guide').getByText('No live hints').waitFor({ timeout: 20_000 });
  await snap(page, 'phone-document-alone');
  await button(page, 'Take the photograph').click();
  await button(page, 'Continue').and(page.locator(':enabled')).click();
  await button(page, ENGLISH.start).click();
  await page.getByText('The camera is in use in another window').waitFor();
  await keep(page, 'live-phone-face-busy');
  await page.goto('about:blank');
  await page.goto(await fake.open('live-cut'));
  await button(page, ENGLISH.agree).click();
  await page.getByText('Passport', { exact: true }).click();
  await button(page, 'Continue').click();
  await page.locator('input[type=file]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('any') });
  await button(page, 'Continue').and(page.locator(':enabled')).click();
  await button(page, ENGLISH.start).click();
  await page.getByText('The line was cut').waitFor();
  await button(page, 'Try again').waitFor();
});

walk('a camera that is refused or taken away is explained', PHONE, {}, async (page) => {
  await toFace(page, await fake.open('camera'));
  await page.evaluate(() => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wish) => {
      if (!window.allowed) throw new DOMException('no', 'NotAllowedError');
      return (window.stream = await real(wish));
    };
  });
  await button(page, ENGLISH.start).click();
  await page.getByText('The camera is not allowed').waitFor();
  await keep(page, 'live-phone-face-denied');
  await page.evaluate(() => (window.allowed = true));
  await button(page, 'Try again').click();
  await face(page, '[data-phase=challenge]').waitFor();
  await page.evaluate(() => window.stream.getTracks().forEach((track) => track.dispatchEvent(new Event('ended'))));
  await page.getByText('The camera was taken away').waitFor();
});

walk('where the face check is required no photo stands in for it; where not, one may', PHONE, {}, async (page) => {
  await toFace(page, await strict.open('required'));
  assert.equal(await page.locator('input[type=file]').count(), 0);
  await toFace(page, await fake.open('optional'));
  await page.locator('input[type=file]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('any') });
  await button(page, 'Continue').and(page.locator(':enabled')).click();
  await heading(page, 'Are these your details?').waitFor();
});

walk('the face check by keyboard alone', DESKTOP, {}, async (page) => {
  await toFace(page, await fake.open('keyboard'));
  await button(page, ENGLISH.start).focus();
  await page.keyboard.press('Enter');
  await face(page, '[data-phase=challenge]').waitFor();
  await page.keyboard.press('Tab');
  assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /Cancel/);
  await page.locator('[data-live=passed]').waitFor({ timeout: 30_000 });
  assert.match(await page.evaluate(() => document.activeElement?.className ?? ''), /passed/, 'the focus is on the confirmation');
});

walk('the phone goes on with the code, and the computer follows', DESKTOP, {}, async (page) => {
  const link = await fake.open('handoff');
  await page.goto(link);
  await page.getByText('Go on with your phone').click();
  await page.getByRole('img', { name: /QR code/ }).waitFor();
  await mustBeAccessible(page, 'phone hand-off');
  await keep(page, 'live-desktop-phone');
  const token = new URL(link).hash.slice(1);
  const session = token.replace('bft_', '');
  await fake.post(`/v1/sessions/${session}/attempts`, { evidence: { front: 'none' }, claims: {} });
  await heading(page, /We are checking|You are verified/).waitFor();
});
