//! Limits: five submissions in a day, so many pictures, so much at once.

use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{Session, TestApp, claims, png};

use crate::flow::glare;

async fn submit_and_fail(app: &TestApp, session: &Session) {
    app.examiner.sees(glare());
    app.submit_all(session).await.expect(202);
    app.drain().await;
    assert_eq!(app.show(session).await["status"], "requires_input");
}

#[tokio::test]
async fn the_sixth_submission_locks_for_a_day() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    for _ in 0..5 {
        submit_and_fail(&app, &session).await;
    }
    let refused = app.submit_all(&session).await;
    refused.refused(423, "submission.locked");
    assert_eq!(refused.json()["next_allowed_at"], "2026-11-24T12:00:00Z");
    let locked = app.show(&session).await;
    assert_eq!(
        (&locked["locked_until"], &locked["attempts"]["used"]),
        (&json!("2026-11-24T12:00:00Z"), &json!(5))
    );
    let applicant = app.get(&format!("/v1/applicants/{}", session.applicant)).bearer(&app.host).send().await;
    assert_eq!(applicant.expect(200)["locked_until"], "2026-11-24T12:00:00Z");

    app.advance(SignedDuration::from_hours(24));
    let token =
        app.post(&format!("/v1/sessions/{}/tokens", session.id)).bearer(&app.host).send().await.expect(201);
    let session = Session { token: token["client_token"].as_str().unwrap().into(), ..session };
    assert_eq!(app.show(&session).await["locked_until"], Value::Null);
    app.submit_all(&session).await.expect(202);
}

#[tokio::test]
async fn of_many_submissions_at_once_one_is_taken() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let front = app.upload(&session, "front").await;
    let selfie = app.upload(&session, "selfie").await;
    let body = json!({ "evidence": { "front": front, "selfie": selfie }, "claims": claims("L898902C3") });
    let sent = (0..10)
        .map(|_| tokio::spawn(app.post("/v1/client/attempts").bearer(&session.token).json(&body).send()));
    let sent: Vec<_> = sent.collect();
    let mut taken = 0;
    for answer in sent {
        let answer = answer.await.unwrap();
        if answer.status == 202 { taken += 1 } else { answer.refused(409, "session.wrong_status") }
    }
    assert_eq!(taken, 1);
    app.drain().await;
    assert_eq!(app.examiner.calls(), 1);
    assert_eq!(app.show(&session).await["attempts"]["used"], 1);
}

#[tokio::test]
async fn so_many_pictures_and_no_more() {
    let mut app = TestApp::new().await;
    app.config.uploads_max = 3;
    app.restart().await;
    let session = app.open_session("user-1").await;
    for _ in 0..3 {
        app.upload(&session, "front").await;
    }
    let post = app.post("/v1/client/evidence/front").bearer(&session.token);
    post.body("image/png", png(9)).send().await.refused(429, "evidence.too_many");
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_given_up() {
    let mut app = TestApp::new().await;
    app.config.request_timeout = std::time::Duration::from_millis(200);
    app.restart().await;
    let session = app.open_session("user-1").await;
    app.upload(&session, "front").await;
    let gate = app.examiner.hold_next();
    let answer = app.post("/v1/client/read").bearer(&session.token).send().await;
    answer.refused(408, "request.timeout");
    gate.open();
}
