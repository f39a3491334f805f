// Chromium as the walk uses it: Debian's own, quiet, with a fake camera, one profile for each page.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];

export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
export const DESKTOP = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 };

export function launch(more = []) {
  return chromium.launch({ executablePath: process.env.BONAFIDE_CHROMIUM ?? '/usr/bin/chromium', headless: true, args: [...QUIET, ...more] });
}

/** A page of its own profile. Anything that the page logs as an error is kept and must be explained by the test. */
export async function openPage(browser, device, { locale = 'en-GB', scheme = 'light', reducedMotion = 'reduce' } = {}) {
  const context = await browser.newContext({ ...device, locale, colorScheme: scheme, reducedMotion, permissions: ['camera'] });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && !message.text().startsWith('Failed to load resource') && page.faults.push(message.text()));
  return page;
}

const folder = process.env.BONAFIDE_SCREENSHOTS;
if (folder) mkdirSync(folder, { recursive: true });

/** Keeps a picture of the page, where a folder for pictures was given: the whole page as on a screen that is tall enough for it. */
export async function keep(page, name, { whole = true } = {}) {
  if (!folder) return;
  const before = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (whole) await page.setViewportSize({ ...before, height: Math.max(before.height, height) });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  await page.setViewportSize(before);
}
