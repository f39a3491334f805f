//! Reviewers at the desk: taking cases, keeping and giving them back, two persons, seniors, and words.

use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{Answer, Session, TestApp, passport};

/// A case that waits because the faces are neither alike nor different.
async fn waiting(app: &TestApp, user: &str) -> Session {
    let mut seen = passport(&format!("L8989{:04}", user.bytes().map(u32::from).sum::<u32>()));
    seen.face.similarity = Some(0.3);
    app.examiner.sees(seen);
    submitted(app, user).await
}

/// A case that waits because dates cannot be: going against that takes two persons.
async fn suspected(app: &TestApp, user: &str) -> Session {
    let mut seen = passport("L898902C3");
    seen.document.mrz.as_mut().unwrap().valid = false;
    seen.document.mrz.as_mut().unwrap().checks[0].ok = false;
    app.examiner.sees(seen);
    submitted(app, user).await
}

async fn submitted(app: &TestApp, user: &str) -> Session {
    let session = app.open_session(user).await;
    app.submit_all(&session).await.expect(202);
    app.drain().await;
    assert_eq!(app.show(&session).await["status"], "in_review");
    session
}

async fn post(app: &TestApp, key: &str, session: &Session, what: &str, body: Value) -> Answer {
    app.post(&format!("/v1/console/cases/{}/{what}", session.id)).bearer(key).json(&body).send().await
}

async fn next(app: &TestApp, key: &str) -> Value {
    let asked = app.post("/v1/console/queue/next").bearer(key).json(&json!({})).send().await;
    asked.expect(200)["held"]["session_id"].clone()
}

async fn verdict(app: &TestApp, session: &Session, more: Value) -> Value {
    let mut body = json!({ "attempt_id": app.show(session).await["latest"]["attempt_id"] });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

async fn whole(app: &TestApp, key: &str, session: &Session) -> Value {
    app.get(&format!("/v1/console/cases/{}", session.id)).bearer(key).send().await.expect(200)
}

fn opined(case: &Value) -> Value {
    case["trail"].as_array().unwrap().iter().find(|happened| happened["what"] == "opined").unwrap().clone()
}

#[tokio::test]
async fn each_case_goes_to_one_reviewer_at_a_time() {
    let app = TestApp::new().await;
    let first = waiting(&app, "user-1").await;
    app.advance(SignedDuration::from_mins(1));
    let second = waiting(&app, "user-2").await;
    let (me, other) = (app.operator.clone(), app.another_operator().await);
    assert_eq!(next(&app, &me).await, json!(first.id));
    assert_eq!(next(&app, &me).await, json!(first.id), "a lost answer loses no case");
    assert_eq!(next(&app, &other).await, json!(second.id));
    assert_eq!(next(&app, &app.another_operator().await).await, Value::Null);
    post(&app, &other, &first, "take", json!({})).await.refused(409, "case.held");
    let body = verdict(&app, &first, json!({ "verdict": "approve" })).await;
    post(&app, &other, &first, "decision", body.clone()).await.refused(409, "case.not_held");
    assert_eq!(post(&app, &me, &first, "decision", body).await.expect(200)["status"], "approved");
    post(&app, &me, &first, "take", json!({})).await.refused(409, "case.not_waiting");
}

#[tokio::test]
async fn a_case_comes_back_when_it_is_released_or_its_time_is_up() {
    let app = TestApp::new().await;
    let session = waiting(&app, "user-1").await;
    let (me, other) = (app.operator.clone(), app.another_operator().await);
    post(&app, &me, &session, "release", json!({})).await.refused(409, "case.not_held");
    assert_eq!(next(&app, &me).await, json!(session.id));
    post(&app, &me, &session, "release", json!({})).await.expect_empty(204);
    assert_eq!(next(&app, &other).await, json!(session.id));
    app.advance(SignedDuration::from_mins(14));
    post(&app, &other, &session, "keep", json!({})).await.expect(200);
    app.advance(SignedDuration::from_mins(14));
    assert_eq!(next(&app, &me).await, Value::Null, "kept");
    app.advance(SignedDuration::from_mins(1));
    assert_eq!(next(&app, &me).await, json!(session.id), "its time is up");
    post(&app, &other, &session, "keep", json!({})).await.refused(409, "case.not_held");
    let body = verdict(&app, &session, json!({ "verdict": "approve" })).await;
    post(&app, &other, &session, "decision", body).await.refused(409, "case.not_held");
}

#[tokio::test]
async fn a_resubmission_waits_visibly_where_nobody_else_can_decide() {
    let app = TestApp::new().await;
    let session = waiting(&app, "user-1").await;
    let me = app.operator.clone();
    next(&app, &me).await;
    let codes = json!([{ "code": "E001", "reason": "glare" }]);
    let body = verdict(&app, &session, json!({ "verdict": "reject", "codes": codes })).await;
    post(&app, &me, &session, "decision", body).await.expect(200);
    let front = app.upload(&session, "front").await;
    app.submit(&session, &json!({ "evidence": { "front": front } })).await.expect(202);
    app.drain().await;
    assert_eq!(next(&app, &me).await, Value::Null);
    post(&app, &me, &session, "take", json!({})).await.refused(403, "decision.reviewer_excluded");
    let row =
        app.get("/v1/console/cases").bearer(&me).send().await.expect(200)["cases"][0]["waiting"].clone();
    assert_eq!((&row["excluded"], &row["nobody"]), (&json!(true), &json!(true)));
    let other = app.another_operator().await;
    assert_eq!(whole(&app, &other, &session).await["waiting"]["nobody"], false);
    assert_eq!(next(&app, &other).await, json!(session.id));
}

#[tokio::test]
async fn going_against_a_suspected_forgery_takes_two_persons() {
    let app = TestApp::new().await;
    let session = suspected(&app, "user-1").await;
    let (me, other) = (app.operator.clone(), app.another_operator().await);
    next(&app, &me).await;
    let note = "The zone is worn, everything else is right";
    let body = verdict(&app, &session, json!({ "verdict": "approve", "note": note })).await;
    assert_eq!(post(&app, &me, &session, "decision", body).await.expect(200)["status"], "in_review");
    assert_eq!(next(&app, &me).await, Value::Null);
    assert_eq!(next(&app, &other).await, json!(session.id));
    let case = whole(&app, &other, &session).await;
    assert_eq!(case["opinions_count"], 1);
    let kept_back = opined(&case);
    assert_eq!((&kept_back["withheld"], &kept_back["outcome"]), (&json!(true), &Value::Null));
    assert!(!case.to_string().contains("worn"), "the second look is not led by the first");
    let said = opined(&whole(&app, &me, &session).await);
    assert_eq!(
        (&said["outcome"], &said["note"], &said["by_me"]),
        (&json!("approved"), &json!(note), &json!(true))
    );
    assert!(!app.show(&session).await.to_string().contains("worn"), "notes stay among colleagues");
    let body = verdict(&app, &session, json!({ "verdict": "approve" })).await;
    assert_eq!(post(&app, &other, &session, "decision", body).await.expect(200)["status"], "approved");
    let said = opined(&whole(&app, &other, &session).await);
    assert_eq!((&said["note"], &said["withheld"]), (&json!(note), &json!(false)), "once both have spoken");
}

#[tokio::test]
async fn where_two_differ_the_senior_sees_what_both_said() {
    let app = TestApp::new().await;
    let session = suspected(&app, "user-1").await;
    let (me, other) = (app.operator.clone(), app.another_operator().await);
    next(&app, &me).await;
    let body = verdict(&app, &session, json!({ "verdict": "approve", "note": "Only worn" })).await;
    post(&app, &me, &session, "decision", body).await.expect(200);
    next(&app, &other).await;
    let codes = json!([{ "code": "E001", "reason": "blur" }]);
    let body =
        verdict(&app, &session, json!({ "verdict": "reject", "codes": codes, "note": "Unreadable" })).await;
    assert_eq!(post(&app, &other, &session, "decision", body).await.expect(200)["status"], "in_review");
    let case = whole(&app, &app.another_operator().await, &session).await;
    assert_eq!((&case["opinions_count"], &case["waiting"]["level"]), (&json!(2), &json!("senior")));
    assert!(case.to_string().contains("Only worn") && case.to_string().contains("Unreadable"));
}

#[tokio::test]
async fn what_was_handed_in_before_is_shown_with_its_pictures_and_what_it_came_to() {
    let app = TestApp::new().await;
    let session = waiting(&app, "user-1").await;
    let me = app.operator.clone();
    assert_eq!(whole(&app, &me, &session).await["earlier"], json!([]));
    let first = app.show(&session).await["latest"].clone();
    next(&app, &me).await;
    let codes = json!([{ "code": "E001", "reason": "glare" }]);
    let body = verdict(&app, &session, json!({ "verdict": "reject", "codes": codes })).await;
    post(&app, &me, &session, "decision", body).await.expect(200);
    let front = app.upload(&session, "front").await;
    app.submit(&session, &json!({ "evidence": { "front": front } })).await.expect(202);
    app.drain().await;
    let case = whole(&app, &app.another_operator().await, &session).await;
    let earlier = case["earlier"].as_array().unwrap();
    assert_eq!(earlier.len(), 1);
    assert_eq!(earlier[0]["attempt_id"], first["attempt_id"]);
    assert_eq!(earlier[0]["evidence"], first["evidence"]);
    assert_eq!(earlier[0]["decision"]["codes"][0]["code"], "E001");
    let image = earlier[0]["evidence"]["front"].as_str().unwrap();
    let image = app.get(&format!("/v1/console/evidence/{image}/image")).bearer(&me).send().await;
    assert_eq!(image.status, 200);
}

#[tokio::test]
async fn the_list_is_sifted() {
    let app = TestApp::new().await;
    let first = waiting(&app, "user-1").await;
    app.advance(SignedDuration::from_hours(2));
    let second = waiting(&app, "user-2").await;
    let me = app.operator.clone();
    post(&app, &me, &second, "take", json!({})).await.expect(200);
    app.advance(SignedDuration::from_mins(5));
    let listed = async |query: &str| {
        let asked = app.get(&format!("/v1/console/cases?{query}")).bearer(&me).send().await.expect(200);
        asked["cases"].as_array().unwrap().iter().map(|row| row["session_id"].clone()).collect::<Vec<_>>()
    };
    let (first, second) = (json!(first.id), json!(second.id));
    assert_eq!(listed("mine=true").await, std::slice::from_ref(&second));
    assert_eq!(listed("lane=general").await, [first.clone(), second]);
    assert_eq!(listed("lane=chinese").await, [Value::Null; 0]);
    assert_eq!(listed("overdue=true").await, [Value::Null; 0]);
    app.advance(SignedDuration::from_hours(22));
    assert_eq!(listed("overdue=true&status=in_review").await, [first]);
    for query in ["status=approved&mine=true", "mine=perhaps", "lane=general&lanes=general"] {
        let asked = app.get(&format!("/v1/console/cases?{query}")).bearer(&me).send().await;
        asked.refused(422, "query.invalid");
    }
}

#[tokio::test]
async fn the_applicant_gets_the_message_and_the_named_steps() {
    let app = TestApp::new().await;
    let session = waiting(&app, "user-1").await;
    next(&app, &app.operator).await;
    let codes = json!([{ "code": "E001", "reason": "blur" }]);
    let words = json!({
        "verdict": "reject", "codes": codes, "steps": ["selfie", "front"],
        "message": "Please photograph both again by a window.", "note": "Nothing suspicious",
    });
    let body = verdict(&app, &session, words).await;
    let decided = post(&app, &app.operator, &session, "decision", body).await.expect(200);
    assert_eq!(decided["steps_due"], json!(["front", "selfie"]));
    let shown = app.show(&session).await;
    assert_eq!(shown["latest"]["decision"]["message"], "Please photograph both again by a window.");
    assert!(!shown.to_string().contains("suspicious"));
}

#[tokio::test]
async fn verdicts_and_words_that_cannot_be() {
    let app = TestApp::new().await;
    let session = waiting(&app, "user-1").await;
    let me = app.operator.clone();
    next(&app, &me).await;
    let version = whole(&app, &me, &session).await["version"].as_u64().unwrap();
    let glare = json!([{ "code": "E001", "reason": "glare" }]);
    let too_long = "x".repeat(2001);
    let rows = [
        (json!({ "verdict": "approve", "steps": ["front"] }), 422, "body.invalid"),
        (json!({ "verdict": "reject", "codes": glare, "steps": ["nose"] }), 422, "body.invalid"),
        (json!({ "verdict": "reject", "codes": glare, "steps": [] }), 422, "decision.steps_not_fitting"),
        (json!({ "verdict": "reject", "codes": glare, "message": "  " }), 422, "words.invalid"),
        (json!({ "verdict": "reject", "codes": glare, "message": too_long }), 422, "words.invalid"),
        (json!({ "verdict": "reject", "codes": glare, "note": "\u{1b}[2J" }), 422, "words.invalid"),
        (json!({ "verdict": "approve", "version": version - 1 }), 409, "case.moved"),
    ];
    for (more, status, code) in rows {
        let body = verdict(&app, &session, more).await;
        post(&app, &me, &session, "decision", body).await.refused(status, code);
    }
    post(&app, &me, &session, "escalate", json!({ "note": "" })).await.refused(422, "words.invalid");
    post(&app, &me, &session, "escalate", json!({})).await.refused(422, "body.invalid");
    let nobody = json!({ "reviewer_id": "01890000-0000-7000-8000-000000000000" });
    post(&app, &me, &session, "assign", nobody).await.refused(404, "reviewer.unknown");
    let lanes = json!({ "lanes": vec!["x"; 33] });
    app.post("/v1/console/queue/next").bearer(&me).json(&lanes).send().await.refused(422, "body.invalid");
}

#[tokio::test]
async fn an_escalated_case_is_free_for_seniors() {
    let app = TestApp::new().await;
    let session = waiting(&app, "user-1").await;
    let me = app.operator.clone();
    post(&app, &me, &session, "escalate", json!({ "note": "Unsure" })).await.refused(409, "case.not_held");
    next(&app, &me).await;
    post(&app, &me, &session, "escalate", json!({ "note": "Unsure" })).await.expect_empty(204);
    let case = whole(&app, &me, &session).await;
    assert_eq!((&case["waiting"]["level"], &case["waiting"]["held_until"]), (&json!("senior"), &Value::Null));
    post(&app, &me, &session, "assign", json!({ "reviewer_id": null })).await.expect_empty(204);
}

#[tokio::test]
async fn the_queue_tells_how_it_stands() {
    let app = TestApp::new().await;
    for user in ["user-1", "user-2", "user-3"] {
        waiting(&app, user).await;
    }
    next(&app, &app.operator).await;
    let queue = app.get("/v1/console/queue").bearer(&app.operator).send().await.expect(200);
    assert_eq!((&queue["waiting"], &queue["held"], &queue["overdue"]), (&json!(3), &json!(1), &json!(0)));
    assert_eq!((&queue["peak"], &queue["target_hours"]), (&json!(false), &json!(24)));
    assert_eq!(queue["lanes"], json!(["chinese", "general"]));
    app.advance(SignedDuration::from_hours(25));
    let queue = app.get("/v1/console/queue").bearer(&app.operator).send().await.expect(200);
    assert_eq!((&queue["held"], &queue["overdue"]), (&json!(0), &json!(3)));
}

#[tokio::test]
async fn locks_are_lifted_with_a_reason() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let note = json!({ "note": "Their camera was broken" });
    post(&app, &app.operator, &session, "lift", note.clone()).await.refused(409, "lock.none");
    let mut glare = passport("L898902C3");
    glare.document.kind = None;
    app.examiner.sees(glare);
    app.submit_all(&session).await.expect(202);
    post(&app, &app.operator, &session, "lift", json!({ "note": "" })).await.refused(422, "words.invalid");
    post(&app, &app.operator, &session, "lift", note).await.expect_empty(204);
    assert_eq!(app.show(&session).await["attempts"]["used"], 0);
}

#[tokio::test]
async fn the_numbers_of_a_period_add_up() {
    let app = TestApp::new().await;
    let session = waiting(&app, "user-1").await;
    app.open_session("user-2").await;
    next(&app, &app.operator).await;
    app.advance(SignedDuration::from_mins(10));
    let codes = json!([{ "code": "E001", "reason": "glare" }, { "code": "E013" }]);
    let body = verdict(&app, &session, json!({ "verdict": "reject", "codes": codes })).await;
    post(&app, &app.operator, &session, "decision", body).await.expect(200);
    let ask = |query: &str| app.get(&format!("/v1/console/numbers{query}")).bearer(&app.operator);
    let numbers = ask("").send().await.expect(200);
    assert_eq!((&numbers["funnel"]["opened"], &numbers["funnel"]["submitted"]), (&json!(2), &json!(1)));
    assert_eq!(numbers["rejections"][0], json!({ "code": "E001", "reason": "glare", "count": 1 }));
    assert_eq!(numbers["times"]["manual"]["p50_seconds"], 600.0);
    assert_eq!(numbers["times"]["automatic"]["p50_seconds"], Value::Null);
    assert_eq!(
        numbers["by_day"],
        json!([{ "date": "2026-11-23", "approved": 0, "rejected": 1, "review": 0 }])
    );
    let table = ask("?days=7&format=csv").send().await;
    assert_eq!(table.text(), "code,reason,count\r\nE001,glare,1\r\nE013,,1\r\n");
    for query in ["?days=0", "?days=367", "?format=pdf", "?since=1"] {
        ask(query).send().await.refused(422, "query.invalid");
    }
}

#[tokio::test]
async fn the_host_is_told_before_a_document_expires() {
    let app = TestApp::new().await;
    app.examiner.sees(passport("L898902C3"));
    let session = app.open_session("user-1").await;
    app.submit_all(&session).await.expect(202);
    app.drain().await;
    server::worker::tell_of_expiry(app.app()).await;
    assert_eq!(app.case(&session).await.expiry_noticed, None, "years ahead");
    let expiry = app.case(&session).await.identity.unwrap().expiry_date.unwrap();
    let day: jiff::civil::Date = expiry.parse().unwrap();
    let until = jiff::tz::Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap();
    app.advance(until.duration_since(app.now()) - SignedDuration::from_hours(24 * 29));
    for _ in 0..2 {
        server::worker::tell_of_expiry(app.app()).await;
        assert_eq!(app.case(&session).await.expiry_noticed, Some(1));
    }
}
