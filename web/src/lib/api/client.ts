// What an applicant's token may do. The token says which session it is about.
import { idempotencyKey, requestImage, requestJson } from './http';
import type { PolicyCode, Reading, Session, Submission } from './types';
import { uploadEvidence } from './upload';

export class ClientApi {
  constructor(readonly token: string) {}

  session(): Promise<Session> {
    return requestJson(this.token, '/v1/client/session');
  }

  async codes(): Promise<PolicyCode[]> {
    const answer = await requestJson<{ codes: PolicyCode[] }>(this.token, '/v1/client/codes');
    return answer.codes;
  }

  upload = uploadEvidence;

  /** Reads the document sides that are uploaded, to prefill the form. Takes seconds. */
  read(): Promise<Reading> {
    return requestJson(this.token, '/v1/client/read', { method: 'POST' });
  }

  image(evidenceId: string): Promise<string> {
    return requestImage(this.token, `/v1/client/evidence/${encodeURIComponent(evidenceId)}/image`);
  }

  /** `key` stays the same while the same submission is tried again, so that it can only count once. */
  submit(submission: Submission, key: string): Promise<Session> {
    return requestJson(this.token, '/v1/client/attempts', {
      method: 'POST',
      json: submission,
      headers: { 'Idempotency-Key': key },
    });
  }

  newKey = idempotencyKey;
}
