//! Who may ask what: every route with every kind of key, and names of other people's sessions.

use jiff::SignedDuration;
use serde_json::json;
use testkit::{TestApp, png};

/// What each route takes: host, applicant, operator.
const ROUTES: &[(&str, &str, [bool; 3])] = &[
    ("POST", "/v1/applicants", [true, false, false]),
    ("GET", "/v1/applicants/{id}", [true, false, false]),
    ("POST", "/v1/sessions", [true, false, false]),
    ("GET", "/v1/sessions/{id}", [true, true, false]),
    ("POST", "/v1/sessions/{id}/cancel", [true, false, false]),
    ("GET", "/v1/sessions/{id}/report", [true, false, false]),
    ("GET", "/v1/sessions/{id}/decision", [true, false, false]),
    ("POST", "/v1/sessions/{id}/tokens", [true, false, false]),
    ("POST", "/v1/sessions/{id}/evidence/{role}", [true, true, false]),
    ("POST", "/v1/sessions/{id}/attempts", [true, true, false]),
    ("GET", "/v1/client/session", [false, true, false]),
    ("POST", "/v1/client/evidence/{role}", [false, true, false]),
    ("GET", "/v1/client/evidence/{id}/image", [false, true, false]),
    ("POST", "/v1/client/attempts", [false, true, false]),
    ("POST", "/v1/client/read", [false, true, false]),
    ("GET", "/v1/client/codes", [true, true, true]),
    ("GET", "/v1/client/live", [true, true, true]),
    ("GET", "/v1/console/cases", [false, false, true]),
    ("GET", "/v1/console/cases/{session_id}", [false, false, true]),
    ("GET", "/v1/console/evidence/{id}/image", [false, false, true]),
    ("POST", "/v1/console/cases/{session_id}/decision", [false, false, true]),
    ("GET", "/v1/console/queue", [false, false, true]),
    ("POST", "/v1/console/queue/next", [false, false, true]),
    ("POST", "/v1/console/cases/{session_id}/take", [false, false, true]),
    ("POST", "/v1/console/cases/{session_id}/keep", [false, false, true]),
    ("POST", "/v1/console/cases/{session_id}/release", [false, false, true]),
    ("POST", "/v1/console/cases/{session_id}/escalate", [false, false, true]),
    ("POST", "/v1/console/cases/{session_id}/assign", [false, false, true]),
    ("POST", "/v1/console/cases/{session_id}/revoke", [false, false, true]),
    ("GET", "/v1/console/tickets", [false, false, true]),
    ("GET", "/v1/console/tickets/{id}", [false, false, true]),
    ("POST", "/v1/console/tickets/{id}/take", [false, false, true]),
    ("POST", "/v1/console/tickets/{id}/messages", [false, false, true]),
    ("POST", "/v1/console/tickets/{id}/answer", [false, false, true]),
    ("GET", "/v1/console/templates", [false, false, true]),
    ("GET", "/v1/client/tickets", [false, true, false]),
    ("POST", "/v1/client/tickets", [false, true, false]),
    ("POST", "/v1/client/tickets/{id}/messages", [false, true, false]),
    ("POST", "/v1/client/tickets/{id}/withdraw", [false, true, false]),
    ("POST", "/v1/console/cases/{session_id}/lift", [false, false, true]),
    ("GET", "/v1/console/numbers", [false, false, true]),
    ("POST", "/v1/console/policy/backtest", [false, false, true]),
    ("GET", "/healthz", [true, true, true]),
    ("GET", "/readyz", [true, true, true]),
];

#[test]
fn every_route_is_in_the_table() {
    let openapi = server::openapi_json();
    let mut described: Vec<(String, String)> = Vec::new();
    for (path, item) in openapi["paths"].as_object().unwrap() {
        described
            .extend(item.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone())));
    }
    let mut known: Vec<(String, String)> =
        ROUTES.iter().map(|(m, p, _)| (m.to_string(), p.to_string())).collect();
    described.sort();
    known.sort();
    assert_eq!(described, known);
}

#[tokio::test]
async fn every_route_with_every_kind_of_key() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let front = app.upload(&session, "front").await;
    let mut wrong = Vec::new();
    for (method, route, allowed) in ROUTES {
        let id = if route.contains("evidence/{id}") { &front } else { &session.id };
        let path = route.replace("{id}", id).replace("{session_id}", &session.id).replace("{role}", "front");
        let ask = || if *method == "GET" { app.get(&path) } else { app.post(&path).json(&json!({})) };
        // The live socket asks for the token in its first message: browsers cannot send it in a header.
        let open = route.ends_with('z') || *route == "/v1/client/live";
        if !open {
            ask().send().await.refused(401, "key.missing");
            ask().bearer("bf_live_nobody").send().await.refused(401, "key.invalid");
            ask().bearer("bft_nobody").send().await.refused(401, "key.invalid");
            ask().bearer("").send().await.refused(401, "key.invalid");
            ask().header("authorization", "Basic dXNlcjpwYXNz").send().await.refused(401, "key.invalid");
        }
        for (key, allowed) in [&app.host, &session.token, &app.operator].into_iter().zip(allowed) {
            let answer = ask().bearer(key).send().await;
            let forbidden = answer.status == 403 && answer.code() == "key.forbidden";
            if answer.status == 401 || forbidden == *allowed {
                wrong.push(format!("{method} {route} with {}: {}", &key[..4], answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_missing_key_says_how_to_send_one() {
    let app = TestApp::new().await;
    let answer = app.get("/v1/client/session").send().await;
    assert_eq!(answer.headers["www-authenticate"], "Bearer");
}

#[tokio::test]
async fn a_token_opens_its_own_session_alone() {
    let app = TestApp::new().await;
    let mine = app.open_session("user-1").await;
    let other = app.open_session("user-2").await;
    let foreign = app.upload(&other, "front").await;
    let get = |path: String| app.get(&path).bearer(&mine.token);
    get(format!("/v1/sessions/{}", other.id)).send().await.refused(404, "session.unknown");
    get(format!("/v1/client/evidence/{foreign}/image")).send().await.refused(404, "evidence.unknown");
    let post = |path: String| app.post(&path).bearer(&mine.token);
    let path = format!("/v1/sessions/{}/evidence/front", other.id);
    post(path).body("image/png", png(1)).send().await.refused(404, "session.unknown");
    let path = format!("/v1/sessions/{}/attempts", other.id);
    post(path).json(&json!({ "evidence": {} })).send().await.refused(404, "session.unknown");
    let own = app.upload(&mine, "selfie").await;
    let body = json!({ "evidence": { "front": foreign, "selfie": own } });
    app.submit(&mine, &body).await.refused(404, "evidence.unknown");
}

#[tokio::test]
async fn a_token_expires_and_a_new_one_opens() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    app.advance(SignedDuration::from_mins(60) - SignedDuration::from_secs(1));
    app.show(&session).await;
    app.advance(SignedDuration::from_secs(1));
    let get = |token: &str| app.get("/v1/client/session").bearer(token);
    get(&session.token).send().await.refused(401, "token.expired");
    let path = format!("/v1/sessions/{}/tokens", session.id);
    let issued = app.post(&path).bearer(&app.host).send().await.expect(201);
    get(issued["client_token"].as_str().unwrap()).send().await.expect(200);
    assert_eq!(issued["expires_at"], "2026-11-23T14:00:00Z");
}

#[tokio::test]
async fn no_key_and_no_token_lies_in_the_data_folder() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let body = json!({ "applicant_id": app.applicant("user-2").await });
    let post = app.post("/v1/sessions").bearer(&app.host).header("idempotency-key", "k");
    let kept = post.json(&body).send().await.expect(201)["client_token"].as_str().unwrap().to_owned();
    let secrets = [&app.host, &app.operator, &session.token, &kept];
    for file in ["bonafide.sqlite", "bonafide.sqlite-wal"] {
        let bytes = std::fs::read(app.folder().join(file)).unwrap();
        for secret in secrets {
            let random = &secret.as_bytes()[secret.len() - 16..];
            assert!(!bytes.windows(16).any(|part| part == random), "{file}");
        }
    }
}
