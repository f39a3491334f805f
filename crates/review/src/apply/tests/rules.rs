//! Each rule of DESIGN §1 by itself.

use super::*;
use crate::{
    decision::{DecidedBy, Outcome, Retry},
    transition::{Event, Job},
};

const GLARE: FindingCode = FindingCode::DocumentGlare;

#[test]
fn a_session_asks_for_what_the_policy_wants() {
    let world = World::open();
    assert_eq!(world.status(), Status::RequiresInput);
    assert_eq!(world.steps_due(), [Step::Front, Step::Selfie, Step::Claims]);
    assert_eq!(world.session(1).policy, "exchange@1");
    let mut lenient = World::new();
    lenient.policy.selfie_required = false;
    lenient.policy.claims.required = false;
    lenient.done(open(1));
    assert_eq!(lenient.steps_due(), [Step::Front]);
}

#[test]
fn a_submission_is_examined_and_approved() {
    let mut world = World::open();
    let transition = world.done(submit(1, 1));
    assert_eq!(transition.jobs, [Job::Examine { session: session_id(1), attempt: attempt_id(1) }]);
    assert_eq!(transition.audit[0].detail, "steps=front,back,selfie,claims");
    assert_eq!((world.status(), world.steps_due()), (Status::Processing, vec![]));
    let transition = world.done(conclude(1, 1, vec![]));
    let kinds: Vec<&str> = transition.outbox.iter().map(|notice| notice.kind.as_str()).collect();
    assert_eq!(kinds, ["session.decided", "capability.granted"]);
    assert_eq!(world.status(), Status::Approved);
    let record = world.case.identity.as_ref().unwrap();
    assert_eq!(record.capabilities, world.policy.capabilities);
    assert_eq!((record.approved_at, record.attempt), (world.now, attempt_id(1)));
}

#[test]
fn what_is_due_must_be_handed_in() {
    let mut world = World::open();
    let missing = world.run(submit_parts(1, 1, &[ImageRole::Selfie], Some(Claims::default())));
    assert_eq!(missing, Err(Refusal::StepsMissing(vec![Step::Front, Step::Claims])));
    assert_eq!(
        world.case.attempts_view(&world.policy, world.now).used,
        0,
        "a refused submission does not count"
    );
    world.done(submit_parts(1, 1, &[ImageRole::Front, ImageRole::Selfie], Some(typed())));
}

#[test]
fn only_what_failed_is_asked_for_again_and_the_rest_is_taken_over() {
    let mut world = World::submitted();
    world.done(conclude(1, 1, vec![finding(GLARE)]));
    assert_eq!((world.status(), world.steps_due()), (Status::RequiresInput, vec![Step::Front]));
    assert_eq!(world.last_attempt().decision.as_ref().unwrap().retry, Retry::Now);
    assert_eq!(world.refused(submit_parts(1, 2, &[ImageRole::Selfie], None)), "steps.missing");
    world.done(submit_parts(1, 2, &[ImageRole::Front], None));
    let (first, second) = (&world.session(1).attempts[0], &world.session(1).attempts[1]);
    assert_ne!(first.evidence[&ImageRole::Front], second.evidence[&ImageRole::Front]);
    assert_eq!(first.evidence[&ImageRole::Selfie], second.evidence[&ImageRole::Selfie]);
    assert_eq!(first.evidence[&ImageRole::Back], second.evidence[&ImageRole::Back]);
    assert_eq!(first.claims, second.claims);
}

#[test]
fn another_document_may_have_no_back() {
    let mut world = World::submitted();
    world.done(conclude(1, 1, vec![finding(FindingCode::DocumentExpired)]));
    assert_eq!(world.steps_due(), [Step::Front, Step::Back, Step::Claims]);
    world.done(submit_parts(1, 2, &[ImageRole::Front], Some(typed())));
    assert!(
        !world.last_attempt().evidence.contains_key(&ImageRole::Back),
        "the old card's back is not taken over"
    );
    let side_missing = Finding::new(FindingCode::DocumentSideMissing).about_image(ImageRole::Back);
    world.done(conclude(1, 2, vec![side_missing]));
    assert_eq!(world.steps_due(), [Step::Back]);
    assert_eq!(world.refused(submit_parts(1, 3, &[ImageRole::Front], None)), "steps.missing");
}

#[test]
fn a_person_can_ask_for_the_missing_back() {
    let mut world = World::open();
    world.done(submit_parts(1, 1, &[ImageRole::Front, ImageRole::Selfie], Some(typed())));
    world.done(conclude(1, 1, vec![finding(FindingCode::ExaminationFailed)]));
    world.done(decide(1, 1, reject("E001", "side_missing")));
    assert_eq!(world.steps_due(), [Step::Back]);
}

#[test]
fn new_pictures_are_asked_for_where_the_document_contradicts_itself() {
    let mut world = World::submitted();
    world.done(conclude(1, 1, vec![finding(FindingCode::FieldInconsistent)]));
    assert_eq!(world.steps_due(), [Step::Front, Step::Back]);
    let mut world = World::submitted();
    world.done(conclude(1, 1, vec![finding(FindingCode::ClaimMismatch)]));
    assert_eq!(world.steps_due(), [Step::Claims]);
}

#[test]
fn the_sixth_submission_within_a_day_locks_for_a_day() {
    let mut world = World::open();
    for attempt in 1..=5 {
        world.done(submit(1, attempt));
        world.done(conclude(1, attempt, vec![finding(GLARE)]));
        world.pass(hours(1));
    }
    let view = world.case.attempts_view(&world.policy, world.now);
    let a_day_after_the_first = start().checked_add(hours(24)).unwrap();
    assert_eq!((view.used, view.limit, view.locked_until), (5, 5, None));
    assert_eq!(
        (view.window_ends_at, view.next_allowed_at),
        (Some(a_day_after_the_first), Some(a_day_after_the_first))
    );
    let until = world.now.checked_add(hours(24)).unwrap();
    let transition = world.apply(submit(1, 6)).unwrap();
    assert_eq!(transition.refusal, Some(Refusal::Locked(until)));
    assert_eq!(transition.events, [Event::Locked { until, at: world.now }]);
    assert!(transition.jobs.is_empty());
    assert_eq!(world.refused(submit(1, 6)), "submission.locked");
    assert_eq!(world.case.attempts_view(&world.policy, world.now).next_allowed_at, Some(until));
    world.pass(hours(23));
    let again = world.run(submit(1, 6));
    assert_eq!(again, Err(Refusal::Locked(until)), "knocking does not prolong the lock");
    world.pass(hours(1));
    world.done(submit(1, 6));
    assert_eq!(world.case.attempts_view(&world.policy, world.now).used, 1);
}

#[test]
fn limits_and_locks_hold_across_sessions() {
    let mut world = World::open();
    world.done(open(2));
    for attempt in 1..=5 {
        let session = attempt % 2 + 1;
        world.done(submit(session, attempt));
        world.done(conclude(session, attempt, vec![finding(GLARE)]));
    }
    assert_eq!(world.refused(submit(1, 6)), "submission.locked");
    assert_eq!(world.refused(submit(2, 7)), "submission.locked");
}

#[test]
fn a_clock_that_goes_backwards_frees_nothing() {
    let mut world = World::open();
    for attempt in 1..=5 {
        world.done(submit(1, attempt));
        world.done(conclude(1, attempt, vec![finding(GLARE)]));
    }
    assert_eq!(world.refused(submit(1, 6)), "submission.locked");
    let locked = world.case.locked_until;
    world.pass(hours(-1000));
    assert_eq!(world.refused(submit(1, 6)), "submission.locked");
    assert_eq!(world.case.attempts_view(&world.policy, world.now).locked_until, locked);
    world.now = Timestamp::MIN;
    assert_eq!(world.refused(submit(1, 6)), "submission.locked");
    world.now = Timestamp::MAX;
    assert_eq!(world.refused(submit(1, 6)), "session.expired");
}

#[test]
fn a_worker_that_comes_twice_or_late_changes_nothing() {
    let mut world = World::submitted();
    world.done(conclude(1, 1, vec![finding(GLARE)]));
    assert_eq!(world.refused(conclude(1, 1, vec![])), "session.wrong_status");
    world.done(submit(1, 2));
    assert_eq!(world.refused(conclude(1, 1, vec![])), "attempt.unknown");
    world.done(conclude(1, 2, vec![]));
    assert_eq!(world.refused(conclude(1, 2, vec![])), "session.wrong_status");
}

#[test]
fn nothing_is_approved_that_could_not_be_recorded() {
    let mut world = World::submitted();
    let Command::Conclude { session, attempt, findings, models, .. } = conclude(1, 1, vec![]) else {
        unreachable!()
    };
    world.done(Command::Conclude { session, attempt, findings, models, identity: None });
    assert_eq!(world.status(), Status::InReview);
    let decision = world.last_attempt().decision.as_ref().unwrap();
    assert_eq!(
        (decision.outcome, decision.findings[0].code),
        (Outcome::Review, FindingCode::ExaminationFailed)
    );
    let Command::Decide { session, attempt, reviewer, verdict, remarks, seen, .. } =
        decide(1, 1, Verdict::Approve)
    else {
        unreachable!()
    };
    let blind = Command::Decide { session, attempt, reviewer, verdict, remarks, seen, identity: None };
    assert_eq!(world.refused(blind), "decision.identity_missing");
}

#[test]
fn a_person_rejects_with_codes_of_the_policy_and_a_pause() {
    let mut world = World::in_review();
    assert_eq!(
        world.last_attempt().decision.as_ref().unwrap().codes,
        [],
        "no suspicion reaches the applicant"
    );
    for verdict in
        [reject("E999", ""), reject("E001", "moonlight"), Verdict::Reject { codes: vec![], steps: None }]
    {
        assert_eq!(world.refused(decide(1, 1, verdict)), "decision.code_unknown");
    }
    world.done(decide(1, 1, reject("E013", "")));
    let decision = world.last_attempt().decision.clone().unwrap();
    assert_eq!((world.status(), world.steps_due()), (Status::RequiresInput, vec![Step::Selfie]));
    assert_eq!(decision.by, DecidedBy::Reviewer(reviewer_id(1)));
    assert_eq!(decision.codes[0].image, Some(ImageRole::Front), "the measurement comes with the code");
    let [from, until] = [2, 4].map(|h| world.now.checked_add(hours(h)).unwrap());
    assert_eq!(decision.retry, Retry::Advised { from, until });
    world.done(submit_parts(1, 2, &[ImageRole::Selfie], None));
}

#[test]
fn a_resubmission_never_goes_to_the_reviewer_who_rejected_it() {
    let mut world = World::in_review();
    world.done(decide(1, 1, reject("E013", "")));
    world.done(submit(1, 2));
    world.done(conclude(1, 2, vec![finding(FindingCode::FaceCannotTell)]));
    assert_eq!(world.refused(decide(2, 1, Verdict::Approve)), "reviewer.excluded");
    assert_eq!(world.refused(decide(1, 2, Verdict::Approve)), "attempt.unknown");
    world.done(decide(2, 2, Verdict::Approve));
    assert_eq!(world.status(), Status::Approved);
}

#[test]
fn what_no_resubmission_can_undo_closes_every_session() {
    for (code, retry) in
        [(FindingCode::ApplicantUnderage, Retry::Never), (FindingCode::DocumentDuplicate, Retry::Ticket)]
    {
        let mut world = World::submitted();
        world.done(open(2));
        world.done(conclude(1, 1, vec![finding(code), finding(GLARE)]));
        assert_eq!((world.status(), world.steps_due()), (Status::Declined, vec![]));
        assert_eq!(world.last_attempt().decision.as_ref().unwrap().retry, retry);
        assert_eq!(world.session(2).status, Status::Canceled);
        assert_eq!(world.refused(submit(1, 2)), "session.wrong_status");
        assert_eq!(world.run(open(3)), Err(Refusal::WrongStatus(Status::Declined)));
    }
}

#[test]
fn one_witness_is_not_enough() {
    let mut world = World::submitted();
    let alone = Finding { witnesses: 1, ..finding(FindingCode::ApplicantUnderage) };
    world.done(conclude(1, 1, vec![alone]));
    assert_eq!(world.status(), Status::InReview);
    world.done(decide(1, 1, reject("E020", "")));
    assert_eq!(world.status(), Status::InReview, "nor is one person");
    world.done(decide(1, 2, reject("E020", "")));
    assert_eq!(world.status(), Status::Declined, "two persons need no second witness");
}

#[test]
fn approval_is_once_and_closes_the_other_sessions() {
    let mut world = World::submitted();
    world.done(open(2));
    world.done(submit(2, 2));
    world.done(conclude(1, 1, vec![]));
    assert_eq!(world.session(2).status, Status::Canceled);
    assert_eq!(world.refused(conclude(2, 2, vec![])), "session.wrong_status");
    assert_eq!(world.refused(open(3)), "applicant.verified");
    assert_eq!(world.refused(submit(1, 3)), "applicant.verified");
}

#[test]
fn an_expired_session_takes_nothing_but_finishes_what_it_has() {
    let mut world = World::submitted();
    world.done(open(2));
    world.pass(hours(31 * 24));
    assert_eq!(world.refused(submit(2, 2)), "session.expired");
    assert_eq!(world.refused(open(3)), "session.expired");
    world.done(conclude(1, 1, vec![]));
    assert_eq!(world.status(), Status::Approved);
}

#[test]
fn names_are_used_once() {
    let mut world = World::submitted();
    assert_eq!(world.refused(open(1)), "session.wrong_status");
    world.done(conclude(1, 1, vec![finding(GLARE)]));
    assert_eq!(world.refused(submit(1, 1)), "attempt.unknown");
    assert_eq!(world.refused(submit(9, 2)), "session.unknown");
    assert_eq!(world.refused(cancel(9)), "session.unknown");
}

#[test]
fn every_change_is_audited_without_personal_data() {
    let mut world = World::open();
    let commands = [
        submit(1, 1),
        conclude(1, 1, vec![finding(FindingCode::FaceCannotTell)]),
        decide(1, 1, Verdict::Approve),
    ];
    for command in commands {
        let transition = world.done(command);
        assert!(!transition.audit.is_empty());
        let printed = format!("{transition:?}");
        assert!(!printed.contains("ERIKSSON") && !printed.contains("Eriksson"), "{printed}");
        assert!(!printed.contains("L898902C3") && !printed.contains("1974"), "{printed}");
    }
}

#[test]
fn a_case_is_the_sum_of_its_events() {
    let mut world = World::new();
    let commands =
        [open(1), submit(1, 1), conclude(1, 1, vec![finding(GLARE)]), submit(1, 2), conclude(1, 2, vec![])];
    let events: Vec<Event> = commands.into_iter().flat_map(|command| world.done(command).events).collect();
    let stored = serde_json::to_string(&events).unwrap();
    let events: Vec<Event> = serde_json::from_str(&stored).unwrap();
    assert_eq!(Case::fold(world.case.applicant, &events), world.case);
    assert_eq!(world.case.version, events.len() as u64);
}
