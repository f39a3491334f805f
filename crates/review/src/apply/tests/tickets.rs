//! Appeals and corrections: who may, what must be attached, the clock, two persons, and what an answer changes.

use super::*;
use crate::{
    ticket::{Attachment, TicketStatus},
    transition::{Event, Job},
};

fn ticket(world: &World) -> &crate::ticket::Ticket {
    &world.case.tickets[&ticket_id(1)]
}

/// A world in which the applicant was verified.
fn approved() -> World {
    let mut world = World::submitted();
    world.done(conclude(1, 1, vec![]));
    world
}

#[test]
fn an_appeal_stops_submissions_and_has_its_pictures_examined() {
    let mut world = World::submitted();
    world.done(open(2));
    world.done(conclude(1, 1, vec![finding(FindingCode::DocumentDuplicate)]));
    let transition = world.done(open_ticket(1, TicketKind::Appeal));
    assert!(matches!(transition.jobs[..], [Job::ExamineTicket { .. }]));
    assert_eq!(transition.outbox[0].kind, "ticket.opened");
    assert_eq!(world.refused(submit(1, 2)), "submission.appeal_open");
    assert_eq!(world.refused(open(3)), "submission.appeal_open");
    assert_eq!(world.refused(open_ticket(2, TicketKind::Appeal)), "ticket.open_already");
    // Sunday 1 March, 09:00 in Greenwich: five working days end with Friday the 6th.
    assert_eq!(ticket(&world).due_at, "2026-03-07T00:00:00Z".parse().unwrap());
}

#[test]
fn an_age_cannot_be_appealed() {
    let mut world = World::submitted();
    world.done(conclude(1, 1, vec![finding(FindingCode::ApplicantUnderage)]));
    let refusal = world.run(open_ticket(1, TicketKind::Appeal)).unwrap_err();
    assert_eq!(refusal, Refusal::NotAppealable("E020".into()));
    let mut world = World::submitted();
    assert_eq!(world.refused(open_ticket(1, TicketKind::Appeal)), "session.wrong_status");
}

#[test]
fn a_ticket_without_its_pictures_or_its_wish_is_refused() {
    let mut world = World::submitted();
    world.done(conclude(1, 1, vec![finding(FindingCode::DocumentDuplicate)]));
    let without = |gone: Attachment| {
        let mut command = open_ticket(1, TicketKind::Appeal);
        if let Command::OpenTicket { evidence, .. } = &mut command {
            evidence.remove(&gone);
        }
        command
    };
    for attachment in [Attachment::Front, Attachment::Holder] {
        let refusal = world.run(without(attachment)).unwrap_err();
        assert_eq!(refusal, Refusal::AttachmentsMissing(vec![attachment]));
    }
    let mut unclear = open_ticket(1, TicketKind::Appeal);
    if let Command::OpenTicket { wanted, .. } = &mut unclear {
        *wanted = Some(typed());
    }
    assert_eq!(world.refused(unclear), "ticket.correction_unclear");
}

#[test]
fn granting_a_duplicate_takes_two_and_verifies() {
    let mut world = World::appealed();
    world.done(answer_ticket(1, 1, Answer::Grant));
    assert_eq!(world.status(), Status::Declined);
    assert_eq!(world.refused(answer_ticket(1, 1, Answer::Grant)), "reviewer.excluded");
    world.done(answer_ticket(1, 2, Answer::Grant));
    assert_eq!((world.status(), ticket(&world).status), (Status::Approved, TicketStatus::Granted));
    assert!(world.case.identity.is_some());
    assert_eq!(ticket(&world).messages.last().unwrap().text.as_str(), "We have looked again");
    assert_eq!(world.refused(answer_ticket(1, 3, Answer::Refuse)), "ticket.closed");
}

#[test]
fn one_person_refuses_and_a_second_appeal_goes_to_another() {
    let mut world = World::appealed();
    world.done(answer_ticket(1, 1, Answer::Refuse));
    assert_eq!((world.status(), ticket(&world).status), (Status::Declined, TicketStatus::Refused));
    world.done(open_ticket(2, TicketKind::Appeal));
    assert_eq!(world.refused(answer_ticket(2, 1, Answer::Refuse)), "reviewer.excluded");
    world.done(answer_ticket(2, 2, Answer::Refuse));
    assert_eq!(world.refused(open_ticket(3, TicketKind::Appeal)), "ticket.too_many");
}

#[test]
fn an_appeal_may_open_the_session_again() {
    let mut world = World::appealed();
    world.pass(hours(31 * 24));
    let expires_at = world.now.checked_add(hours(7 * 24)).unwrap();
    for reviewer in [1, 2] {
        world.done(answer_ticket(1, reviewer, Answer::Reopen { expires_at }));
    }
    assert_eq!((world.status(), world.steps_due().len()), (Status::RequiresInput, 4));
    world.done(submit(1, 2));
    world.done(conclude(1, 2, vec![]));
    assert_eq!(world.status(), Status::Approved);
}

#[test]
fn two_persons_agree_where_both_would_grant_the_same() {
    let mut world = World::appealed();
    let expires_at = world.now.checked_add(hours(7 * 24)).unwrap();
    world.done(answer_ticket(1, 1, Answer::Reopen { expires_at }));
    world.done(answer_ticket(1, 2, Answer::Grant));
    assert_eq!(world.status(), Status::Declined, "one would open it again, the other verify");
    world.done(answer_ticket(1, 3, Answer::Grant));
    assert_eq!(world.status(), Status::Approved);
}

#[test]
fn a_granted_appeal_is_told_like_every_verification() {
    let mut world = World::appealed();
    world.done(answer_ticket(1, 1, Answer::Grant));
    let transition = world.done(answer_ticket(1, 2, Answer::Grant));
    assert!(transition.audit.iter().any(|entry| entry.action == "applicant.verified"));
    assert!(transition.outbox.iter().any(|notice| notice.kind == "capability.granted"));
    let decided = transition.events.iter().find_map(Event::decision).unwrap();
    assert_eq!(decided.0, attempt_id(1));
}

#[test]
fn the_clock_stands_still_while_the_applicant_is_asked() {
    let mut world = World::appealed();
    let due_at = ticket(&world).due_at;
    world.done(say(1, Author::Reviewer(reviewer_id(1)), true));
    assert_eq!(ticket(&world).status, TicketStatus::WaitingForApplicant);
    world.pass(hours(50));
    world.done(say(1, Author::Reviewer(reviewer_id(1)), true));
    world.pass(hours(1));
    world.done(say(1, Author::Applicant, true));
    assert_eq!(
        (ticket(&world).status, ticket(&world).due_at),
        (TicketStatus::Open, due_at.checked_add(hours(51)).unwrap())
    );
    for _ in 3..crate::ticket::MESSAGES_MAX {
        world.done(say(1, Author::Applicant, false));
    }
    assert_eq!(world.refused(say(1, Author::Applicant, false)), "ticket.messages_too_many");
}

#[test]
fn a_ticket_is_taken_back_and_does_not_count() {
    let mut world = World::appealed();
    for number in 1..=4 {
        world.done(withdraw(number));
        assert_eq!(world.refused(withdraw(number)), "ticket.closed");
        assert_eq!(world.refused(say(number, Author::Applicant, false)), "ticket.closed");
        world.done(open_ticket(number + 1, TicketKind::Appeal));
    }
    assert_eq!(world.refused(withdraw(9)), "ticket.unknown");
}

#[test]
fn a_correction_is_a_new_version_by_two_persons() {
    let mut world = approved();
    world.done(open_ticket(1, TicketKind::Correction));
    world.done(answer_ticket(1, 1, Answer::Grant));
    assert_eq!(world.case.identity.as_ref().unwrap().version, 1);
    let until = world.now;
    assert_eq!(
        world.refused(answer_ticket(1, 2, Answer::Reopen { expires_at: until })),
        "decision.steps_not_fitting"
    );
    world.done(answer_ticket(1, 2, Answer::Grant));
    assert_eq!(world.case.identity.as_ref().unwrap().version, 2);
    assert_eq!(world.case.identities_before.len(), 1);
    assert_eq!(world.status(), Status::Approved);
}

#[test]
fn an_answer_has_words_and_rests_on_what_was_seen() {
    let mut world = World::appealed();
    let with = |change: fn(&mut Remarks, &mut Option<u64>, &mut Option<ReadIdentity>)| {
        let mut command = answer_ticket(1, 1, Answer::Grant);
        if let Command::AnswerTicket { remarks, seen, identity, .. } = &mut command {
            change(remarks, seen, identity);
        }
        command
    };
    assert_eq!(world.refused(with(|remarks, _, _| remarks.public = None)), "ticket.answer_unexplained");
    assert_eq!(world.refused(with(|_, seen, _| *seen = Some(1))), "case.moved");
    assert_eq!(world.refused(with(|_, _, identity| *identity = None)), "decision.identity_missing");
}

#[test]
fn a_worker_that_comes_twice_changes_nothing() {
    let mut world = World::appealed();
    let examined = Command::ExamineTicket { session: session_id(1), ticket: ticket_id(1), findings: vec![] };
    world.done(examined.clone());
    assert_eq!(world.refused(examined), "ticket.closed");
}

#[test]
fn a_verification_is_taken_back_by_a_senior() {
    let mut world = approved();
    assert_eq!(world.refused(revoke(1)), "reviewer.not_for_you");
    let transition = world.done(revoke(10));
    assert_eq!(transition.outbox[0].kind, "capability.withdrawn");
    assert_eq!((world.status(), world.case.identity.is_some()), (Status::Canceled, false));
    assert_eq!(world.case.identities_before.len(), 1);
    world.done(open(2));
}

#[test]
fn tickets_survive_being_stored_and_print_nothing() {
    let mut world = World::appealed();
    let opened = world.apply(answer_ticket(1, 1, Answer::Refuse)).unwrap();
    let printed = format!("{opened:?} {:?}", world.case);
    assert!(!printed.contains("looked again") && !printed.contains("only account"), "{printed}");
    let stored = serde_json::to_string(&opened.events).unwrap();
    let events: Vec<Event> = serde_json::from_str(&stored).unwrap();
    for event in &events {
        world.case.evolve(event);
    }
    assert_eq!(ticket(&world).status, TicketStatus::Refused);
}

#[test]
fn locks_are_lifted_by_a_senior_and_the_count_begins_anew() {
    let mut world = World::open();
    assert_eq!(world.refused(lift(10)), "lock.none");
    for attempt in 1..=5 {
        world.done(submit(1, attempt));
        world.done(conclude(1, attempt, vec![finding(FindingCode::DocumentGlare)]));
    }
    assert_eq!(world.refused(submit(1, 6)), "submission.locked");
    assert_eq!(world.refused(lift(1)), "reviewer.not_for_you");
    world.done(lift(10));
    assert_eq!(world.case.attempts_view(&world.policy, world.now).used, 0);
    world.done(submit(1, 7));
    world.pass(hours(25));
    assert_eq!(world.refused(lift(10)), "lock.none", "what is long ago counts towards nothing");
}

#[test]
fn the_host_is_told_once_that_a_document_expires() {
    let mut world = approved();
    let notice = || Command::NoticeExpiry { session: session_id(1) };
    assert_eq!(world.refused(notice()), "expiry.nothing_to_tell", "years ahead");
    world.now = "2032-03-17T00:00:00Z".parse().unwrap();
    assert_eq!(world.done(notice()).outbox[0].kind, "identity.expiring");
    assert_eq!(world.refused(notice()), "expiry.nothing_to_tell", "told already");
    world.done(revoke(10));
    assert_eq!(world.refused(notice()), "expiry.nothing_to_tell");
}
