// One try of the face check: what is asked for at the moment, how far it has come, and which colour fills the screen.
import type { Ask, Colour, FaceEnd, FaceHint, FacePhase, FaceSeen } from '../lib/api/live-types';
import type { Problem } from '../lib/api/problem';
import { FrameSource, NO_COLOUR } from './frames';
import { Settled } from './settled';
import { signalHeld, signalPassed } from './signals';
import { Sitting } from './socket';

export type FaceStageName = 'starting' | FacePhase;

const SHOWN_AFTER_MS = 300;
const SPOKEN_AFTER_MS = 700;

export interface FaceOptions {
  token: string;
  camera: string;
  video: HTMLVideoElement;
  /** Whether the screen may show the sequence of colours. */
  colours: boolean;
  onEnd: (end: FaceEnd) => void;
  onProblem: (problem: Problem) => void;
  onCut: () => void;
}

export class FaceSitting {
  phase = $state<FaceStageName>('starting');
  ask = $state<Ask | null>(null);
  held = $state(0);
  done = $state(0);
  total = $state(0);
  colour = $state.raw<Colour | null>(null);
  /** What the server says of the present frame, the hint to show, and the one to read out. */
  hint = $state<FaceHint | null>(null);
  shown = $state<FaceHint | null>(null);
  spoken = $state<FaceHint | null>(null);

  /** The colour that the screen really shows by now. */
  #lit = NO_COLOUR;
  readonly #frames: FrameSource;
  readonly #sitting: Sitting;
  readonly #eye = new Settled<FaceHint | null>(null, SHOWN_AFTER_MS, performance.now());
  readonly #ear = new Settled<FaceHint | null>(null, SPOKEN_AFTER_MS, performance.now());

  constructor({ token, camera, video, colours, onEnd, onProblem, onCut }: FaceOptions) {
    this.#frames = new FrameSource(video);
    this.#sitting = new Sitting(
      { type: 'hello', token, view: 'face', camera, colours },
      {
        grab: (bounds) => this.#frames.grab(bounds, () => this.#lit),
        onFace: (seen) => this.#see(seen),
        onEnd: (end) => {
          if (end.passed) signalPassed();
          onEnd(end);
        },
        onProblem,
        onCut,
      },
    );
  }

  close(): void {
    this.#sitting.close();
  }

  #see(seen: FaceSeen): void {
    if (seen.done > this.done) signalHeld();
    const { phase, ask, held, done, total, hint } = seen;
    Object.assign(this, { phase, ask, held, done, total, hint });
    const now_ms = performance.now();
    this.shown = this.#eye.see(hint, now_ms);
    this.spoken = this.#ear.see(hint, now_ms);
    if (seen.colour?.index !== this.colour?.index) this.#light(seen.colour);
  }

  /** A colour counts as shown after the second painting: only then has the screen surely changed. */
  #light(colour: Colour | null): void {
    this.colour = colour;
    requestAnimationFrame(() => requestAnimationFrame(() => (this.#lit = this.colour?.index ?? NO_COLOUR)));
  }
}
