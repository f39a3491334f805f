// What travels between the pages and the server: API version 1, as the applicant's token and the operator's key see it.
import type { Liveness } from './live-types';

export type Role = 'front' | 'back' | 'selfie';
export type Step = Role | 'claims';

export type SessionStatus =
  | 'requires_input'
  | 'processing'
  | 'in_review'
  | 'approved'
  | 'declined'
  | 'expired'
  | 'canceled';

/** A point as fractions of the upright image's width and height. */
export type Corner = [x: number, y: number];

export interface Region {
  image: Role;
  corners: Corner[];
}

export interface CodedReason {
  code: string;
  reason: string;
  image: Role | null;
  field: string | null;
  diagnosis: string | null;
  region: Region | null;
  value: number | null;
  threshold: number | null;
}

export interface Retry {
  kind: 'not_needed' | 'now' | 'advised' | 'ticket' | 'never';
  from?: string;
  until?: string;
}

export interface Finding {
  code: string;
  image: Role | null;
  field: string | null;
  value: number | null;
  threshold: number | null;
  region: Region | null;
  diagnosis: string | null;
  detail?: { rule: string; expected: string; found: string } | null;
  witnesses: number;
}

export interface Decision {
  id?: string;
  outcome: 'approved' | 'review' | 'rejected';
  codes: CodedReason[];
  policy: string;
  by: 'automatic' | 'reviewer';
  at: string;
  retry: Retry;
  findings?: Finding[];
}

export interface Attempt {
  attempt_id: string;
  submitted_at: string;
  evidence: Partial<Record<Role, string>>;
  decision: Decision | null;
}

export type ProgressStep = 'queued' | 'intake' | 'document' | 'text' | 'mrz' | 'face' | 'judging';

export interface Session {
  id: string;
  applicant_id: string;
  policy: string;
  status: SessionStatus;
  opened_at: string;
  expires_at: string;
  steps_due: Step[];
  attempts: { used: number; limit: number; window_ends_at: string | null };
  next_allowed_at: string | null;
  locked_until: string | null;
  progress: { step: ProgressStep; done: number; of: number } | null;
  estimate: { kind: 'automatic' | 'manual'; from_seconds: number; to_seconds: number } | null;
  latest: Attempt | null;
  /** Absent where the server has no face check. */
  liveness?: Liveness;
  capabilities: string[];
  /** The appeal or correction about it that waits for somebody. */
  open_ticket?: OpenTicket | null;
}

export interface OpenTicket {
  id: string;
  kind: 'appeal' | 'correction';
  status: 'open' | 'waiting_for_applicant';
  due_at: string;
}

export interface QualityMeasure {
  image: Role;
  kind: string;
  value: number;
  threshold: number | null;
  ok: boolean;
  region: Region | null;
}

/** What would probably be rejected, said before it is handed in. */
export type Hint = CodedReason;

export interface ReadField {
  field: string;
  value: string;
  confidence: number;
  region: Region | null;
}

export interface Evidence {
  id: string;
  role: Role;
  width_px: number;
  height_px: number;
  sha256: string;
  quality: QualityMeasure[];
  hints: Hint[];
}

export interface Reading {
  kind: string | null;
  issuer: string | null;
  fields: ReadField[];
  hints: Hint[];
  quality: QualityMeasure[];
}

export const CLAIM_FIELDS = [
  'name',
  'document_number',
  'birth_date',
  'sex',
  'nationality',
  'expiry_date',
] as const;
export type ClaimField = (typeof CLAIM_FIELDS)[number];
export type Claims = Record<ClaimField, string>;

export interface Submission {
  evidence: Partial<Record<Role, string>>;
  claims?: Partial<Claims>;
}

export type LocalisedText = Record<'en' | 'zh-Hans' | 'zh-Hant', string>;

/** One rejection code as the policy describes it. */
export interface PolicyCode {
  code: string;
  title: LocalisedText;
  remedy: LocalisedText;
  reasons: { reason: string; title: LocalisedText; remedy: LocalisedText }[];
  difficulty: 'low' | 'medium' | 'high' | 'ticket' | 'none';
  recovery: { min_minutes: number; max_minutes: number } | null;
  resubmission: 'now' | 'ticket' | 'never';
}
