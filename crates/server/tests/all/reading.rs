//! No personal data without an audit entry: every route that shows any writes one first, or shows nothing.

use serde_json::json;
use sqlx::SqlitePool;
use testkit::{Answer, Session, TestApp};

/// Every route that shows something of a person beside a status: who asks, what, and what the entry is called.
const READINGS: &[(&str, &str, &str)] = &[
    ("host", "/v1/applicants/{applicant}", "applicant.read"),
    ("host", "/v1/sessions/{session}/report", "report.read"),
    ("host", "/v1/sessions/{session}/decision", "decision.read"),
    ("client", "/v1/client/evidence/{front}/image", "evidence.read"),
    ("client", "/v1/client/read", "document.read"),
    ("client", "/v1/client/tickets", "tickets.read"),
    ("operator", "/v1/console/cases?status=approved", "cases.read"),
    ("operator", "/v1/console/tickets", "tickets.read"),
    ("operator", "/v1/console/cases/{session}", "case.read"),
    ("operator", "/v1/console/evidence/{front}/image", "evidence.read"),
];

async fn ask(app: &TestApp, session: &Session, front: &str, (who, route, _): &(&str, &str, &str)) -> Answer {
    let path = route.replace("{session}", &session.id).replace("{front}", front);
    let path = path.replace("{applicant}", &session.applicant);
    let key = match *who {
        "host" => &app.host,
        "client" => &session.token,
        _ => &app.operator,
    };
    let request = if route.ends_with("/read") { app.post(&path).json(&json!({})) } else { app.get(&path) };
    request.bearer(key).send().await
}

#[tokio::test]
async fn every_look_is_on_record_before_it_is_answered() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let front = app.upload(&session, "front").await;
    app.submit_all(&session).await.expect(202);
    app.drain().await;
    let database = format!("sqlite://{}", app.folder().join("bonafide.sqlite").display());
    let raw = SqlitePool::connect(&database).await.unwrap();
    for reading in READINGS {
        let before = app.store().audit_end().await.unwrap().entries;
        assert_eq!(ask(&app, &session, &front, reading).await.status, 200, "{reading:?}");
        let entries: Vec<String> = sqlx::query_scalar("SELECT action FROM audit WHERE seq > $1")
            .bind(before as i64)
            .fetch_all(&raw)
            .await
            .unwrap();
        assert_eq!(entries, [reading.2], "{reading:?}");
    }

    // The log takes nothing more: then nothing is shown.
    let full = "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END";
    sqlx::query(full).execute(&raw).await.unwrap();
    let mut shown = 0;
    for reading in READINGS.iter().cycle().take(5 * READINGS.len()) {
        let answer = ask(&app, &session, &front, reading).await;
        shown += u32::from(answer.status != 500 || answer.code() != "server.internal");
    }
    println!("answers with personal data without an entry: {shown}");
    assert_eq!(shown, 0);
}
