//! From a host's first call to a decision, and what everybody sees on the way.

use jiff::SignedDuration;
use review::observation::{ImageRole, QualityKind};
use serde_json::{Value, json};
use testkit::{Session, TestApp, claims, passport};

#[tokio::test]
async fn an_honest_applicant_is_approved() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let fresh = app.show(&session).await;
    assert_eq!(fresh["status"], "requires_input");
    assert_eq!(fresh["steps_due"], json!(["front", "selfie", "claims"]), "{fresh}");
    assert_eq!(fresh["attempts"], json!({ "used": 0, "limit": 5, "window_ends_at": null }));

    let accepted = app.submit_all(&session).await.expect(202);
    assert_eq!(accepted["status"], "processing");
    assert_eq!(accepted["progress"]["step"], "queued");
    assert_eq!(accepted["estimate"]["kind"], "automatic");
    assert_eq!(accepted["latest"]["decision"], Value::Null);
    assert_eq!(app.show(&session).await, accepted, "the answer is the session as it stands");

    app.drain().await;
    let approved = app.show(&session).await;
    assert_eq!(approved["status"], "approved");
    assert_eq!(approved["latest"]["decision"]["outcome"], "approved");
    assert_eq!(approved["progress"], Value::Null);
    assert_eq!(approved["capabilities"], json!(["fiat_deposit", "high_limit_withdrawal", "margin"]));
}

#[tokio::test]
async fn the_host_sees_what_the_applicant_does_not() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    app.submit_all(&session).await.expect(202);
    app.drain().await;
    let path = |what: &str| format!("/v1/sessions/{}/{what}", session.id);

    let shown = app.show(&session).await["latest"]["decision"].clone();
    assert_eq!((shown.get("findings"), shown.get("models")), (None, None));
    let decision = app.get(&path("decision")).bearer(&app.host).send().await.expect(200);
    assert_eq!(decision["outcome"], "approved");
    assert_eq!(decision["models"][0]["name"], "fake");
    assert!(decision["findings"].is_array());

    let report = app.get(&path("report")).bearer(&app.host).send().await.expect(200);
    assert_eq!(report["document"], json!({ "kind": "passport", "issuer": "UTO" }));
    assert_eq!(report["mrz"]["valid"], true);
    assert_eq!(report["claims"]["document_number"], "L898902C3");
    assert_eq!(report["face"]["similarity"], 0.9);
    let birth =
        report["crosschecks"].as_array().unwrap().iter().find(|row| row["field"] == "birth_date").unwrap();
    assert_eq!(birth["agrees"], true);
    assert!(birth["values"].as_array().unwrap().len() >= 3, "{birth}");

    let applicant = format!("/v1/applicants/{}", session.applicant);
    let applicant = app.get(&applicant).bearer(&app.host).send().await.expect(200);
    assert_eq!((&applicant["verified"], &applicant["external_id"]), (&json!(true), &json!("user-1")));
    assert_eq!(applicant["sessions"][0]["status"], "approved");
}

#[tokio::test]
async fn looking_at_a_report_is_on_record() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    app.submit_all(&session).await.expect(202);
    app.drain().await;
    let before = app.store().verify_audit(&[]).await.unwrap().entries;
    app.get(&format!("/v1/sessions/{}/report", session.id)).bearer(&app.host).send().await.expect(200);
    assert_eq!(app.store().verify_audit(&[]).await.unwrap().entries, before + 1);
}

#[tokio::test]
async fn only_what_failed_is_asked_for_again() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    app.examiner.sees(glare());
    app.submit_all(&session).await.expect(202);
    app.drain().await;
    let rejected = app.show(&session).await;
    assert_eq!(rejected["status"], "requires_input");
    assert_eq!(rejected["steps_due"], json!(["front"]));
    let decision = &rejected["latest"]["decision"];
    assert_eq!(decision["retry"], json!({ "kind": "now" }));
    let code = &decision["codes"][0];
    assert_eq!(
        (&code["code"], &code["reason"], &code["image"]),
        (&json!("E001"), &json!("glare"), &json!("front"))
    );
    assert_eq!(code["region"]["corners"][0], json!([0.25, 0.5]));
    assert_eq!((&code["value"], &code["threshold"]), (&json!(0.08), &json!(0.02)));

    app.examiner.sees(passport("L898902C3"));
    app.advance(SignedDuration::from_secs(60));
    let front = app.upload(&session, "front").await;
    app.submit(&session, &json!({ "evidence": { "front": front } })).await.expect(202);
    app.drain().await;
    let approved = app.show(&session).await;
    assert_eq!(approved["status"], "approved", "selfie and claims were taken over: {approved}");
    assert_eq!(approved["latest"]["evidence"]["front"], json!(front));
    assert!(approved["latest"]["evidence"]["selfie"].is_string());
}

#[tokio::test]
async fn a_document_of_another_account_is_seen() {
    let app = TestApp::new().await;
    for (user, status) in [("user-1", "approved"), ("user-2", "declined")] {
        let session = app.open_session(user).await;
        app.submit_all(&session).await.expect(202);
        app.drain().await;
        assert_eq!(app.show(&session).await["status"], status);
    }
}

#[tokio::test]
async fn two_accounts_racing_with_one_document_end_with_one_owner() {
    let app = TestApp::new().await;
    let sessions = [app.open_session("user-1").await, app.open_session("user-2").await];
    for session in &sessions {
        app.submit_all(session).await.expect(202);
    }
    let beside = app.beside().await;
    tokio::join!(server::worker::step(app.app()), server::worker::step(&beside));
    app.drain().await;
    let mut statuses = Vec::new();
    for session in &sessions {
        statuses.push(app.show(session).await["status"].as_str().unwrap().to_owned());
    }
    statuses.sort();
    assert_eq!(statuses, ["approved", "declined"]);
}

#[tokio::test]
async fn the_form_is_filled_in_and_hints_come_before_submitting() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let read = || app.post("/v1/client/read").bearer(&session.token);
    read().send().await.refused(409, "read.no_document");
    app.upload(&session, "front").await;
    app.examiner.sees(glare());
    let reading = read().send().await.expect(200);
    assert_eq!((&reading["kind"], &reading["issuer"]), (&json!("passport"), &json!("UTO")));
    let number =
        reading["fields"].as_array().unwrap().iter().find(|row| row["field"] == "document_number").unwrap();
    assert_eq!(number["value"], "L898902C3");
    assert_eq!(reading["hints"].as_array().unwrap().len(), 1, "{reading}");
    assert_eq!(reading["hints"][0]["reason"], "glare");
    let glare = reading["quality"].as_array().unwrap().iter().find(|row| row["kind"] == "glare").unwrap();
    assert_eq!((&glare["ok"], &glare["threshold"]), (&json!(false), &json!(0.02)));
    assert_eq!(app.show(&session).await["attempts"]["used"], 0, "reading uses no attempt");
}

#[tokio::test]
async fn the_applicant_gets_back_the_own_picture_without_its_metadata() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let front = app.upload(&session, "front").await;
    let image = app.get(&format!("/v1/client/evidence/{front}/image")).bearer(&session.token).send().await;
    assert_eq!(image.status, 200);
    assert_eq!(image.headers["content-type"], "image/jpeg");
    assert_eq!(image.headers["cache-control"], "no-store");
    let decoded = image::load_from_memory(&image.body).unwrap();
    assert_eq!((decoded.width(), decoded.height()), (320, 240));
}

#[tokio::test]
async fn a_withdrawn_session_takes_nothing_more() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    app.submit_all(&session).await.expect(202);
    let cancel = format!("/v1/sessions/{}/cancel", session.id);
    let canceled = app.post(&cancel).bearer(&app.host).send().await.expect(200);
    assert_eq!(canceled["status"], "canceled");
    app.drain().await;
    assert_eq!(app.show(&session).await["status"], "canceled", "a worker that comes late changes nothing");
    app.post(&cancel).bearer(&app.host).send().await.refused(409, "session.wrong_status");
    let front = app.post("/v1/client/evidence/front").bearer(&session.token);
    front.body("image/png", testkit::png(1)).send().await.refused(409, "session.wrong_status");
}

#[tokio::test]
async fn an_expired_session_takes_nothing_more() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    app.advance(SignedDuration::from_hours(7 * 24));
    let token =
        app.post(&format!("/v1/sessions/{}/tokens", session.id)).bearer(&app.host).send().await.expect(201);
    let session = Session { token: token["client_token"].as_str().unwrap().into(), ..session };
    assert_eq!(app.show(&session).await["status"], "expired");
    let front = app.post("/v1/client/evidence/front").bearer(&session.token);
    front.body("image/png", testkit::png(1)).send().await.refused(409, "session.expired");
}

#[tokio::test]
async fn everything_survives_a_restart() {
    let mut app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let accepted = app.submit_all(&session).await.expect(202);
    app.restart().await;
    assert_eq!(app.show(&session).await, accepted);
    app.drain().await;
    assert_eq!(app.show(&session).await["status"], "approved");
    app.restart().await;
    assert_eq!(app.show(&session).await["status"], "approved");
}

#[tokio::test]
async fn a_host_may_upload_on_its_own_side() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let mut evidence = json!({});
    for role in ["front", "selfie"] {
        let path = format!("/v1/sessions/{}/evidence/{role}", session.id);
        let sent =
            app.post(&path).bearer(&app.host).body("image/jpeg", testkit::jpeg(1)).send().await.expect(201);
        evidence[role] = sent["id"].clone();
    }
    let path = format!("/v1/sessions/{}/attempts", session.id);
    let body = json!({ "evidence": evidence, "claims": claims("L898902C3") });
    app.post(&path).bearer(&app.host).json(&body).send().await.expect(202);
    app.drain().await;
    let path = format!("/v1/sessions/{}", session.id);
    assert_eq!(app.get(&path).bearer(&app.host).send().await.expect(200)["status"], "approved");
}

#[tokio::test]
async fn the_codes_are_told_in_every_language() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    for key in [&session.token, &app.host, &app.operator] {
        let codes = app.get("/v1/client/codes").bearer(key).send().await.expect(200);
        let glare = codes["codes"].as_array().unwrap().iter().find(|code| code["code"] == "E001").unwrap();
        assert_eq!(glare["resubmission"], "now");
        for language in ["en", "zh-Hans", "zh-Hant"] {
            assert!(glare["title"][language].is_string());
        }
        assert!(glare["reasons"].as_array().unwrap().iter().any(|reason| reason["reason"] == "glare"));
    }
}

/// A passport with a reflection on it.
pub fn glare() -> review::observation::Examination {
    let mut seen = passport("L898902C3");
    let front = seen.images.iter_mut().find(|image| image.role == ImageRole::Front).unwrap();
    let glare = front.quality.iter_mut().find(|measure| measure.kind == QualityKind::Glare).unwrap();
    glare.value = 0.08;
    let corners = [(0.25, 0.5), (0.5, 0.5), (0.5, 0.75), (0.25, 0.75)];
    let corners = corners.map(|(x, y)| review::observation::Point { x, y }).to_vec();
    glare.region = Some(review::observation::Region { image: ImageRole::Front, corners });
    seen
}
