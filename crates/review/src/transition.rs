//! Commands that ask for a change, and the change itself, written by one storage call.

mod command;
mod event;
mod refusal;

use serde::{Deserialize, Serialize};

pub use command::{Command, ReadIdentity, Remarks, Verdict};
pub use event::Event;
pub use refusal::Refusal;

use crate::{
    decision::CodedReason,
    id::{ApplicantId, AttemptId, SessionId, TicketId},
};

/// A change of one case: all of it is written in one database transaction, or none.
#[derive(Debug, Clone, PartialEq)]
pub struct Transition {
    /// Whose case.
    pub applicant: ApplicantId,
    /// The case's version that this was decided on; the write fails if it has moved.
    pub expected_version: u64,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// Work to do, enqueued in the same transaction.
    pub jobs: Vec<Job>,
    /// Who did what, without personal data.
    pub audit: Vec<AuditEntry>,
    /// What the host application is told.
    pub outbox: Vec<Notice>,
    /// Set where the command is refused and yet leaves a trace (the sixth submission locks).
    pub refusal: Option<Refusal>,
}

/// Work that a worker does at least once and that takes effect once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Job {
    /// Examine, judge and conclude an attempt.
    Examine {
        /// Session.
        session: SessionId,
        /// Attempt.
        attempt: AttemptId,
    },
    /// Examine the pictures of a ticket.
    ExamineTicket {
        /// Session.
        session: SessionId,
        /// Ticket.
        ticket: TicketId,
    },
}

/// An entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// `session.opened`, `attempt.submitted`, `attempt.decided`, …
    pub action: String,
    /// Session it is about.
    pub session: Option<SessionId>,
    /// Attempt it is about.
    pub attempt: Option<AttemptId>,
    /// Codes, outcome, policy: never personal data.
    pub detail: String,
}

/// What the host application is told (webhooks; the delivery comes later, the record is kept from the start).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// `session.decided`, `session.in_review`, `capability.granted`, …
    pub kind: String,
    /// Session it is about.
    pub session: SessionId,
    /// Codes where there are any.
    pub codes: Vec<CodedReason>,
}
