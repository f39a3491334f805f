// What an operator's key may do.
import type { CaseFile, CaseRow, Verdict } from './console-types';
import { idempotencyKey, requestImage, requestJson } from './http';
import type { PolicyCode, Session, SessionStatus } from './types';

export class ConsoleApi {
  constructor(readonly key: string) {}

  async cases(status: SessionStatus): Promise<CaseRow[]> {
    const answer = await requestJson<{ cases: CaseRow[] }>(this.key, `/v1/console/cases?status=${status}`);
    return answer.cases;
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
