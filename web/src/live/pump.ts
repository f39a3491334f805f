// Frames on their way: one in flight, never faster than allowed, and always the newest picture.

export interface PumpOptions {
  perSecond_max: number;
  /** The present picture, packed; nothing where there is none at the moment. */
  grab: () => Promise<ArrayBuffer | null>;
  send: (frame: ArrayBuffer) => void;
  now_ms?: () => number;
  later?: (run: () => void, ms: number) => unknown;
}

/** How long to wait before another look where there was no picture. */
const NO_PICTURE_MS = 100;

/**
 * A picture is taken only when it may leave: while an answer is awaited nothing queues up, so that what the server sees is
 * never older than the line is slow.
 */
export class Pump {
  #inFlight = false;
  #grabbing = false;
  #stopped = false;
  #sentAt_ms = -Infinity;
  readonly #gap_ms: number;
  readonly #now_ms: () => number;
  readonly #later: (run: () => void, ms: number) => unknown;

  constructor(private readonly options: PumpOptions) {
    this.#gap_ms = 1000 / options.perSecond_max;
    this.#now_ms = options.now_ms ?? (() => performance.now());
    this.#later = options.later ?? ((run, ms) => setTimeout(run, ms));
  }

  start(): void {
    this.#schedule(0);
  }

  /** The server has answered the frame before: the next may go. */
  answered(): void {
    if (!this.#inFlight) return;
    this.#inFlight = false;
    this.#schedule(this.#sentAt_ms + this.#gap_ms - this.#now_ms());
  }

  stop(): void {
    this.#stopped = true;
  }

  #schedule(wait_ms: number): void {
    this.#later(() => void this.#turn(), Math.max(0, wait_ms));
  }

  async #turn(): Promise<void> {
    if (this.#stopped || this.#inFlight || this.#grabbing) return;
    this.#grabbing = true;
    const frame = await this.options.grab().catch(() => null);
    this.#grabbing = false;
    if (this.#stopped) return;
    if (!frame) return this.#schedule(NO_PICTURE_MS);
    this.#inFlight = true;
    this.#sentAt_ms = this.#now_ms();
    this.options.send(frame);
  }
}
