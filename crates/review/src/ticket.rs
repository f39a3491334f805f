//! Tickets: an appeal against a rejection that no resubmission can undo, and the correction of an identity record.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    case::{Attempt, Case, Claims, Session, Status},
    decision::Decision,
    finding::Finding,
    id::{AttemptId, Digest, ReviewerId, SessionId, TicketId},
    observation::ImageRole,
    policy::Policy,
    transition::Refusal,
    words::Words,
};

/// The most messages of one ticket.
pub const MESSAGES_MAX: usize = 50;

/// What an applicant asks people for.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// Name.
    pub id: TicketId,
    /// What for.
    pub kind: TicketKind,
    /// The session whose decision it is about.
    pub session: SessionId,
    /// Pictures, already taken in and stored durably.
    pub evidence: BTreeMap<Attachment, Digest>,
    /// What the applicant says.
    pub description: Words,
    /// For a correction: what should be recorded.
    pub wanted: Option<Claims>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// By when it should be answered: the end of a working day. Stands still while the applicant is asked something.
    pub due_at: Timestamp,
    /// Where it stands.
    pub status: TicketStatus,
    /// Since when the applicant is asked something.
    pub asked_at: Option<Timestamp>,
    /// What was written, oldest first.
    pub messages: Vec<Message>,
    /// What was found on its pictures, once they were examined.
    pub findings: Option<Vec<Finding>>,
    /// What reviewers would grant, where two are needed.
    pub grants: Vec<Grant>,
    /// Who answered it.
    pub answered_by: Option<ReviewerId>,
}

/// What for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketKind {
    /// Against a rejection.
    Appeal,
    /// Of name or document number in the identity record.
    Correction,
}

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketStatus {
    /// A person will answer.
    Open,
    /// The applicant was asked something.
    WaitingForApplicant,
    /// Answered with yes.
    Granted,
    /// Answered with no.
    Refused,
    /// Taken back by the applicant.
    Withdrawn,
}

/// A picture that belongs to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attachment {
    /// The document's front; for a correction that of the new document.
    Front,
    /// Its back.
    Back,
    /// The holder with the document in their hand.
    Holder,
    /// For a correction: the front of the document that is on record.
    OldFront,
}

/// Who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// The applicant.
    Applicant,
    /// A person at the desk.
    Reviewer(ReviewerId),
}

/// Something that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// By whom.
    pub from: Author,
    /// What.
    pub text: Words,
    /// When.
    pub at: Timestamp,
}

/// What one reviewer would grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// Who.
    pub reviewer: ReviewerId,
    /// Whether everything would have to be handed in again.
    pub reopens: bool,
}

/// How a ticket is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Yes. An appeal: the applicant is verified with what their document says. A correction: it is recorded.
    Grant,
    /// Yes, but everything must be handed in again. For an appeal alone.
    Reopen {
        /// Until when the session takes submissions again.
        expires_at: Timestamp,
    },
    /// No.
    Refuse,
}

impl Answer {
    /// Whether everything has to be handed in again.
    #[must_use]
    pub fn reopens(&self) -> bool {
        matches!(self, Answer::Reopen { .. })
    }
}

impl Attachment {
    /// As what its picture was taken in.
    #[must_use]
    pub fn role(self) -> ImageRole {
        match self {
            Attachment::Front | Attachment::OldFront => ImageRole::Front,
            Attachment::Back => ImageRole::Back,
            Attachment::Holder => ImageRole::Selfie,
        }
    }
}

impl TicketKind {
    /// What must be attached.
    #[must_use]
    pub fn required(self) -> &'static [Attachment] {
        match self {
            TicketKind::Appeal => &[Attachment::Front, Attachment::Holder],
            TicketKind::Correction => &[Attachment::Front, Attachment::Holder, Attachment::OldFront],
        }
    }
}

impl TicketStatus {
    /// Whether it waits for somebody.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, TicketStatus::Open | TicketStatus::WaitingForApplicant)
    }
}

impl Ticket {
    /// Its own pictures in the shape of an attempt, so that they are examined and shown like one.
    #[must_use]
    pub fn as_attempt(&self) -> Attempt {
        let own = self.evidence.iter().filter(|(attachment, _)| **attachment != Attachment::OldFront);
        Attempt {
            id: AttemptId(self.id.0),
            submitted_at: self.opened_at,
            evidence: own.map(|(attachment, digest)| (attachment.role(), *digest)).collect(),
            claims: self.wanted.clone().unwrap_or_default(),
            decision: None,
        }
    }

    /// Takes in a message. The clock stands still from a question to the applicant until their answer.
    pub(crate) fn said(&mut self, message: Message, asks: bool) {
        if asks {
            self.status = TicketStatus::WaitingForApplicant;
            self.asked_at = self.asked_at.or(Some(message.at));
        } else if let (Author::Applicant, Some(asked_at)) = (message.from, self.asked_at.take()) {
            let stood: SignedDuration = message.at.duration_since(asked_at);
            self.due_at = self.due_at.checked_add(stood).unwrap_or(Timestamp::MAX);
            self.status = TicketStatus::Open;
        }
        self.messages.push(message);
    }
}

impl Case {
    /// The ticket that waits for somebody. There is at most one.
    #[must_use]
    pub fn open_ticket(&self) -> Option<&Ticket> {
        self.tickets.values().find(|ticket| ticket.status.is_open())
    }

    /// Whether a ticket of this kind may be opened about a session.
    ///
    /// # Errors
    /// Where the decision leaves no such way, another ticket is open, or enough of them were answered.
    pub fn may_open(&self, kind: TicketKind, id: SessionId, policy: &Policy) -> Result<(), Refusal> {
        let session = self.sessions.get(&id).ok_or(Refusal::SessionUnknown)?;
        if self.open_ticket().is_some() {
            return Err(Refusal::TicketOpen);
        }
        match kind {
            TicketKind::Appeal => appealable(session, policy)?,
            TicketKind::Correction if session.status != Status::Approved || self.identity.is_none() => {
                return Err(Refusal::WrongStatus(session.status));
            }
            TicketKind::Correction => {}
        }
        let before = self.tickets.values().filter(|ticket| (ticket.session, ticket.kind) == (id, kind));
        let answered = before.filter(|ticket| ticket.status != TicketStatus::Withdrawn).count();
        let full = answered >= policy.tickets.per_decision_max as usize;
        if full { Err(Refusal::TicketsTooMany) } else { Ok(()) }
    }
}

/// Refused where the decision is not one that people look at again.
fn appealable(session: &Session, policy: &Policy) -> Result<(), Refusal> {
    let decision = session.attempts.last().and_then(|attempt| attempt.decision.as_ref());
    let declined = session.status == Status::Declined;
    let decision = decision.filter(|_| declined).ok_or(Refusal::WrongStatus(session.status))?;
    let barred = decision.codes.iter().find(|coded| !policy.tickets.appeal_codes.contains(&coded.code));
    barred.map_or(Ok(()), |coded| Err(Refusal::NotAppealable(coded.code.clone())))
}

/// Whether granting this takes two persons: a correction always does, an appeal where it goes against a code for which
/// the policy says so.
#[must_use]
pub fn takes_two(ticket: &Ticket, decision: Option<&Decision>, policy: &Policy) -> bool {
    let weighty = &policy.review.two_persons_overriding;
    let mut codes = decision.into_iter().flat_map(|decision| &decision.codes);
    ticket.kind == TicketKind::Correction || codes.any(|coded| weighty.contains(&coded.code))
}
