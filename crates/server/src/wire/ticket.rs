//! Tickets on the wire.

use std::collections::BTreeMap;

use jiff::Timestamp;
use review::{
    case::Case,
    id::{SessionId, TicketId},
    policy::Policy,
    ticket::{self, Attachment, Author, TicketKind},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use storage::evidence::Evidence;
use utoipa::ToSchema;

use crate::problem::Problem;

/// An appeal or a correction, as its applicant and the desk see it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Ticket {
    #[schema(value_type = uuid::Uuid)]
    id: TicketId,
    #[schema(value_type = uuid::Uuid)]
    session_id: SessionId,
    /// `appeal` or `correction`.
    kind: &'static str,
    /// `open`, `waiting_for_applicant`, `granted`, `refused` or `withdrawn`.
    status: &'static str,
    #[schema(value_type = String, format = DateTime)]
    opened_at: Timestamp,
    /// By when it is answered: the end of a working day. Stands still while the applicant is asked something.
    #[schema(value_type = String, format = DateTime)]
    due_at: Timestamp,
    description: String,
    /// For a correction: what should be recorded.
    #[schema(value_type = Option<Object>)]
    wanted: Option<Value>,
    /// Name of each picture: `front`, `back`, `holder`, `old_front`.
    #[schema(value_type = Object)]
    evidence: BTreeMap<&'static str, uuid::Uuid>,
    /// Whether its pictures have been examined.
    examined: bool,
    /// Oldest first.
    messages: Vec<Message>,
}

/// A ticket that waits for somebody, at a glance.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpenTicket {
    #[schema(value_type = uuid::Uuid)]
    id: TicketId,
    /// `appeal` or `correction`.
    kind: &'static str,
    /// `open` or `waiting_for_applicant`.
    status: &'static str,
    #[schema(value_type = String, format = DateTime)]
    due_at: Timestamp,
}

/// Something that was written.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Message {
    /// `applicant` or `reviewer`.
    from: &'static str,
    text: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// Whether a ticket of a kind may be opened, and if not, why.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct May {
    possible: bool,
    /// The code of the problem that it would meet.
    reason: Option<&'static str>,
    /// What must be attached.
    attachments: Vec<&'static str>,
    /// Within how many working days it is answered.
    working_days: [u32; 2],
}

/// Which kind of ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Appeal,
    Correction,
}

impl From<Kind> for TicketKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Appeal => Self::Appeal,
            Kind::Correction => Self::Correction,
        }
    }
}

impl Ticket {
    /// Of a ticket, with the pictures of its session.
    pub(crate) fn new(ticket: &ticket::Ticket, rows: &[Evidence]) -> Self {
        let picture = |(attachment, digest): (&Attachment, &review::id::Digest)| {
            let row = rows.iter().rev().find(|row| row.digest == *digest && row.role == attachment.role())?;
            Some((attachment.as_str(), row.id))
        };
        let message = |message: &ticket::Message| Message {
            from: match message.from {
                Author::Applicant => "applicant",
                Author::Reviewer(_) => "reviewer",
            },
            text: message.text.as_str().to_owned(),
            at: message.at,
        };
        Self {
            id: ticket.id,
            session_id: ticket.session,
            kind: ticket.kind.as_str(),
            status: ticket.status.as_str(),
            opened_at: ticket.opened_at,
            due_at: ticket.due_at,
            description: ticket.description.as_str().to_owned(),
            wanted: ticket.wanted.as_ref().map(|wanted| serde_json::to_value(wanted).unwrap_or_default()),
            evidence: ticket.evidence.iter().filter_map(picture).collect(),
            examined: ticket.findings.is_some(),
            messages: ticket.messages.iter().map(message).collect(),
        }
    }
}

impl OpenTicket {
    /// The one of a session, where there is one.
    pub(crate) fn of(case: &Case, session: SessionId) -> Option<Self> {
        let ticket = case.open_ticket().filter(|ticket| ticket.session == session)?;
        let (kind, status) = (ticket.kind.as_str(), ticket.status.as_str());
        Some(Self { id: ticket.id, kind, status, due_at: ticket.due_at })
    }
}

impl May {
    /// Of a kind of ticket about a session.
    pub(crate) fn new(case: &Case, session: SessionId, kind: TicketKind, policy: &Policy) -> Self {
        let refused = case.may_open(kind, session, policy).err();
        Self {
            possible: refused.is_none(),
            reason: refused.map(|refusal| Problem::from(refusal).code()),
            attachments: kind.required().iter().map(|attached| attached.as_str()).collect(),
            working_days: policy.tickets.working_days,
        }
    }
}
