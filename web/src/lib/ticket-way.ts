// How far a ticket is, as steps in order: what is done, what is under way, what is to come.
import type { Ticket } from './api/ticket-types';

export type WayStep = 'opened' | 'examined' | 'asked' | 'answered' | 'withdrawn';
export type WayState = 'done' | 'now' | 'next';

export interface Stage {
  step: WayStep;
  state: WayState;
  /** When it happened, where that is known. */
  at: string | null;
}

/** That somebody was asked is a step only while it waits for the answer. */
export function stagesOf({ status, examined, opened_at, messages }: Pick<Ticket, 'status' | 'examined' | 'opened_at' | 'messages'>): Stage[] {
  const stages: Stage[] = [{ step: 'opened', state: 'done', at: opened_at }];
  const open = status === 'open' || status === 'waiting_for_applicant';
  if (open || examined) stages.push({ step: 'examined', state: examined ? 'done' : 'now', at: null });
  const last = messages.findLast(({ from }) => from === 'reviewer')?.at ?? null;
  if (status === 'waiting_for_applicant') stages.push({ step: 'asked', state: 'now', at: last });
  if (status === 'withdrawn') stages.push({ step: 'withdrawn', state: 'done', at: null });
  else stages.push({ step: 'answered', state: !open ? 'done' : examined && status === 'open' ? 'now' : 'next', at: open ? null : last });
  return stages;
}

export function isOpen({ status }: Pick<Ticket, 'status'>): boolean {
  return status === 'open' || status === 'waiting_for_applicant';
}

/** Longest text of a description, a message or a note, in characters. */
export const WORDS_CHARS_MAX = 2_000;

/** What was typed as it is sent: a tabulator, which the server takes for a control character, becomes a space. */
export function tidyWords(text: string): string {
  return text.replaceAll('\t', ' ').trim();
}

/** Characters as people count them: one for each code point. */
export function charactersOf(text: string): number {
  return [...tidyWords(text)].length;
}
