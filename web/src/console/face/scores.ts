// What a similarity of two faces is worth: only what was measured, and only bounds that follow from it.

/** At this similarity: share of pairs of strangers at least so alike, share of pairs of one person less alike. */
export interface Measured {
  similarity: number;
  strangers: number;
  missed: number;
}

/** 600 pairs of one person, 1,250,180 pairs of strangers; `crates/vision/src/face.rs` says how it was measured. */
export const MEASURED: readonly Measured[] = [
  { similarity: 0.1, strangers: 0.025, missed: 0.0033 },
  { similarity: 0.19, strangers: 0.01, missed: 0.0083 },
  { similarity: 0.5, strangers: 0.001, missed: 0.05 },
  { similarity: 0.77, strangers: 0.0001, missed: 0.148 },
  { similarity: 0.91, strangers: 0.0000096, missed: 0.353 },
];

/** Strangers are as alike as this at most so often; null below the lowest measured similarity. */
export function strangersAtMost(similarity: number): Measured | null {
  return MEASURED.findLast((point) => point.similarity <= similarity) ?? null;
}

/** One person's pictures are less alike than this at most so often; null above the highest measured similarity. */
export function missedAtMost(similarity: number): Measured | null {
  return MEASURED.find((point) => point.similarity >= similarity) ?? null;
}

export type Zone = 'match' | 'unsure' | 'no_match';

/** What the policy makes of it. */
export function zoneOf(similarity: number, limits: { match_min: number; no_match_max: number }): Zone {
  if (similarity >= limits.match_min) return 'match';
  return similarity < limits.no_match_max ? 'no_match' : 'unsure';
}
