//! Attempts decided again: the same comes out, what was changed shows, and what another policy would change is counted.

use jiff::{Timestamp, civil::date};
use uuid::Uuid;

use super::*;
use crate::{decision::Outcome, id::ReviewerId, judge::read_identity, samples::Sample};

const SESSION: SessionId = SessionId(Uuid::from_u128(1));
const ATTEMPT: AttemptId = AttemptId(Uuid::from_u128(2));

fn at(second: i64) -> Timestamp {
    let start: Timestamp = "2010-06-01T23:59:50Z".parse().unwrap();
    start + jiff::SignedDuration::from_secs(second)
}

/// What the record says of a sample that was handed in just before midnight and decided after it.
fn recorded(sample: &Sample) -> Recorded {
    let Sample { examination, claims, circumstances, policy, .. } = sample;
    let findings = judge(examination, claims, circumstances, policy, date(2010, 6, 1)).findings;
    let identity = read_identity(examination).is_some();
    let decision = automatic(&findings, &examination.models, identity, policy, at(20));
    let events = [
        Event::Submitted {
            session: SESSION,
            attempt: ATTEMPT,
            evidence: [].into(),
            claims: claims.clone(),
            at: at(0),
        },
        Event::Decided { session: SESSION, attempt: ATTEMPT, decision, steps_due: vec![], note: None },
    ];
    Recorded::of(&events, ATTEMPT).unwrap()
}

fn doubtful() -> Sample {
    let mut sample = Sample::passport();
    sample.examination.face.similarity = Some(0.3);
    sample
}

#[test]
fn the_same_comes_out() {
    let mut duplicate = Sample::passport();
    duplicate.circumstances.duplicate_document = true;
    let mut nameless = Sample::passport();
    nameless.policy.documents.required_otherwise.clear();
    nameless.examination.document.fields.clear();
    for sample in [Sample::passport(), Sample::resident_id(), doubtful(), duplicate, nameless] {
        let recorded = recorded(&sample);
        let again = recorded.decide_again(Some(&sample.examination), &sample.policy);
        assert_eq!(again, recorded.automatic);
        assert_eq!(recorded.decide_again(None, &sample.policy), None, "nothing is made up");
    }
}

#[test]
fn what_was_changed_shows() {
    let sample = Sample::passport();
    let mut recorded = recorded(&sample);
    recorded.claims.birth_date = Some("1974-08-13".into());
    let again = recorded.decide_again(Some(&sample.examination), &sample.policy).unwrap();
    assert_ne!(Some(&again), recorded.automatic.as_ref());
    assert_eq!(again.outcome, Outcome::Rejected);
}

#[test]
fn what_could_not_be_examined_is_decided_by_that_alone() {
    let policy = Policy::exchange();
    let failed = [Finding::new(FindingCode::ExaminationFailed)];
    let mut recorded = recorded(&Sample::passport());
    recorded.automatic = Some(automatic(&failed, &[], false, &policy, at(9)));
    assert!(recorded.was_given_up());
    assert_eq!(recorded.decide_again(None, &policy), recorded.automatic);
}

#[test]
fn an_attempt_is_told_from_others_and_people_from_the_machine() {
    let sample = doubtful();
    let recorded = recorded(&sample);
    assert_eq!(Recorded::of(&[], ATTEMPT), None);
    let submitted = Event::Submitted {
        session: SESSION,
        attempt: ATTEMPT,
        evidence: [].into(),
        claims: sample.claims.clone(),
        at: at(0),
    };
    let decided = |attempt, decision: Decision| Event::Decided {
        session: SESSION,
        attempt,
        decision,
        steps_due: vec![],
        note: None,
    };
    let by = DecidedBy::Reviewer(ReviewerId(Uuid::from_u128(9)));
    let person = sample.policy.approve(&[], by, &[], at(60));
    let foreign = AttemptId(Uuid::from_u128(3));
    let events = [
        submitted,
        decided(foreign, person.clone()),
        decided(ATTEMPT, recorded.automatic.clone().unwrap()),
        decided(ATTEMPT, person.clone()),
    ];
    let told = Recorded::of(&events, ATTEMPT).unwrap();
    assert_eq!((&told.automatic, &told.people), (&recorded.automatic, &vec![person]));
    assert_eq!(Recorded::of(&events, foreign), None, "its submission is not told of");
}

#[test]
fn changes_are_counted_by_outcome_and_code() {
    let (good, doubtful) = (Sample::passport(), doubtful());
    let mut other = good.policy.clone();
    other.thresholds.face_no_match_max = 0.4;
    other.documents.remaining_days_min = 1000;
    let mut tally = Tally::default();
    let mut changes = Vec::new();
    for sample in [&good, &doubtful] {
        let recorded = recorded(sample);
        let again = recorded.decide_again(Some(&sample.examination), &other).unwrap();
        changes.extend(tally.count(&recorded, recorded.automatic.as_ref().unwrap(), &again));
    }
    assert_eq!((tally.judged, tally.changed, changes.len()), (2, 2, 2));
    let filled: Vec<_> = tally.outcomes().filter(|(_, _, count)| *count > 0).collect();
    assert_eq!(filled, [(Outcome::Approved, Outcome::Rejected, 1), (Outcome::Review, Outcome::Rejected, 1)]);
    assert_eq!(tally.codes["E018/expires_soon"], Codes { gained: 2, lost: 0 });
    assert_eq!(tally.codes["E013"], Codes { gained: 1, lost: 0 });
    assert_eq!(changes[1].gained, ["E013".to_owned(), "E018/expires_soon".to_owned()].into());
    assert_eq!(tally.people().map(|(_, _, count)| count).sum::<u64>(), 0);
}
