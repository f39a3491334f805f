//! People at the desk: two persons, seniors, steps by name, words to the applicant.

use super::*;
use crate::{
    decision::{Outcome, Retry},
    policy::LANE_OTHERWISE,
    transition::Event,
};

/// A decision by reviewer 1 with changes.
fn with(change: impl FnOnce(&mut Verdict, &mut Remarks, &mut Option<u64>)) -> Command {
    let mut command = decide(1, 1, Verdict::Approve);
    if let Command::Decide { verdict, remarks, seen, .. } = &mut command {
        change(verdict, remarks, seen);
    }
    command
}

/// A world in which the examination suspects a forgery.
fn suspected() -> World {
    let mut world = World::submitted();
    world.done(conclude(1, 1, vec![finding(FindingCode::DocumentImpossibleData)]));
    world
}

#[test]
fn what_waits_has_a_lane_a_clock_and_a_risk() {
    let world = World::in_review();
    let task = world.session(1).task.as_ref().unwrap();
    assert_eq!((task.lane.as_str(), task.level), (LANE_OTHERWISE, Level::Reviewer));
    assert_eq!((task.entered_at, task.due_at), (world.now, world.now.checked_add(hours(24)).unwrap()));
    assert_eq!(world.policy.lane(Some("HKG"), Some("passport")), "chinese");
    assert_eq!(world.policy.lane(None, Some("hkid")), "chinese");
    assert_eq!(world.policy.lane(None, None), LANE_OTHERWISE);
    assert!(
        suspected().session(1).task.as_ref().unwrap().risk > task.risk,
        "a forgery is graver than a doubt"
    );
    assert_eq!(world.policy.risk(&[]), 0);
}

#[test]
fn going_against_a_suspected_forgery_takes_two_persons() {
    let mut world = suspected();
    world.done(decide(1, 1, Verdict::Approve));
    assert_eq!(world.status(), Status::InReview);
    assert_eq!(world.refused(decide(1, 1, Verdict::Approve)), "reviewer.excluded");
    world.done(decide(1, 2, Verdict::Approve));
    assert_eq!(world.status(), Status::Approved);
}

#[test]
fn where_two_differ_a_senior_decides_with_one_of_them() {
    let mut world = suspected();
    world.done(decide(1, 1, Verdict::Approve));
    world.done(decide(1, 2, reject("E001", "glare")));
    assert_eq!(world.session(1).task.as_ref().unwrap().level, Level::Senior);
    assert_eq!(world.refused(decide(1, 3, Verdict::Approve)), "reviewer.not_for_you");
    world.done(decide(1, 10, reject("E001", "glare")));
    assert_eq!(world.status(), Status::RequiresInput);
}

#[test]
fn a_reviewer_may_ask_for_a_second_person() {
    let mut world = World::in_review();
    world.done(with(|_, remarks, _| remarks.second = true));
    assert_eq!(world.status(), Status::InReview);
    let opinion = &world.session(1).task.as_ref().unwrap().opinions[0];
    assert_eq!((opinion.reviewer, opinion.outcome), (reviewer_id(1), Outcome::Approved));
    world.done(decide(1, 2, Verdict::Approve));
    assert_eq!(world.status(), Status::Approved);
}

#[test]
fn steps_are_asked_for_by_name() {
    let mut world = World::in_review();
    let again = |steps: &[Step], code: &str| {
        with(|verdict, _, _| {
            let codes = vec![(code.to_owned(), String::new())];
            *verdict = Verdict::Reject { codes, steps: Some(steps.iter().copied().collect()) };
        })
    };
    assert_eq!(world.refused(again(&[], "E001")), "decision.steps_not_fitting");
    assert_eq!(world.refused(again(&[Step::Front], "E021")), "decision.steps_not_fitting");
    world.done(again(&[Step::Back, Step::Selfie], "E001"));
    assert_eq!(world.steps_due(), [Step::Back, Step::Selfie]);
    assert!(matches!(world.last_attempt().decision.as_ref().unwrap().retry, Retry::Advised { .. }));
}

#[test]
fn the_applicant_hears_the_public_word_and_not_the_note() {
    let mut world = World::in_review();
    let transition = world.done(with(|verdict, remarks, _| {
        *verdict = reject("E001", "glare");
        remarks.public = Words::new("The lamp above the table reflects");
        remarks.note = Words::new("Third time");
    }));
    let decision = world.last_attempt().decision.as_ref().unwrap();
    assert_eq!(decision.message.as_ref().unwrap().as_str(), "The lamp above the table reflects");
    let noted = transition.events.iter().any(
        |event| matches!(event, Event::Decided { note: Some(note), .. } if note.as_str() == "Third time"),
    );
    assert!(noted && !serde_json::to_string(decision).unwrap().contains("Third time"));
    assert!(!format!("{transition:?}").contains("lamp"));
}

#[test]
fn a_case_that_has_moved_on_is_not_decided() {
    let mut world = World::in_review();
    let seen = world.case.version;
    world.done(end_liveness(1, Some("blink_failed")));
    assert_eq!(world.refused(with(|_, _, version| *version = Some(seen))), "case.moved");
    let now = world.case.version;
    world.done(with(|_, _, version| *version = Some(now)));
}

#[test]
fn an_escalated_case_is_for_seniors() {
    let mut world = World::in_review();
    world.done(escalate(1));
    assert_eq!(world.refused(escalate(2)), "case.escalated_already");
    assert_eq!(world.refused(decide(1, 2, Verdict::Approve)), "reviewer.not_for_you");
    world.done(decide(1, 10, Verdict::Approve));
    assert_eq!(world.refused(escalate(2)), "session.wrong_status");
}

#[test]
fn a_case_kept_for_one_is_decided_by_no_other() {
    let mut world = World::in_review();
    assert_eq!(world.refused(assign(1, Some(2))), "reviewer.not_for_you", "seniors assign");
    world.done(assign(10, Some(2)));
    assert_eq!(world.refused(decide(1, 1, Verdict::Approve)), "reviewer.not_for_you");
    world.done(assign(10, None));
    let mut escalated = world.clone();
    escalated.done(escalate(1));
    assert_eq!(escalated.refused(assign(10, Some(2))), "reviewer.not_for_you", "it would wait for ever");
    escalated.done(assign(10, Some(11)));
    world.done(decide(1, 1, reject("E001", "glare")));
    world.done(submit_parts(1, 2, &[ImageRole::Front], None));
    world.done(conclude(1, 2, vec![finding(FindingCode::FaceCannotTell)]));
    assert_eq!(world.refused(assign(10, Some(1))), "reviewer.excluded", "one who has decided before");
}
