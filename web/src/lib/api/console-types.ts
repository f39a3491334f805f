// What travels between the console and the server.
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

export interface Report {
  attempt_id: string;
  submitted_at: string;
  evidence: Partial<Record<Role, string>>;
  document: { kind: string | null; issuer: string | null };
  mrz: { format: string; lines: string[]; valid: boolean } | null;
  face: { similarity: number | null };
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
