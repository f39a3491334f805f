// What an operator's key may do.
import type { CaseFile, CasePage, Verdict } from './console-types';
import { idempotencyKey, requestImage, requestJson } from './http';
import type { PolicyCode, Session, SessionStatus } from './types';

export class ConsoleApi {
  constructor(readonly key: string) {}

  /** One page of cases, oldest first; `after` is the `next` of the page before. */
  cases(status: SessionStatus, after: string | null = null): Promise<CasePage> {
    const query = new URLSearchParams({ status, ...(after ? { after } : {}) });
    return requestJson(this.key, `/v1/console/cases?${query}`);
  }

  case(sessionId: string): Promise<CaseFile> {
    return requestJson(this.key, `/v1/console/cases/${encodeURIComponent(sessionId)}`);
  }

  async codes(): Promise<PolicyCode[]> {
    const answer = await requestJson<{ codes: PolicyCode[] }>(this.key, '/v1/client/codes');
    return answer.codes;
  }

  image(evidenceId: string): Promise<string> {
    return requestImage(this.key, `/v1/console/evidence/${encodeURIComponent(evidenceId)}/image`);
  }

  decide(sessionId: string, verdict: Verdict): Promise<Session> {
    return requestJson(this.key, `/v1/console/cases/${encodeURIComponent(sessionId)}/decision`, {
      method: 'POST',
      json: verdict,
      headers: { 'Idempotency-Key': idempotencyKey() },
    });
  }
}
