// The host application's part: it opens verifications over the API, as a company's own server would.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const need = (name) => process.env[name] ?? (() => { throw new Error(`${name} is not set`); })();

export const base = need('BONAFIDE_URL').replace(/\/$/, '');
const apiKey = need('BONAFIDE_API_KEY');
export const consoleKey = need('BONAFIDE_CONSOLE_KEY');
/** Of another person at the desk; only the walk of the console needs it. */
export const secondConsoleKey = process.env.BONAFIDE_SECOND_CONSOLE_KEY ?? '';
const specimens = need('BONAFIDE_SPECIMENS');

/** One run must not meet the applicants of the last one. */
const run = Date.now().toString(36);
let applicants = 0;

export const specimen = (scenario, role) => join(specimens, scenario, `${role}.jpg`);
export const claimsOf = (scenario) => JSON.parse(readFileSync(join(specimens, scenario, 'claims.json'), 'utf8'));

export async function api(path, { method = 'GET', json, bytes, key = apiKey, statuses = [200, 201, 202] } = {}) {
  const headers = { Authorization: `Bearer ${key}` };
  if (json !== undefined) headers['Content-Type'] = 'application/json';
  if (bytes) headers['Content-Type'] = 'image/jpeg';
  const response = await fetch(base + path, { method, headers, body: bytes ?? (json === undefined ? undefined : JSON.stringify(json)) });
  const body = await response.json();
  if (!statuses.includes(response.status)) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(body)}`);
  return body;
}

/** A fresh applicant with an open verification: `{ id, client_token, url, external_id }`. */
export async function openSession(name) {
  const external_id = `walk-${name}-${run}-${++applicants}`;
  const applicant = await api('/v1/applicants', { method: 'POST', json: { external_id } });
  const session = await api('/v1/sessions', { method: 'POST', json: { applicant_id: applicant.id } });
  return { ...session, external_id };
}

/** Hands in a specimen without a browser and waits until the program has judged it. */
export async function handIn(session, scenario, roles = ['front', 'selfie']) {
  const evidence = {};
  for (const role of roles) {
    const bytes = readFileSync(specimen(scenario, role));
    evidence[role] = (await api(`/v1/sessions/${session.id}/evidence/${role}`, { method: 'POST', bytes })).id;
  }
  await api(`/v1/sessions/${session.id}/attempts`, { method: 'POST', json: { evidence, claims: claimsOf(scenario) } });
  return settled(session.id);
}

/** The session once nothing is being processed any more. */
export async function settled(id, patience_ms = 180_000) {
  for (const end = Date.now() + patience_ms; Date.now() < end; await sleep(500)) {
    const session = await api(`/v1/sessions/${id}`);
    if (session.status !== 'processing') return session;
  }
  throw new Error(`session ${id} is still being processed after ${patience_ms} ms`);
}
