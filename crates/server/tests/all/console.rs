//! The operator's side: what waits, what is known of it, and the verdict.

use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{Session, TestApp, passport};

/// A case that waits for a person: the faces are neither alike nor different.
async fn in_review(app: &TestApp, user: &str) -> Session {
    let mut seen = passport("L898902C3");
    seen.face.similarity = Some(0.3);
    app.examiner.sees(seen);
    let session = app.open_session(user).await;
    app.submit_all(&session).await.expect(202);
    app.drain().await;
    assert_eq!(app.show(&session).await["status"], "in_review");
    session
}

/// Takes the case, where it can be had, and decides it.
async fn decide(app: &TestApp, session: &Session, key: &str, body: Value) -> testkit::Answer {
    app.post(&format!("/v1/console/cases/{}/take", session.id)).bearer(key).send().await;
    app.post(&format!("/v1/console/cases/{}/decision", session.id)).bearer(key).json(&body).send().await
}

async fn attempt(app: &TestApp, session: &Session) -> Value {
    app.show(session).await["latest"]["attempt_id"].clone()
}

#[tokio::test]
async fn what_waits_is_listed_with_what_to_look_into() {
    let app = TestApp::new().await;
    let session = in_review(&app, "user-1").await;
    let listed = app.get("/v1/console/cases").bearer(&app.operator).send().await.expect(200);
    assert_eq!(listed["next"], Value::Null);
    let row = &listed["cases"][0];
    assert_eq!((&row["session_id"], &row["external_id"]), (&json!(session.id), &json!("user-1")));
    assert_eq!((&row["status"], &row["outcome"]), (&json!("in_review"), &json!("review")));
    assert!(row["codes"].as_array().unwrap().contains(&json!("E013")), "{row}");
    let none = app.get("/v1/console/cases?status=declined").bearer(&app.operator).send().await.expect(200);
    assert_eq!(none["cases"], json!([]));
    for query in ["status=expired", "status=", "after=7", "page=2"] {
        let answer = app.get(&format!("/v1/console/cases?{query}")).bearer(&app.operator).send().await;
        answer.refused(422, "query.invalid");
    }
}

#[tokio::test]
async fn no_suspicion_reaches_the_applicant() {
    let app = TestApp::new().await;
    let session = in_review(&app, "user-1").await;
    let shown = app.show(&session).await;
    assert_eq!(shown["latest"]["decision"]["codes"], json!([]));
    assert_eq!(shown["estimate"]["kind"], "manual");
    assert!(!shown.to_string().contains("E021") && !shown.to_string().contains("E013"));
}

#[tokio::test]
async fn a_case_is_shown_whole_and_the_look_is_on_record() {
    let app = TestApp::new().await;
    let session = in_review(&app, "user-1").await;
    let before = app.store().verify_audit(&[]).await.unwrap().entries;
    let path = format!("/v1/console/cases/{}", session.id);
    let case = app.get(&path).bearer(&app.operator).send().await.expect(200);
    assert_eq!((&case["session"]["id"], &case["external_id"]), (&json!(session.id), &json!("user-1")));
    assert_eq!(case["decisions"][0]["outcome"], "review");
    assert!(
        case["report"]["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|finding| finding["code"] == "face.cannot_tell")
    );
    let face = &case["report"]["face"];
    assert_eq!((&face["match_min"], &face["no_match_max"]), (&json!(0.5), &json!(0.05)));
    assert_eq!((&face["portrait"]["image"], &face["selfie"]["image"]), (&json!("front"), &json!("selfie")));
    let front = case["report"]["evidence"]["front"].as_str().unwrap();
    let image = app.get(&format!("/v1/console/evidence/{front}/image")).bearer(&app.operator).send().await;
    assert_eq!((image.status, &image.headers["content-type"]), (200, &"image/jpeg".parse().unwrap()));
    assert_eq!(app.store().verify_audit(&[]).await.unwrap().entries, before + 2);
}

#[tokio::test]
async fn a_person_approves() {
    let app = TestApp::new().await;
    let session = in_review(&app, "user-1").await;
    let body = json!({ "attempt_id": attempt(&app, &session).await, "verdict": "approve" });
    let decided = decide(&app, &session, &app.operator, body.clone()).await.expect(200);
    assert_eq!(decided["status"], "approved");
    assert_eq!(decided["latest"]["decision"]["by"], "reviewer");
    decide(&app, &session, &app.operator, body).await.refused(409, "session.wrong_status");
    let case =
        app.get(&format!("/v1/console/cases/{}", session.id)).bearer(&app.operator).send().await.expect(200);
    assert_eq!(case["decisions"].as_array().unwrap().len(), 2, "the machine's and the person's");
}

#[tokio::test]
async fn a_person_rejects_and_another_one_sees_the_next() {
    let app = TestApp::new().await;
    let session = in_review(&app, "user-1").await;
    let codes = json!([{ "code": "E001", "reason": "glare" }]);
    let body = json!({ "attempt_id": attempt(&app, &session).await, "verdict": "reject", "codes": codes });
    let decided = decide(&app, &session, &app.operator, body).await.expect(200);
    assert_eq!((&decided["status"], &decided["steps_due"]), (&json!("requires_input"), &json!(["front"])));
    let retry = &decided["latest"]["decision"]["retry"];
    assert_eq!(
        *retry,
        json!({ "kind": "advised", "from": "2026-11-23T14:00:00Z", "until": "2026-11-23T16:00:00Z" })
    );

    let front = app.upload(&session, "front").await;
    app.submit(&session, &json!({ "evidence": { "front": front } })).await.expect(202);
    app.drain().await;
    let body = json!({ "attempt_id": attempt(&app, &session).await, "verdict": "approve" });
    let same = decide(&app, &session, &app.operator, body.clone()).await;
    same.refused(403, "decision.reviewer_excluded");
    let other = app.another_operator().await;
    assert_eq!(decide(&app, &session, &other, body).await.expect(200)["status"], "approved");
}

#[tokio::test]
async fn verdicts_that_cannot_be() {
    let app = TestApp::new().await;
    let session = in_review(&app, "user-1").await;
    let id = attempt(&app, &session).await;
    let nobody = "01890000-0000-7000-8000-000000000000";
    let rows = [
        (json!({ "attempt_id": id, "verdict": "reject" }), 422, "decision.codes_missing"),
        (
            json!({ "attempt_id": id, "verdict": "reject", "codes": [{ "code": "E999" }] }),
            422,
            "decision.code_unknown",
        ),
        (
            json!({ "attempt_id": id, "verdict": "reject", "codes": [{ "code": "E001", "reason": "ugly" }] }),
            422,
            "decision.code_unknown",
        ),
        (
            json!({ "attempt_id": id, "verdict": "approve", "codes": [{ "code": "E001" }] }),
            422,
            "body.invalid",
        ),
        (json!({ "attempt_id": id, "verdict": "maybe" }), 422, "body.invalid"),
        (json!({ "attempt_id": nobody, "verdict": "approve" }), 404, "attempt.unknown"),
    ];
    for (body, status, code) in rows {
        decide(&app, &session, &app.operator, body).await.refused(status, code);
    }
    assert_eq!(app.show(&session).await["status"], "in_review");
}

#[tokio::test]
async fn a_document_of_another_account_cannot_be_approved_by_hand() {
    let app = TestApp::new().await;
    let second = in_review(&app, "user-2").await;
    app.examiner.sees(passport("L898902C3"));
    let first = app.open_session("user-1").await;
    app.submit_all(&first).await.expect(202);
    app.drain().await;
    assert_eq!(app.show(&first).await["status"], "approved");
    let body = json!({ "attempt_id": attempt(&app, &second).await, "verdict": "approve" });
    decide(&app, &second, &app.operator, body).await.refused(409, "decision.document_taken");
}

#[tokio::test]
async fn nothing_that_was_not_read_can_be_approved() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    app.examiner.fails(99);
    app.submit_all(&session).await.expect(202);
    for _ in 0..4 {
        app.drain().await;
        app.advance(SignedDuration::from_mins(5));
    }
    assert_eq!(app.show(&session).await["status"], "in_review");
    let body = json!({ "attempt_id": attempt(&app, &session).await, "verdict": "approve" });
    decide(&app, &session, &app.operator, body).await.refused(409, "decision.identity_missing");
}

#[tokio::test]
async fn estimates_come_from_what_reviews_took() {
    let app = TestApp::new().await;
    for user in 0..5 {
        let session = in_review(&app, &format!("user-{user}")).await;
        app.advance(SignedDuration::from_mins(10));
        let codes = json!([{ "code": "E013" }]);
        let body =
            json!({ "attempt_id": attempt(&app, &session).await, "verdict": "reject", "codes": codes });
        decide(&app, &session, &app.operator, body).await.expect(200);
    }
    let session = in_review(&app, "user-9").await;
    let estimate = app.show(&session).await["estimate"].clone();
    assert_eq!(estimate, json!({ "kind": "manual", "from_seconds": 600, "to_seconds": 600 }));
}
