// What a reviewer's desk remembers from one case to the next: which lane, whether to go straight on, what was just done.

const SLOT = 'bonafide.console.desk';

export type Done = 'decided' | 'opined' | 'escalated' | 'given_back';

class Desk {
  lane = $state<string | null>(null);
  /** After a verdict, take the next case at once. */
  straightOn = $state(true);
  /** What was done last, to be said on the page that comes after it. */
  done = $state.raw<{ what: Done; name: string } | null>(null);
  /** How many this reviewer has dealt with since the page was opened. */
  count = $state(0);

  constructor() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(SLOT) ?? '{}') as { lane?: string | null; straightOn?: boolean };
      this.lane = kept.lane ?? null;
      this.straightOn = kept.straightOn ?? true;
    } catch {
      // Nothing was kept.
    }
  }

  remember(): void {
    try {
      sessionStorage.setItem(SLOT, JSON.stringify({ lane: this.lane, straightOn: this.straightOn }));
    } catch {
      // The choice then lasts as long as the page.
    }
  }
}

export const desk = new Desk();

/** Where a case is shown. The fragment stays out of every log. */
export function addressOf(sessionId: string, name = ''): string {
  return `#${new URLSearchParams({ case: sessionId, ...(name && { of: name }) })}`;
}
