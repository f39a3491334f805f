// What an operator's key may do.
import type { CaseFile, CasePage, Held, QueueStanding, Sieve, Verdict } from './console-types';
import { idempotencyKey, request, requestImage, requestJson } from './http';
import type { PolicyCode, Session } from './types';

export class ConsoleApi {
  #ahead_ms = 0;

  constructor(readonly key: string) {}

  /** The server's clock, as far as its answers tell: clocks and holds are counted by it, not by this machine's. */
  now(): number {
    return Date.now() + this.#ahead_ms;
  }

  queue(): Promise<QueueStanding> {
    return this.#read('/v1/console/queue');
  }

  /** One page of cases: what waits by its clock, all else oldest first; `after` is the `next` of the page before. */
  cases({ status, lane, overdue, mine }: Sieve, after: string | null = null): Promise<CasePage> {
    const asked = { status, ...(lane && { lane }), ...(overdue && { overdue: 'true' }), ...(mine && { mine: 'true' }), ...(after && { after }) };
    return this.#read(`/v1/console/cases?${new URLSearchParams(asked)}`);
  }

  case(sessionId: string): Promise<CaseFile> {
    return this.#read(pathOf(sessionId));
  }

  async codes(): Promise<PolicyCode[]> {
    const answer = await requestJson<{ codes: PolicyCode[] }>(this.key, '/v1/client/codes');
    return answer.codes;
  }

  image(evidenceId: string): Promise<string> {
    return requestImage(this.key, `/v1/console/evidence/${encodeURIComponent(evidenceId)}/image`);
  }

  /** The case that should be decided next, held from now on; the same one until it is decided or given back. */
  async next(lane: string | null): Promise<Held | null> {
    const json = lane ? { lanes: [lane] } : {};
    const answer = await requestJson<{ held: Held | null }>(this.key, '/v1/console/queue/next', { method: 'POST', json });
    return answer.held;
  }

  take(sessionId: string): Promise<Held> {
    return requestJson(this.key, `${pathOf(sessionId)}/take`, { method: 'POST' });
  }

  keep(sessionId: string): Promise<Held> {
    return requestJson(this.key, `${pathOf(sessionId)}/keep`, { method: 'POST' });
  }

  async release(sessionId: string): Promise<void> {
    await request(this.key, `${pathOf(sessionId)}/release`, { method: 'POST' });
  }

  async escalate(sessionId: string, note: string): Promise<void> {
    await request(this.key, `${pathOf(sessionId)}/escalate`, { method: 'POST', json: { note } });
  }

  /** `key` stays the same while the same verdict is tried again, so that it can only count once. */
  decide(sessionId: string, verdict: Verdict, key: string): Promise<Session> {
    return requestJson(this.key, `${pathOf(sessionId)}/decision`, { method: 'POST', json: verdict, headers: { 'Idempotency-Key': key } });
  }

  newKey = idempotencyKey;

  async #read<T>(path: string): Promise<T> {
    const response = await request(this.key, path);
    const date = Date.parse(response.headers.get('Date') ?? '');
    if (!Number.isNaN(date)) this.#ahead_ms = date - Date.now();
    return (await response.json()) as T;
  }
}

function pathOf(sessionId: string): string {
  return `/v1/console/cases/${encodeURIComponent(sessionId)}`;
}
