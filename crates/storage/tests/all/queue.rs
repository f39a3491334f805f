//! The reviewers' queue: order, lanes, levels, exclusions, leases, and that nobody shares a case.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use review::{
    decision::{DecidedBy, Decision, Outcome, Retry},
    id::{ReviewerId, SessionId},
    task::{Level, Opinion},
    transition::Event,
};
use storage::{
    CommitError, Extras, Held,
    case::{Page, Sieve},
    queue::{Asking, NotTaken},
};
use uuid::Uuid;

use crate::common::{ACTOR, Fixture, approved, at, attempt, session, transition};

const FAR: i64 = 1_000_000;

fn reviewer(number: u128) -> ReviewerId {
    ReviewerId(Uuid::from_u128(5000 + number))
}

/// Reviewer `number` asks at second `now` for a quarter of an hour.
fn asking(number: u128, now: i64) -> Asking<'static> {
    let until = at(now) + SignedDuration::from_mins(15);
    Asking {
        reviewer: reviewer(number),
        level: Level::Senior,
        lanes: None,
        now: at(now),
        until,
        actor: "reviewer:test",
    }
}

/// Case `number` waits: due at that second, so risky, in that lane.
async fn waits(fixture: &Fixture, number: u128, due: i64, risk: u32, lane: &str) {
    let (applicant, session, attempt) = fixture.submitted(number).await;
    let decision = Decision {
        outcome: Outcome::Review,
        codes: vec![],
        findings: vec![],
        policy: "exchange@1".into(),
        models: vec![],
        by: DecidedBy::Automatic,
        at: at(2),
        retry: Retry::NotNeeded,
        message: None,
    };
    let events = vec![
        Event::Decided { session, attempt, decision, steps_due: vec![], note: None },
        Event::Queued { session, attempt, lane: lane.into(), risk, at: at(2), due_at: at(due) },
    ];
    fixture.store.commit(&transition(applicant, 2, events), &Extras::new(at(2), ACTOR)).await.unwrap();
}

async fn next(fixture: &Fixture, asking: &Asking<'_>) -> Option<SessionId> {
    fixture.store.take_next(asking).await.unwrap().map(|hold| hold.session)
}

#[tokio::test]
async fn the_clock_comes_first_then_the_risk() {
    let fixture = Fixture::new().await;
    // 900 seconds are a slot; `at(0)` begins none, so the numbers keep well apart.
    waits(&fixture, 1, 5_000, 10, "general").await;
    waits(&fixture, 2, 5_001, 300, "chinese").await;
    waits(&fixture, 3, 1_000, 1, "general").await;
    let mut order = Vec::new();
    for number in 1..=4 {
        order.push(next(&fixture, &asking(number, 10)).await);
    }
    assert_eq!(order, [Some(session(3)), Some(session(2)), Some(session(1)), None]);
}

#[tokio::test]
async fn lanes_levels_and_names_are_kept() {
    let fixture = Fixture::new().await;
    waits(&fixture, 1, 1_000, 1, "chinese").await;
    waits(&fixture, 2, 9_000, 1, "general").await;
    waits(&fixture, 3, 20_000, 1, "general").await;
    let general = ["general".to_owned(), "nowhere".to_owned()];
    let asks = Asking { lanes: Some(&general), ..asking(1, 10) };
    assert_eq!(next(&fixture, &asks).await, Some(session(2)));
    fixture.store.give_back(session(2), reviewer(1)).await.unwrap();

    let escalated = Event::Escalated {
        session: session(2),
        reviewer: reviewer(1),
        note: review::words::Words::new("?").unwrap(),
        at: at(3),
    };
    let assigned = Event::Assigned { session: session(3), by: reviewer(1), to: Some(reviewer(2)), at: at(3) };
    for (number, event) in [(2, escalated), (3, assigned)] {
        let change = transition(crate::common::applicant(number), 4, vec![event]);
        fixture.store.commit(&change, &Extras::new(at(3), ACTOR)).await.unwrap();
    }
    let junior = Asking { level: Level::Reviewer, ..asks };
    assert_eq!(next(&fixture, &junior).await, None);
    let take =
        |number: u128, asks: Asking<'static>| fixture.store.take(session(number), Box::leak(Box::new(asks)));
    let junior = Asking { level: Level::Reviewer, ..asking(1, 10) };
    assert_eq!(take(2, junior).await.unwrap(), Err(NotTaken::NotForReviewer));
    assert_eq!(take(3, asking(1, 10)).await.unwrap(), Err(NotTaken::NotForReviewer));
    assert_eq!(take(9, asking(1, 10)).await.unwrap(), Err(NotTaken::NotWaiting));
    assert_eq!(next(&fixture, &asking(2, 10)).await, Some(session(3)), "what is kept for one comes first");
    let waiting = fixture.store.waiting(session(3), at(10)).await.unwrap().unwrap();
    assert_eq!(
        (waiting.held.map(|(who, _)| who), waiting.assigned_to),
        (Some(reviewer(2)), Some(reviewer(2)))
    );
}

#[tokio::test]
async fn what_waits_is_sifted_by_lane_clock_and_whose_it_is() {
    let fixture = Fixture::new().await;
    waits(&fixture, 1, 1_000, 1, "chinese").await;
    waits(&fixture, 2, 3_000, 1, "general").await;
    waits(&fixture, 3, 2_000, 1, "general").await;
    waits(&fixture, 4, 9_000, 1, "general").await;
    let kept = Event::Assigned { session: session(4), by: reviewer(1), to: Some(reviewer(2)), at: at(3) };
    let kept = transition(crate::common::applicant(4), 4, vec![kept]);
    fixture.store.commit(&kept, &Extras::new(at(3), ACTOR)).await.unwrap();
    assert!(fixture.store.take(session(2), &asking(2, 10)).await.unwrap().is_ok());
    let general = ["general".to_owned()];
    let mine = |now: i64| Sieve { of: Some((reviewer(2), at(now))), ..Sieve::default() };
    let rows = [
        ("all", Sieve::default(), vec![1, 3, 2, 4]),
        ("a lane", Sieve { lanes: Some(&general), ..Sieve::default() }, vec![3, 2, 4]),
        ("no lane", Sieve { lanes: Some(&[]), ..Sieve::default() }, vec![]),
        ("overdue", Sieve { due_by: Some(at(2_000)), ..Sieve::default() }, vec![1, 3]),
        ("held and kept", mine(10), vec![2, 4]),
        ("kept alone, once the hold is over", mine(10_000), vec![4]),
        ("held, of no lane", Sieve { lanes: Some(&[]), ..mine(10) }, vec![]),
    ];
    for (name, sieve, expected) in rows {
        let page = Page { after: None, limit: 200 };
        let found = fixture.store.waiting_cases(sieve, page).await.unwrap();
        let found: Vec<SessionId> = found.iter().map(|row| row.session).collect();
        assert_eq!(found, expected.into_iter().map(session).collect::<Vec<_>>(), "{name}");
    }
    let rest = Page { after: Some(session(3)), limit: 1 };
    let rest = fixture.store.waiting_cases(Sieve { lanes: Some(&general), ..Sieve::default() }, rest).await;
    assert_eq!(rest.unwrap()[0].session, session(2));
}

#[tokio::test]
async fn who_has_spoken_is_passed_over() {
    let fixture = Fixture::new().await;
    waits(&fixture, 1, 1_000, 1, "general").await;
    let opinion =
        Opinion { reviewer: reviewer(1), outcome: Outcome::Approved, codes: vec![], note: None, at: at(3) };
    let heard = Event::Opined { session: session(1), opinion, level: Level::Reviewer };
    let change = transition(crate::common::applicant(1), 4, vec![heard]);
    assert!(next(&fixture, &asking(1, 2)).await.is_some());
    fixture.store.commit(&change, &Extras::new(at(3), ACTOR)).await.unwrap();
    assert_eq!(next(&fixture, &asking(1, 4)).await, None, "an opinion ends the hold");
    assert_eq!(fixture.store.take(session(1), &asking(1, 4)).await.unwrap(), Err(NotTaken::Excluded));
    assert_eq!(next(&fixture, &asking(2, 4)).await, Some(session(1)));
}

#[tokio::test]
async fn a_decision_needs_the_hold_and_empties_the_place() {
    let fixture = Fixture::new().await;
    waits(&fixture, 1, 1_000, 1, "general").await;
    let mut verdict = approved(crate::common::applicant(1), session(1), attempt(1), "L1");
    verdict.expected_version = 4;
    let by = |number: u128, now: i64| Extras {
        holder: Some((Held::Case(session(1)), reviewer(number))),
        ..Extras::new(at(now), ACTOR)
    };
    let refused = fixture.store.commit(&verdict, &by(1, 10)).await;
    assert!(matches!(refused, Err(CommitError::NotHeld)));
    fixture.store.take_next(&asking(1, 10)).await.unwrap().unwrap();
    let late = fixture.store.commit(&verdict, &by(1, 10 + 900)).await;
    assert!(matches!(late, Err(CommitError::NotHeld)), "the time was up");
    let other = fixture.store.commit(&verdict, &by(2, 11)).await;
    assert!(matches!(other, Err(CommitError::NotHeld)));
    fixture.store.commit(&verdict, &by(1, 11)).await.unwrap();
    assert_eq!(fixture.store.waiting(session(1), at(12)).await.unwrap(), None);
    assert_eq!(fixture.store.standing(at(12)).await.unwrap().waiting, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn reviewers_of_several_processes_never_share_a_case() {
    let fixture = Fixture::new().await;
    for number in 1..=40 {
        waits(&fixture, number, 1_000, 1, "general").await;
    }
    let mut tasks = Vec::new();
    for process in 0..4 {
        let store = fixture.open_again().await;
        tasks.push(tokio::spawn(async move {
            let mut taken = Vec::new();
            for number in 0..10 {
                let hold = store.take_next(&asking(process * 100 + number, 10)).await.unwrap().unwrap();
                taken.push(hold.session);
            }
            store.close().await;
            taken
        }));
    }
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    let distinct: BTreeSet<SessionId> = all.iter().copied().collect();
    assert_eq!((all.len(), distinct.len()), (40, 40));
    assert_eq!(next(&fixture, &asking(FAR as u128, 20)).await, None);
    fixture.store.verify_audit(&[]).await.unwrap();
}
