// One pass through the applicant's steps: where they are, what they have handed in so far, and the submission.
import type { ClientApi } from '../lib/api/client';
import { asProblem, type Problem } from '../lib/api/problem';
import type { ClaimField, Hint, Reading, Role, Session, Submission } from '../lib/api/types';
import { recall, remember } from '../lib/memory';
import { DetailsForm, filled } from './form.svelte';
import { Shot } from './shot.svelte';
import { claimFieldsFor, screensFor, type DocumentType, type Screen } from './steps';

/** Refusals after which the steps make no sense any more: the session has to be looked at anew. */
const MOVED_ON = ['submission.locked', 'session.wrong_status', 'session.expired', 'session.changed', 'applicant.already_verified'];

export class Flow {
  documentType = $state<DocumentType | null>(null);
  screen = $state<Screen>('intro');
  reading = $state<'idle' | 'running' | 'done' | 'failed'>('idle');
  read = $state<Reading | null>(null);
  submitting = $state(false);
  problem = $state<Problem | null>(null);
  readonly shots: Record<Role, Shot>;
  readonly form = new DetailsForm();

  /** The last body sent and its idempotency key: the same body again keeps the key, so that a lost answer cannot count twice. */
  #sent: { body: string; key: string } | null = null;
  #readings = 0;

  constructor(
    private readonly api: ClientApi,
    readonly session: Session,
    private readonly onSubmitted: (session: Session) => void,
    private readonly onMovedOn: () => void,
  ) {
    const shot = (role: Role) => new Shot(role, api, (arrived) => this.#arrived(arrived));
    this.shots = { front: shot('front'), back: shot('back'), selfie: shot('selfie') };
    this.#restore();
    if (this.asksClaims && this.#nothingToPhotograph()) void this.startReading();
  }

  get screens(): Screen[] {
    return screensFor(this.session, this.documentType);
  }

  get position(): number {
    return this.screens.indexOf(this.screen);
  }

  /** Roles asked for in this pass. */
  get roles(): Role[] {
    return this.screens.filter((screen): screen is Role => screen in this.shots);
  }

  /** Details asked for: those that the document prints. */
  get claimFields(): readonly ClaimField[] {
    return claimFieldsFor(this.documentType);
  }

  get asksClaims(): boolean {
    return this.screens.includes('claims');
  }

  /** Whether everything before this screen is complete. */
  reachable(screen: Screen): boolean {
    const index = this.screens.indexOf(screen);
    return index <= this.position || this.screens.slice(0, index).every((before) => this.complete(before));
  }

  complete(screen: Screen): boolean {
    if (screen === 'intro') return this.position > 0;
    if (screen === 'type') return this.documentType !== null;
    if (screen in this.shots) return this.shots[screen as Role].state === 'sent';
    return screen === 'claims' && this.screens.indexOf('send') === this.position;
  }

  go(screen: Screen): void {
    this.problem = null;
    this.screen = screen;
  }

  forward(): void {
    const next = this.screens[this.position + 1];
    if (next) this.go(next);
  }

  backward(): void {
    const before = this.screens[this.position - 1];
    if (before) this.go(before);
  }

  /** What the reading says about one picture. That the other side is missing is no news while it is still to come. */
  hintsFor(role: Role): Hint[] {
    const backIsToCome = this.roles.includes('back');
    const hints = this.read?.hints ?? [];
    return hints.filter(({ image, reason }) => !(backIsToCome && reason === 'side_missing') && (image ?? 'front') === role);
  }

  chooseType(type: DocumentType): void {
    this.documentType = type;
    this.#remember();
  }

  /** Asks the server to read the document. A later call overtakes an earlier one. */
  async startReading(): Promise<void> {
    const mine = ++this.#readings;
    this.reading = 'running';
    try {
      const read = await this.api.read();
      if (mine !== this.#readings) return;
      this.read = read;
      this.form.prefill(read);
      this.reading = 'done';
    } catch {
      if (mine === this.#readings) this.reading = 'failed';
    }
  }

  /** Hands everything in. */
  async submit(): Promise<void> {
    if (this.submitting) return;
    this.submitting = true;
    this.problem = null;
    const submission = this.#submission();
    try {
      const session = await this.api.submit(submission, this.#keyFor(submission));
      remember({ sessionId: session.id, after: session.latest?.attempt_id ?? null, documentType: this.documentType, evidence: {} });
      this.onSubmitted(session);
    } catch (error) {
      this.problem = asProblem(error);
      if (!this.problem.transient) this.#sent = null;
      if (MOVED_ON.includes(this.problem.code)) this.onMovedOn();
    } finally {
      this.submitting = false;
    }
  }

  discard(): void {
    for (const shot of Object.values(this.shots)) shot.clear();
  }

  #submission(): Submission {
    const evidence: Submission['evidence'] = {};
    for (const role of this.roles) {
      const id = this.shots[role].evidenceId;
      if (id) evidence[role] = id;
    }
    return this.asksClaims ? { evidence, claims: filled(this.form.values, this.claimFields) } : { evidence };
  }

  #keyFor(submission: Submission): string {
    const body = JSON.stringify(submission);
    if (this.#sent?.body !== body) this.#sent = { body, key: this.api.newKey() };
    return this.#sent.key;
  }

  #arrived(shot: Shot): void {
    this.#remember();
    if (shot.role !== 'selfie') void this.startReading();
  }

  #documentIsHere(): boolean {
    return this.roles.every((role) => role === 'selfie' || this.shots[role].state === 'sent');
  }

  /** The document from last time still counts: it can be read at once. */
  #nothingToPhotograph(): boolean {
    return this.roles.every((role) => role === 'selfie');
  }

  #remember(): void {
    const evidence: Partial<Record<Role, string>> = {};
    for (const role of this.roles) {
      const id = this.shots[role].evidenceId;
      if (id) evidence[role] = id;
    }
    remember({ sessionId: this.session.id, after: this.session.latest?.attempt_id ?? null, documentType: this.documentType, evidence });
  }

  #restore(): void {
    const draft = recall(this.session.id, this.session.latest?.attempt_id ?? null);
    if (!draft) return;
    this.documentType = draft.documentType as DocumentType | null;
    for (const [role, id] of Object.entries(draft.evidence)) {
      this.shots[role as Role].restore(id).catch(() => this.shots[role as Role].clear());
    }
    if (draft.evidence.front && this.#documentIsHere()) void this.startReading();
    const open = this.screens.find((screen) => screen !== 'intro' && !this.complete(screen));
    if (Object.keys(draft.evidence).length > 0 && open) this.screen = open;
  }
}
