// What a machine can tell of WCAG 2.2 AA: axe-core on the page as it is.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with each violation and the elements that cause it. */
export async function mustBeAccessible(page, where) {
  await page.evaluate(`${axe};0`);
  const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values } }), LEVELS);
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(({ html }) => html.slice(0, 160)).join('\n    ')}`);
  assert.equal(found.length, 0, `${where}:\n${found.join('\n')}`);
}

/** No sideways scrolling, and nothing to press that is smaller than 44 px on a touch screen (inline links excepted, WCAG 2.5.8). */
export async function mustFitThumbs(page, where) {
  const small = await page.evaluate(() => {
    const found = [];
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth + 1) found.push('the page scrolls sideways');
    for (const element of document.querySelectorAll('button, select, input:not([type=radio]):not([type=checkbox]):not([type=file]), a.button, label:has(input)')) {
      const box = element.getBoundingClientRect();
      if (box.width > 1 && box.height > 1 && (box.height < 43.5 || box.width < 43.5)) found.push(`${element.tagName} ${element.textContent?.trim().slice(0, 40)}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
    }
    return found;
  });
  assert.deepEqual(small, [], where);
}
