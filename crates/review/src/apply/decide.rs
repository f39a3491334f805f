//! A person decides a case in review, or says what a second person must agree to.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{desk, latest_attempt, outcome, session, unmoved};
use crate::{
    case::{Attempt, Case, Session, Status, Step},
    decision::{self, CodedReason, DecidedBy, Decision, Outcome},
    finding::Finding,
    id::{AttemptId, SessionId},
    observation::ModelUsed,
    policy::Policy,
    task::{Level, Opinion, Reviewer},
    transition::{Event, ReadIdentity, Refusal, Remarks, Transition, Verdict},
};

/// What the reviewer brings.
pub(super) struct Decided {
    pub(super) attempt: AttemptId,
    pub(super) reviewer: Reviewer,
    pub(super) verdict: Verdict,
    pub(super) remarks: Remarks,
    pub(super) seen: Option<u64>,
    pub(super) identity: Option<ReadIdentity>,
}

/// Records a person's verdict; where two persons are needed, as an opinion until another has agreed.
///
/// Who has decided on this applicant before decides nothing more of theirs. Where two differ, a senior decides with
/// one of them.
pub(super) fn apply(
    case: &Case,
    id: SessionId,
    decided: Decided,
    policy: &Policy,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    let session = session(case, id)?;
    let attempt = latest_attempt(session, decided.attempt, Status::InReview)?;
    desk::may_decide(case, session, decided.reviewer)?;
    unmoved(case, decided.seen)?;
    let (findings, models) = examined(attempt);
    let decision = decision(&decided, findings, models, policy, now)?;
    let steps_due = steps_due(&decided.verdict, attempt, &decision, policy)?;
    if !settled(session, &decided, &decision, policy) {
        return Ok(opine(case, session, decided, now));
    }
    let verdict = outcome::Verdict { decision, steps_due, note: decided.remarks.note };
    Ok(outcome::record_with(case, session, attempt, verdict, decided.identity, policy))
}

/// What the automatic review went by.
pub(super) fn examined(attempt: &Attempt) -> (&[Finding], &[ModelUsed]) {
    let automatic = attempt.decision.as_ref();
    automatic.map(|d| (d.findings.as_slice(), d.models.as_slice())).unwrap_or_default()
}

/// Whether one person's word is enough, or another has said the same.
fn settled(session: &Session, decided: &Decided, decision: &Decision, policy: &Policy) -> bool {
    let (overriding, giving) = (&policy.review.two_persons_overriding, &policy.review.two_persons_giving);
    let suspected = policy.suspicions(&decision.findings);
    let weighty: BTreeSet<&str> = match decision.outcome {
        Outcome::Rejected => names(&decision.codes).filter(|code| giving.contains(*code)).collect(),
        Outcome::Approved | Outcome::Review => BTreeSet::new(),
    };
    let overrides =
        decision.outcome == Outcome::Approved && names(&suspected).any(|code| overriding.contains(code));
    // Once somebody has asked for a second person, one alone settles nothing more.
    let heard = session.task.as_ref().is_some_and(|task| !task.opinions.is_empty());
    let two = overrides || !weighty.is_empty() || decided.remarks.second || heard;
    !two || session.agreed(decision.outcome, &weighty)
}

fn names(codes: &[CodedReason]) -> impl Iterator<Item = &str> {
    codes.iter().map(|coded| coded.code.as_str())
}

fn opine(case: &Case, session: &Session, decided: Decided, now: Timestamp) -> Transition {
    let task = session.task.as_ref();
    let heard = task.is_some_and(|task| !task.opinions.is_empty());
    let level = if heard { Level::Senior } else { task.map_or(Level::Reviewer, |task| task.level) };
    let (outcome, codes) = match decided.verdict {
        Verdict::Approve => (Outcome::Approved, Vec::new()),
        Verdict::Reject { codes, .. } => (Outcome::Rejected, codes),
    };
    let spelled: Vec<String> = codes.iter().map(|(code, reason)| spelled(code, reason)).collect();
    let mut transition = Transition::of(case);
    let detail = format!("outcome={outcome} codes={} by=reviewer:{}", spelled.join(","), decided.reviewer.id);
    transition.audit("attempt.opined", session.id, Some(decided.attempt), detail);
    transition.tell("session.second_review", session.id);
    let note = decided.remarks.note;
    let opinion = Opinion { reviewer: decided.reviewer.id, outcome, codes, note, at: now };
    transition.events.push(Event::Opined { session: session.id, opinion, level });
    transition
}

fn decision(
    decided: &Decided,
    findings: &[Finding],
    models: &[ModelUsed],
    policy: &Policy,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let by = DecidedBy::Reviewer(decided.reviewer.id);
    let decision = match &decided.verdict {
        Verdict::Approve if decided.identity.is_none() => return Err(Refusal::IdentityMissing),
        Verdict::Approve => policy.approve(findings, by, models, now),
        Verdict::Reject { codes, .. } => {
            let codes = named(codes, findings, policy)?;
            policy.reject(codes, findings, by, models, now)
        }
    };
    Ok(Decision { message: decided.remarks.public.clone(), ..decision })
}

/// The steps that the reviewer names, or those that the codes ask for.
fn steps_due(
    verdict: &Verdict,
    attempt: &Attempt,
    decision: &Decision,
    policy: &Policy,
) -> Result<Vec<Step>, Refusal> {
    let Verdict::Reject { steps: Some(steps), .. } = verdict else {
        return Ok(outcome::steps_due(attempt, decision, policy));
    };
    if steps.is_empty() || outcome::closes_for_good(decision) {
        return Err(Refusal::StepsNotFitting);
    }
    Ok(steps.iter().copied().collect())
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
    decision::spelled(code, reason).chars().filter(|c| !c.is_control()).take(64).collect()
}
