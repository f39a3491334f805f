// What travels between the console and the server.
import type { Ask } from './live-types';
import type { CodedReason, Decision, Finding, Region, Role, Session, SessionStatus, Step } from './types';

/** Where a case that waits for a person stands, as this reviewer sees it. */
export interface Waiting {
  lane: string;
  level: 'reviewer' | 'senior';
  risk: number;
  entered_at: string;
  due_at: string;
  held_until: string | null;
  held_by_me: boolean;
  kept_for: 'me' | 'another' | null;
  /** This reviewer has decided on the applicant before. */
  excluded: boolean;
  /** That is so of everybody. */
  nobody: boolean;
}

/** How the queue stands against its clock. */
export interface QueueStanding {
  waiting: number;
  overdue: number;
  held: number;
  decided_a_day: number;
  peak: boolean;
  target_hours: number;
  lanes: string[];
}

export interface Held {
  session_id: string;
  held_until: string;
}

/** Which cases a list shows. */
export interface Sieve {
  status: SessionStatus;
  lane?: string | null;
  overdue?: boolean;
  mine?: boolean;
}

export interface CaseRow {
  session_id: string;
  applicant_id: string;
  external_id: string;
  status: SessionStatus;
  submitted_at: string | null;
  outcome: Decision['outcome'] | null;
  codes: string[];
  waiting: Waiting | null;
}

export interface CasePage {
  cases: CaseRow[];
  next: string | null;
}

/** One source's value of a field. */
export interface SourceValue {
  source: string;
  value: string;
  confidence: number;
  reliable: boolean;
  region: Region | null;
}

export interface CrossCheck {
  field: string;
  values: SourceValue[];
  pairs: { a: number; b: number; agrees: boolean; diagnosis: string | null }[];
  agrees: boolean;
  /** `single`, `agree`, `unreadable`, `claim_mismatch`, `inconsistent` or `side_mismatch`. */
  verdict: string;
  diagnosis: string | null;
}

/** The largest face of a frame; what else is measured of it no page draws. */
export interface FaceMoment {
  pose: { yaw_deg: number; pitch_deg: number; roll_deg: number };
  /** Distance of the lids over that of the eye's corners, the eye at the picture's left first. */
  eyes: [number, number];
  /** Distance of the lips over the length of the nose. */
  mouth: number;
}

export interface FilmMoment {
  at_ms: number;
  /** Which of the plan's colours filled the screen. */
  colour: number | null;
  faces_count: number;
  face: FaceMoment | null;
}

export const FILM_KINDS = ['depth', 'framed', 'same_person', 'reflection', 'repeated', 'unevenness'] as const;
export type FilmKind = (typeof FILM_KINDS)[number];

/** A face check, as its film was measured. */
export interface FilmReading {
  /** What was asked, in order, and which colours (red, green, blue) were shown afterwards. */
  plan: { asks: Ask[]; colours: [number, number, number][] };
  moments: FilmMoment[];
  /** Which of them became the selfie. */
  best: number;
  camera: string;
  measures: { kind: FilmKind; value: number }[];
}

/** The portrait beside the selfie, and what the policy makes of their similarity. */
export interface FaceComparison {
  similarity: number | null;
  portrait: Region | null;
  selfie: Region | null;
  /** A match from here on. */
  match_min: number;
  /** No match below. */
  no_match_max: number;
}

/** Something that happened in an applicant's case. */
export interface Happened {
  at: string;
  what: string;
  session_id: string | null;
  attempt_id: string | null;
  reviewer_id: string | null;
  by_me: boolean;
  outcome: Decision['outcome'] | null;
  codes: string[];
  note: string | null;
  message: string | null;
  /** An opinion that is kept back until a second person has spoken. */
  withheld: boolean;
}

/** An earlier submission of the same applicant. */
export interface Earlier {
  session_id: string;
  attempt_id: string;
  submitted_at: string;
  evidence: Partial<Record<Role, string>>;
  decision: Decision | null;
}

export interface Report {
  attempt_id: string;
  submitted_at: string;
  evidence: Partial<Record<Role, string>>;
  document: { kind: string | null; issuer: string | null };
  mrz: { format: string; lines: string[]; valid: boolean } | null;
  face: FaceComparison;
  /** What vision measured; null until it has. `liveness` is null where a photograph was handed in. */
  examination: { liveness: FilmReading | null } | null;
  crosschecks: CrossCheck[];
  findings: Finding[];
  /** What the program would have rejected for, had it been certain. */
  suspicions: CodedReason[];
}

export interface CaseFile {
  session: Session;
  external_id: string;
  /** Sent along with a verdict, so that nobody decides what they have not seen. */
  version: number;
  waiting: Waiting | null;
  opinions_count: number;
  trail: Happened[];
  earlier: Earlier[];
  report: Report | null;
  decisions: Decision[];
}

export interface Verdict {
  attempt_id: string;
  verdict: 'approve' | 'reject';
  codes: { code: string; reason: string }[];
  /** For a rejection, in place of what the codes ask for. */
  steps?: Step[];
  /** For the applicant. */
  message?: string;
  /** For colleagues alone. */
  note?: string;
  second: boolean;
  version: number;
}
