//! The applicant hands in evidence and claims.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{session, takes_input};
use crate::{
    case::{Case, Claims, Session, Step},
    id::{AttemptId, Digest, SessionId},
    limits::hours_after,
    observation::ImageRole,
    policy::Policy,
    transition::{Event, Job, Refusal, Transition},
};

/// What is handed in.
pub(super) struct HandedIn {
    pub(super) attempt: AttemptId,
    pub(super) evidence: BTreeMap<ImageRole, Digest>,
    pub(super) claims: Option<Claims>,
}

/// Accepts a submission and has it examined; the one that is over the limit locks instead.
///
/// A submission that is refused for another reason does not count.
pub(super) fn apply(
    case: &Case,
    id: SessionId,
    handed_in: HandedIn,
    policy: &Policy,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    let session = session(case, id)?;
    possible(case, session, &handed_in, now)?;
    let limits = case.attempts_view(policy, now);
    if limits.used >= limits.limit {
        return Ok(lock(case, id, policy, now));
    }
    Ok(accept(case, session, handed_in, now))
}

fn possible(case: &Case, session: &Session, handed_in: &HandedIn, now: Timestamp) -> Result<(), Refusal> {
    let verified = |refusal| if case.identity.is_some() { Refusal::AlreadyVerified } else { refusal };
    takes_input(case, session, now).map_err(verified)?;
    if let Some(until) = case.locked_until(now) {
        return Err(Refusal::Locked(until));
    }
    let known =
        |attempt: AttemptId| case.sessions.values().flat_map(|s| &s.attempts).any(|a| a.id == attempt);
    if known(handed_in.attempt) {
        return Err(Refusal::AttemptUnknown);
    }
    let missing = missing(session, handed_in);
    if missing.is_empty() { Ok(()) } else { Err(Refusal::StepsMissing(missing)) }
}

/// Steps that are due and were not handed in. The back is optional while the front is due too: the document may be
/// another one, without a back.
fn missing(session: &Session, handed_in: &HandedIn) -> Vec<Step> {
    let due = &session.steps_due;
    let optional = |step: Step| step == Step::Back && due.contains(&Step::Front);
    due.iter().copied().filter(|step| !optional(*step) && !contains(handed_in, *step)).collect()
}

fn contains(handed_in: &HandedIn, step: Step) -> bool {
    match step.image() {
        Some(role) => handed_in.evidence.contains_key(&role),
        None => handed_in.claims.as_ref().is_some_and(|claims| !claims.is_empty()),
    }
}

fn accept(case: &Case, session: &Session, handed_in: HandedIn, now: Timestamp) -> Transition {
    let (id, attempt) = (session.id, handed_in.attempt);
    let steps: Vec<&str> =
        Step::ALL.iter().filter(|step| contains(&handed_in, **step)).map(|s| s.as_str()).collect();
    let (evidence, claims) = completed(session, handed_in);
    let mut transition = Transition::of(case);
    transition.audit("attempt.submitted", id, Some(attempt), format!("steps={}", steps.join(",")));
    transition.events.push(Event::Submitted { session: id, attempt, evidence, claims, at: now });
    transition.jobs.push(Job::Examine { session: id, attempt });
    transition
}

/// What was handed in, with the parts that were not due taken over from the attempt before.
fn completed(session: &Session, handed_in: HandedIn) -> (BTreeMap<ImageRole, Digest>, Claims) {
    let due: BTreeSet<ImageRole> = session.steps_due.iter().filter_map(|step| step.image()).collect();
    let before = session.attempts.last();
    let kept =
        before.into_iter().flat_map(|attempt| &attempt.evidence).filter(|(role, _)| !due.contains(role));
    let mut evidence: BTreeMap<ImageRole, Digest> = kept.map(|(role, digest)| (*role, *digest)).collect();
    evidence.extend(handed_in.evidence);
    let typed_before = || before.map(|attempt| attempt.claims.clone()).unwrap_or_default();
    (evidence, handed_in.claims.unwrap_or_else(typed_before))
}

fn lock(case: &Case, session: SessionId, policy: &Policy, now: Timestamp) -> Transition {
    let until = hours_after(now, policy.limits.lock_hours);
    let mut transition = Transition::of(case);
    transition.audit("submission.locked", session, None, format!("until={until}"));
    transition.events.push(Event::Locked { until, at: now });
    transition.tell("submission.locked", session);
    transition.refusal = Some(Refusal::Locked(until));
    transition
}
