// A value that is told only once it has stayed the same for a while: hints change several times a second, ears and eyes cannot.

export class Settled<T> {
  #candidate: T;
  #since_ms: number;
  #told: T;

  constructor(
    start: T,
    private readonly patience_ms: number,
    now_ms: number,
  ) {
    this.#candidate = this.#told = start;
    this.#since_ms = now_ms;
  }

  /** Takes the present value and answers the one to tell. */
  see(value: T, now_ms: number): T {
    if (value !== this.#candidate) {
      this.#candidate = value;
      this.#since_ms = now_ms;
    }
    if (now_ms - this.#since_ms >= this.patience_ms) this.#told = this.#candidate;
    return this.#told;
  }
}
