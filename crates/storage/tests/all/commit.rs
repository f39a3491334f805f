//! One write for a case: all or nothing, one winner, one owner of a document, and a restart forgets nothing.

use crate::common::{
    ACTOR, Fixture, applicant, approved, at, attempt, document, opened, session, submitted, transition,
};
use review::{
    case::{Case, Status},
    decision::Outcome,
    observation::Examination,
    transition::Event,
};
use storage::{
    CommitError, Extras,
    answer::{Answer, Question, Reply},
    case::Page,
    job::JobEnd,
};

const WHOLE: Page = Page { after: None, limit: 200 };

#[tokio::test]
async fn a_case_is_read_back_after_a_restart() {
    let fixture = Fixture::new().await;
    let (applicant, session, attempt) = fixture.submitted(1).await;
    fixture.store.close().await;
    let store = fixture.open_again().await;
    let case = store.case_of(session).await.unwrap().unwrap();
    assert_eq!((case.applicant, case.version), (applicant, 2));
    assert_eq!(case.sessions[&session].status, Status::Processing);
    assert_eq!(case.sessions[&session].attempts[0].id, attempt);
}

#[tokio::test]
async fn what_is_unknown_is_none() {
    let fixture = Fixture::new().await;
    assert_eq!(fixture.store.case(applicant(9)).await.unwrap(), None);
    assert_eq!(fixture.store.case_of(session(9)).await.unwrap(), None);
    assert_eq!(fixture.store.examination(attempt(9)).await.unwrap(), None);
}

#[tokio::test]
async fn a_transition_for_an_unknown_applicant_is_refused() {
    let fixture = Fixture::new().await;
    let refused = fixture.store.commit(&opened(applicant(9), session(9)), &Extras::new(at(0), ACTOR)).await;
    assert!(matches!(refused, Err(CommitError::VersionConflict)));
}

#[tokio::test]
async fn of_many_writers_on_one_version_one_wins() {
    let fixture = Fixture::new().await;
    let (applicant, session) = fixture.session(1).await;
    let other = fixture.open_again().await;
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..20 {
        let store = if number % 2 == 0 { fixture.store.clone() } else { other.clone() };
        let transition = submitted(applicant, session, attempt(number), 1);
        writers.spawn(async move { store.commit(&transition, &Extras::new(at(1), ACTOR)).await });
    }
    let results = writers.join_all().await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(results.iter().all(|result| matches!(result, Ok(_) | Err(CommitError::VersionConflict))));
    assert_eq!(fixture.store.case(applicant).await.unwrap().unwrap().version, 2);
}

#[tokio::test]
async fn a_document_is_verified_for_one_applicant() {
    let fixture = Fixture::new().await;
    let (first, session, attempt) = fixture.submitted(1).await;
    fixture
        .store
        .commit(&approved(first, session, attempt, "L898902C3"), &Extras::new(at(2), ACTOR))
        .await
        .unwrap();
    let (second, session, attempt) = fixture.submitted(2).await;
    assert_eq!(fixture.store.other_owner(&document("L898902C3"), second).await.unwrap(), Some(first));
    assert_eq!(fixture.store.other_owner(&document("L898902C3"), first).await.unwrap(), None);
    assert_eq!(fixture.store.other_owner(&document("L898902C4"), second).await.unwrap(), None);

    let refused = fixture
        .store
        .commit(&approved(second, session, attempt, "L898902C3"), &Extras::new(at(2), ACTOR))
        .await;
    assert!(matches!(refused, Err(CommitError::DocumentTaken(owner)) if owner == first));
    let case = fixture.store.case(second).await.unwrap().unwrap();
    assert_eq!(
        (case.version, case.sessions[&session].status),
        (2, Status::Processing),
        "nothing was half-written"
    );
}

#[tokio::test]
async fn no_document_number_lies_in_the_index() {
    let fixture = Fixture::new().await;
    let (first, session, attempt) = fixture.submitted(1).await;
    fixture
        .store
        .commit(&approved(first, session, attempt, "L898902C3"), &Extras::new(at(2), ACTOR))
        .await
        .unwrap();
    let database = fixture.folder.path().join("bonafide.sqlite");
    let pool = sqlx::SqlitePool::connect(database.to_str().unwrap()).await.unwrap();
    let keys: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT key FROM document_keys").fetch_all(&pool).await.unwrap();
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0].len(), 32);
    assert!(!keys[0].windows(4).any(|part| b"L898902C3".windows(4).any(|number| number == part)));
}

#[tokio::test]
async fn examination_and_decision_appear_together_or_not_at_all() {
    let fixture = Fixture::new().await;
    let (applicant, session, attempt) = fixture.submitted(1).await;
    let claimed = fixture.store.claim_job(at(1), at(10)).await.unwrap().unwrap();
    let examination = Examination::default();
    let extras = Extras {
        examination: Some((attempt, &examination)),
        job: Some((&claimed.lease, JobEnd::Done)),
        ..Extras::new(at(2), "worker")
    };
    let late = fixture.store.claim_job(at(11), at(20)).await.unwrap().unwrap();
    let transition = approved(applicant, session, attempt, "L898902C3");
    let refused = fixture.store.commit(&transition, &extras).await;
    assert!(matches!(refused, Err(CommitError::LeaseLost)));
    assert_eq!(fixture.store.examination(attempt).await.unwrap(), None);

    let extras = Extras { job: Some((&late.lease, JobEnd::Done)), ..extras };
    fixture.store.commit(&transition, &extras).await.unwrap();
    assert_eq!(fixture.store.examination(attempt).await.unwrap(), Some(examination));
    let decisions = fixture.store.decisions(applicant, attempt).await.unwrap();
    assert_eq!(decisions.iter().map(|decision| decision.outcome).collect::<Vec<_>>(), [Outcome::Approved]);
}

#[tokio::test]
async fn an_answered_key_undoes_the_whole_write() {
    let fixture = Fixture::new().await;
    let (applicant, session) = fixture.session(1).await;
    let reply = Reply {
        question: Question { scope: "host:1".into(), key: "k".into(), fingerprint: [1; 32] },
        answer: Answer { status: 202, body: "{}".into(), token: None },
    };
    let reply = |_: &Case| Some(reply.clone());
    let extras = Extras { reply: Some(&reply), ..Extras::new(at(1), ACTOR) };
    fixture.store.commit(&submitted(applicant, session, attempt(1), 1), &extras).await.unwrap();
    let again = transition(applicant, 2, vec![Event::Locked { until: at(99), at: at(1) }]);
    assert!(matches!(fixture.store.commit(&again, &extras).await, Err(CommitError::AlreadyAnswered)));
    assert_eq!(fixture.store.case(applicant).await.unwrap().unwrap().version, 2);
}

#[tokio::test]
async fn lists_show_sessions_by_status_page_by_page() {
    let fixture = Fixture::new().await;
    for number in 1..=3 {
        fixture.session(number).await;
    }
    fixture.submitted(4).await;
    let waiting = fixture.store.cases(Status::RequiresInput, WHOLE).await.unwrap();
    assert_eq!(
        waiting.iter().map(|row| row.session).collect::<Vec<_>>(),
        [session(1), session(2), session(3)]
    );
    assert_eq!(waiting[0].external_id, "user-1");
    let rest = Page { after: Some(session(1)), limit: 1 };
    let rest = fixture.store.cases(Status::RequiresInput, rest).await.unwrap();
    assert_eq!(rest.iter().map(|row| row.session).collect::<Vec<_>>(), [session(2)]);
    let processing = fixture.store.cases(Status::Processing, WHOLE).await.unwrap();
    assert_eq!(processing[0].submitted_at, Some(at(1)));
}

#[tokio::test]
async fn attempts_are_listed_by_name_from_a_moment_on() {
    let fixture = Fixture::new().await;
    for number in 1..=3 {
        fixture.submitted(number).await;
    }
    let names =
        |rows: Vec<storage::attempts::AttemptRow>| rows.iter().map(|row| row.attempt).collect::<Vec<_>>();
    let [first, second, third] = [1, 2, 3].map(attempt);
    let store = &fixture.store;
    assert_eq!(names(store.attempts(at(0), None, 2).await.unwrap()), [first, second]);
    assert_eq!(names(store.attempts(at(0), Some(second), 9).await.unwrap()), [third]);
    assert_eq!(names(store.attempts(at(2), None, 9).await.unwrap()), []);
    assert_eq!(names(store.newest_attempts(2).await.unwrap()), [third, second]);
    assert_eq!(
        (store.attempts_count(at(1)).await.unwrap(), store.attempts_count(at(2)).await.unwrap()),
        (3, 0)
    );
    let row = store.attempts_named(first.0).await.unwrap()[0];
    assert_eq!((row.session, row.applicant, row.submitted_at), (session(1), applicant(1), at(1)));
    assert_eq!(store.attempts_named(session(2).0).await.unwrap()[0].attempt, second);
    assert_eq!(store.attempts_named(applicant(2).0).await.unwrap(), []);
}
