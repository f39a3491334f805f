//! The host application opens a verification.

use jiff::Timestamp;

use super::still_open;
use crate::{
    case::{Case, Step},
    id::SessionId,
    policy::Policy,
    transition::{Event, Refusal, Transition},
};

/// Opens a session that asks for what the policy wants; the back is asked for once the document is known to have one.
pub(super) fn apply(
    case: &Case,
    session: SessionId,
    expires_at: Timestamp,
    policy: &Policy,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    still_open(case)?;
    if let Some(existing) = case.sessions.get(&session) {
        return Err(Refusal::WrongStatus(existing.status));
    }
    if expires_at <= now {
        return Err(Refusal::SessionExpired(expires_at));
    }
    let mut transition = Transition::of(case);
    let (policy, steps_due) = (policy.id(), first_steps(policy));
    transition.audit("session.opened", session, None, format!("policy={policy}"));
    transition.events.push(Event::SessionOpened { session, policy, at: now, expires_at, steps_due });
    Ok(transition)
}

fn first_steps(policy: &Policy) -> Vec<Step> {
    let asked =
        [(Step::Front, true), (Step::Selfie, policy.selfie_required), (Step::Claims, policy.claims.required)];
    asked.into_iter().filter(|(_, asked)| *asked).map(|(step, _)| step).collect()
}
