// A stand-in for the server while the pages are changed: the same requests and shapes, answers from a table, nothing kept.
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { CODES } from './codes.mjs';
import { deskRoutes } from './desk.mjs';
import { FILM } from './film.mjs';
import { sitDown } from './live.mjs';
import { OPERATORS, ticketRoutes } from './tickets.mjs';
import { ANSWERS, catalogue, FIELDS, HINTS, REPORT } from './scenarios.mjs';

const { values } = parseArgs({ options: { specimens: { type: 'string' }, port: { type: 'string', default: '18099' }, required: { type: 'boolean', default: false } } });
const scenarioOf = catalogue(values.specimens);
const dist = join(import.meta.dirname, '..', 'dist');
const PROCESSING_MS = 2600;
const STAGES = ['queued', 'intake', 'document', 'text', 'mrz', 'face', 'judging'];

const sessions = new Map();
const applicants = new Map();
const evidence = new Map();
const tokens = new Map();
let counter = 0;
let lastFront = '';
const id = (kind) => `${kind}-0000-${String(++counter).padStart(4, '0')}`;
const now = () => new Date().toISOString();
const later = (ms) => new Date(Date.now() + ms).toISOString();

class Refused extends Error {
  constructor(status, code, extras = {}) {
    super(code);
    Object.assign(this, { status, body: { type: `urn:bonafide:problem:${code}`, title: code, status, code, detail: '', ...extras } });
  }
}

function openSession(applicant) {
  const session = {
    id: id('session'), applicant_id: applicant.id, policy: 'exchange@1', status: 'requires_input', opened_at: now(), expires_at: later(7 * 864e5),
    steps_due: ['front', 'selfie', 'claims'], attempts: { used: 0, limit: 5, window_ends_at: null }, next_allowed_at: null,
    locked_until: null, progress: null, estimate: null, latest: null, capabilities: [], external_id: applicant.external_id,
    liveness: { required: values.required, tries_left: 5, locked_until: null },
  };
  sessions.set(session.id, session);
  return session;
}

function tokenFor(session) {
  const token = `bft_${session.id}`;
  tokens.set(token, session);
  return { client_token: token, url: `${base}/verify#${token}`, expires_at: later(36e5) };
}

function submit(session, { evidence: given, claims }) {
  if (session.locked_until && Date.parse(session.locked_until) > Date.now()) throw new Refused(423, 'submission.locked', { next_allowed_at: session.locked_until });
  if (session.attempts.used >= 5) {
    session.locked_until = session.next_allowed_at = later(864e5);
    throw new Refused(423, 'submission.locked', { next_allowed_at: session.locked_until });
  }
  session.attempts = { ...session.attempts, used: session.attempts.used + 1, window_ends_at: later(864e5) };
  session.latest = { attempt_id: id('attempt'), submitted_at: now(), evidence: { ...session.latest?.evidence, ...given }, decision: null };
  Object.assign(session, { status: 'processing', started: Date.now(), estimate: { kind: 'automatic', from_seconds: 5, to_seconds: 20 }, claims: claims ?? session.claims });
}

function advance(session) {
  if (session.status !== 'processing') return session;
  const share = (Date.now() - session.started) / PROCESSING_MS;
  const done = Math.min(STAGES.length - 1, Math.floor(share * STAGES.length));
  session.progress = { step: STAGES[done], done, of: STAGES.length };
  if (share >= 1) decide(session);
  return session;
}

function decide(session) {
  let answer = ANSWERS[session.external_id.includes('doubt') ? 'manual_review' : (named(session.external_id) ?? evidence.get(session.latest.evidence.front)?.scenario)];
  if (answer?.steps[0] === 'claims' && session.attempts.used > 1) answer = undefined;
  const outcome = answer?.outcome ?? 'approved';
  const kind = answer?.ticket ? 'ticket' : answer?.final ? 'never' : outcome === 'rejected' ? 'now' : 'not_needed';
  session.latest.decision = { outcome, codes: answer?.codes ?? [], policy: session.policy, by: 'automatic', at: now(), retry: { kind } };
  session.status = { approved: 'approved', review: 'in_review', rejected: answer?.final ? 'declined' : 'requires_input' }[outcome];
  session.steps_due = answer?.steps ?? [];
  session.progress = null;
  session.estimate = outcome === 'review' ? { kind: 'manual', from_seconds: 3600, to_seconds: 4 * 3600 } : null;
  if (outcome === 'approved') session.capabilities = ['fiat_deposit', 'high_limit_withdrawal', 'margin'];
}

/** Some applicants are decided by their name: what no picture of theirs can show. */
const named = (external_id) => Object.keys(ANSWERS).find((name) => external_id.startsWith(name));

function verdict(session, { verdict: word, codes }) {
  const approved = word === 'approve';
  session.latest.decision = { ...session.latest.decision, outcome: approved ? 'approved' : 'rejected', by: 'reviewer', at: now(), codes: codes.map((code) => ({ image: null, field: null, diagnosis: null, region: null, value: null, threshold: null, ...code })), retry: approved ? { kind: 'not_needed' } : { kind: 'advised', from: later(72e5), until: later(144e5) } };
  Object.assign(session, { status: approved ? 'approved' : 'requires_input', estimate: null, steps_due: approved ? [] : ['front'], capabilities: approved ? ['fiat_deposit'] : [] });
  return session;
}

const ROUTES = [
  ['POST', /^\/v1\/applicants$/, (_, json) => [201, applicants.get(json.external_id) ?? applicants.set(json.external_id, { id: id('applicant'), external_id: json.external_id }).get(json.external_id)]],
  ['POST', /^\/v1\/sessions$/, (_, json) => { const session = openSession([...applicants.values()].find((known) => known.id === json.applicant_id)); return [201, { ...session, ...tokenFor(session) }]; }],
  ['GET', /^\/v1\/sessions\/([^/]+)$/, ({ match }) => [200, advance(sessions.get(match[1]))]],
  ['POST', /^\/v1\/sessions\/([^/]+)\/evidence\/(\w+)$/, ({ match, bytes }) => upload(match[2], bytes)],
  ['POST', /^\/v1\/sessions\/([^/]+)\/attempts$/, ({ match }, json) => { const session = sessions.get(match[1]); submit(session, json); return [202, session]; }],
  ['POST', /^\/v1\/sessions\/([^/]+)\/cancel$/, ({ match }) => [200, Object.assign(sessions.get(match[1]), { status: 'canceled' })]],
  ['GET', /^\/v1\/client\/session$/, ({ session }) => [200, advance(session())]],
  ['GET', /^\/v1\/client\/codes$/, () => [200, { codes: CODES }]],
  ['POST', /^\/v1\/client\/evidence\/(\w+)$/, ({ match, bytes, session }) => (session(), upload(match[1], bytes))],
  ['GET', /^\/v1\/(?:client|console)\/evidence\/([^/]+)\/image$/, ({ match }) => [200, evidence.get(match[1]).bytes]],
  ['POST', /^\/v1\/client\/read$/, async ({ session }) => { session(); await new Promise((resolve) => setTimeout(resolve, 1500)); return [200, { kind: 'passport', issuer: 'UTO', fields: FIELDS, hints: HINTS[lastFront] ?? [], quality: [] }]; }],
  ['POST', /^\/v1\/client\/attempts$/, ({ session }, json) => { submit(session(), json); return [202, advance(session())]; }],
  ['GET', /^\/v1\/console\/me$/, () => [200, { id: 'key', name: 'fake', role: 'senior', kind: 'key' }]],
  ...ticketRoutes({ sessions, later, now, id, Refused, reportOf }),
  ...deskRoutes({ sessions, advance, reportOf, decide: verdict, refuse: (status, code) => { throw new Refused(status, code); } }),
];

/** The same for every case, but for its pictures and whether its selfie is a frame of a film. */
function reportOf({ latest }) {
  const filmed = evidence.get(latest.evidence.selfie)?.filmed;
  return { ...REPORT, attempt_id: latest.attempt_id, evidence: latest.evidence, examination: { liveness: filmed ? FILM : null } };
}

/** The frame of a face check that becomes the selfie. */
function keepStill(bytes) {
  const [, { id: kept }] = upload('selfie', bytes);
  evidence.get(kept).filmed = true;
  return kept;
}

function upload(role, bytes) {
  if (bytes.subarray(0, 5).toString() === 'hello') throw new Refused(422, 'image.not_an_image');
  const scenario = scenarioOf(bytes);
  const kept = { id: id('evidence'), role, width_px: 1600, height_px: 1200, sha256: '', quality: [], hints: [] };
  evidence.set(kept.id, { bytes, scenario });
  if (role === 'front') lastFront = scenario;
  return [201, kept];
}

async function answer(request) {
  const url = new URL(request.url, 'http://fake');
  const parts = [];
  for await (const part of request) parts.push(part);
  const bytes = Buffer.concat(parts);
  const token = request.headers.authorization?.slice(7) ?? '';
  const session = () => tokens.get(token) ?? (() => { throw new Refused(401, token.includes('expired') ? 'token.expired' : 'key.invalid'); })();
  for (const [method, pattern, handle] of ROUTES) {
    const match = pattern.exec(url.pathname);
    if (!match || method !== request.method) continue;
    if (/console|codes/.test(url.pathname) && !OPERATORS.includes(token)) session();
    const json = request.headers['content-type'] === 'application/json' && bytes.length ? JSON.parse(bytes) : undefined;
    return handle({ match, bytes, session, url, token }, json);
  }
  throw new Refused(404, 'route.unknown');
}

const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
function page(request, response) {
  const file = join(dist, new URL(request.url, 'http://fake').pathname);
  const found = extname(file) && existsSync(file) ? file : join(dist, 'index.html');
  response.setHeader('Content-Security-Policy', "default-src 'self'; img-src 'self' blob:; style-src 'self'; frame-ancestors 'none'; base-uri 'none'");
  response.setHeader('Content-Type', TYPES[extname(found)] ?? 'text/html; charset=utf-8');
  response.end(readFileSync(found));
}

const server = createServer(async (request, response) => {
  if (!request.url.startsWith('/v1/')) return page(request, response);
  try {
    const [status, body] = await answer(request);
    if (Buffer.isBuffer(body)) return response.writeHead(status, { 'Content-Type': 'image/jpeg' }).end(body);
    if (status === 204) return response.writeHead(204).end();
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  } catch (error) {
    const refused = error instanceof Refused ? error : new Refused(500, 'server.internal', { detail: String(error.stack) });
    response.writeHead(refused.status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(refused.body));
  }
});
const base = `http://127.0.0.1:${values.port}`;
sitDown(server, (token) => tokens.get(token), keepStill);
server.listen(Number(values.port), '127.0.0.1', () => console.log(`${base}/verify#${tokenFor(openSession({ id: 'applicant', external_id: 'you' })).client_token}\n${base}/console#bfo_fake`));
