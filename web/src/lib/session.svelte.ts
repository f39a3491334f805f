// The applicant's session as the pages see it: loaded with the link's token, kept current while something is under way.
import { ClientApi } from './api/client';
import { asProblem, Problem } from './api/problem';
import type { PolicyCode, Session } from './api/types';
import { PictureShelf } from './picture.svelte';
import { PATIENT, poll, QUICK } from './poll';
import { takeToken } from './token';

export class SessionStore {
  session = $state.raw<Session | null>(null);
  codes = $state.raw<PolicyCode[]>([]);
  problem = $state.raw<Problem | null>(null);
  /** Whether the last poll did not get through; shown beside what is known. */
  stale = $state(false);
  readonly api: ClientApi;
  readonly shelf: PictureShelf;

  constructor() {
    this.api = new ClientApi(takeToken('client') ?? '');
    this.shelf = new PictureShelf((id) => this.api.image(id));
  }

  load = async (): Promise<void> => {
    this.problem = null;
    if (!this.api.token) {
      this.problem = new Problem('page.no_token', 0);
      return;
    }
    try {
      const [session, codes] = await Promise.all([this.api.session(), this.api.codes()]);
      this.codes = codes;
      this.session = session;
    } catch (error) {
      this.problem = asProblem(error);
    }
  };

  /** Asks again while somebody else is at work on it. Answers how to stop. */
  follow(): () => void {
    const status = this.session?.status;
    if (status !== 'processing' && status !== 'in_review') return () => undefined;
    return poll(() => this.#refresh(status), status === 'processing' ? QUICK : PATIENT);
  }

  async #refresh(before: Session['status']): Promise<boolean> {
    try {
      this.session = await this.api.session();
      this.stale = false;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.linkIsDead) this.problem = problem;
      else this.stale = true;
    }
    return this.session?.status !== before || this.problem !== null;
  }
}

/** The code's description in the policy. */
export function policyCode(codes: PolicyCode[], code: string): PolicyCode | undefined {
  return codes.find((known) => known.code === code);
}
