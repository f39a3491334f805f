// The viewfinder's guidance: what the server sees in the small frames, settled enough to be read, and when to shoot.
import type { DocumentHint, DocumentSeen, DocumentSide } from '../lib/api/live-types';
import type { Problem } from '../lib/api/problem';
import type { Corner } from '../lib/api/types';
import { Backoff } from './backoff';
import { FrameSource } from './frames';
import { Settled } from './settled';
import { Sitting } from './socket';

/** `alone`: without hints, because the line could not be kept. */
export type GuideLink = 'connecting' | 'live' | 'alone';

/** Long enough not to flicker before the eye, and not to chatter into the ear. */
const SHOWN_AFTER_MS = 250;
const SPOKEN_AFTER_MS = 700;
/** Refusals of a sitting that may be gone a moment later. */
const PASSING = ['live.busy', 'live.too_long', 'live.too_fast'];

export interface GuideOptions {
  token: string;
  role: DocumentSide;
  camera: string;
  video: HTMLVideoElement;
  onShoot: () => void;
}

export class DocumentGuide {
  link = $state<GuideLink>('connecting');
  corners = $state.raw<Corner[] | null>(null);
  region = $state.raw<Corner[] | null>(null);
  steady = $state(0);
  /** The hint to show, and the one to read out. */
  shown = $state<DocumentHint | null>(null);
  spoken = $state<DocumentHint | null>(null);
  /** Whether the picture as it is would do. */
  good = $state(false);

  #sitting: Sitting | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  readonly #backoff = new Backoff();
  readonly #frames: FrameSource;
  readonly #eye = new Settled<DocumentHint | null>(null, SHOWN_AFTER_MS, performance.now());
  readonly #ear = new Settled<DocumentHint | null>(null, SPOKEN_AFTER_MS, performance.now());

  constructor(private readonly options: GuideOptions) {
    this.#frames = new FrameSource(options.video);
    this.#open();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#sitting?.close();
  }

  #open(): void {
    const { token, role, camera } = this.options;
    this.#sitting = new Sitting(
      { type: 'hello', token, view: 'document', role, camera },
      {
        grab: (bounds) => this.#frames.grab(bounds),
        onReady: () => (this.link = 'live'),
        onDocument: (seen) => this.#see(seen),
        onProblem: (problem) => (mayPass(problem) ? this.#again() : this.#goAlone()),
        onCut: () => this.#again(),
      },
    );
  }

  #see(seen: DocumentSeen): void {
    const now_ms = performance.now();
    this.corners = seen.corners;
    this.region = seen.region;
    this.steady = seen.steady;
    this.good = seen.corners !== null && (seen.hint === null || seen.hint === 'hold_still');
    this.shown = this.#eye.see(seen.hint, now_ms);
    this.spoken = this.#ear.see(seen.hint, now_ms);
    if (!seen.shoot) return;
    this.stop();
    this.options.onShoot();
  }

  #again(): void {
    const wait_ms = this.#backoff.next_ms();
    if (wait_ms === null || this.#stopped) return this.#goAlone();
    this.#forget();
    this.link = 'connecting';
    this.#timer = setTimeout(() => this.#open(), wait_ms);
  }

  #goAlone(): void {
    this.#forget();
    this.link = 'alone';
  }

  #forget(): void {
    this.corners = this.region = this.shown = this.spoken = null;
    this.steady = 0;
    this.good = false;
  }
}

function mayPass(problem: Problem): boolean {
  return problem.transient || PASSING.includes(problem.code);
}
