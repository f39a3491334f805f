// What travels between the console and the server.
import type { Ask } from './live-types';
import type { CodedReason, Decision, Finding, Region, Role, Session, SessionStatus } from './types';

export interface CaseRow {
  session_id: string;
  applicant_id: string;
  external_id: string;
  status: SessionStatus;
  submitted_at: string | null;
  outcome: Decision['outcome'] | null;
  codes: string[];
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

export interface Report {
  attempt_id: string;
  submitted_at: string;
  evidence: Partial<Record<Role, string>>;
  document: { kind: string | null; issuer: string | null };
  mrz: { format: string; lines: string[]; valid: boolean } | null;
  face: { similarity: number | null };
  /** What vision measured; null until it has. `liveness` is null where a photograph was handed in. */
  examination: { liveness: FilmReading | null } | null;
  crosschecks: CrossCheck[];
  findings: Finding[];
  /** What the program would have rejected for, had it been certain. */
  suspicions: CodedReason[];
}

export interface CaseFile {
  session: Session;
  report: Report | null;
  decisions: Decision[];
}

export interface Verdict {
  attempt_id: string;
  verdict: 'approve' | 'reject';
  codes: { code: string; reason: string }[];
}
