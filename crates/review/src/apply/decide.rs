//! A person decides a case in review.

use jiff::Timestamp;

use super::{latest_attempt, outcome, session};
use crate::{
    case::{Case, Status},
    decision::{CodedReason, DecidedBy, Decision, Outcome},
    finding::Finding,
    id::{AttemptId, ReviewerId, SessionId},
    observation::ModelUsed,
    policy::Policy,
    transition::{ReadIdentity, Refusal, Transition, Verdict},
};

/// What the reviewer brings.
pub(super) struct Decided {
    pub(super) attempt: AttemptId,
    pub(super) reviewer: ReviewerId,
    pub(super) verdict: Verdict,
    pub(super) identity: Option<ReadIdentity>,
}

/// Records a person's verdict. Who has rejected this applicant before decides no resubmission of theirs.
pub(super) fn apply(
    case: &Case,
    id: SessionId,
    decided: Decided,
    policy: &Policy,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    let session = session(case, id)?;
    let attempt = latest_attempt(session, decided.attempt, Status::InReview)?;
    if has_rejected(case, decided.reviewer) {
        return Err(Refusal::ReviewerExcluded);
    }
    let automatic = attempt.decision.as_ref();
    let findings = automatic.map(|d| d.findings.as_slice()).unwrap_or_default();
    let models = automatic.map(|d| d.models.as_slice()).unwrap_or_default();
    let decision = decision(&decided, findings, models, policy, now)?;
    Ok(outcome::record(case, session, attempt, decision, decided.identity, policy))
}

fn has_rejected(case: &Case, reviewer: ReviewerId) -> bool {
    let decisions =
        case.sessions.values().flat_map(|s| &s.attempts).filter_map(|attempt| attempt.decision.as_ref());
    decisions.into_iter().any(|d| d.outcome == Outcome::Rejected && d.by == DecidedBy::Reviewer(reviewer))
}

fn decision(
    decided: &Decided,
    findings: &[Finding],
    models: &[ModelUsed],
    policy: &Policy,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let by = DecidedBy::Reviewer(decided.reviewer);
    match &decided.verdict {
        Verdict::Approve if decided.identity.is_none() => Err(Refusal::IdentityMissing),
        Verdict::Approve => Ok(policy.approve(findings, by, models, now)),
        Verdict::Reject(codes) => {
            let codes = named(codes, findings, policy)?;
            Ok(policy.reject(codes, findings, by, models, now))
        }
    }
}

/// The codes that the reviewer names, with the measurement behind each where the examination had the same one.
fn named(
    codes: &[(String, String)],
    findings: &[Finding],
    policy: &Policy,
) -> Result<Vec<CodedReason>, Refusal> {
    if codes.is_empty() {
        return Err(Refusal::CodeUnknown(String::new()));
    }
    let measured = policy.suspicions(findings);
    let one = |(code, reason): &(String, String)| {
        if !policy.has_reason(code, reason) {
            return Err(Refusal::CodeUnknown(spelled(code, reason)));
        }
        let found = measured.iter().find(|m| m.code == *code && m.reason == *reason);
        Ok(found.cloned().unwrap_or_else(|| CodedReason::bare(code, reason)))
    };
    codes.iter().map(one).collect()
}

/// `E001/glare`, at most 64 characters, as hostile input is repeated in an answer.
fn spelled(code: &str, reason: &str) -> String {
    let slash = if reason.is_empty() { "" } else { "/" };
    format!("{code}{slash}{reason}").chars().filter(|c| !c.is_control()).take(64).collect()
}
