//! Who may ask what: every route with every kind of caller and every role, and names of other people's sessions.

use jiff::SignedDuration;
use serde_json::{Value, json};
use storage::people::Role;
use testkit::{Answer, TestApp, png};

/// Method, route, and who may: `h` host, `a` applicant, `r` reviewer, `s` senior, `c` compliance, `m` administrator, `u` auditor;
/// `*` everybody unasked, `p` everybody before a page of the console. Whoever is not named is refused.
const ROUTES: &[(&str, &str, &str)] = &[
    ("POST", "/v1/applicants", "h"),
    ("GET", "/v1/applicants/{id}", "h"),
    ("DELETE", "/v1/applicants/{id}", "h"),
    ("PUT", "/v1/applicants/{id}/legal-hold", "h"),
    ("GET", "/v1/applicants/{id}/erasure", "h"),
    ("POST", "/v1/sessions", "h"),
    ("GET", "/v1/sessions/{id}", "ha"),
    ("POST", "/v1/sessions/{id}/cancel", "h"),
    ("GET", "/v1/sessions/{id}/report", "h"),
    ("GET", "/v1/sessions/{id}/decision", "h"),
    ("POST", "/v1/sessions/{id}/tokens", "h"),
    ("POST", "/v1/sessions/{id}/evidence/{role}", "ha"),
    ("POST", "/v1/sessions/{id}/attempts", "ha"),
    ("GET", "/v1/client/session", "a"),
    ("POST", "/v1/client/evidence/{role}", "a"),
    ("GET", "/v1/client/evidence/{id}/image", "a"),
    ("POST", "/v1/client/attempts", "a"),
    ("POST", "/v1/client/read", "a"),
    ("GET", "/v1/client/tickets", "a"),
    ("POST", "/v1/client/tickets", "a"),
    ("POST", "/v1/client/tickets/{id}/messages", "a"),
    ("POST", "/v1/client/tickets/{id}/withdraw", "a"),
    ("GET", "/v1/client/codes", "harscmu"),
    // The live socket asks for the token in its first message: browsers cannot send it in a header.
    ("GET", "/v1/client/live", "*"),
    ("GET", "/v1/console/cases", "rscmu"),
    ("GET", "/v1/console/cases/{session_id}", "rscmu"),
    ("GET", "/v1/console/evidence/{id}/image", "rscmu"),
    ("POST", "/v1/console/cases/{session_id}/decision", "rsc"),
    ("GET", "/v1/console/queue", "rscmu"),
    ("POST", "/v1/console/queue/next", "rsc"),
    ("POST", "/v1/console/cases/{session_id}/take", "rsc"),
    ("POST", "/v1/console/cases/{session_id}/keep", "rsc"),
    ("POST", "/v1/console/cases/{session_id}/release", "rsc"),
    ("POST", "/v1/console/cases/{session_id}/escalate", "rsc"),
    ("POST", "/v1/console/cases/{session_id}/assign", "sc"),
    ("POST", "/v1/console/cases/{session_id}/revoke", "sc"),
    ("POST", "/v1/console/cases/{session_id}/lift", "scm"),
    ("GET", "/v1/console/numbers", "rscmu"),
    ("POST", "/v1/console/policy/backtest", "cm"),
    ("GET", "/v1/console/tickets", "rscmu"),
    ("GET", "/v1/console/tickets/{id}", "rscmu"),
    ("POST", "/v1/console/tickets/{id}/take", "rsc"),
    ("POST", "/v1/console/tickets/{id}/messages", "rsc"),
    ("POST", "/v1/console/tickets/{id}/answer", "rsc"),
    ("GET", "/v1/console/templates", "rscmu"),
    ("POST", "/v1/console/sign-in", "p"),
    ("GET", "/v1/console/me", "rscmu"),
    ("POST", "/v1/console/enrolment/offer", "p"),
    ("POST", "/v1/console/enrolment", "p"),
    ("GET", "/v1/console/people", "mu"),
    ("POST", "/v1/console/people", "m"),
    ("POST", "/v1/console/people/{person_id}/role", "m"),
    ("POST", "/v1/console/people/{person_id}/disable", "m"),
    ("POST", "/v1/console/people/{person_id}/enable", "m"),
    ("POST", "/v1/console/people/{person_id}/reset", "m"),
    // Last: it ends the sessions that the walk goes by.
    ("POST", "/v1/console/sign-out", "rscmu"),
    ("GET", "/healthz", "*"),
    ("GET", "/readyz", "*"),
];

const ROLES: [(char, Role); 5] = [
    ('r', Role::Reviewer),
    ('s', Role::Senior),
    ('c', Role::Compliance),
    ('m', Role::Administrator),
    ('u', Role::Auditor),
];

/// How somebody says who they are.
enum Way {
    Bearer(String),
    Cookie(String),
}

/// Everybody who walks the table, by the letter of their column, and what the paths are filled with.
struct Walk {
    app: TestApp,
    session: String,
    front: String,
    person: String,
    callers: Vec<(char, Way)>,
}

impl Walk {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let session = app.open_session("user-1").await;
        let front = app.upload(&session, "front").await;
        let person = app.person("somebody", Role::Auditor).await.id;
        let host = Way::Bearer(app.host.clone());
        let mut callers = vec![('h', host), ('a', Way::Bearer(session.token))];
        for (letter, role) in ROLES {
            callers.push((letter, Way::Bearer(app.operator_as(role).await)));
            callers.push((letter, Way::Cookie(app.person(role.as_str(), role).await.cookie)));
        }
        Self { app, session: session.id, front, person, callers }
    }

    fn request(&self, method: &str, route: &str) -> testkit::Request {
        let id = if route.contains("evidence/{id}") { &self.front } else { &self.session };
        let path = route.replace("{id}", id).replace("{session_id}", &self.session);
        let path = path.replace("{role}", "front").replace("{person_id}", &self.person);
        let request = self.app.ask(method, &path);
        if method == "GET" { request } else { request.json(&json!({})) }
    }

    async fn ask(&self, method: &str, route: &str, way: &Way) -> Answer {
        let request = self.request(method, route);
        match way {
            Way::Bearer(key) => request.bearer(key).send().await,
            Way::Cookie(cookie) => request.signed_in(cookie).send().await,
        }
    }
}

/// Why somebody may not, if it is for who they are.
fn forbidden(answer: &Answer) -> Option<String> {
    (answer.status == 401 || answer.status == 403).then(|| answer.code()).filter(|code| {
        ["key.", "role.", "route.", "request.", "sign_in.expired"].iter().any(|at| code.starts_with(at))
    })
}

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
async fn every_route_with_every_caller_and_role() {
    let walk = Walk::new().await;
    let mut wrong = Vec::new();
    for (method, route, who) in ROUTES {
        for (letter, way) in &walk.callers {
            let answer = walk.ask(method, route, way).await;
            let operators_too = who.contains(|c| "rscmu".contains(c));
            let expected = match who {
                _ if who.contains(*letter) || *who == "*" => None,
                // Whoever one is, a way in is walked from a page of the console.
                &"p" => matches!(way, Way::Bearer(_)).then_some("request.foreign"),
                _ if operators_too && "rscmu".contains(*letter) => Some("role.forbidden"),
                _ => Some("key.forbidden"),
            };
            if forbidden(&answer).as_deref() != expected {
                wrong.push(format!("{method} {route} as {letter}: {} {}", answer.status, answer.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn every_route_without_a_way_in() {
    let walk = Walk::new().await;
    let page = ["x-bonafide-console", "1"];
    for (method, route, who) in ROUTES {
        let ask = || walk.request(method, route);
        match *who {
            "*" => assert_eq!(forbidden(&ask().send().await), None, "{route}"),
            "p" => {
                ask().send().await.refused(403, "request.foreign");
                ask().bearer(&walk.app.operator).send().await.refused(403, "request.foreign");
            }
            _ => {
                ask().send().await.refused(401, "key.missing");
                ask()
                    .header("cookie", "other=1")
                    .header(page[0], page[1])
                    .send()
                    .await
                    .refused(401, "key.missing");
                for bearer in ["bf_live_nobody", "bft_nobody", "bfo_nobody", "bfe_nobody", ""] {
                    ask().bearer(bearer).send().await.refused(401, "key.invalid");
                }
                ask().header("authorization", "Basic dXNlcjpwYXNz").send().await.refused(401, "key.invalid");
                ask().signed_in("bonafide=bm9ib2R5").send().await.refused(401, "sign_in.expired");
            }
        }
    }
}

#[tokio::test]
async fn a_method_that_a_route_does_not_have_is_refused_to_everybody() {
    let app = TestApp::new().await;
    for (_, route, _) in ROUTES {
        let path = route.replace("{person_id}", "1").replace("{session_id}", "1");
        let path = path.replace("{id}", "1").replace("{role}", "front");
        let has = |method: &&str| ROUTES.iter().any(|(known, path, _)| known == method && path == route);
        for method in ["PUT", "PATCH", "DELETE", "OPTIONS"].into_iter().filter(|method| !has(method)) {
            app.ask(method, &path).bearer(&app.operator).send().await.refused(405, "method.not_allowed");
        }
    }
}

/// What is asked of each route that names something, so that only the name is wrong.
fn body(route: &str) -> Value {
    match route {
        "/v1/console/cases/{session_id}/decision" => {
            json!({ "attempt_id": NOBODY, "verdict": "approve" })
        }
        "/v1/console/people/{person_id}/role" => json!({ "role": "senior" }),
        "/v1/applicants/{id}/legal-hold" => json!({ "held": true }),
        "/v1/sessions/{id}/attempts" => json!({ "evidence": {} }),
        "/v1/console/cases/{session_id}/escalate"
        | "/v1/console/cases/{session_id}/revoke"
        | "/v1/console/cases/{session_id}/lift" => json!({ "note": "for colleagues" }),
        "/v1/console/tickets/{id}/answer" => json!({ "answer": "refuse", "message": "no", "note": "no" }),
        route if route.ends_with("/messages") => json!({ "text": "a word" }),
        _ => json!({}),
    }
}

/// An id that nothing has.
const NOBODY: &str = "01890000-0000-7000-8000-000000000000";

#[tokio::test]
async fn ids_that_nothing_has_and_what_is_no_id_on_every_route() {
    let walk = Walk::new().await;
    let mut wrong = Vec::new();
    for (method, route, who) in ROUTES.iter().filter(|(_, route, _)| route.contains("id}")) {
        let (_, way) = walk.callers.iter().find(|(letter, _)| who.contains(*letter)).unwrap();
        let Way::Bearer(key) = way else { panic!("the first way of everybody is a key") };
        for (id, codes) in [(NOBODY, ".unknown"), ("7", "id.invalid"), ("%00", "id.invalid")] {
            let path = route.replace("{id}", id).replace("{session_id}", id).replace("{person_id}", id);
            let path = path.replace("{role}", "front");
            let request = walk.app.ask(method, &path).bearer(key);
            let request = match *method {
                "GET" => request,
                _ if route.contains("evidence/") => request.body("image/png", png(1)),
                _ => request.json(&body(route)),
            };
            let answer = request.send().await;
            let (status, code) = match route.strip_prefix("/v1/console/cases/{session_id}/") {
                // What is not there waits for nobody, and nobody holds it.
                Some("take") if id == NOBODY => (409, "case.not_waiting"),
                Some("keep" | "release") if id == NOBODY => (409, "case.not_held"),
                _ if id == NOBODY && route.ends_with("/erasure") => (404, "erasure.none"),
                _ => (404, codes),
            };
            if answer.status != status || !answer.code().ends_with(code) {
                wrong.push(format!("{method} {path}: {} {}", answer.status, answer.text()));
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
    let person = app.person("Anna", Role::Reviewer).await;
    let invitation = app.invite("Ben", Role::Senior).await;
    let recovery = person.recovery_codes[0].replace('-', "").repeat(2);
    let cookie = &person.cookie;
    let secrets = [&app.host, &app.operator, &session.token, &kept, cookie, &invitation, &recovery];
    for file in ["bonafide.sqlite", "bonafide.sqlite-wal", "keys.sqlite", "keys.sqlite-wal"] {
        let bytes = std::fs::read(app.folder().join(file)).unwrap();
        for secret in secrets {
            // Recovery codes have ten letters.
            let random = &secret.as_bytes()[secret.len() - 10..];
            assert!(!bytes.windows(10).any(|part| part == random), "{file}");
        }
    }
}
