//! A verification is taken back.

use jiff::Timestamp;

use super::{senior, session};
use crate::{
    case::{Case, Status},
    id::SessionId,
    task::Reviewer,
    transition::{Event, Refusal, Transition},
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
    senior(reviewer)?;
    if case.open_ticket().is_some() {
        return Err(Refusal::TicketOpen);
    }
    let mut transition = Transition::of(case);
    transition.audit("applicant.revoked", id, None, format!("by=reviewer:{}", reviewer.id));
    transition.tell("capability.withdrawn", id);
    transition.events.push(Event::Revoked { session: id, reviewer: reviewer.id, note, at: now });
    Ok(transition)
}
