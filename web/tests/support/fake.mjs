// The fake of ../../dev as a server of its own for one test run: for what the real server cannot be told to play.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const script = join(import.meta.dirname, '..', '..', 'dev', 'fake.mjs');

/** Starts it and answers `{ base, open, stop }`; `open(name)` opens a session of an applicant so called and answers its link. */
export async function startFake(port, ...options) {
  const child = spawn(process.execPath, [script, '--port', String(port), ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const base = `http://127.0.0.1:${port}`;
  const post = async (path, json) => (await fetch(base + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(json) })).json();
  const open = async (external_id) => {
    const applicant = await post('/v1/applicants', { external_id });
    return (await post('/v1/sessions', { applicant_id: applicant.id })).url;
  };
  return { base, open, post, stop: () => child.kill() };
}
