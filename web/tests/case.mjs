// The face check on the reviewer's page, seen in Chromium against the fake: its chart, its table, its measures.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { mustBeAccessible, mustFitThumbs } from './support/accessibility.mjs';
import { DESKTOP, keep, launch, openPage, PHONE } from './support/browser.mjs';
import { startFake } from './support/fake.mjs';

let browser, fake, filmed, photographed;
before(async () => {
  browser = await launch();
  fake = await startFake(18133);
  [filmed, photographed] = await Promise.all([submit('filmed', sit), submit('photographed', (link) => upload(link, 'selfie'))]);
}, { timeout: 60_000 });
after(async () => {
  await browser?.close();
  fake?.stop();
});

const JPEG = Buffer.from('/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==', 'base64');
const FRAME = Buffer.concat([Buffer.from([0, 0, 0, 0, 255]), JPEG]);
const tokenOf = (link) => new URL(link).hash.slice(1);

/** The case of a person with the given selfie, judged by now; answers the number of the session. */
async function submit(name, selfieOf) {
  const link = await fake.open(name);
  const evidence = { front: await upload(link, 'front'), selfie: await selfieOf(link) };
  await client(link, 'attempts', JSON.stringify({ evidence, claims: {} }), 'application/json');
  await new Promise((resolve) => setTimeout(resolve, 3000));
  return (await client(link, 'session')).id;
}

async function client(link, path, body, type) {
  const headers = { Authorization: `Bearer ${tokenOf(link)}`, ...(type && { 'Content-Type': type }) };
  const answer = await fetch(`${fake.base}/v1/client/${path}`, { method: body ? 'POST' : 'GET', headers, ...(body && { body }) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

const upload = async (link, role) => (await client(link, `evidence/${role}`, JPEG, 'image/jpeg')).id;

/** A whole sitting of the face check; answers the name of the selfie. */
function sit(link) {
  const socket = new WebSocket(`${fake.base.replace('http', 'ws')}/v1/client/live`);
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', token: tokenOf(link), view: 'face', camera: 'camera', colours: true })));
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data) => {
      const message = JSON.parse(data);
      if (message.type === 'error') reject(new Error(message.problem.code));
      else if (message.type === 'end') resolve(message.evidence_id);
      else setTimeout(() => socket.send(FRAME), 100);
    });
  });
}

function look(name, device, options, sessionOf, body) {
  test(name, { timeout: 60_000 }, async () => {
    const page = await openPage(browser, device, options);
    try {
      await page.goto(`${fake.base}/console#bfo_fake`);
      await page.waitForURL((url) => !url.hash);
      await page.evaluate((id) => (location.hash = `case=${id}&of=A`), sessionOf());
      await page.locator('#crosschecks').waitFor();
      await body(page);
      assert.deepEqual(page.faults, []);
    } finally {
      await page.context().close();
    }
  });
}

const section = (page) => page.locator('section[aria-labelledby=film]');
const rows = async (page) => (await section(page).locator('tbody tr').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));

const VIEWS = [
  ['phone', PHONE, 'en-GB', 'light'],
  ['desktop', DESKTOP, 'en-GB', 'light'],
  ['desktop', DESKTOP, 'en-GB', 'dark'],
  ['phone', PHONE, 'zh-CN', 'dark'],
  ['desktop', DESKTOP, 'zh-TW', 'light'],
];

for (const [size, device, locale, scheme] of VIEWS) {
  look(`the film of a case: ${size}, ${locale}, ${scheme}`, device, { locale, scheme }, () => filmed, async (page) => {
    await section(page).locator('svg[role=img]').waitFor();
    assert.equal((await rows(page)).length, 4);
    await mustBeAccessible(page, 'case with a film');
    await mustFitThumbs(page, 'case with a film');
    await keep(page, `case-film-${size}-${locale}-${scheme}`);
  });
}

look('the table says when each movement was seen', DESKTOP, {}, () => filmed, async (page) => {
  const found = await rows(page);
  assert.match(found[0], /^1 ?Turn to their right [\d.]+–[\d.]+ s [\d.]+ s$/);
  assert.match(found[1], /^2 ?Both eyes closed /);
  assert.match(await section(page).locator('dl').innerText(), /Depth of the face\s+5\.8/);
});

look('a film that speaks against the person: what was not seen, what was not asked, what led to a finding', PHONE, {}, () => filmed, async (page) => {
  await page.route(/\/v1\/console\/cases\/[^/]+$/, async (route) => {
    const response = await route.fetch();
    const file = await response.json();
    const { liveness } = file.report.examination;
    liveness.plan.asks = ['turn_left', 'open_mouth', 'turn_right', 'blink'];
    liveness.camera = 'OBS Virtual Camera';
    liveness.measures = [{ kind: 'depth', value: 0.84 }];
    const finding = { image: 'selfie', field: null, region: null, diagnosis: null, witnesses: 1, value: null, threshold: null };
    file.report.findings = [{ ...finding, code: 'liveness.flat', value: 0.84, threshold: 1.5 }, { ...finding, code: 'liveness.virtual_camera' }];
    await route.fulfill({ response, json: file });
  });
  await page.reload();
  await section(page).waitFor();
  const found = await rows(page);
  assert.match(found[2], /not seen$/);
  assert.match(await section(page).locator('figcaption').innerText(), /Not asked for/);
  const measures = await section(page).locator('dl').innerText();
  assert.match(measures, /0\.8\s+limit 1\.5/);
  assert.equal(measures.match(/not measured/g).length, 5);
  await mustBeAccessible(page, 'case with a bad film');
  await mustFitThumbs(page, 'case with a bad film');
  await keep(page, 'case-film-bad');
});

look('a photograph instead of a face check is said in one line', DESKTOP, {}, () => photographed, async (page) => {
  await page.getByText('No face check: a photograph was handed in.').waitFor();
  assert.equal(await section(page).count(), 0);
  await mustBeAccessible(page, 'case without a film');
  await keep(page, 'case-photograph');
});
