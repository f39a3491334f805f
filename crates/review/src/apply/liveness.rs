//! A try of the face check has ended.

use jiff::Timestamp;

use super::{session, takes_input};
use crate::{
    case::{Case, Step},
    id::SessionId,
    limits::hours_after,
    policy::Policy,
    transition::{Event, Refusal, Transition},
};

impl Case {
    /// Whether a try of the face check may begin in this session.
    ///
    /// # Errors
    /// Where the selfie is not due, the session takes no submissions, or tries are locked.
    pub fn may_try_liveness(&self, id: SessionId, now: Timestamp) -> Result<(), Refusal> {
        let (session, now) = (session(self, id)?, self.moment(now));
        takes_input(self, session, now)?;
        if let Some(until) = self.liveness_locked_until(now) {
            return Err(Refusal::LivenessLocked(until));
        }
        let due = session.steps_due.contains(&Step::Selfie);
        if due { Ok(()) } else { Err(Refusal::StepNotDue(Step::Selfie)) }
    }
}

/// Counts a failure, and locks with the last that is allowed in a row; a success sets the count back. A failure counts
/// whatever has become of the session meanwhile: what else is handed in during a try must not undo it.
pub(super) fn apply(
    case: &Case,
    id: SessionId,
    failure: Option<String>,
    policy: &Policy,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    let mut transition = Transition::of(case);
    let Some(reason) = failure else {
        case.may_try_liveness(id, now)?;
        transition.audit("liveness.passed", id, None, String::new());
        transition.events.push(Event::LivenessPassed { session: id, at: now });
        return Ok(transition);
    };
    session(case, id)?;
    if let Some(until) = case.liveness_locked_until(now) {
        return Err(Refusal::LivenessLocked(until));
    }
    transition.audit("liveness.failed", id, None, format!("reason={reason}"));
    transition.events.push(Event::LivenessFailed { session: id, reason, at: now });
    if case.liveness_failures + 1 >= policy.limits.liveness_failures_max {
        let until = hours_after(now, policy.limits.liveness_lock_hours);
        transition.audit("liveness.locked", id, None, format!("until={until}"));
        transition.events.push(Event::LivenessLocked { until, at: now });
        transition.tell("liveness.locked", id);
    }
    Ok(transition)
}
