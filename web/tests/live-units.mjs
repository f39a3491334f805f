// The live pages' plain functions: packing of frames, places on the screen, back-pressure, reconnecting. No browser, no server.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { runnerImport } from 'vite';

const source = join(import.meta.dirname, '..', 'src');
const load = async (path) => (await runnerImport(join(source, path), { root: source, logLevel: 'error', configFile: false })).module;

const { pack, scaledSize, NO_COLOUR } = await load('live/frames.ts');
const { containBox, place, points } = await load('live/overlay.ts');
const { Pump } = await load('live/pump.ts');
const { Backoff } = await load('live/backoff.ts');
const { Settled } = await load('live/settled.ts');
const { liveUrl, readMessage, Sitting } = await load('live/socket.ts');
const { qrPath } = await load('live/qr.ts');
const { ASKS, DOCUMENT_HINTS, FACE_HINTS } = await load('lib/api/live-types.ts');
const { en } = await load('i18n/en/index.ts');

test('a frame is its time, its colour and the JPEG', () => {
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff]).buffer;
  assert.deepEqual([...new Uint8Array(pack(66_051.9, NO_COLOUR, jpeg))], [3, 2, 1, 0, 255, 0xff, 0xd8, 0xff]);
  assert.deepEqual([...new Uint8Array(pack(-5, 2, new ArrayBuffer(0)))], [0, 0, 0, 0, 2]);
  assert.deepEqual([...new Uint8Array(pack(1e12, 0, new ArrayBuffer(0)))], [255, 255, 255, 255, 0]);
});

test('a frame is scaled to its long side and never enlarged', () => {
  assert.deepEqual(scaledSize({ width: 3840, height: 2160 }, 640), { width: 640, height: 360 });
  assert.deepEqual(scaledSize({ width: 1080, height: 1920 }, 512), { width: 288, height: 512 });
  assert.deepEqual(scaledSize({ width: 320, height: 240 }, 640), { width: 320, height: 240 });
});

test('corners lie where the video shows them, mirrored or not', () => {
  const wide = containBox({ width: 1920, height: 1080 }, { width: 400, height: 800 });
  assert.deepEqual(wide, { x: 0, y: 287.5, width: 400, height: 225 });
  const tall = containBox({ width: 1080, height: 1920 }, { width: 900, height: 800 });
  assert.deepEqual(tall, { x: 225, y: 0, width: 450, height: 800 });
  assert.deepEqual(place([[0, 0], [1, 1], [0.25, 0.5]], wide, false), [[0, 287.5], [400, 512.5], [100, 400]]);
  assert.deepEqual(place([[0.25, 0.5]], wide, true), [[300, 400]]);
  assert.equal(points([[1, 2.04], [3.06, 4]]), '1.0,2.0 3.1,4.0');
});

/** A clock and a line in the test's hands. */
function bench({ perSecond_max = 10 } = {}) {
  const state = { now: 1, pictures: 0, grabbing: 0, sent: [], timers: [] };
  const pump = new Pump({
    perSecond_max,
    grab: async () => {
      state.grabbing += 1;
      assert.equal(state.grabbing, 1, 'one picture at a time');
      await null;
      state.grabbing -= 1;
      return state.pictures === null ? null : state.now;
    },
    send: (frame) => state.sent.push(frame),
    now_ms: () => state.now,
    later: (run, ms) => state.timers.push({ run, at: state.now + ms }),
  });
  const until = async (now) => {
    for (;;) {
      const next = state.timers.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      state.timers.splice(state.timers.indexOf(next), 1);
      state.now = Math.max(state.now, next.at);
      next.run();
      await new Promise(setImmediate);
    }
    state.now = now;
  };
  return { state, pump, until };
}

test('one frame is in flight, and the next is the newest', async () => {
  const { state, pump, until } = bench();
  pump.start();
  await until(5_000);
  assert.deepEqual(state.sent, [1], 'without an answer nothing follows');
  pump.answered();
  pump.answered();
  await until(5_001);
  assert.deepEqual(state.sent, [1, 5_000], 'what follows was taken after the answer, once');
});

test('frames never leave faster than allowed, and none after the end', async () => {
  const { state, pump, until } = bench({ perSecond_max: 10 });
  pump.start();
  for (let now = 10; now <= 1_000; now += 10) {
    await until(now);
    pump.answered();
  }
  assert.ok(state.sent.length >= 9 && state.sent.length <= 11, String(state.sent.length));
  assert.ok(state.sent.every((at, index) => index === 0 || at - state.sent[index - 1] >= 100), String(state.sent));
  pump.stop();
  const before = state.sent.length;
  await until(9_000);
  assert.equal(state.sent.length, before);
});

test('a camera without a picture is asked again', async () => {
  const { state, pump, until } = bench();
  state.pictures = null;
  pump.start();
  await until(450);
  assert.deepEqual(state.sent, []);
  state.pictures = 1;
  await until(600);
  assert.equal(state.sent.length, 1);
});

test('a cut line is taken up three times, each later than the last', () => {
  const backoff = new Backoff();
  const waits = [1, 2, 3, 4, 5].map(() => backoff.next_ms());
  assert.ok(waits[0] < waits[1] && waits[1] < waits[2], String(waits));
  assert.deepEqual(waits.slice(3), [null, null]);
});

test('a hint is told only when it has lasted', () => {
  const settled = new Settled(null, 700, 0);
  assert.equal(settled.see('glare', 100), null);
  assert.equal(settled.see('blurred', 600), null);
  assert.equal(settled.see('glare', 700), null);
  assert.equal(settled.see('glare', 1399), null);
  assert.equal(settled.see('glare', 1400), 'glare');
  assert.equal(settled.see(null, 1500), 'glare', 'one good frame does not take it back');
});

test('the socket is the page’s own, and strange messages are nothing', () => {
  assert.equal(liveUrl('https://kyc.example/verify?again'), 'wss://kyc.example/v1/client/live');
  assert.equal(liveUrl('http://127.0.0.1:8080/verify'), 'ws://127.0.0.1:8080/v1/client/live');
  for (const strange of ['', 'null', '[]', '7', '{"type":"other"}', new ArrayBuffer(1)]) assert.equal(readMessage(strange), null);
  assert.equal(readMessage('{"type":"ready"}').type, 'ready');
});

/** A sitting on a line in the test's hands. */
function sitting() {
  const line = { sent: [], closed: 0, send: (data) => line.sent.push(data), close: () => (line.closed += 1) };
  const told = [];
  const tell = (name) => (value) => told.push([name, value]);
  const events = { grab: async () => null, onReady: tell('ready'), onDocument: tell('document'), onFace: tell('face'), onEnd: tell('end'), onProblem: tell('problem'), onCut: tell('cut') };
  const made = new Sitting({ type: 'hello', token: 't', view: 'face', camera: 'c', colours: true }, events, () => line);
  const hear = (message) => line.onmessage({ data: JSON.stringify(message) });
  return { line, told, hear, made };
}

test('a sitting says hello first and ends once', () => {
  const { line, told, hear } = sitting();
  line.onopen();
  assert.equal(JSON.parse(line.sent[0]).type, 'hello');
  hear({ type: 'end', passed: true, evidence_id: 'e' });
  line.onclose();
  hear({ type: 'end', passed: true, evidence_id: 'e' });
  assert.deepEqual(told.map(([name]) => name), ['end']);
  assert.equal(line.closed, 1);
});

test('a refusal is a problem with its lock; a closed line is a cut; a sitting that we leave is silent', () => {
  const refused = sitting();
  refused.hear({ type: 'error', problem: { code: 'live.locked', status: 423, locked_until: '2026-11-24T12:00:00Z' } });
  const [[name, problem]] = refused.told;
  assert.deepEqual([name, problem.code, problem.extras.locked_until], ['problem', 'live.locked', '2026-11-24T12:00:00Z']);
  const cut = sitting();
  cut.line.onclose();
  assert.deepEqual(cut.told.map(([word]) => word), ['cut']);
  const left = sitting();
  left.made.close();
  left.line.onclose();
  assert.deepEqual(left.told, []);
});

test('a QR code is drawn in runs', () => {
  assert.equal(qrPath([[true, true, false, true], [false, false, false, false]]), 'M0 0h2v1h-2zM3 0h1v1h-1z');
});

test('every hint and every ask has words', () => {
  for (const hint of DOCUMENT_HINTS) assert.ok(hint === 'no_document' || en.live.document.hints[hint], hint);
  for (const hint of FACE_HINTS) assert.ok(en.live.face.hints[hint], hint);
  for (const ask of ASKS) assert.ok(en.live.face.asks[ask] && en.live.face.askNames[ask], ask);
});
