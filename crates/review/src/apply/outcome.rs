//! What follows from a decision: events, audit entry, notices, the identity record, the closing of other sessions.

use jiff::Timestamp;

use crate::{
    case::{Attempt, Case, IdentityRecord, Session, Step},
    decision::{CodedReason, DecidedBy, Decision, Outcome, Retry},
    id::{AttemptId, SessionId},
    limits::hours_after,
    observation::ImageRole,
    policy::Policy,
    transition::{Event, Notice, ReadIdentity, Transition},
    words::Words,
};

/// The transition that a decision on the session's latest attempt makes.
pub(super) fn record(
    case: &Case,
    session: &Session,
    attempt: &Attempt,
    decision: Decision,
    identity: Option<ReadIdentity>,
    policy: &Policy,
) -> Transition {
    let steps_due = steps_due(attempt, &decision, policy);
    let waits =
        (decision.outcome == Outcome::Review).then(|| queued(session, attempt, &decision, &identity, policy));
    let mut transition =
        record_with(case, session, attempt, Verdict { decision, steps_due, note: None }, identity, policy);
    transition.events.extend(waits);
    transition
}

/// A decision with what must be handed in again and what is said of it among colleagues.
pub(super) struct Verdict {
    pub(super) decision: Decision,
    pub(super) steps_due: Vec<Step>,
    pub(super) note: Option<Words>,
}

/// As [`record`], with the steps and the note of a person.
pub(super) fn record_with(
    case: &Case,
    session: &Session,
    attempt: &Attempt,
    verdict: Verdict,
    identity: Option<ReadIdentity>,
    policy: &Policy,
) -> Transition {
    let Verdict { decision, steps_due, note } = verdict;
    let mut transition = Transition::of(case);
    transition.audit("attempt.decided", session.id, Some(attempt.id), summary(&decision));
    transition.outbox.push(notice(session.id, &decision));
    let verified = identity.filter(|_| decision.outcome == Outcome::Approved);
    let closing = verified.is_some() || closes_for_good(&decision);
    let at = decision.at;
    transition.events.push(Event::Decided {
        session: session.id,
        attempt: attempt.id,
        decision,
        steps_due,
        note,
    });
    if let Some(read) = verified {
        verify(&mut transition, session.id, attempt, read, policy, at);
    }
    if closing {
        close_others(&mut transition, case, session.id, at);
    }
    transition
}

fn queued(
    session: &Session,
    attempt: &Attempt,
    decision: &Decision,
    identity: &Option<ReadIdentity>,
    policy: &Policy,
) -> Event {
    let document = identity.as_ref().map(|identity| &identity.document);
    let lane = policy.lane(document.map(|d| d.issuer.as_str()), document.map(|d| d.kind.as_str()));
    Event::Queued {
        session: session.id,
        attempt: attempt.id,
        lane: lane.to_owned(),
        risk: policy.risk(&policy.suspicions(&decision.findings)),
        at: decision.at,
        due_at: hours_after(decision.at, policy.review.target_hours),
    }
}

/// What a decision asks for again; nothing where it leaves no way back.
pub(super) fn steps_due(attempt: &Attempt, decision: &Decision, policy: &Policy) -> Vec<Step> {
    if decision.outcome != Outcome::Rejected || closes_for_good(decision) {
        return Vec::new();
    }
    let had_back = attempt.evidence.contains_key(&ImageRole::Back);
    policy.steps_due(&decision.codes, &decision.findings, had_back).into_iter().collect()
}

pub(super) fn closes_for_good(decision: &Decision) -> bool {
    decision.outcome == Outcome::Rejected && matches!(decision.retry, Retry::Ticket | Retry::Never)
}

/// What every verification brings: the record, its audit entry, and the word to the host.
pub(super) fn verify(
    transition: &mut Transition,
    session: SessionId,
    attempt: &Attempt,
    read: ReadIdentity,
    policy: &Policy,
    now: Timestamp,
) {
    let identity = IdentityRecord::new(read, attempt.id, now, &policy.capabilities);
    let granted = format!("capabilities={}", identity.capabilities.join(","));
    transition.audit("applicant.verified", session, Some(attempt.id), granted);
    transition.tell("capability.granted", session);
    transition.events.push(Event::Verified { session, identity });
}

impl IdentityRecord {
    /// The first version of what a document says, with what it unlocks.
    pub(super) fn new(
        read: ReadIdentity,
        attempt: AttemptId,
        approved_at: Timestamp,
        capabilities: &[String],
    ) -> IdentityRecord {
        IdentityRecord {
            attempt,
            approved_at,
            document: read.document,
            name: read.name,
            birth_date: read.birth_date,
            expiry_date: read.expiry_date,
            capabilities: capabilities.to_vec(),
            version: 1,
        }
    }
}

/// What is final for the applicant leaves no other session open.
fn close_others(transition: &mut Transition, case: &Case, decided: SessionId, at: Timestamp) {
    for other in case.sessions.values().filter(|s| s.id != decided && !s.status.is_final()) {
        transition.audit(
            "session.canceled",
            other.id,
            None,
            "another session was decided for good".to_owned(),
        );
        transition.tell("session.canceled", other.id);
        transition.events.push(Event::Canceled { session: other.id, at });
    }
}

fn notice(session: SessionId, decision: &Decision) -> Notice {
    let kind = match decision.outcome {
        Outcome::Review => "session.in_review",
        Outcome::Approved | Outcome::Rejected => "session.decided",
    };
    Notice { kind: kind.to_owned(), session, codes: decision.codes.clone() }
}

fn summary(decision: &Decision) -> String {
    let codes: Vec<String> = decision.codes.iter().map(CodedReason::spelled).collect();
    let by = match decision.by {
        DecidedBy::Automatic => "automatic".to_owned(),
        DecidedBy::Reviewer(id) => format!("reviewer:{id}"),
    };
    format!("outcome={} codes={} policy={} by={by}", decision.outcome, codes.join(","), decision.policy)
}
