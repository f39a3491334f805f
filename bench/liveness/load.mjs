// Many face checks at once on a running server: how long answers take, and whether anything is refused. See README.md.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';

const [clips, sittings, seconds] = [process.argv[2], Number(process.argv[3] ?? 50), Number(process.argv[4] ?? 20)];
const base = process.env.BONAFIDE_URL;
const neutral = join(clips, 'neutral');
const frames = readdirSync(neutral).sort().map((name) => readFileSync(join(neutral, name)));
/** As pages do: eight frames a second at most, the next after the answer. */
const FRAME_MS = 125;

async function post(path, json) {
  const headers = { Authorization: `Bearer ${process.env.BONAFIDE_API_KEY}`, 'Content-Type': 'application/json' };
  const response = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(json) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function sit(number) {
  const applicant = await post('/v1/applicants', { external_id: `load-${Date.now()}-${number}` });
  const session = await post('/v1/sessions', { applicant_id: applicant.id });
  const socket = new WebSocket(`${base.replace('http', 'ws')}/v1/client/live`);
  const inbox = [];
  let wake = () => undefined;
  socket.on('message', (text) => (inbox.push(JSON.parse(text)), wake()));
  socket.on('close', () => (inbox.push({ type: 'closed' }), wake()));
  const next = async () => {
    while (inbox.length === 0) await new Promise((resolve) => (wake = resolve));
    return inbox.shift();
  };
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  socket.send(JSON.stringify({ type: 'hello', token: session.client_token, view: 'face', camera: 'load', colours: false }));
  await next();
  const [began, took_ms] = [performance.now(), []];
  let ended = 'open';
  for (let i = 0; performance.now() - began < seconds * 1000; i++) {
    const at = performance.now();
    const head = Buffer.alloc(5);
    head.writeUInt32LE(Math.floor(at - began));
    head[4] = 255;
    socket.send(Buffer.concat([head, frames[i % frames.length]]));
    const answer = await next();
    if (answer.type !== 'face') {
      ended = answer.type === 'error' ? answer.problem.code : answer.type;
      break;
    }
    took_ms.push(performance.now() - at);
    await sleep(Math.max(0, FRAME_MS - (performance.now() - at)));
  }
  socket.close();
  return { took_ms, ended };
}

const results = await Promise.all(Array.from({ length: sittings }, (_, i) => sit(i)));
const took = results.flatMap((result) => result.took_ms).sort((a, b) => a - b);
const at = (share) => Math.round(took[Math.min(took.length - 1, Math.floor(took.length * share))]);
const ends = new Map();
for (const { ended } of results) ends.set(ended, (ends.get(ended) ?? 0) + 1);
console.log(`${sittings} sittings, ${took.length} answers in ${seconds} s: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, most ${at(1)} ms`);
console.log(`at the end: ${[...ends].map(([name, count]) => `${name} ${count}`).join(', ')}`);
