//! What happened in a case, for those who decide it.

use jiff::Timestamp;
use review::{
    case::Case,
    decision::{CodedReason, DecidedBy},
    id::{AttemptId, ReviewerId, SessionId, TicketId},
    task::Opinion,
    ticket::Author,
    transition::Event,
    words::Words,
};
use serde::Serialize;
use utoipa::ToSchema;

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Happened {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Such as `submitted`, `queued`, `opined`, `escalated`, `decided`.
    what: &'static str,
    #[schema(value_type = Option<uuid::Uuid>)]
    session_id: Option<SessionId>,
    #[schema(value_type = Option<uuid::Uuid>)]
    attempt_id: Option<AttemptId>,
    /// The reviewer who did it, where one did.
    #[schema(value_type = Option<uuid::Uuid>)]
    reviewer_id: Option<ReviewerId>,
    /// Whether that is the caller.
    by_me: bool,
    /// `approved`, `review` or `rejected`.
    outcome: Option<&'static str>,
    /// Codes with their sub-reasons, such as `E001/glare`; the reason why a face check failed.
    codes: Vec<String>,
    /// What was said among colleagues.
    note: Option<String>,
    /// What the applicant was told beside the codes.
    message: Option<String>,
    /// Whether outcome, codes and note are kept back: an opinion that still waits for somebody who has not read it.
    withheld: bool,
}

impl Happened {
    fn new(what: &'static str, at: Timestamp) -> Self {
        Self {
            at,
            what,
            session_id: None,
            attempt_id: None,
            reviewer_id: None,
            by_me: false,
            outcome: None,
            codes: Vec::new(),
            note: None,
            message: None,
            withheld: false,
        }
    }

    fn of(self, session: SessionId) -> Self {
        Self { session_id: Some(session), ..self }
    }

    fn about(self, attempt: AttemptId) -> Self {
        Self { attempt_id: Some(attempt), ..self }
    }

    fn by(self, reviewer: ReviewerId) -> Self {
        Self { reviewer_id: Some(reviewer), ..self }
    }

    fn noted(self, note: Option<&Words>) -> Self {
        Self { note: text(note), ..self }
    }
}

impl Happened {
    /// What happened in the case, as `me` may see it.
    ///
    /// The opinion of a first person is kept back from everybody but its author until a second has spoken: a second
    /// look is worth something only where it is not led by the first. Where two differ, a senior sees both.
    pub(crate) fn trail(events: &[Event], case: &Case, me: ReviewerId) -> Vec<Self> {
        let tasks = case.sessions.values().filter_map(|session| session.task.as_ref());
        let alone = tasks.filter(|task| task.opinions.len() == 1).flat_map(|task| &task.opinions);
        let unheard: Vec<&Opinion> = alone.filter(|opinion| opinion.reviewer != me).collect();
        let tickets = case.tickets.values().filter(|ticket| ticket.status.is_open());
        let granted = tickets.filter(|ticket| matches!(ticket.grants[..], [grant] if grant.reviewer != me));
        let granted: Vec<TicketId> = granted.map(|ticket| ticket.id).collect();
        let kept_back = |event: &Event| match event {
            Event::Opined { opinion, .. } => unheard.contains(&opinion),
            Event::TicketOpined { ticket, .. } => granted.contains(ticket),
            _ => false,
        };
        let shown = |event: &Event| {
            let happened = if kept_back(event) { Self::from(event).blank() } else { Self::from(event) };
            Self { by_me: happened.reviewer_id == Some(me), ..happened }
        };
        events.iter().map(shown).collect()
    }

    fn blank(self) -> Self {
        Self { outcome: None, codes: Vec::new(), note: None, withheld: true, ..self }
    }
}

impl From<&Event> for Happened {
    fn from(event: &Event) -> Self {
        match event {
            Event::SessionOpened { session, at, .. } => Self::new("session_opened", *at).of(*session),
            Event::Submitted { session, attempt, at, .. } => {
                Self::new("submitted", *at).of(*session).about(*attempt)
            }
            Event::Locked { at, .. } => Self::new("locked", *at),
            Event::LivenessPassed { session, at } => Self::new("liveness_passed", *at).of(*session),
            Event::LivenessFailed { session, reason, at } => {
                Self { codes: vec![reason.clone()], ..Self::new("liveness_failed", *at).of(*session) }
            }
            Event::LivenessLocked { at, .. } => Self::new("liveness_locked", *at),
            Event::Queued { session, attempt, at, .. } => {
                Self::new("queued", *at).of(*session).about(*attempt)
            }
            Event::Escalated { session, reviewer, note, at } => {
                Self::new("escalated", *at).of(*session).by(*reviewer).noted(Some(note))
            }
            Event::Assigned { session, by, at, .. } => Self::new("assigned", *at).of(*session).by(*by),
            Event::Verified { session, identity } => {
                Self::new("verified", identity.approved_at).of(*session).about(identity.attempt)
            }
            Event::Canceled { session, at } => Self::new("canceled", *at).of(*session),
            Event::LocksLifted { reviewer, note, at } => {
                Self::new("locks_lifted", *at).by(*reviewer).noted(Some(note))
            }
            Event::ExpiryNoticed { session, at, .. } => Self::new("expiry_noticed", *at).of(*session),
            Event::Reopened { session, at, .. } => Self::new("reopened", *at).of(*session),
            Event::Corrected { session, identity } => {
                Self::new("corrected", identity.approved_at).of(*session)
            }
            Event::Revoked { session, reviewer, note, at } => {
                Self::new("revoked", *at).of(*session).by(*reviewer).noted(Some(note))
            }
            Event::Opined { .. } | Event::Decided { .. } | Event::Overturned { .. } => verdict(event),
            Event::TicketOpened { .. }
            | Event::TicketExamined { .. }
            | Event::TicketSaid { .. }
            | Event::TicketOpined { .. }
            | Event::TicketAnswered { .. }
            | Event::TicketWithdrawn { .. } => in_ticket(event),
        }
    }
}

fn in_ticket(event: &Event) -> Happened {
    match event {
        Event::TicketOpened { session, at, .. } => Happened::new("ticket_opened", *at).of(*session),
        Event::TicketExamined { at, .. } => Happened::new("ticket_examined", *at),
        Event::TicketSaid { message, .. } => {
            let happened = Happened::new("ticket_said", message.at);
            match message.from {
                Author::Applicant => happened,
                Author::Reviewer(reviewer) => happened.by(reviewer),
            }
        }
        Event::TicketOpined { reviewer, note, at, .. } => {
            Happened::new("ticket_opined", *at).by(*reviewer).noted(note.as_ref())
        }
        Event::TicketAnswered { reviewer, granted, message, note, at, .. } => {
            let what = if *granted { "ticket_granted" } else { "ticket_refused" };
            let happened = Happened::new(what, *at).by(*reviewer).noted(note.as_ref());
            Happened { message: text(message.as_ref()), ..happened }
        }
        Event::TicketWithdrawn { at, .. } => Happened::new("ticket_withdrawn", *at),
        _ => unreachable!("tickets alone are asked for"),
    }
}

fn verdict(event: &Event) -> Happened {
    match event {
        Event::Opined { session, opinion, .. } => {
            let codes = opinion.codes.iter().map(|(code, reason)| CodedReason::bare(code, reason).spelled());
            let happened = Happened::new("opined", opinion.at).of(*session).by(opinion.reviewer);
            Happened {
                outcome: Some(opinion.outcome.as_str()),
                codes: codes.collect(),
                ..happened.noted(opinion.note.as_ref())
            }
        }
        Event::Overturned { session, attempt, decision } => {
            let happened = Happened::new("overturned", decision.at).of(*session).about(*attempt);
            Happened { outcome: Some(decision.outcome.as_str()), ..happened }
        }
        Event::Decided { session, attempt, decision, note, .. } => {
            let reviewer_id = match decision.by {
                DecidedBy::Reviewer(reviewer) => Some(reviewer),
                DecidedBy::Automatic => None,
            };
            let happened = Happened::new("decided", decision.at).of(*session).about(*attempt);
            Happened {
                reviewer_id,
                outcome: Some(decision.outcome.as_str()),
                codes: decision.codes.iter().map(CodedReason::spelled).collect(),
                message: text(decision.message.as_ref()),
                ..happened.noted(note.as_ref())
            }
        }
        _ => unreachable!("verdicts alone are asked for"),
    }
}

fn text(words: Option<&Words>) -> Option<String> {
    words.map(|words| words.as_str().to_owned())
}
