// The parts of the pages that are plain functions, and the completeness of the words: no browser, no server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runnerImport } from 'vite';

const source = join(import.meta.dirname, '..', 'src');
const load = async (path) => (await runnerImport(join(source, path), { root: source, logLevel: 'error', configFile: false })).module;

const { tidyDate, isDate, clockFace, deadline } = await load('lib/dates.ts');
const { closeUp, cropBox, polygonPoints } = await load('lib/geometry.ts');
const { problemFrom } = await load('lib/api/problem.ts');
const { countryName, COUNTRY_CODES } = await load('verify/countries.ts');
const { claimFieldsFor, hasBack, screensFor } = await load('verify/steps.ts');
const { attemptsLeft, lockedUntil, orderedSteps, standingOf } = await load('outcome/kind.ts');
const { charactersOf, isOpen, stagesOf, tidyWords } = await load('lib/ticket-way.ts');
const { en } = await load('i18n/en/index.ts');
const { zhHans } = await load('i18n/zh-hans/index.ts');
const { zhHant } = await load('i18n/zh-hant/index.ts');

test('dates are tidied to YYYY-MM-DD, and only days of the calendar are dates', () => {
  for (const typed of ['1984.1.2', '19840102', '1984/01/02', '1984年1月2日', ' 1984-1-2 ']) assert.equal(tidyDate(typed), '1984-01-02', typed);
  assert.equal(tidyDate('second of January'), 'second of January');
  assert.ok(isDate('2024-02-29'));
  for (const wrong of ['2023-02-29', '1984-13-01', '1984-1-2', '', 'permanent']) assert.ok(!isDate(wrong), wrong);
});

test('a countdown never shows less than nothing', () => {
  assert.equal(clockFace(86_399_000), '23:59:59');
  assert.equal(clockFace(500), '00:00:01');
  assert.equal(clockFace(-5_000), '00:00:00');
});

test('a region is drawn around what it marks, and a close look stays inside the picture', () => {
  const size = { width: 1000, height: 500 };
  const region = { image: 'front', corners: [[0.9, 0.9], [1.1, 0.9], [1.1, 1.1], [0.9, 1.1]] };
  const [first] = polygonPoints(region, size).split(' ');
  const [x, y] = first.split(',').map(Number);
  assert.ok(x < 900 && y < 450, 'the outline lies outside the region');
  for (const box of [closeUp(region, size), cropBox(region, size)]) {
    assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 1000.001 && box.y + box.height <= 500.001, JSON.stringify(box));
  }
});

test('problem answers keep their code; everything else keeps its status', () => {
  const locked = problemFrom(423, '{"code":"submission.locked","status":423,"next_allowed_at":"2026-11-24T12:00:00Z"}');
  assert.equal(locked.code, 'submission.locked');
  assert.equal(locked.extras.next_allowed_at, '2026-11-24T12:00:00Z');
  assert.equal(problemFrom(502, '<html>Bad gateway</html>').status, 502);
  assert.ok(problemFrom(502, '').transient);
  assert.ok(problemFrom(401, '{"code":"token.expired"}').linkIsDead);
});

test('every nationality has a name in every language', () => {
  assert.equal(new Set(COUNTRY_CODES).size, COUNTRY_CODES.length);
  for (const code of COUNTRY_CODES) {
    assert.match(code, /^([A-Z]{3}|D)$/);
    for (const locale of ['en', 'zh-Hans', 'zh-Hant']) assert.notEqual(countryName(code, locale), code, `${code} in ${locale}`);
  }
  assert.equal(countryName('D', 'en'), 'Germany');
});

const session = (more) => ({ latest: null, steps_due: ['front', 'selfie', 'claims'], status: 'requires_input', locked_until: null, attempts: { used: 0, limit: 5 }, ...more });
const rejected = (kind) => ({ decision: { outcome: 'rejected', codes: [], retry: { kind } } });

test('the steps follow from what is due and from the document', () => {
  assert.deepEqual(screensFor(session(), 'passport'), ['intro', 'type', 'front', 'selfie', 'claims', 'send']);
  assert.deepEqual(screensFor(session(), 'resident_id_cn'), ['intro', 'type', 'front', 'back', 'selfie', 'claims', 'send']);
  const again = session({ latest: rejected('now'), steps_due: ['back'] });
  assert.deepEqual(screensFor(again, 'passport'), ['intro', 'back', 'send'], 'a back that the server asks for is asked for');
  assert.ok(!hasBack('hkid'));
  assert.ok(!claimFieldsFor('hkid').includes('expiry_date'));
  assert.deepEqual(orderedSteps(session({ steps_due: ['claims', 'front'] })), ['front', 'claims']);
});

test('a session stands in one place', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  assert.equal(standingOf(session(), now), 'due');
  assert.equal(standingOf(session({ latest: rejected('now') }), now), 'rejected');
  assert.equal(standingOf(session({ latest: rejected('ticket'), status: 'declined' }), now), 'ticket');
  assert.equal(standingOf(session({ latest: rejected('never'), status: 'declined' }), now), 'declined');
  const locked = session({ latest: rejected('now'), locked_until: '2026-11-23T12:00:01Z', attempts: { used: 7, limit: 5 } });
  assert.equal(standingOf(locked, now), 'locked');
  assert.equal(lockedUntil(locked, now + 1000), null, 'a lock lifts by itself');
  assert.equal(attemptsLeft(locked), 0);
});

test('an open appeal is where a session stands', () => {
  const appealed = session({ latest: rejected('ticket'), status: 'declined', open_ticket: { id: 't', kind: 'appeal', status: 'open', due_at: '' } });
  assert.equal(standingOf(appealed, 0), 'appealed');
  assert.equal(standingOf({ ...appealed, status: 'approved', open_ticket: { ...appealed.open_ticket, kind: 'correction' } }, 0), 'approved', 'a correction changes nothing meanwhile');
});

test('a ticket is as far as it is', () => {
  const way = (more) => stagesOf({ status: 'open', examined: false, opened_at: 'T0', messages: [], ...more }).map(({ step, state }) => `${step} ${state}`);
  assert.deepEqual(way(), ['opened done', 'examined now', 'answered next']);
  assert.deepEqual(way({ examined: true }), ['opened done', 'examined done', 'answered now']);
  assert.deepEqual(way({ examined: true, status: 'waiting_for_applicant' }), ['opened done', 'examined done', 'asked now', 'answered next']);
  assert.deepEqual(way({ examined: true, status: 'refused' }), ['opened done', 'examined done', 'answered done']);
  assert.deepEqual(way({ status: 'withdrawn' }), ['opened done', 'withdrawn done']);
  const messages = [{ from: 'reviewer', at: 'T1', text: '' }, { from: 'applicant', at: 'T2', text: '' }];
  assert.equal(stagesOf({ status: 'granted', examined: true, opened_at: 'T0', messages }).at(-1).at, 'T1', 'the answer came with the last word of the desk');
  assert.ok(!isOpen({ status: 'granted' }));
});

test('the end of a day is told as its last minute, and the reader is told the zone', () => {
  const midnight = new Date(2026, 11, 3).toISOString();
  assert.match(deadline(midnight, 'en'), /^Wednesday, 2026-12-02 23:59 \S+$/);
  assert.match(deadline(midnight, 'zh-Hans'), /^星期三 2026-12-02 23:59 \S+$/);
  assert.match(deadline(new Date(2026, 11, 3, 8, 30).toISOString(), 'en'), /^Thursday, 2026-12-03 08:30 /);
});

test('words are counted as people count them', () => {
  assert.equal(charactersOf(' 𠮷野家\n'), 3);
  assert.equal(tidyWords('a\tb '), 'a b');
});

test('every problem of the server has words, or is one that no page can meet', () => {
  const kinds = readFileSync(join(source, '../../crates/server/src/problem.rs'), 'utf8');
  const codes = [...kinds.matchAll(/^ {4}[A-Z_]+ = [A-Z_]+, "([a-z_.]+)"/gm)].map(([, code]) => code);
  assert.ok(codes.length > 30, 'the list of problems was found');
  // The last words for these are those of their HTTP status: only a program can cause them.
  const programs = ['route.unknown', 'route.undecided', 'method.not_allowed', 'applicant.unknown', 'applicant.legal_hold', 'erasure.none', 'decision.none', 'body.broken', 'body.wrong_type', 'query.invalid', 'evidence.role_unknown', 'idempotency.invalid', 'id.invalid', 'request.timeout', 'server.examination_failed', 'server.internal'];
  assert.deepEqual(codes.filter((code) => !(code in en.problems.byCode) && !programs.includes(code)), []);
  // The live socket's words may be here before its server is.
  const live = codes.some((code) => code.startsWith('live.'));
  const known = (code) => code.startsWith('page.') || codes.includes(code) || (!live && code.startsWith('live.'));
  assert.deepEqual(Object.keys(en.problems.byCode).filter((code) => !known(code)), []);
});

test('the catalogues hold the same texts, none empty, none in another language', () => {
  const texts = (value, path = '') => (typeof value === 'object' ? Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`)) : [[path, typeof value === 'function' ? value('1', '2', '3') : value]]);
  const english = new Map(texts(en));
  for (const catalogue of [zhHans, zhHant]) {
    const chinese = new Map(texts(catalogue));
    assert.deepEqual([...chinese.keys()].sort(), [...english.keys()].sort());
    for (const [path, text] of chinese) assert.match(text, /[\p{Script=Han}\d.]|Bonafide/u, path);
  }
  for (const [path, text] of english) assert.doesNotMatch(text.replace('〇', ''), /\p{Script=Han}/u, path);
});
