//! Locks are lifted before they end by themselves.

use jiff::Timestamp;

use super::session;
use crate::{
    case::Case,
    id::SessionId,
    task::{Level, Reviewer},
    transition::{Event, Notice, Refusal, Transition},
    words::Words,
};

/// Lifts every lock of an applicant and forgets what counted towards it. For seniors, with a reason that stays on record.
pub(super) fn apply(
    case: &Case,
    id: SessionId,
    reviewer: Reviewer,
    note: Words,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    session(case, id)?;
    if reviewer.level < Level::Senior {
        return Err(Refusal::NotForReviewer);
    }
    let locked = case.locked_until(now).is_some() || case.liveness_locked_until(now).is_some();
    if !locked && case.submissions.is_empty() && case.liveness_failures == 0 {
        return Err(Refusal::NothingLocked);
    }
    let mut transition = Transition::of(case);
    transition.audit("locks.lifted", id, None, format!("by=reviewer:{}", reviewer.id));
    let notice = Notice { kind: "locks.lifted".to_owned(), session: id, codes: Vec::new() };
    transition.outbox.push(notice);
    transition.events.push(Event::LocksLifted { reviewer: reviewer.id, note, at: now });
    Ok(transition)
}
