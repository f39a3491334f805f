// The plain functions behind the reviewers' desk: clocks, differences, views of a picture, scores.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runnerImport } from 'vite';

const source = join(import.meta.dirname, '..', 'src');
const load = async (path) => (await runnerImport(join(source, path), { root: source, logLevel: 'error', configFile: false })).module;

const { hoursToClear, readClock } = await load('console/desk/clock.ts');
const { differences } = await load('console/diff.ts');
const { markedValues } = await load('console/crosscheck.ts');
const { boxOf, bounded, closeTo, panned, SCALE_MAX, turned, turnedPoint, WHOLE, zoomed } = await load('console/viewer/view.ts');
const { MEASURED, missedAtMost, strangersAtMost, zoneOf } = await load('console/face/scores.ts');
const { squareAround } = await load('lib/geometry.ts');

test('a clock says how much of its time a case has used up', () => {
  const waiting = { entered_at: '2026-11-23T12:00:00Z', due_at: '2026-11-24T12:00:00Z' };
  const read = (moment) => readClock(waiting, Date.parse(moment));
  assert.deepEqual(read('2026-11-23T18:00:00Z'), { share: 0.25, left_ms: 18 * 3_600_000, tone: 'calm' });
  assert.equal(read('2026-11-24T06:00:00Z').tone, 'soon');
  assert.deepEqual(read('2026-11-24T14:00:00Z'), { share: 1, left_ms: -2 * 3_600_000, tone: 'late' });
  assert.equal(read('2026-11-24T12:00:00Z').tone, 'late', 'due is late');
  assert.equal(read('2026-11-23T11:00:00Z').share, 0, 'a clock that has gone backwards');
  assert.equal(readClock({ entered_at: waiting.due_at, due_at: waiting.due_at }, 0).share, 1, 'no time at all');
  assert.equal(hoursToClear({ waiting: 30, decided_a_day: 60 }), 12);
  assert.equal(hoursToClear({ waiting: 30, decided_a_day: 0 }), null);
});

const spelled = (runs) => runs.map(({ text, same }) => (same ? text : `[${text}]`)).join('');

test('what two texts do not share is marked by character', () => {
  const rows = [
    ['1977-07-03', '1977-03-07', '1977-0[7]-0[3]', '1977-0[3]-0[7]'],
    ['E00102', 'EO0102', 'E[0]0102', 'E[O]0102'],
    ['張三', '张三', '[張]三', '[张]三'],
    ['ABC', 'ABC', 'ABC', 'ABC'],
    ['AB', 'BA', '[A]B', 'B[A]'],
    ['', 'ABC', '', '[ABC]'],
    ['ABC', 'XYZ', '[ABC]', '[XYZ]'],
    ['𠮷田', '吉田', '[𠮷]田', '[吉]田'],
  ];
  for (const [a, b, marksA, marksB] of rows) assert.deepEqual(differences(a, b).map(spelled), [marksA, marksB]);
  assert.deepEqual(differences('x'.repeat(201), 'y').map(spelled), [`[${'x'.repeat(201)}]`, '[y]'], 'what is too long is marked whole');
});

const value = (source, text, reliable = true) => ({ source, value: text, confidence: 1, reliable, region: null });
const pair = (a, b, agrees) => ({ a, b, agrees, diagnosis: null });

test('in a row of the cross-check what stands alone is marked, and the one that it is held against', () => {
  const row = { field: 'birth_date', agrees: false, values: [value('claims', '1974-08-12'), value('printed', '1974-08-21'), value('mrz', '1974-08-21')], pairs: [pair(0, 1, false), pair(0, 2, false), pair(1, 2, true)] };
  const [typed, printed, mrz] = markedValues(row);
  assert.ok(typed.some(({ same }) => !same));
  assert.ok(printed.some(({ same }) => !same), 'the reference shows its side of the difference');
  assert.ok(mrz.every(({ same }) => same));
  const agreeing = { ...row, agrees: true, values: [value('printed', 'ERIKSSON ANNA'), value('mrz', 'ERIKSSON, ANNA')], pairs: [pair(0, 1, true)] };
  assert.ok(markedValues(agreeing).flat().every(({ same }) => same), 'the same in other words is no difference');
  const two = { ...row, values: [value('claims', 'A1'), value('printed', 'A2')], pairs: [pair(0, 1, false)] };
  assert.deepEqual(markedValues(two).map(spelled), ['A[1]', 'A[2]']);
  assert.deepEqual(markedValues({ ...row, values: [], pairs: [] }), []);
});

const close = (a, b) => a.forEach((one, index) => assert.ok(Math.abs(one - b[index]) < 1e-9, `${a} is not ${b}`));

test('a picture is zoomed about a point, and never left', () => {
  const near = zoomed(WHOLE, 2, [0.25, 0.25]);
  close([near.scale, near.x, near.y], [2, 0.375, 0.375]);
  const back = zoomed(near, 0.5, [0.25, 0.25]);
  close([back.scale, back.x, back.y], [1, 0.5, 0.5]);
  assert.equal(zoomed(WHOLE, 1000).scale, SCALE_MAX);
  assert.equal(zoomed(WHOLE, 0.1).scale, 1);
  close([panned(near, -9, -9).x, panned(near, 9, 9).y], [0.25, 0.75]);
  assert.deepEqual(bounded({ scale: 0, x: 7, y: -7, turns: 0 }), WHOLE);
});

test('turned four times a picture is as before, and its points turn with it', () => {
  const view = { scale: 4, x: 0.3, y: 0.2, turns: 0 };
  const once = turned(view);
  close([once.x, once.y, once.turns], [0.8, 0.3, 1]);
  const four = turned(turned(turned(once)));
  close([four.x, four.y, four.turns], [0.3, 0.2, 0]);
  assert.deepEqual(turnedPoint([0, 0], 1), [1, 0], 'the top left corner goes to the top right');
  assert.deepEqual(boxOf({ ...WHOLE, turns: 1 }, { width: 300, height: 200 }), { x: 0, y: 0, width: 200, height: 300 });
  const region = { image: 'front', corners: [[0.1, 0.1], [0.2, 0.1], [0.2, 0.2], [0.1, 0.2]] };
  const at = closeTo(region, 1);
  close([at.x, at.y], [0.85, 0.15]);
  assert.ok(at.scale > 5 && at.scale <= SCALE_MAX);
});

test('a face is cut as a square, also at the edge of its picture', () => {
  const box = squareAround({ image: 'front', corners: [[0, 0.4], [0.1, 0.4], [0.1, 0.6], [0, 0.6]] }, { width: 1000, height: 500 });
  assert.deepEqual([box.width, box.height], [170, 170]);
  close([box.x, box.y], [-35, 165]);
});

test('a score is spoken of by what was measured alone', () => {
  assert.equal(strangersAtMost(0.05), null);
  assert.equal(strangersAtMost(0.6).strangers, 0.001, 'the last point below bounds the rate');
  assert.equal(missedAtMost(0.6).missed, 0.148, 'the next point above bounds the rate');
  assert.equal(missedAtMost(0.95), null);
  const limits = { match_min: 0.5, no_match_max: 0.05 };
  assert.deepEqual([0.5, 0.49, 0.05, 0.049].map((score) => zoneOf(score, limits)), ['match', 'unsure', 'unsure', 'no_match']);
});

test('the measured scores are those that the face module states', () => {
  const stated = readFileSync(join(source, '..', '..', 'crates', 'vision', 'src', 'face.rs'), 'utf8');
  const rows = [...stated.matchAll(/^\/\/! \| ([\d.]+) \| [\d.]+ \| ([\d.e-]+) \([\d,]+ pairs\) \| ([\d.]+) % /gm)];
  const table = rows.map(([, similarity, strangers, missed]) => [Number(similarity), Number(strangers), Number(missed) / 100]).reverse();
  assert.equal(table.length, MEASURED.length);
  for (const [index, row] of table.entries()) close([MEASURED[index].similarity, MEASURED[index].strangers, MEASURED[index].missed], row);
});

test('whatever can happen in a case has words in the history', async () => {
  const trail = readFileSync(join(source, '..', '..', 'crates', 'server', 'src', 'wire', 'trail.rs'), 'utf8');
  const names = new Set([...trail.matchAll(/(?:Self|Happened)::new\(\s*"([a-z_]+)"/g), ...trail.matchAll(/"(ticket_[a-z]+)"/g)].map(([, name]) => name));
  assert.ok(names.size > 15, 'the names were found');
  const { desk } = await load('i18n/en/desk.ts');
  const said = Object.keys(desk.trail.what).concat('decided');
  assert.deepEqual([...names].filter((name) => !said.includes(name)), []);
});
