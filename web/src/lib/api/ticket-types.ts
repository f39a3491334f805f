// What travels about tickets: appeals against a decision, and corrections of what is recorded.
import type { Report } from './console-types';
import type { ClaimField, Decision, LocalisedText, Session } from './types';

export type TicketKind = 'appeal' | 'correction';
export const TICKET_STATUSES = ['open', 'waiting_for_applicant', 'granted', 'refused', 'withdrawn'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

export const ATTACHMENTS = ['front', 'back', 'holder', 'old_front'] as const;
export type Attachment = (typeof ATTACHMENTS)[number];

export interface TicketMessage {
  from: 'applicant' | 'reviewer';
  text: string;
  at: string;
}

export interface Ticket {
  id: string;
  session_id: string;
  kind: TicketKind;
  status: TicketStatus;
  opened_at: string;
  /** By when it is answered; stands still while the applicant is asked something. */
  due_at: string;
  description: string;
  wanted: Partial<Record<ClaimField, string | null>> | null;
  evidence: Partial<Record<Attachment, string>>;
  /** Whether its pictures have been examined. */
  examined: boolean;
  messages: TicketMessage[];
}

/** Whether a ticket may be opened, and if not, the code of the problem that it would meet. */
export interface May {
  possible: boolean;
  reason: string | null;
  attachments: Attachment[];
  working_days: [number, number];
}

export interface OwnTickets {
  tickets: Ticket[];
  appeal: May;
  correction: May;
}

export interface NewTicket {
  kind: TicketKind;
  evidence: Partial<Record<Attachment, string>>;
  description: string;
  wanted?: Partial<Record<ClaimField, string>>;
}

/** A ticket in the console's list. */
export interface TicketRow {
  id: string;
  session_id: string;
  external_id: string;
  kind: TicketKind;
  status: TicketStatus;
  opened_at: string;
  due_at: string;
  held_until: string | null;
  held_by_me: boolean;
}

export interface TicketPage {
  tickets: TicketRow[];
  next: string | null;
}

export interface TicketHappening {
  at: string;
  what: string;
  reviewer_id: string | null;
  note: string | null;
}

export interface TicketFile {
  ticket: Ticket;
  external_id: string;
  held_until: string | null;
  held_by_me: boolean;
  /** Sent along with an answer, so that nobody answers what they have not seen. */
  version: number;
  /** This reviewer has decided on the applicant before. */
  excluded: boolean;
  granted_count: number;
  two_needed: boolean;
  /** Where the document is verified now, if on another account. */
  taken_by: { session_id: string; external_id: string } | null;
  session: Session;
  report: Report | null;
  ticket_report: Report | null;
  decisions: Decision[];
  trail: TicketHappening[];
}

export const ANSWERS = ['grant', 'reopen', 'refuse'] as const;
export type AnswerName = (typeof ANSWERS)[number];

export interface NewAnswer {
  answer: AnswerName;
  message: string;
  note?: string;
  second: boolean;
  version: number;
}

/** Answers to begin with, by name. */
export type Templates = Record<string, LocalisedText>;
