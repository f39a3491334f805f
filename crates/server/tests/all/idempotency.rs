//! The same request under the same key is carried out once, whatever happens in between.

use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{Answer, TestApp, claims, png};

async fn post(app: &TestApp, path: &str, bearer: &str, key: &str, body: &Value) -> Answer {
    app.post(path).bearer(bearer).header("idempotency-key", key).json(body).send().await
}

fn replayed(answer: &Answer) -> bool {
    answer.headers.get("idempotency-replayed").is_some_and(|value| value == "true")
}

#[tokio::test]
async fn a_session_is_opened_once_and_its_token_told_again() {
    let mut app = TestApp::new().await;
    let body = json!({ "applicant_id": app.applicant("user-1").await });
    let host = app.host.clone();
    let first = post(&app, "/v1/sessions", &host, "k1", &body).await;
    app.restart().await;
    let second = post(&app, "/v1/sessions", &host, "k1", &body).await;
    assert_eq!((first.status, second.status), (201, 201));
    assert!(!replayed(&first) && replayed(&second));
    assert_eq!(first.json(), second.json());
    let token = second.json()["client_token"].as_str().unwrap().to_owned();
    app.get("/v1/client/session").bearer(&token).send().await.expect(200);
    assert_eq!(sessions(&app).await, 1);
}

#[tokio::test]
async fn another_body_under_the_same_key_is_refused() {
    let app = TestApp::new().await;
    post(&app, "/v1/applicants", &app.host, "k1", &json!({ "external_id": "user-1" })).await.expect(201);
    let other = json!({ "external_id": "user-2" });
    post(&app, "/v1/applicants", &app.host, "k1", &other).await.refused(422, "idempotency.reused");
    let elsewhere = json!({ "external_id": "user-1" });
    post(&app, "/v1/sessions", &app.host, "k1", &elsewhere).await.refused(422, "body.invalid");
    let body = json!({ "applicant_id": app.applicant("user-1").await });
    post(&app, "/v1/sessions", &app.host, "k1", &body).await.refused(422, "idempotency.reused");
}

#[tokio::test]
async fn a_submission_is_counted_once() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let front = app.upload(&session, "front").await;
    let selfie = app.upload(&session, "selfie").await;
    let body = json!({ "evidence": { "front": front, "selfie": selfie }, "claims": claims("L898902C3") });
    let first = post(&app, "/v1/client/attempts", &session.token, "k1", &body).await.expect(202);
    app.drain().await;
    let second = post(&app, "/v1/client/attempts", &session.token, "k1", &body).await;
    assert!(replayed(&second));
    assert_eq!(second.expect(202), first, "as it was answered, though it is decided by now");
    assert_eq!(app.show(&session).await["attempts"]["used"], 1);
}

#[tokio::test]
async fn the_same_picture_under_the_same_key_is_one_picture() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let send = |bytes: Vec<u8>| {
        let post =
            app.post("/v1/client/evidence/front").bearer(&session.token).header("idempotency-key", "k1");
        post.body("image/png", bytes).send()
    };
    let first = send(png(1)).await.expect(201);
    assert_eq!(send(png(1)).await.expect(201), first);
    send(png(2)).await.refused(422, "idempotency.reused");
}

#[tokio::test]
async fn a_request_that_failed_may_be_sent_again_under_its_key() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let body = json!({ "evidence": {} });
    let lacking = post(&app, "/v1/client/attempts", &session.token, "k1", &body).await;
    lacking.refused(422, "submission.steps_missing");
    let front = app.upload(&session, "front").await;
    let selfie = app.upload(&session, "selfie").await;
    let body = json!({ "evidence": { "front": front, "selfie": selfie }, "claims": claims("L898902C3") });
    post(&app, "/v1/client/attempts", &session.token, "k1", &body).await.expect(202);
}

#[tokio::test]
async fn many_at_once_under_one_key_have_one_effect() {
    let app = TestApp::new().await;
    let body = json!({ "applicant_id": app.applicant("user-1").await });
    let asked = (0..12).map(|_| {
        let post = app.post("/v1/sessions").bearer(&app.host).header("idempotency-key", "k1").json(&body);
        tokio::spawn(post.send())
    });
    let asked: Vec<_> = asked.collect();
    let mut ids = std::collections::BTreeSet::new();
    for answer in asked {
        ids.insert(answer.await.unwrap().expect(201)["id"].to_string());
    }
    assert_eq!(ids.len(), 1);
    assert_eq!(sessions(&app).await, 1);
}

#[tokio::test]
async fn keys_belong_to_whoever_sends_them_and_are_forgotten_after_a_day() {
    let app = TestApp::new().await;
    let (mine, other) = (app.open_session("user-1").await, app.open_session("user-2").await);
    for session in [&mine, &other] {
        let post =
            app.post("/v1/client/evidence/front").bearer(&session.token).header("idempotency-key", "k1");
        let sent = post.body("image/png", png(1)).send().await;
        assert!(!replayed(&sent));
        sent.expect(201);
    }
    let body = json!({ "external_id": "user-3" });
    post(&app, "/v1/applicants", &app.host, "k2", &body).await.expect(201);
    app.advance(SignedDuration::from_hours(24));
    let later = post(&app, "/v1/applicants", &app.host, "k2", &json!({ "external_id": "user-4" })).await;
    later.expect(201);
}

#[tokio::test]
async fn keys_that_are_none() {
    let app = TestApp::new().await;
    let body = json!({ "external_id": "user-1" });
    for key in ["", &"k".repeat(201)] {
        post(&app, "/v1/applicants", &app.host, key, &body).await.refused(400, "idempotency.invalid");
    }
}

async fn sessions(app: &TestApp) -> usize {
    let applicant = format!("/v1/applicants/{}", app.applicant("user-1").await);
    let shown = app.get(&applicant).bearer(&app.host).send().await.expect(200);
    shown["sessions"].as_array().unwrap().len()
}
