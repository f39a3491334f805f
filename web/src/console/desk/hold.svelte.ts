// A case that this reviewer holds: how long still, kept while the page is in use, and what to say before it runs out.
import type { ConsoleApi } from '../../lib/api/console';
import { asProblem } from '../../lib/api/problem';

/** So much of the hold is left when the page begins to warn. */
export const WARN_MS = 3 * 60_000;
/** Not asked more often than this. */
const KEEP_EVERY_MS = 60_000;
const TICK_MS = 1000;

export class Hold {
  /** By the server's clock; null where this reviewer holds nothing. */
  until_ms = $state<number | null>(null);
  now_ms = $state(0);
  /** Whether it was held and is no more, unasked. */
  lost = $state(false);

  readonly #api: ConsoleApi;
  readonly #session: string;
  #used = false;
  #kept_ms = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(api: ConsoleApi, session: string) {
    this.#api = api;
    this.#session = session;
    this.now_ms = api.now();
  }

  get left_ms(): number {
    return this.until_ms === null ? 0 : Math.max(0, this.until_ms - this.now_ms);
  }

  get held(): boolean {
    return this.left_ms > 0;
  }

  get endsSoon(): boolean {
    return this.held && this.left_ms < WARN_MS;
  }

  /** What the server says: until when, or that it is not held. */
  set(until: string | null): void {
    this.now_ms = this.#api.now();
    this.until_ms = until === null ? null : Date.parse(until);
    this.#kept_ms = this.now_ms;
    if (until !== null) this.lost = false;
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Somebody moved, typed or pressed: the page is in use. */
  use(): void {
    this.#used = true;
  }

  async keep(): Promise<void> {
    this.#used = false;
    this.#kept_ms = this.#api.now();
    try {
      this.set((await this.#api.keep(this.#session)).held_until);
    } catch (error) {
      if (asProblem(error).status === 409) this.lose();
    }
  }

  #tick(): void {
    this.now_ms = this.#api.now();
    if (this.until_ms === null) return;
    if (this.#used && this.held && this.now_ms - this.#kept_ms >= KEEP_EVERY_MS) void this.keep();
  }

  /** It was held, and is no more. */
  lose(): void {
    if (this.until_ms !== null) this.lost = true;
    this.until_ms = null;
  }
}
