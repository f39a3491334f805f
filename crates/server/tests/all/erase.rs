//! Erasure through the API: gone at once, for everybody, with a certificate; and what stands in its way.

use std::time::Duration;

use jiff::SignedDuration;
use review::policy::{Policy, RetentionRule};
use serde_json::json;
use testkit::{Answer, Session, TestApp};

async fn erase(app: &TestApp, applicant: &str) -> Answer {
    app.ask("DELETE", &format!("/v1/applicants/{applicant}")).bearer(&app.host).send().await
}

async fn hold(app: &TestApp, applicant: &str, held: bool) -> Answer {
    let path = format!("/v1/applicants/{applicant}/legal-hold");
    app.ask("PUT", &path).bearer(&app.host).json(&json!({ "held": held })).send().await
}

/// Every read that a host or an operator can make of an applicant.
async fn reads(app: &TestApp, session: &Session, front: &str) -> Vec<Answer> {
    let host = [
        format!("/v1/applicants/{}", session.applicant),
        format!("/v1/sessions/{}", session.id),
        format!("/v1/sessions/{}/report", session.id),
        format!("/v1/sessions/{}/decision", session.id),
    ];
    let console =
        [format!("/v1/console/cases/{}", session.id), format!("/v1/console/evidence/{front}/image")];
    let mut answers = Vec::new();
    for path in host {
        answers.push(app.get(&path).bearer(&app.host).send().await);
    }
    for path in console {
        answers.push(app.get(&path).bearer(&app.operator).send().await);
    }
    answers
}

#[tokio::test]
async fn an_erased_applicant_answers_410_everywhere() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let front = app.upload(&session, "front").await;
    app.submit_all(&session).await.expect(202);
    app.drain().await;
    assert!(reads(&app, &session, &front).await.iter().all(|answer| answer.status == 200));
    let path = format!("/v1/applicants/{}/erasure", session.applicant);
    app.get(&path).bearer(&app.host).send().await.refused(404, "erasure.none");

    let certificate = erase(&app, &session.applicant).await.expect(200);
    assert_eq!((&certificate["reason"], &certificate["items"]["sessions"]), (&json!("host"), &json!(1)));
    for answer in reads(&app, &session, &front).await {
        answer.refused(410, "applicant.erased");
    }
    app.get("/v1/client/session").bearer(&session.token).send().await.refused(401, "key.invalid");
    let again = json!({ "applicant_id": session.applicant });
    app.post("/v1/sessions").bearer(&app.host).json(&again).send().await.refused(410, "applicant.erased");
    assert_eq!(erase(&app, &session.applicant).await.expect(200), certificate, "twice is once");
    assert_eq!(app.get(&path).bearer(&app.host).send().await.expect(200), certificate);
    let end = app.store().verify_audit(&[]).await.unwrap();
    assert!(end.entries >= certificate["audit_entry"].as_u64().unwrap());
    erase(&app, &session.id).await.refused(404, "applicant.unknown");
}

#[tokio::test]
async fn a_legal_hold_stands_in_the_way() {
    let app = TestApp::new().await;
    let applicant = app.applicant("user-1").await;
    assert_eq!(hold(&app, &applicant, true).await.expect(200)["held_since"], "2026-11-23T12:00:00Z");
    erase(&app, &applicant).await.refused(409, "applicant.legal_hold");
    assert_eq!(hold(&app, &applicant, false).await.expect(200), json!({ "held_since": null }));
    erase(&app, &applicant).await.expect(200);
    hold(&app, &applicant, true).await.refused(410, "applicant.erased");
}

#[tokio::test]
async fn an_applicant_who_is_erased_while_being_examined_does_no_harm() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    app.submit_all(&session).await.expect(202);
    let gate = app.examiner.hold_next();
    let own = app.app().clone();
    let working = tokio::spawn(async move { server::worker::step(&own).await });
    while !gate.reached() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    erase(&app, &session.applicant).await.expect(200);
    gate.open();
    assert!(working.await.unwrap());
    app.drain().await;
    assert_eq!(app.examiner.calls(), 1, "it is not tried again");
    erase(&app, &session.applicant).await.expect(200);
}

#[tokio::test]
async fn whom_the_policy_keeps_no_longer_is_erased() {
    let retention = RetentionRule { approved_days: 0, rejected_days: 0, abandoned_days: 30 };
    let app = TestApp::with_policy(Policy { retention, ..Policy::exchange().sandboxed() }).await;
    let (gone, held, approved) = (
        app.open_session("user-1").await,
        app.open_session("user-2").await,
        app.open_session("user-3").await,
    );
    hold(&app, &held.applicant, true).await.expect(200);
    app.submit_all(&approved).await.expect(202);
    app.drain().await;
    app.advance(SignedDuration::from_hours(30 * 24) - SignedDuration::from_secs(1));
    assert_eq!(server::worker::retain(app.app()).await.unwrap(), 0);
    app.advance(SignedDuration::from_secs(1));
    assert_eq!(server::worker::retain(app.app()).await.unwrap(), 1);
    let get = |session: &Session| app.get(&format!("/v1/applicants/{}", session.applicant)).bearer(&app.host);
    get(&gone).send().await.refused(410, "applicant.erased");
    get(&held).send().await.expect(200);
    get(&approved).send().await.expect(200);
}
