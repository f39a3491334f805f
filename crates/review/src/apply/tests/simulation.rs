//! Random histories under a clock that jumps: whatever happens, no rule of the case is broken.

use proptest::prelude::*;

use super::*;
use crate::{
    decision::{DecidedBy, Outcome},
    ticket::TicketStatus,
    transition::Event,
};

/// Histories in a run of the tests; `PROPTEST_CASES` sets another number.
const HISTORIES: u32 = 10_000;
/// Commands of one history.
const COMMANDS: usize = 40;

/// One step: what is asked, of which session and attempt, after the clock moved by so many minutes.
#[derive(Debug, Clone)]
struct Act {
    minutes: i64,
    session: u128,
    attempt: Option<u128>,
    what: What,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Open,
    /// Submits what is then found to have glare.
    Retry,
    Submit,
    SubmitLittle,
    Conclude(usize),
    Approve,
    Reject(usize),
    Cancel,
    Escalate,
    Assign(Option<u128>),
    Appeal,
    Correct,
    Say(bool),
    Reply,
    Withdraw,
    /// Every reviewer tries to give this answer.
    Answer(usize),
    Revoke,
    Lift,
    Expiry,
    /// So many face checks that fail, then perhaps one that passes.
    Face(u8, bool),
}

const FINDINGS: [&[FindingCode]; 7] = [
    &[],
    &[FindingCode::DocumentGlare],
    &[FindingCode::FaceMismatch],
    &[FindingCode::FaceCannotTell],
    &[FindingCode::DocumentExpired, FindingCode::ClaimMismatch],
    &[FindingCode::ApplicantUnderage],
    &[FindingCode::DocumentDuplicate, FindingCode::FaceCannotTell],
];
const CODES: [&str; 3] = ["E013", "E001", "E020"];
/// Reviewers, from 10 on seniors.
const WHO: [u128; 6] = [0, 1, 2, 10, 11, 12];

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        1 => Just(What::Open),
        4 => Just(What::Retry),
        8 => Just(What::Submit),
        1 => Just(What::SubmitLittle),
        // Mostly what can be put right: histories that end early test little.
        9 => (1usize..4).prop_map(What::Conclude),
        2 => (0..FINDINGS.len()).prop_map(What::Conclude),

        4 => (0..CODES.len() - 1).prop_map(What::Reject),
        1 => (0..CODES.len()).prop_map(What::Reject),
        3 => (0u8..4, prop::bool::weighted(0.3)).prop_map(|(failed, passed)| What::Face(failed, passed)),
        1 => prop_oneof![2 => Just(What::Approve), 1 => Just(What::Cancel)],
        1 => prop_oneof![
            Just(What::Escalate),
            prop_oneof![Just(None), (0u128..3).prop_map(Some)].prop_map(What::Assign),
        ],
        7 => prop_oneof![
            4 => Just(What::Appeal),
            2 => Just(What::Correct),
            1 => any::<bool>().prop_map(What::Say),
            1 => Just(What::Reply),
            1 => Just(What::Withdraw),
            4 => (0usize..3).prop_map(What::Answer),
            1 => Just(What::Revoke),
            1 => Just(What::Lift),
            1 => Just(What::Expiry),
        ],
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let minutes = prop_oneof![8 => 0i64..60, 2 => -3_000i64..3_000, 1 => Just(1_440), 1 => Just(1_439)];
    let attempt = prop_oneof![9 => Just(None), 1 => (0u128..COMMANDS as u128).prop_map(Some)];
    let session = prop_oneof![5 => Just(1u128), 1 => 2u128..4];
    (minutes, session, attempt, what()).prop_map(|(minutes, session, attempt, what)| Act {
        minutes,
        session,
        attempt,
        what,
    })
}

/// The commands of a step; without a number, they are about the session's latest attempt.
fn commands(world: &World, act: &Act, step: u128) -> Vec<Command> {
    let latest =
        world.case.sessions.get(&session_id(act.session)).and_then(|session| session.attempts.last());
    let attempt = act.attempt.unwrap_or_else(|| latest.map_or(0, |attempt| attempt.id.0.as_u128() - 200));
    let command = match act.what {
        What::Open => open(act.session),
        What::Retry => {
            let glare = conclude(act.session, step, vec![finding(FindingCode::DocumentGlare)]);
            return vec![submit(act.session, step), glare];
        }
        What::Submit => submit(act.session, act.attempt.unwrap_or(step)),
        What::SubmitLittle => submit_parts(act.session, step, &[ImageRole::Front], None),
        What::Conclude(row) => {
            conclude(act.session, attempt, FINDINGS[row].iter().map(|code| finding(*code)).collect())
        }
        What::Approve => decide_in(act.session, attempt, WHO[step as usize % WHO.len()], Verdict::Approve),
        What::Reject(row) => {
            decide_in(act.session, attempt, WHO[step as usize % WHO.len()], reject(CODES[row], ""))
        }
        What::Escalate => escalate(step % 3),
        What::Assign(to) => assign(10 + step % 2, to),
        What::Appeal => open_ticket(step, TicketKind::Appeal),
        What::Correct => open_ticket(step, TicketKind::Correction),
        What::Say(asks) => say(ticket(world), Author::Reviewer(reviewer_id(step % 3)), asks),
        What::Reply => say(ticket(world), Author::Applicant, false),
        What::Withdraw => withdraw(ticket(world)),
        What::Answer(row) => {
            let expires_at = start().checked_add(hours(40 * 24)).expect("within time");
            let answer = [Answer::Grant, Answer::Reopen { expires_at }, Answer::Refuse][row].clone();
            let ticket = ticket(world);
            return WHO.map(|who| answer_ticket(ticket, who, answer.clone())).into();
        }
        What::Revoke => revoke(10 + step % 2),
        What::Lift => lift(10 + step % 2),
        What::Expiry => Command::NoticeExpiry { session: session_id(act.session) },
        What::Cancel => cancel(act.session),
        What::Face(failed, passed) => {
            let mut commands = vec![end_liveness(act.session, Some("blink_failed")); failed.into()];
            commands.extend(passed.then(|| end_liveness(act.session, None)));
            return commands;
        }
    };
    vec![command]
}

/// The latest ticket.
fn ticket(world: &World) -> u128 {
    world.case.tickets.keys().next_back().map_or(0, |ticket| ticket.0.as_u128() - 400)
}

fn decide_in(session: u128, attempt: u128, reviewer: u128, verdict: Verdict) -> Command {
    match decide(attempt, reviewer, verdict) {
        Command::Decide { attempt, reviewer, verdict, remarks, seen, identity, .. } => {
            let session = session_id(session);
            Command::Decide { session, attempt, reviewer, verdict, remarks, seen, identity }
        }
        other => other,
    }
}

/// What must hold of the whole history.
fn lawful(events: &[Event], case: &Case) -> Result<(), TestCaseError> {
    let a_day = hours(24);
    for between in events.split(|event| matches!(event, Event::LocksLifted { .. })) {
        for window in submissions(between).windows(6) {
            let apart = window[5].duration_since(window[0]) >= a_day;
            prop_assert!(apart, "six submissions within a day: {window:?}");
        }
    }
    let mut locked_until = Timestamp::MIN;
    face_checks_are_lawful(events)?;
    let (mut decided, mut verified): (Vec<(AttemptId, Outcome)>, usize) = (Vec::new(), 0);
    for event in events {
        match event {
            Event::Locked { until, at } => {
                prop_assert!(until.duration_since(*at) == a_day);
                locked_until = *until;
            }
            Event::LocksLifted { .. } => locked_until = Timestamp::MIN,
            Event::Submitted { at, .. } => prop_assert!(*at >= locked_until, "a submission within a lock"),
            Event::Decided { attempt, decision, .. } => {
                let before: Vec<Outcome> =
                    decided.iter().filter(|(a, _)| a == attempt).map(|(_, o)| *o).collect();
                let by_person = matches!(decision.by, DecidedBy::Reviewer(_));
                prop_assert!(
                    before == if by_person { vec![Outcome::Review] } else { vec![] },
                    "decided twice"
                );
                decided.push((*attempt, decision.outcome));
            }
            Event::Overturned { attempt, decision, .. } => {
                prop_assert!(decision.outcome == Outcome::Approved);
                let rejected = decided.iter().rev().find(|(a, _)| a == attempt).map(|(_, o)| *o);
                prop_assert!(rejected == Some(Outcome::Rejected), "overturned what was not rejected");
            }
            Event::Verified { .. } => verified += 1,
            Event::Revoked { .. } => verified -= 1,
            Event::TicketOpened { .. }
            | Event::TicketExamined { .. }
            | Event::TicketSaid { .. }
            | Event::TicketOpined { .. }
            | Event::TicketAnswered { .. }
            | Event::TicketWithdrawn { .. }
            | Event::Reopened { .. }
            | Event::ExpiryNoticed { .. }
            | Event::Corrected { .. }
            | Event::SessionOpened { .. }
            | Event::Canceled { .. }
            | Event::LivenessPassed { .. }
            | Event::LivenessFailed { .. }
            | Event::LivenessLocked { .. }
            | Event::Queued { .. }
            | Event::Opined { .. }
            | Event::Escalated { .. }
            | Event::Assigned { .. } => {}
        }
    }
    reviews_are_lawful(events)?;
    prop_assert!(verified <= 1, "verified twice");
    tickets_are_lawful(events)?;
    consistent(case, verified)
}

/// Five failures in a row lock for a day, neither sooner nor later, and no try ends within a lock.
fn face_checks_are_lawful(events: &[Event]) -> Result<(), TestCaseError> {
    let (mut in_a_row, mut locked_until) = (0, Timestamp::MIN);
    for event in events {
        prop_assert!(in_a_row < 5 || matches!(event, Event::LivenessLocked { .. }), "a sixth without a lock");
        match event {
            Event::LivenessFailed { at, .. } | Event::LivenessPassed { at, .. } => {
                prop_assert!(*at >= locked_until, "a face check within a lock");
                let failed = matches!(event, Event::LivenessFailed { .. });
                in_a_row = if failed { in_a_row + 1 } else { 0 };
            }
            Event::LocksLifted { .. } => (in_a_row, locked_until) = (0, Timestamp::MIN),
            Event::LivenessLocked { until, at } => {
                prop_assert!(in_a_row == 5 && until.duration_since(*at) == hours(24));
                (in_a_row, locked_until) = (0, *until);
            }
            _ => {}
        }
    }
    Ok(())
}

/// One ticket at a time, nothing is handed in while an appeal is open, and nobody who answered answers again.
fn tickets_are_lawful(events: &[Event]) -> Result<(), TestCaseError> {
    let (mut open, mut answered, mut granting): (Option<TicketKind>, Vec<ReviewerId>, Vec<ReviewerId>) =
        (None, Vec::new(), Vec::new());
    for event in events {
        match event {
            Event::TicketOpened { kind, .. } => {
                prop_assert!(open.is_none(), "two tickets at once");
                open = Some(*kind);
            }
            Event::TicketWithdrawn { .. } => open = None,
            Event::TicketOpined { reviewer, .. } => {
                prop_assert!(!answered.contains(reviewer) && !granting.contains(reviewer), "granted twice");
                granting.push(*reviewer);
            }
            Event::TicketAnswered { reviewer, granted, .. } => {
                prop_assert!(!answered.contains(reviewer) && !granting.contains(reviewer), "answered twice");
                prop_assert!(!granted || !granting.is_empty(), "one person alone granted");
                answered.append(&mut granting);
                answered.push(*reviewer);
                open = None;
            }
            Event::Submitted { .. } | Event::SessionOpened { .. } => {
                prop_assert!(open != Some(TicketKind::Appeal), "handed in during an appeal");
            }
            _ => {}
        }
    }
    Ok(())
}

/// Nobody decides twice on one applicant or agrees with themselves, and what takes two persons has two.
fn reviews_are_lawful(events: &[Event]) -> Result<(), TestCaseError> {
    let mut heard: Vec<(Option<AttemptId>, ReviewerId, Outcome)> = Vec::new();
    let mut current = None;
    for event in events {
        match event {
            Event::Queued { attempt, .. } => current = Some(*attempt),
            Event::Opined { opinion, .. } => {
                let before = heard.iter().any(|(attempt, who, _)| {
                    *who == opinion.reviewer && (attempt.is_none() || *attempt == current)
                });
                prop_assert!(!before, "heard twice");
                heard.push((current, opinion.reviewer, opinion.outcome));
            }
            Event::Decided { attempt, decision, .. } => {
                let DecidedBy::Reviewer(who) = decision.by else { continue };
                let said = |whose: &&(Option<AttemptId>, ReviewerId, Outcome)| whose.0 == Some(*attempt);
                let by_self = heard
                    .iter()
                    .any(|(about, other, _)| *other == who && (about.is_none() || *about == Some(*attempt)));
                prop_assert!(!by_self, "decided by somebody who had decided");
                let weighty = decision.codes.iter().any(|coded| coded.code == "E020");
                let opinions: Vec<_> = heard.iter().filter(said).collect();
                let agreed = opinions.iter().any(|(_, _, outcome)| *outcome == decision.outcome);
                prop_assert!(agreed || (opinions.is_empty() && !weighty), "one person alone");
                heard.push((None, who, decision.outcome));
            }
            _ => {}
        }
    }
    Ok(())
}

fn submissions(events: &[Event]) -> Vec<Timestamp> {
    let at = |event: &Event| if let Event::Submitted { at, .. } = event { Some(*at) } else { None };
    events.iter().filter_map(at).collect()
}

/// What must hold of every case at any time.
fn consistent(case: &Case, verified: usize) -> Result<(), TestCaseError> {
    let with = |status: Status| case.sessions.values().filter(|session| session.status == status).count();
    prop_assert_eq!(case.identity.is_some(), verified == 1);
    prop_assert_eq!(with(Status::Approved), verified);
    prop_assert!(with(Status::Approved) + with(Status::Declined) <= 1);
    for session in case.sessions.values() {
        let outcome = session.attempts.last().map(|a| a.decision.as_ref().map(|d| d.outcome));
        let fits = match session.status {
            Status::RequiresInput => matches!(outcome, None | Some(Some(Outcome::Rejected))),
            Status::Processing => outcome == Some(None),
            Status::InReview => outcome == Some(Some(Outcome::Review)),
            Status::Approved => outcome == Some(Some(Outcome::Approved)),
            Status::Declined => outcome == Some(Some(Outcome::Rejected)),
            Status::Canceled => true,
        };
        prop_assert!(fits, "{} with {outcome:?}", session.status);
        prop_assert_eq!(session.status == Status::RequiresInput, !session.steps_due.is_empty());
        prop_assert_eq!(session.status == Status::InReview, session.task.is_some());
        let undecided = session.attempts.iter().rev().skip(1).any(|attempt| attempt.decision.is_none());
        prop_assert!(!undecided, "an attempt was left undecided");
    }
    Ok(())
}

fn histories() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(HISTORIES),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(histories())]

    #[test]
    fn no_history_breaks_a_rule(acts in prop::collection::vec(act(), 1..COMMANDS)) {
        let mut world = World::open();
        let mut events = Vec::new();
        for (step, act) in acts.iter().enumerate() {
            world.pass(SignedDuration::from_mins(act.minutes));
            for wanted in commands(&world, act, step as u128) {
                if let Ok(transition) = world.apply(wanted.clone()) {
                    events.extend(transition.events);
                }
                let _ = world.run(wanted);
            }
            let view = world.case.attempts_view(&world.policy, world.now);
            prop_assert!(view.used <= view.limit);
        }
        lawful(&events, &world.case)?;
    }
}

#[test]
fn the_histories_reach_every_status() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let (mut seen, mut locks, mut fifth, mut face_locks) = (std::collections::HashSet::new(), 0, 0, 0);
    let (mut granted, mut refused, mut revoked) = (0, 0, 0);
    for _ in 0..2_000 {
        let acts = prop::collection::vec(act(), COMMANDS).new_tree(&mut runner).unwrap().current();
        let mut world = World::open();
        for (step, act) in acts.iter().enumerate() {
            world.pass(SignedDuration::from_mins(act.minutes));
            for wanted in commands(&world, act, step as u128) {
                let _ = world.run(wanted);
                seen.insert(world.status());
            }
        }
        locks += usize::from(world.case.locked_until.is_some());
        granted += world.case.tickets.values().filter(|t| t.status == TicketStatus::Granted).count();
        refused += world.case.tickets.values().filter(|t| t.status == TicketStatus::Refused).count();
        revoked += usize::from(!world.case.identities_before.is_empty());
        face_locks += usize::from(world.case.liveness_locked_until.is_some());
        fifth += usize::from(world.case.submissions.len() >= 5);
    }
    assert_eq!(seen.len(), Status::ALL.len(), "{seen:?}");
    assert!(
        granted > 5 && refused > 2 && revoked > 5,
        "granted {granted}, refused {refused}, records replaced {revoked}: the simulation tests too little"
    );
    assert!(
        locks > 5 && fifth > 20 && face_locks > 5,
        "locks {locks}, five submissions {fifth}, face checks locked {face_locks}: the simulation tests too little"
    );
}
