//! Appeals and corrections from the applicant's word to the answer.

use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{Answer, Session, TestApp, passport};

/// An applicant whose document is verified on another account.
async fn declined(app: &TestApp) -> Session {
    app.examiner.sees(passport("L898902C3"));
    let first = app.open_session("user-1").await;
    app.submit_all(&first).await.expect(202);
    app.drain().await;
    let session = app.open_session("user-2").await;
    app.submit_all(&session).await.expect(202);
    app.drain().await;
    let shown = app.show(&session).await;
    assert_eq!(
        (&shown["status"], &shown["latest"]["decision"]["codes"][0]["code"]),
        (&json!("declined"), &json!("E031"))
    );
    session
}

async fn post(app: &TestApp, key: &str, path: &str, body: Value) -> Answer {
    app.post(path).bearer(key).json(&body).send().await
}

async fn new_ticket(app: &TestApp, session: &Session, kind: &str) -> Value {
    let front = app.upload(session, "front").await;
    let holder = app.upload(session, "selfie").await;
    let mut body = json!({
        "kind": kind, "description": "It is my only account.",
        "evidence": { "front": front, "holder": holder },
    });
    if kind == "correction" {
        body["evidence"]["old_front"] = json!(app.upload(session, "front").await);
        body["wanted"] = json!({ "name": "ERIKSSON LIND, ANNA MARIA" });
    }
    body
}

async fn open(app: &TestApp, session: &Session, kind: &str) -> String {
    let body = new_ticket(app, session, kind).await;
    let opened = post(app, &session.token, "/v1/client/tickets", body).await.expect(201);
    app.drain().await;
    opened["id"].as_str().unwrap().to_owned()
}

async fn answer(app: &TestApp, key: &str, ticket: &str, how: &str) -> Answer {
    post(app, key, &format!("/v1/console/tickets/{ticket}/take"), json!({})).await;
    let body = json!({ "answer": how, "message": "We have looked again.", "note": "Same face, same number" });
    post(app, key, &format!("/v1/console/tickets/{ticket}/answer"), body).await
}

async fn own(app: &TestApp, session: &Session) -> Value {
    app.get("/v1/client/tickets").bearer(&session.token).send().await.expect(200)
}

async fn whole(app: &TestApp, key: &str, ticket: &str) -> Value {
    app.get(&format!("/v1/console/tickets/{ticket}")).bearer(key).send().await.expect(200)
}

#[tokio::test]
async fn an_appeal_is_heard_by_two_and_verifies_once_the_document_is_free() {
    let app = TestApp::new().await;
    let session = declined(&app).await;
    assert_eq!(own(&app, &session).await["appeal"]["possible"], true);
    let ticket = open(&app, &session, "appeal").await;
    let mine = own(&app, &session).await;
    assert_eq!(mine["appeal"]["reason"], "ticket.open_already");
    assert_eq!(
        (&mine["tickets"][0]["status"], &mine["tickets"][0]["due_at"]),
        (&json!("open"), &json!("2026-12-01T00:00:00Z"))
    );

    let at_a_glance = app.show(&session).await["open_ticket"].clone();
    assert_eq!((&at_a_glance["id"], &at_a_glance["kind"]), (&json!(ticket), &json!("appeal")));

    let (me, other) = (app.operator.clone(), app.another_operator().await);
    let listed = app.get("/v1/console/tickets").bearer(&me).send().await.expect(200);
    assert_eq!(
        (&listed["tickets"][0]["id"], &listed["tickets"][0]["external_id"]),
        (&json!(ticket), &json!("user-2"))
    );
    let seen = whole(&app, &me, &ticket).await;
    assert!(seen["ticket_report"]["document"]["kind"].is_string(), "its pictures were examined");
    assert_eq!((&seen["excluded"], &seen["two_needed"]), (&json!(false), &json!(true)));
    assert_eq!((&seen["ticket"]["examined"], &seen["held_by_me"]), (&json!(true), &json!(false)));
    let first = app.first_session_of("user-1").await;
    assert_eq!(seen["taken_by"], json!({ "session_id": first, "external_id": "user-1" }));
    answer(&app, &me, &ticket, "grant").await.expect_empty(204);
    assert_eq!(whole(&app, &other, &ticket).await["granted_count"], 1);
    answer(&app, &me, &ticket, "grant").await.refused(403, "decision.reviewer_excluded");
    answer(&app, &other, &ticket, "grant").await.refused(409, "decision.document_taken");

    post(
        &app,
        &other,
        &format!("/v1/console/cases/{first}/revoke"),
        json!({ "note": "Given up by its holder" }),
    )
    .await
    .expect_empty(204);
    assert_eq!(whole(&app, &other, &ticket).await["taken_by"], json!(null));
    answer(&app, &other, &ticket, "grant").await.expect_empty(204);
    let shown = app.show(&session).await;
    assert_eq!(shown["open_ticket"], json!(null));
    assert_eq!(
        (&shown["status"], shown["capabilities"].as_array().unwrap().is_empty()),
        (&json!("approved"), false)
    );
    let mine = own(&app, &session).await;
    assert_eq!(mine["tickets"][0]["messages"][0]["text"], "We have looked again.");
    assert!(!mine.to_string().contains("Same face"), "notes stay among colleagues");
}

#[tokio::test]
async fn questions_go_both_ways_and_the_clock_stands_still() {
    let app = TestApp::new().await;
    let session = declined(&app).await;
    let ticket = open(&app, &session, "appeal").await;
    let me = app.operator.clone();
    let desk = format!("/v1/console/tickets/{ticket}/messages");
    let question = json!({ "text": "Which account is yours?", "asks": true });
    post(&app, &me, &desk, question.clone()).await.refused(409, "case.not_held");
    post(&app, &me, &format!("/v1/console/tickets/{ticket}/take"), json!({})).await.expect(200);
    let other = app.another_operator().await;
    post(&app, &other, &format!("/v1/console/tickets/{ticket}/take"), json!({}))
        .await
        .refused(409, "ticket.held");
    post(&app, &me, &desk, question).await.expect_empty(204);
    assert_eq!(own(&app, &session).await["tickets"][0]["status"], "waiting_for_applicant");
    app.advance(SignedDuration::from_mins(30));
    let reply = json!({ "text": "The second one." });
    let said =
        post(&app, &session.token, &format!("/v1/client/tickets/{ticket}/messages"), reply).await.expect(200);
    assert_eq!((&said["status"], &said["due_at"]), (&json!("open"), &json!("2026-12-01T00:30:00Z")));
    assert_eq!(said["messages"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn while_an_appeal_is_open_nothing_else_is_taken() {
    let app = TestApp::new().await;
    let session = declined(&app).await;
    let ticket = open(&app, &session, "appeal").await;
    let body = json!({ "evidence": {} });
    app.submit(&session, &body).await.refused(409, "submission.appeal_open");
    let again = json!({ "applicant_id": session.applicant });
    post(&app, &app.host, "/v1/sessions", again).await.refused(409, "submission.appeal_open");
    let path = format!("/v1/client/tickets/{ticket}/withdraw");
    assert_eq!(post(&app, &session.token, &path, json!({})).await.expect(200)["status"], "withdrawn");
    post(&app, &session.token, &path, json!({})).await.refused(409, "ticket.closed");
    assert_eq!(own(&app, &session).await["appeal"]["possible"], true);
}

#[tokio::test]
async fn an_appeal_may_open_the_session_again() {
    let app = TestApp::new().await;
    let session = declined(&app).await;
    let ticket = open(&app, &session, "appeal").await;
    for key in [app.operator.clone(), app.another_operator().await] {
        answer(&app, &key, &ticket, "reopen").await.expect_empty(204);
    }
    let shown = app.show(&session).await;
    assert_eq!(
        (&shown["status"], &shown["steps_due"]),
        (&json!("requires_input"), &json!(["front", "selfie", "claims"]))
    );
}

#[tokio::test]
async fn a_correction_makes_a_new_version_by_two_persons() {
    let app = TestApp::new().await;
    app.examiner.sees(passport("L898902C3"));
    let session = app.open_session("user-1").await;
    app.submit_all(&session).await.expect(202);
    app.drain().await;
    assert_eq!(own(&app, &session).await["appeal"]["reason"], "session.wrong_status");
    app.examiner.sees(passport("L898903C1"));
    let ticket = open(&app, &session, "correction").await;
    for key in [app.operator.clone(), app.another_operator().await] {
        answer(&app, &key, &ticket, "grant").await.expect_empty(204);
    }
    let case = app.case(&session).await;
    let identity = case.identity.unwrap();
    assert_eq!((identity.version, identity.document.number.as_str()), (2, "L898903C1"));
    assert_eq!(case.identities_before.len(), 1);
    assert_eq!(app.show(&session).await["status"], "approved");
}

#[tokio::test]
async fn tickets_that_cannot_be() {
    let app = TestApp::new().await;
    let session = declined(&app).await;
    let good = new_ticket(&app, &session, "appeal").await;
    let with = |change: &dyn Fn(&mut Value)| {
        let mut body = good.clone();
        change(&mut body);
        body
    };
    let front = good["evidence"]["front"].clone();
    let rows = [
        (with(&|body| body["description"] = json!(" ")), 422, "words.invalid"),
        (with(&|body| body["description"] = json!("x".repeat(2001))), 422, "words.invalid"),
        (with(&|body| body["kind"] = json!("complaint")), 422, "body.invalid"),
        (with(&|body| body["evidence"]["holder"] = Value::Null), 422, "ticket.attachments_missing"),
        (with(&|body| body["evidence"]["holder"] = front.clone()), 404, "evidence.unknown"),
        (with(&|body| body["wanted"] = json!({ "name": "X" })), 422, "ticket.correction_unclear"),
        (with(&|body| body["kind"] = json!("correction")), 409, "session.wrong_status"),
        (with(&|body| body["mood"] = json!("bad")), 422, "body.invalid"),
    ];
    for (body, status, code) in rows {
        post(&app, &session.token, "/v1/client/tickets", body).await.refused(status, code);
    }
    let missing = with(&|body| body["evidence"] = json!({}));
    let answer = post(&app, &session.token, "/v1/client/tickets", missing).await;
    assert_eq!(answer.json()["attachments_missing"], json!(["front", "holder"]));
    let ticket = open(&app, &session, "appeal").await;
    let stranger = app.open_session("user-3").await;
    let path = format!("/v1/client/tickets/{ticket}");
    let word = json!({ "text": "hello" });
    post(&app, &stranger.token, &format!("{path}/messages"), word).await.refused(404, "ticket.unknown");
    post(&app, &stranger.token, &format!("{path}/withdraw"), json!({})).await.refused(404, "ticket.unknown");
    let console = format!("/v1/console/tickets/{ticket}/answer");
    let unexplained = json!({ "answer": "refuse" });
    post(&app, &app.operator, &format!("/v1/console/tickets/{ticket}/take"), json!({})).await.expect(200);
    post(&app, &app.operator, &console, unexplained).await.refused(422, "ticket.answer_unexplained");
}

#[tokio::test]
async fn an_age_cannot_be_appealed_and_the_answer_says_so() {
    let app = TestApp::new().await;
    let mut child = passport("L898902C3");
    for field in &mut child.document.fields {
        if field.field == review::observation::Field::BirthDate {
            field.value = "2015-01-01".into();
        }
    }
    app.examiner.sees(child);
    let session = app.open_session("user-1").await;
    let claims = json!({ "birth_date": "2015-01-01" });
    let (front, selfie) = (app.upload(&session, "front").await, app.upload(&session, "selfie").await);
    let body = json!({ "evidence": { "front": front, "selfie": selfie }, "claims": claims });
    app.submit(&session, &body).await.expect(202);
    app.drain().await;
    assert_eq!(app.show(&session).await["latest"]["decision"]["codes"][0]["code"], "E020");
    assert_eq!(own(&app, &session).await["appeal"]["reason"], "ticket.not_appealable");
    let body = json!({ "kind": "appeal", "description": "I am 20", "evidence": { "front": front, "holder": selfie } });
    post(&app, &session.token, "/v1/client/tickets", body).await.refused(409, "ticket.not_appealable");
}

#[tokio::test]
async fn templates_come_in_every_language() {
    let app = TestApp::new().await;
    let listed = app.get("/v1/console/templates").bearer(&app.operator).send().await.expect(200);
    for tag in ["en", "zh-Hans", "zh-Hant"] {
        assert!(!listed["templates"]["granted"][tag].as_str().unwrap().is_empty());
    }
}
