//! A worker has examined and judged an attempt.

use jiff::Timestamp;

use super::{latest_attempt, outcome, session};
use crate::{
    case::{Case, Status},
    decision::{DecidedBy, Decision, Outcome},
    finding::{Finding, FindingCode},
    id::{AttemptId, SessionId},
    observation::ModelUsed,
    policy::Policy,
    transition::{ReadIdentity, Refusal, Transition},
};

/// What the worker brings.
pub(super) struct Concluded {
    pub(super) attempt: AttemptId,
    pub(super) findings: Vec<Finding>,
    pub(super) models: Vec<ModelUsed>,
    pub(super) identity: Option<ReadIdentity>,
}

/// Decides the attempt by the policy. An attempt that is decided already is refused, so that a worker that comes
/// twice or late changes nothing.
pub(super) fn apply(
    case: &Case,
    id: SessionId,
    concluded: Concluded,
    policy: &Policy,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    let session = session(case, id)?;
    let attempt = latest_attempt(session, concluded.attempt, Status::Processing)?;
    let Concluded { findings, models, .. } = &concluded;
    let decision = automatic(findings, models, concluded.identity.is_some(), policy, now);
    Ok(outcome::record(case, session, attempt, decision, concluded.identity, policy))
}

/// What the machine decides on these findings. An approval that could record nothing goes to a person instead.
pub(crate) fn automatic(
    findings: &[Finding],
    models: &[ModelUsed],
    identity_read: bool,
    policy: &Policy,
    now: Timestamp,
) -> Decision {
    let decision = policy.decide(findings, DecidedBy::Automatic, models, now);
    if decision.outcome != Outcome::Approved || identity_read {
        return decision;
    }
    let mut findings = findings.to_vec();
    findings.push(Finding::new(FindingCode::ExaminationFailed));
    Decision { outcome: Outcome::Review, findings, ..decision }
}
