//! A verification is taken back.

use jiff::Timestamp;

use super::session;
use crate::{
    case::{Case, Status},
    id::SessionId,
    task::{Level, Reviewer},
    transition::{Event, Notice, Refusal, Transition},
    words::Words,
};

/// Takes a verification back: the record goes to the earlier ones, what it unlocked is withdrawn, and its document is
/// free for another account. For seniors.
pub(super) fn apply(
    case: &Case,
    id: SessionId,
    reviewer: Reviewer,
    note: Words,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    let session = session(case, id)?;
    if session.status != Status::Approved || case.identity.is_none() {
        return Err(Refusal::WrongStatus(session.status));
    }
    if reviewer.level < Level::Senior {
        return Err(Refusal::NotForReviewer);
    }
    if case.open_ticket().is_some() {
        return Err(Refusal::TicketOpen);
    }
    let mut transition = Transition::of(case);
    transition.audit("applicant.revoked", id, None, format!("by=reviewer:{}", reviewer.id));
    let notice = Notice { kind: "capability.withdrawn".to_owned(), session: id, codes: Vec::new() };
    transition.outbox.push(notice);
    transition.events.push(Event::Revoked { session: id, reviewer: reviewer.id, note, at: now });
    Ok(transition)
}
