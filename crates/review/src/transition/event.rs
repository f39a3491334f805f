//! What happened in a case.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    case::{Claims, IdentityRecord, Step},
    decision::Decision,
    finding::Finding,
    id::{AttemptId, Digest, ReviewerId, SessionId, TicketId},
    observation::ImageRole,
    task::{Level, Opinion},
    ticket::{Attachment, Message, TicketKind},
    words::Words,
};

/// What happened, as stored. Names and shapes are kept for ever; new ones may be added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A session was opened.
    SessionOpened {
        /// Which.
        session: SessionId,
        /// Policy version that it keeps.
        policy: String,
        /// When.
        at: Timestamp,
        /// Until when.
        expires_at: Timestamp,
        /// What the first submission must hold, by the policy.
        steps_due: Vec<Step>,
    },
    /// A submission was accepted.
    Submitted {
        /// Session.
        session: SessionId,
        /// Attempt.
        attempt: AttemptId,
        /// All images, also those taken over.
        evidence: BTreeMap<ImageRole, Digest>,
        /// What was typed.
        claims: Claims,
        /// When.
        at: Timestamp,
    },
    /// Submissions were locked.
    Locked {
        /// Until.
        until: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// A try of the face check passed.
    LivenessPassed {
        /// Session.
        session: SessionId,
        /// When.
        at: Timestamp,
    },
    /// A try of the face check failed.
    LivenessFailed {
        /// Session.
        session: SessionId,
        /// Sub-reason of E012.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// Tries of the face check were locked.
    LivenessLocked {
        /// Until.
        until: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// An attempt was decided (with `Outcome::Review`: handed to a person).
    Decided {
        /// Session.
        session: SessionId,
        /// Attempt.
        attempt: AttemptId,
        /// The decision.
        decision: Decision,
        /// What must be handed in again; empty unless rejected with a way back.
        steps_due: Vec<Step>,
        /// What a reviewer said of it for colleagues.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Words>,
    },
    /// An attempt waits for a person.
    Queued {
        /// Session.
        session: SessionId,
        /// Attempt.
        attempt: AttemptId,
        /// See [`crate::task::Task`].
        lane: String,
        /// See [`crate::task::Task`].
        risk: u32,
        /// When.
        at: Timestamp,
        /// By when it should be decided.
        due_at: Timestamp,
    },
    /// A reviewer has said something of an attempt that needs another's agreement.
    Opined {
        /// Session.
        session: SessionId,
        /// What they said.
        opinion: Opinion,
        /// Who may decide from now on: where two differ, somebody who may go further.
        level: Level,
    },
    /// A case was handed to those who may go further.
    Escalated {
        /// Session.
        session: SessionId,
        /// Who.
        reviewer: ReviewerId,
        /// Why, for colleagues.
        note: Words,
        /// When.
        at: Timestamp,
    },
    /// A case is kept for one reviewer, or for nobody in particular again.
    Assigned {
        /// Session.
        session: SessionId,
        /// Who said so.
        by: ReviewerId,
        /// For whom.
        to: Option<ReviewerId>,
        /// When.
        at: Timestamp,
    },
    /// The applicant was verified.
    Verified {
        /// Session.
        session: SessionId,
        /// The record.
        identity: IdentityRecord,
    },
    /// A ticket was opened.
    TicketOpened {
        /// Which.
        ticket: TicketId,
        /// What for.
        kind: TicketKind,
        /// Session.
        session: SessionId,
        /// Pictures.
        evidence: BTreeMap<Attachment, Digest>,
        /// What the applicant says.
        description: Words,
        /// For a correction: what should be recorded.
        wanted: Option<Claims>,
        /// When.
        at: Timestamp,
        /// By when it should be answered.
        due_at: Timestamp,
    },
    /// The pictures of a ticket were examined.
    TicketExamined {
        /// Which.
        ticket: TicketId,
        /// What was found.
        findings: Vec<Finding>,
        /// When.
        at: Timestamp,
    },
    /// Somebody wrote in a ticket.
    TicketSaid {
        /// Which.
        ticket: TicketId,
        /// What.
        message: Message,
        /// Whether the applicant is asked something.
        asks: bool,
    },
    /// A reviewer would grant a ticket; another must agree.
    TicketOpined {
        /// Which.
        ticket: TicketId,
        /// Who.
        reviewer: ReviewerId,
        /// Whether everything would have to be handed in again.
        reopens: bool,
        /// For colleagues.
        note: Option<Words>,
        /// When.
        at: Timestamp,
    },
    /// A ticket was answered.
    TicketAnswered {
        /// Which.
        ticket: TicketId,
        /// By whom.
        reviewer: ReviewerId,
        /// Whether with yes.
        granted: bool,
        /// For the applicant.
        message: Option<Words>,
        /// For colleagues.
        note: Option<Words>,
        /// When.
        at: Timestamp,
    },
    /// A ticket was taken back.
    TicketWithdrawn {
        /// Which.
        ticket: TicketId,
        /// When.
        at: Timestamp,
    },
    /// An appeal was granted: the attempt is decided anew.
    Overturned {
        /// Session.
        session: SessionId,
        /// Attempt.
        attempt: AttemptId,
        /// The decision that stands now.
        decision: Decision,
    },
    /// An appeal was granted: everything can be handed in again.
    Reopened {
        /// Session.
        session: SessionId,
        /// What must be handed in.
        steps_due: Vec<Step>,
        /// Until when.
        expires_at: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// A correction was granted: a new version of the identity record.
    Corrected {
        /// Session.
        session: SessionId,
        /// The record.
        identity: IdentityRecord,
    },
    /// A verification was taken back.
    Revoked {
        /// Session.
        session: SessionId,
        /// By whom.
        reviewer: ReviewerId,
        /// Why, for colleagues.
        note: Words,
        /// When.
        at: Timestamp,
    },
    /// Locks were lifted, and what was counted towards them is forgotten.
    LocksLifted {
        /// By whom.
        reviewer: ReviewerId,
        /// Why, for colleagues.
        note: Words,
        /// When.
        at: Timestamp,
    },
    /// The host was told that the document of a verified applicant will expire.
    ExpiryNoticed {
        /// Session.
        session: SessionId,
        /// Version of the identity record.
        version: u32,
        /// When.
        at: Timestamp,
    },
    /// A session was withdrawn.
    Canceled {
        /// Which.
        session: SessionId,
        /// When.
        at: Timestamp,
    },
}

impl Event {
    /// The decision on an attempt that was made or overturned here.
    #[must_use]
    pub fn decision(&self) -> Option<(AttemptId, &Decision)> {
        match self {
            Event::Decided { attempt, decision, .. } | Event::Overturned { attempt, decision, .. } => {
                Some((*attempt, decision))
            }
            _ => None,
        }
    }
}
