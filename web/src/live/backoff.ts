// How often a cut line is taken up again, and after how long.

const WAITS_MS = [500, 1500, 4000] as const;

/** Three tries, each after a longer pause; then no more. */
export class Backoff {
  #tries = 0;

  /** Milliseconds until the next try, or nothing when enough has been tried. */
  next_ms(): number | null {
    return WAITS_MS[this.#tries++] ?? null;
  }
}
