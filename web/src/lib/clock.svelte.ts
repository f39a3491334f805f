// The present moment as reactive state, ticking once a second while somebody looks.
import { createSubscriber } from 'svelte/reactivity';

class Clock {
  #subscribe = createSubscriber((update) => {
    const timer = setInterval(update, 1000);
    return () => clearInterval(timer);
  });

  /** Milliseconds since the epoch; inside an effect or a template it stays current. */
  get now_ms(): number {
    this.#subscribe();
    return Date.now();
  }
}

export const clock = new Clock();
