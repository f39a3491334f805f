// Where a session stands for the person who looks at it: one word from status, decision and locks together.
import type { Session, Step } from '../lib/api/types';
import type { SealState } from '../ui/Seal.svelte';

export type Standing = 'due' | 'rejected' | 'locked' | 'processing' | 'in_review' | 'approved' | 'ticket' | 'appealed' | 'declined' | 'expired' | 'canceled';

/** The seal that stands for each. */
export const SEALS: Record<Standing, SealState> = {
  due: 'attention',
  rejected: 'attention',
  locked: 'paused',
  processing: 'working',
  in_review: 'working',
  approved: 'verified',
  ticket: 'paused',
  appealed: 'working',
  declined: 'ended',
  expired: 'ended',
  canceled: 'ended',
};

/** When submissions open again, if they are locked now. */
export function lockedUntil(session: Session, now_ms: number): string | null {
  const until = session.locked_until;
  return until !== null && Date.parse(until) > now_ms ? until : null;
}

export function standingOf(session: Session, now_ms: number): Standing {
  const decision = session.latest?.decision;
  const ticket = decision?.outcome === 'rejected' && decision.retry.kind === 'ticket';
  if (session.open_ticket?.kind === 'appeal') return 'appealed';
  if (session.status === 'declined') return ticket ? 'ticket' : 'declined';
  if (session.status !== 'requires_input') return session.status;
  if (lockedUntil(session, now_ms)) return 'locked';
  if (decision?.outcome !== 'rejected') return 'due';
  return ticket ? 'ticket' : decision.retry.kind === 'never' ? 'declined' : 'rejected';
}

/** Submissions left in the present window, never below nothing. */
export function attemptsLeft({ attempts }: Session): number {
  return Math.max(0, attempts.limit - attempts.used);
}

const ORDER: readonly Step[] = ['front', 'back', 'selfie', 'claims'];

export function orderedSteps(session: Session): Step[] {
  return ORDER.filter((step) => session.steps_due.includes(step));
}
