//! Locks are lifted before they end by themselves.

use jiff::Timestamp;

use super::{senior, session};
use crate::{
    case::Case,
    id::SessionId,
    policy::Policy,
    task::Reviewer,
    transition::{Event, Refusal, Transition},
    words::Words,
};

/// Lifts every lock of an applicant and forgets what counted towards it. For seniors, with a reason that stays on record.
pub(super) fn apply(
    case: &Case,
    id: SessionId,
    reviewer: Reviewer,
    note: Words,
    policy: &Policy,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    session(case, id)?;
    senior(reviewer)?;
    let locked = case.locked_until(now).is_some() || case.liveness_locked_until(now).is_some();
    let counted = case.attempts_view(policy, now).used > 0 || case.liveness_failures > 0;
    if !locked && !counted {
        return Err(Refusal::NothingLocked);
    }
    let mut transition = Transition::of(case);
    transition.audit("locks.lifted", id, None, format!("by=reviewer:{}", reviewer.id));
    transition.tell("locks.lifted", id);
    transition.events.push(Event::LocksLifted { reviewer: reviewer.id, note, at: now });
    Ok(transition)
}
