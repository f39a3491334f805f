// One pass through the applicant's steps: where they are, what they have handed in so far, and the submission.
import type { ClientApi } from '../lib/api/client';
import { asProblem, type Problem } from '../lib/api/problem';
import type { ClaimField, Hint, Reading, Role, Session, Submission } from '../lib/api/types';
import type { FaceEnd, Liveness } from '../lib/api/live-types';
import { recall, remember } from '../lib/memory';
import { handoffLink } from '../lib/token';
import { poll, WATCHFUL } from '../lib/poll';
import { DetailsForm, filled } from './form.svelte';
import { Shot } from './shot.svelte';
import { claimFieldsFor, screensFor, type DocumentType, type Screen } from './steps';

/** Refusals after which the steps make no sense any more: the session has to be looked at anew. */
const MOVED_ON = ['submission.locked', 'session.wrong_status', 'session.expired', 'session.changed', 'applicant.already_verified'];

/** Where the server says nothing of a face check, nothing is required. */
const UNLIMITED: Liveness = { required: false, tries_left: 5, locked_until: null };

export class Flow {
  documentType = $state<DocumentType | null>(null);
  screen = $state<Screen>('intro');
  reading = $state<'idle' | 'running' | 'done' | 'failed'>('idle');
  read = $state<Reading | null>(null);
  submitting = $state(false);
  problem = $state<Problem | null>(null);
  /** How the face check stands; it changes with each try. */
  liveness = $state.raw<Liveness>(UNLIMITED);
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
    this.liveness = openLiveness(session.liveness);
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

  /** The secret of the link, for what does not go through the API client. */
  get token(): string {
    return this.api.token;
  }

  /** The whole link, for another device. */
  get link(): string {
    return handoffLink(this.api.token);
  }

  /** The face check is passed: it takes the selfie's place. */
  faceChecked(evidenceId: string): void {
    this.shots.selfie.passed(evidenceId);
    this.#remember();
  }

  faceFailed({ tries_left, locked_until }: Extract<FaceEnd, { passed: false }>): void {
    this.liveness = openLiveness({ ...this.liveness, tries_left, locked_until });
  }

  /** No sitting could be had: for some refusals the session has moved on, or the check is locked. */
  faceRefused(problem: Problem): void {
    const { locked_until = null } = problem.extras;
    if (problem.code === 'live.locked') this.liveness = openLiveness({ ...this.liveness, tries_left: 0, locked_until });
    else if (MOVED_ON.includes(problem.code)) this.onMovedOn();
    else void this.refreshLiveness();
  }

  /** Asks how the face check stands now: after a lock has run out, or a sitting that had no end. */
  async refreshLiveness(): Promise<void> {
    this.liveness = openLiveness(this.liveness);
    const session = await this.api.session().catch(() => null);
    if (session) this.liveness = openLiveness(session.liveness);
  }

  /** Looks whether the session moves on from another device. Answers how to stop. */
  followElsewhere(): () => void {
    return poll(async () => {
      const session = await this.api.session().catch(() => null);
      const moved = session !== null && (session.status !== this.session.status || session.latest?.attempt_id !== this.session.latest?.attempt_id);
      if (moved) this.onMovedOn();
      return moved;
    }, WATCHFUL);
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
    remember({ sessionId: this.session.id, after: this.session.latest?.attempt_id ?? null, documentType: this.documentType, evidence, faceChecked: this.shots.selfie.faceChecked });
  }

  #restore(): void {
    const draft = recall(this.session.id, this.session.latest?.attempt_id ?? null);
    if (!draft) return;
    this.documentType = draft.documentType as DocumentType | null;
    for (const [role, id] of Object.entries(draft.evidence)) {
      const shot = this.shots[role as Role];
      if (role === 'selfie' && draft.faceChecked) shot.passed(id);
      else shot.restore(id).catch(() => shot.clear());
    }
    if (draft.evidence.front && this.#documentIsHere()) void this.startReading();
    const open = this.screens.find((screen) => screen !== 'intro' && !this.complete(screen));
    if (Object.keys(draft.evidence).length > 0 && open) this.screen = open;
  }
}

/** A lock that has run out is none. */
function openLiveness(liveness: Liveness = UNLIMITED): Liveness {
  const { locked_until } = liveness;
  return locked_until !== null && Date.parse(locked_until) <= Date.now() ? { ...liveness, locked_until: null } : liveness;
}
