// The face check's film on the reviewer's page: what is found in its curves, and where it is drawn. No browser, no server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runnerImport } from 'vite';
import { FILM } from '../dev/film.mjs';

const source = join(import.meta.dirname, '..', 'src');
const load = async (path) => (await runnerImport(join(source, path), { root: source, logLevel: 'error', configFile: false })).module;

const { coloursOf, DEMANDS, framesOf, gapsOf, matchAsks, restOf, spansOf, unasked } = await load('console/film/spans.ts');
const { anchor, curve, reach, scale, secondTicks } = await load('console/film/chart.ts');
const { FILM_KINDS } = await load('lib/api/console-types.ts');

const CALM = { yaw: 3, eyes: [0.3, 0.28], mouth: 0.02 };
const moment = (at_ms, { yaw, eyes, mouth } = CALM, more = {}) => ({ at_ms, colour: null, faces_count: 1, face: { pose: { yaw_deg: yaw, pitch_deg: 0, roll_deg: 0 }, eyes, mouth }, ...more });
const nobody = (at_ms) => ({ at_ms, colour: null, faces_count: 0, face: null });

/** A film of ten frames a second: a second and a half of calm, then the given parts, each `[tenths, face or null]`. */
function filmOf(...parts) {
  const moments = [];
  for (const [tenths, face] of [[16, {}], ...parts]) {
    for (let tenth = 0; tenth < tenths; tenth += 1) moments.push(face ? moment(5000 + moments.length * 100, { ...CALM, ...face }) : nobody(5000 + moments.length * 100));
  }
  return framesOf(moments);
}
const found = (...parts) => spansOf(filmOf(...parts)).map(({ ask, from_ms, to_ms, held_ms }) => [ask, from_ms, to_ms, held_ms]);

test('what counts as a movement is what the policy says', () => {
  const policy = readFileSync(join(source, '../../policies/exchange.toml'), 'utf8');
  const said = policy.slice(policy.indexOf('[liveness.movements]'));
  for (const [name, value] of Object.entries(DEMANDS)) {
    const [, number] = new RegExp(`^${name} = ([\\d_.]+)$`, 'm').exec(said) ?? [];
    assert.equal(Number(number?.replace('_', '')), value, name);
  }
});

test('every measure of a film has its row', () => {
  const rust = readFileSync(join(source, '../../crates/review/src/observation/liveness.rs'), 'utf8');
  const [, kinds] = /pub enum FilmKind \{([^}]*)\}/.exec(rust) ?? [];
  const named = [...kinds.matchAll(/^ {4}([A-Z]\w+),/gm)].map(([, name]) => name.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase());
  assert.deepEqual([...FILM_KINDS].sort(), named.sort());
});

test('the person at rest is the middle of the first second with a face', () => {
  const rest = restOf([nobody(0), nobody(2000), moment(2100), moment(2500, { yaw: 4, eyes: [0.1, 0.1], mouth: 0.5 }), moment(3000), moment(3101, { yaw: 90, eyes: [1, 1], mouth: 1 })]);
  assert.deepEqual(rest, { yaw_deg: 3, eyes: [0.3, 0.28], mouth: 0.02 });
  assert.equal(restOf([nobody(0)]), null);
  assert.equal(restOf([]), null);
  assert.deepEqual(framesOf([nobody(40)]), [{ at_ms: 0, colour: null, sight: null }]);
});

test('a movement is held from the frame before it is first seen to the last that shows it', () => {
  const cases = [
    ['to the left', [[10, { yaw: 21 }], [3, {}]], [['turn_left', 1500, 2500, 1000]]],
    ['to the right', [[5, { yaw: -15 }]], [['turn_right', 1500, 2000, 500]]],
    ['beside their own middle, not the camera\'s', [[5, { yaw: 19 }]], []],
    ['both eyes', [[7, { eyes: [0.1, 0.1] }], [1, {}]], [['blink', 1500, 2200, 700]]],
    ['one eye is no blink', [[7, { eyes: [0.1, 0.28] }]], []],
    ['a turned head hides an eye', [[4, { yaw: 30, eyes: [0.1, 0.1] }]], [['turn_left', 1500, 1900, 400]]],
    ['the mouth', [[6, { mouth: 0.2 }]], [['open_mouth', 1500, 2100, 600]]],
    ['twice', [[2, { mouth: 0.2 }], [1, {}], [2, { mouth: 0.2 }]], [['open_mouth', 1500, 1700, 200], ['open_mouth', 1800, 2000, 200]]],
    ['a missing face adds nothing and ends nothing', [[2, { mouth: 0.2 }], [3, null], [2, { mouth: 0.2 }]], [['open_mouth', 1500, 2200, 400]]],
  ];
  for (const [name, parts, expected] of cases) assert.deepEqual(found(...parts), expected, name);
  const slow = framesOf([moment(0), moment(100), moment(2000, { ...CALM, yaw: 40 }), moment(4000, { ...CALM, yaw: 40 })]);
  assert.deepEqual(spansOf(slow), [{ ask: 'turn_left', from_ms: 1600, to_ms: 4000, held_ms: 800 }], 'what happened between two frames was not seen');
});

test('asked movements are found in their order; a short one gives way to one that is long enough', () => {
  const span = (ask, from_ms, to_ms) => ({ ask, from_ms, to_ms, held_ms: to_ms - from_ms });
  const [flutter, left, blink, late] = [span('blink', 100, 350), span('turn_left', 1000, 2200), span('blink', 3000, 3700), span('turn_left', 5000, 5400)];
  const spans = [flutter, left, blink, late];
  assert.deepEqual(matchAsks(['blink'], spans), [{ ask: 'blink', span: blink }]);
  const asked = matchAsks(['turn_left', 'blink', 'turn_left', 'open_mouth'], spans);
  assert.deepEqual(asked.map((one) => one.span), [left, blink, late, null], 'the longest where none is long enough');
  assert.deepEqual(matchAsks(['blink', 'turn_left'], spans)[1].span, late, 'what came before does not count');
  assert.deepEqual(unasked(asked, spans), [flutter]);
  assert.deepEqual(unasked([], [span('blink', 0, 199)]), [], 'a flicker is no movement');
});

test('gaps reach from the last frame with a face to the next', () => {
  assert.deepEqual(gapsOf(filmOf([2, null], [1, {}], [2, null])), [{ from_ms: 1500, to_ms: 1800 }, { from_ms: 1800, to_ms: 2000 }]);
  assert.deepEqual(gapsOf(framesOf([nobody(10), nobody(60)])), [{ from_ms: 0, to_ms: 50 }]);
  assert.deepEqual(gapsOf([]), []);
});

test('a colour lasts until the next frame', () => {
  const frames = framesOf([moment(0), ...[0, 0, 1, null, 1].map((colour, index) => moment(100 + index * 100, CALM, { colour }))]);
  assert.deepEqual(coloursOf(frames), [{ index: 0, from_ms: 100, to_ms: 300 }, { index: 1, from_ms: 300, to_ms: 400 }, { index: 1, from_ms: 500, to_ms: 500 }]);
});

test('places lie inside the drawing, and curves break where nobody was seen', () => {
  const y = scale([-10, 10], [100, 0]);
  assert.deepEqual([-10, 0, 10, 99, -99].map(y), [100, 50, 0, 0, 100]);
  assert.equal(scale([1, 1], [5, 9])(1), 5, 'no range at all');
  assert.deepEqual(secondTicks(4200, 420, 44), [0, 1, 2, 3, 4]);
  assert.deepEqual(secondTicks(18_000, 300, 44), [0, 5, 10, 15]);
  assert.deepEqual(secondTicks(0, 300, 44), [0]);
  assert.deepEqual([10, 200, 390].map((x) => anchor(x, 400, 110)), ['start', 'middle', 'end']);
  const at = (at_ms, turn_deg) => ({ at_ms, colour: null, sight: turn_deg === null ? null : { turn_deg, eyes: [1, 1], mouth: 0 } });
  const frames = [at(0, 0), at(1, 10), at(2, null), at(3, -10), at(4, null), at(5, 0), at(6, 0)];
  assert.equal(curve(frames, (sight) => sight.turn_deg, (t) => t, y), 'M0 50L1 0M3 100h0M5 50L6 50');
  assert.deepEqual(reach(frames, (sight) => [sight.turn_deg], [-5, 20]), [-10, 20]);
  assert.deepEqual(reach([], () => [1], [0, 2]), [0, 2]);
});

test('the sample film shows what it says', () => {
  const frames = framesOf(FILM.moments);
  const spans = spansOf(frames);
  const asked = matchAsks(FILM.plan.asks, spans);
  for (const { ask, span } of asked) assert.ok(span && span.held_ms >= (ask === 'blink' ? DEMANDS.blink_ms : DEMANDS.hold_ms), `${ask}: ${JSON.stringify(span)}`);
  assert.equal(coloursOf(frames).length, FILM.plan.colours.length);
  assert.equal(gapsOf(frames).length, 1);
  assert.ok(frames[FILM.best].sight);
});
