//! Workers that fail, die, come late or come twice: every attempt is decided, once.

use std::{sync::Arc, time::Duration};

use jiff::SignedDuration;
use server::worker;
use testkit::{Gate, Session, TestApp};

async fn submitted(app: &TestApp) -> Session {
    let session = app.open_session("user-1").await;
    app.submit_all(&session).await.expect(202);
    session
}

async fn decisions(app: &TestApp, session: &Session) -> usize {
    let case = app.store().case_of(session.id.parse().unwrap()).await.unwrap().unwrap();
    let attempt = case.sessions[&session.id.parse().unwrap()].attempts[0].id;
    app.store().decisions(case.applicant, attempt).await.unwrap().len()
}

async fn until_reached(gate: &Arc<Gate>) {
    while !gate.reached() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_failed_examination_is_tried_again() {
    let app = TestApp::new().await;
    let session = submitted(&app).await;
    app.examiner.fails(1);
    app.drain().await;
    assert_eq!(app.show(&session).await["status"], "processing");
    app.drain().await;
    assert_eq!(app.examiner.calls(), 1, "not before its time");
    app.advance(SignedDuration::from_secs(2));
    app.drain().await;
    assert_eq!(app.show(&session).await["status"], "approved");
}

#[tokio::test]
async fn after_too_many_failures_a_person_gets_the_case() {
    let app = TestApp::new().await;
    let session = submitted(&app).await;
    app.examiner.fails(99);
    for _ in 0..5 {
        app.drain().await;
        app.advance(SignedDuration::from_mins(5));
    }
    assert_eq!(app.examiner.calls(), 3);
    assert_eq!(app.show(&session).await["status"], "in_review");
    let path = format!("/v1/sessions/{}/decision", session.id);
    let decision = app.get(&path).bearer(&app.host).send().await.expect(200);
    assert_eq!(decision["findings"][0]["code"], "examination.failed");
}

#[tokio::test]
async fn an_examination_that_panics_is_a_failure_like_others() {
    let app = TestApp::new().await;
    let session = submitted(&app).await;
    app.examiner.panics(true);
    app.drain().await;
    app.examiner.panics(false);
    app.advance(SignedDuration::from_secs(2));
    app.drain().await;
    assert_eq!(app.show(&session).await["status"], "approved");
}

#[tokio::test]
async fn workers_that_die_again_and_again_hand_the_case_to_a_person() {
    let app = TestApp::new().await;
    let session = submitted(&app).await;
    let held = SignedDuration::from_secs(30);
    for _ in 0..3 {
        let now = app.now();
        app.store().claim_job(now, now + held).await.unwrap().expect("a job that nobody holds");
        app.advance(held);
    }
    app.drain().await;
    assert_eq!(app.examiner.calls(), 0, "what killed three workers is not tried a fourth time");
    assert_eq!(app.show(&session).await["status"], "in_review");
}

#[tokio::test]
async fn a_zombie_that_finishes_late_changes_nothing() {
    let app = TestApp::new().await;
    let session = submitted(&app).await;
    let zombie = app.beside_asleep().await;
    let gate = app.examiner.hold_next();
    let late = tokio::spawn(async move { worker::step(&zombie).await });
    until_reached(&gate).await;
    // The whole machine slept: no heartbeat came, and the lease ran out.
    app.store().close().await;
    app.advance(SignedDuration::from_secs(60));
    let other = app.beside().await;
    assert!(worker::step(&other).await);
    gate.open();
    late.await.unwrap();
    let mut app = app;
    app.restart().await;
    assert_eq!(app.show(&session).await["status"], "approved");
    assert_eq!(decisions(&app, &session).await, 1);
    assert!(app.examiner.calls() >= 2, "at least once");
    app.drain().await;
    assert_eq!(decisions(&app, &session).await, 1);
}

#[tokio::test]
async fn a_worker_that_is_slow_but_alive_keeps_its_job() {
    let app = TestApp::new().await;
    let session = submitted(&app).await;
    let slow = app.beside().await;
    let gate = app.examiner.hold_next();
    let working = tokio::spawn(async move { worker::step(&slow).await });
    until_reached(&gate).await;
    for _ in 0..4 {
        app.advance(SignedDuration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    assert!(!worker::step(app.app()).await, "80 seconds later the lease of 30 still holds");
    gate.open();
    working.await.unwrap();
    assert_eq!(app.show(&session).await["status"], "approved");
    assert_eq!(app.examiner.calls(), 1);
}

#[tokio::test]
async fn progress_is_told_while_it_works() {
    let app = TestApp::new().await;
    let session = submitted(&app).await;
    let gate = app.examiner.hold_next();
    let own = app.app().clone();
    let working = tokio::spawn(async move { worker::step(&own).await });
    until_reached(&gate).await;
    let progress = app.show(&session).await["progress"].clone();
    assert_eq!(progress, serde_json::json!({ "step": "text", "done": 1, "of": 12 }));
    gate.open();
    working.await.unwrap();
}

#[tokio::test]
async fn a_picture_that_is_gone_is_a_failure_and_not_an_approval() {
    let app = TestApp::new().await;
    let session = submitted(&app).await;
    let shelves = std::fs::read_dir(app.folder().join("evidence")).unwrap();
    for shelf in shelves {
        for blob in std::fs::read_dir(shelf.unwrap().path()).unwrap() {
            std::fs::remove_file(blob.unwrap().path()).unwrap();
        }
    }
    for _ in 0..5 {
        app.drain().await;
        app.advance(SignedDuration::from_mins(5));
    }
    assert_eq!(app.examiner.calls(), 0);
    assert_eq!(app.show(&session).await["status"], "in_review");
}
