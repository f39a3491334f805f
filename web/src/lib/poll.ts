// Asking again until something has changed: quickly at first, then with patience, never while the page is hidden.

export interface Pace {
  first_ms: number;
  factor: number;
  slowest_ms: number;
}

export const QUICK: Pace = { first_ms: 600, factor: 1.35, slowest_ms: 6_000 };
/** While somebody is at work on another device. */
export const WATCHFUL: Pace = { first_ms: 2_500, factor: 1.1, slowest_ms: 10_000 };
export const PATIENT: Pace = { first_ms: 15_000, factor: 1.5, slowest_ms: 120_000 };

/** Calls `ask` until it answers `true` or the returned stop is called. `ask` must not throw. */
export function poll(ask: () => Promise<boolean>, pace: Pace): () => void {
  let stopped = false;
  let delay_ms = pace.first_ms;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const round = async () => {
    if (stopped || document.hidden) return;
    if (await ask()) return stop();
    if (stopped) return;
    timer = setTimeout(round, delay_ms);
    delay_ms = Math.min(delay_ms * pace.factor, pace.slowest_ms);
  };
  const wake = () => {
    if (document.hidden) return;
    clearTimeout(timer);
    delay_ms = pace.first_ms;
    void round();
  };
  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', wake);
    window.removeEventListener('online', wake);
  };

  document.addEventListener('visibilitychange', wake);
  window.addEventListener('online', wake);
  timer = setTimeout(round, delay_ms);
  return stop;
}
