// A verdict while it is being made up: what it holds, and what it lacks.
import type { CaseFile, Verdict } from '../../lib/api/console-types';
import type { PolicyCode, Step } from '../../lib/api/types';

export class Draft {
  verdict = $state<'approve' | 'reject' | null>(null);
  /** `CODE reason` of what is ticked. */
  chosen = $state<string[]>([]);
  steps = $state<Step[]>([]);
  message = $state('');
  note = $state('');
  second = $state(false);

  get lacksReason(): boolean {
    return this.verdict === 'reject' && this.chosen.length === 0;
  }

  /** Ticks or unticks a reason; a reason means a rejection. */
  toggle(key: string): void {
    this.verdict = 'reject';
    this.chosen = this.chosen.includes(key) ? this.chosen.filter((other) => other !== key) : [...this.chosen, key];
  }

  /** As it is sent; null while it is none. */
  body({ session: { latest }, version }: CaseFile): Verdict | null {
    if (!latest || this.verdict === null || this.lacksReason) return null;
    const [message, note] = [this.message.trim(), this.note.trim()];
    const rejects = this.verdict === 'reject';
    return {
      attempt_id: latest.attempt_id,
      verdict: this.verdict,
      codes: rejects ? this.chosen.map(split) : [],
      ...(rejects && this.steps.length > 0 && { steps: [...this.steps] }),
      ...(message && { message }),
      ...(note && { note }),
      second: this.second,
      version,
    };
  }
}

function split(key: string): { code: string; reason: string } {
  const [code = '', reason = ''] = key.split(' ');
  return { code, reason };
}

/** Each suggested reason that the policy has, once, gravest first. */
export function suggestionsOf(file: CaseFile, codes: PolicyCode[]): string[] {
  const known = new Set(codes.flatMap(({ code, reasons }) => (reasons.length > 0 ? reasons.map(({ reason }) => `${code} ${reason}`) : [`${code} `])));
  return [...new Set((file.report?.suspicions ?? []).map(({ code, reason }) => `${code} ${reason}`))].filter((key) => known.has(key));
}
