//! Who may decide a case in review, and handing it to somebody else.

use jiff::Timestamp;

use super::{senior, session};
use crate::{
    case::{Case, Session, Status},
    id::SessionId,
    task::{Level, Reviewer, Task},
    transition::{Event, Refusal, Transition},
    words::Words,
};

/// What waits for a person in this session.
fn task(session: &Session) -> Result<&Task, Refusal> {
    match (&session.task, session.status) {
        (Some(task), Status::InReview) => Ok(task),
        (_, status) => Err(Refusal::WrongStatus(status)),
    }
}

/// Refused where this reviewer may not decide this session.
pub(super) fn may_decide(case: &Case, session: &Session, reviewer: Reviewer) -> Result<(), Refusal> {
    let task = task(session)?;
    if case.excluded(session.id).contains(&reviewer.id) {
        return Err(Refusal::ReviewerExcluded);
    }
    let kept_for_another = task.assigned_to.is_some_and(|kept_for| kept_for != reviewer.id);
    let beyond = reviewer.level < task.level;
    if kept_for_another || beyond { Err(Refusal::NotForReviewer) } else { Ok(()) }
}

/// Hands a case to the seniors.
pub(super) fn escalate(
    case: &Case,
    id: SessionId,
    reviewer: Reviewer,
    note: Words,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    let session = session(case, id)?;
    let task = task(session)?;
    if task.level == Level::Senior {
        return Err(Refusal::EscalatedAlready);
    }
    let mut transition = Transition::of(case);
    let detail = format!("by=reviewer:{}", reviewer.id);
    transition.audit("session.escalated", id, Some(task.attempt), detail);
    transition.events.push(Event::Escalated { session: id, reviewer: reviewer.id, note, at: now });
    Ok(transition)
}

/// Keeps a case for one reviewer, or for nobody in particular again. For seniors to say.
pub(super) fn assign(
    case: &Case,
    id: SessionId,
    by: Reviewer,
    to: Option<Reviewer>,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    let session = session(case, id)?;
    let task = task(session)?;
    senior(by)?;
    if to.is_some_and(|to| case.excluded(id).contains(&to.id)) {
        return Err(Refusal::ReviewerExcluded);
    }
    // Kept for somebody who may not decide it, it would wait for ever.
    if to.is_some_and(|to| to.level < task.level) {
        return Err(Refusal::NotForReviewer);
    }
    let to = to.map(|to| to.id);
    let mut transition = Transition::of(case);
    let whom = to.map_or_else(|| "nobody".to_owned(), |to| format!("reviewer:{to}"));
    transition.audit("session.assigned", id, Some(task.attempt), format!("to={whom} by=reviewer:{}", by.id));
    transition.events.push(Event::Assigned { session: id, by: by.id, to, at: now });
    Ok(transition)
}
