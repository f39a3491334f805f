// How long a case has waited, as a share of what it may.
import type { Waiting } from '../../lib/api/console-types';

export interface Reading {
  /** Time gone by, 0–1. */
  share: number;
  /** Milliseconds until it is due; negative once it is overdue. */
  left_ms: number;
  /** `late` once it is overdue, `soon` in the last quarter. */
  tone: 'calm' | 'soon' | 'late';
}

const SOON = 0.75;

export function readClock({ entered_at, due_at }: Pick<Waiting, 'entered_at' | 'due_at'>, now_ms: number): Reading {
  const [from, to] = [Date.parse(entered_at), Date.parse(due_at)];
  const left_ms = to - now_ms;
  const share = to > from ? Math.min(1, Math.max(0, (now_ms - from) / (to - from))) : 1;
  return { share, left_ms, tone: left_ms <= 0 ? 'late' : share >= SOON ? 'soon' : 'calm' };
}

/** Hours until everything that waits is decided, at the pace of the last day; null where nothing was decided. */
export function hoursToClear({ waiting, decided_a_day }: { waiting: number; decided_a_day: number }): number | null {
  return decided_a_day > 0 ? (24 * waiting) / decided_a_day : null;
}

/** Seconds down to whole days, hours or minutes: what is said to be late by two hours is late by two, not by one and a bit. */
export function wholeUnits(seconds: number): number {
  const unit_s = seconds >= 2 * 86_400 ? 86_400 : seconds >= 2 * 3600 ? 3600 : seconds >= 120 ? 60 : 1;
  return Math.floor(seconds / unit_s) * unit_s;
}
