//! People of the console: enrolment, signing in, sessions, and what an administrator does with people.

use jiff::SignedDuration;
use serde_json::{Value, json};
use storage::people::Role;
use testkit::{Answer, PASSWORD, Person, TestApp};

/// A code is shown for so long.
const STEP: SignedDuration = SignedDuration::from_secs(30);

async fn me(app: &TestApp, cookie: &str) -> Answer {
    app.get("/v1/console/me").header("cookie", cookie).send().await
}

/// Signs in with everything right; moves to the next code first, since each works once.
async fn again(app: &TestApp, person: &Person) -> Answer {
    app.advance(STEP);
    app.sign_in(&person.name, PASSWORD, &person.code(app.now())).await
}

async fn manage(app: &TestApp, by: &Person, who: &str, what: &str, body: Value) -> Answer {
    app.post(&format!("/v1/console/people/{who}/{what}")).signed_in(&by.cookie).json(&body).send().await
}

#[tokio::test]
async fn somebody_enrols_once_and_is_signed_in() {
    let app = TestApp::new().await;
    let link = app.invite("Anna Lindqvist", Role::Senior).await;
    let anna = app.enrol("Anna Lindqvist", &link).await;
    let shown = me(&app, &anna.cookie).await.expect(200);
    assert_eq!(shown, json!({ "id": anna.id, "name": "Anna Lindqvist", "role": "senior", "kind": "person" }));
    assert_eq!(anna.recovery_codes.len(), 10);
    let offer = app.post("/v1/console/enrolment/offer").console();
    offer.json(&json!({ "enrolment": link })).send().await.refused(404, "enrolment.unknown");
    let key = app.get("/v1/console/me").bearer(&app.operator).send().await.expect(200);
    assert_eq!((&key["kind"], &key["role"]), (&json!("key"), &json!("senior")));
}

#[tokio::test]
async fn an_enrolment_that_is_late_or_goes_wrong() {
    let app = TestApp::new().await;
    let link = app.invite("anna lindqvist", Role::Reviewer).await;
    let enrol = |password: &str, code: &str| {
        let body = json!({ "enrolment": link, "password": password, "code": code });
        app.post("/v1/console/enrolment").console().json(&body).send()
    };
    enrol("short", "000000").await.refused(422, "password.too_short");
    enrol(&"0123456789".repeat(13), "000000").await.refused(422, "password.too_long");
    enrol("Anna Lindqvist 1", "000000").await.refused(422, "password.too_simple");
    enrol(PASSWORD, "000000").await.refused(422, "enrolment.code_wrong");
    for nobody in ["bfe_nobody", "bft_nobody", "", &"x".repeat(1000)] {
        let body = json!({ "enrolment": nobody, "password": PASSWORD, "code": "000000" });
        let answer = app.post("/v1/console/enrolment").console().json(&body).send().await;
        answer.refused(404, "enrolment.unknown");
    }
    app.advance(SignedDuration::from_hours(1));
    enrol(PASSWORD, "000000").await.refused(404, "enrolment.unknown");
}

#[tokio::test]
async fn whatever_is_wrong_the_answer_is_the_same() {
    let app = TestApp::new().await;
    let anna = app.person("Anna", Role::Reviewer).await;
    app.invite("Not enrolled", Role::Reviewer).await;
    app.advance(STEP);
    let code = anna.code(app.now());
    let long = "x".repeat(20_000);
    let rows = [
        ("Nobody", PASSWORD, &*code),
        ("Not enrolled", PASSWORD, &*code),
        ("Anna", "correct horse batterz", &*code),
        ("Anna", PASSWORD, "000000"),
        ("Nobody else", "", ""),
        ("", PASSWORD, &*code),
        (&*long, PASSWORD, &*code),
        ("Somebody", &*long, &*code),
        ("Somebody else", PASSWORD, &*long),
    ];
    let mut answers = Vec::new();
    for (name, password, code) in rows {
        let answer = app.sign_in(name, password, code).await;
        answer.refused(401, "sign_in.refused");
        answers.push(answer.text());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    let answer = app.sign_in("ＡＮＮＡ", PASSWORD, &code).await;
    assert_eq!(answer.expect(200)["name"], "Anna");
}

#[tokio::test]
async fn a_code_works_once_and_only_in_its_time() {
    let app = TestApp::new().await;
    let anna = app.person("Anna", Role::Reviewer).await;
    let enrolled_with = anna.code(app.now());
    app.sign_in("Anna", PASSWORD, &enrolled_with).await.refused(401, "sign_in.refused");
    app.advance(STEP * 2);
    let (before, code, after) = (app.now() - STEP, app.now(), app.now() + STEP);
    app.sign_in("Anna", PASSWORD, &anna.code(after + STEP)).await.refused(401, "sign_in.refused");
    app.sign_in("Anna", PASSWORD, &anna.code(code)).await.expect(200);
    app.sign_in("Anna", PASSWORD, &anna.code(code)).await.refused(401, "sign_in.refused");
    app.sign_in("Anna", PASSWORD, &anna.code(before)).await.refused(401, "sign_in.refused");
    app.advance(STEP);
    app.sign_in("Anna", PASSWORD, &anna.code(after + STEP)).await.expect(200);
}

#[tokio::test]
async fn one_code_at_the_same_time_opens_once() {
    let app = TestApp::new().await;
    let anna = app.person("Anna", Role::Reviewer).await;
    app.advance(STEP);
    let code = anna.code(app.now());
    let (a, b, c) = tokio::join!(
        app.sign_in("Anna", PASSWORD, &code),
        app.sign_in("Anna", PASSWORD, &code),
        app.sign_in("Anna", PASSWORD, &code)
    );
    let mut statuses = [a.status, b.status, c.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401, 401]);
}

#[tokio::test]
async fn recovery_codes_work_once_each() {
    let app = TestApp::new().await;
    let anna = app.person("Anna", Role::Reviewer).await;
    let [first, second] = [&anna.recovery_codes[0], &anna.recovery_codes[1]];
    let typed = first.to_lowercase().replace('-', " ");
    app.sign_in("Anna", PASSWORD, &typed).await.expect(200);
    app.sign_in("Anna", PASSWORD, first).await.refused(401, "sign_in.refused");
    app.sign_in("Anna", "another password", second).await.refused(401, "sign_in.refused");
    app.sign_in("Anna", PASSWORD, second).await.expect(200);
}

#[tokio::test]
async fn failed_tries_become_slow_and_lock_the_name_over_a_restart() {
    let mut app = TestApp::new().await;
    let anna = app.person("Anna", Role::Reviewer).await;
    for name in ["Anna", "Nobody"] {
        for _ in 0..3 {
            app.sign_in(name, "a wrong password", "000000").await.refused(401, "sign_in.refused");
        }
        let early = app.sign_in(name, PASSWORD, &anna.code(app.now())).await;
        early.refused(429, "sign_in.too_soon");
        assert_eq!(early.json()["next_allowed_at"], "2026-11-23T12:00:02Z", "{name}");
    }
    for exponent in 1..8 {
        app.advance(SignedDuration::from_secs(1 << exponent));
        app.sign_in("Anna", "a wrong password", "000000").await.refused(401, "sign_in.refused");
    }
    app.restart().await;
    app.advance(SignedDuration::from_secs(899));
    let right = anna.code(app.now());
    app.sign_in("Anna", PASSWORD, &right).await.refused(429, "sign_in.too_soon");
    app.advance(SignedDuration::from_secs(1));
    let right = anna.code(app.now());
    app.sign_in("Anna", PASSWORD, &right).await.expect(200);
    app.sign_in("Anna", "a wrong password", "000000").await.refused(401, "sign_in.refused");
    again(&app, &anna).await.expect(200);
}

#[tokio::test]
async fn tries_at_the_same_time_are_all_counted() {
    let app = TestApp::new().await;
    app.person("Anna", Role::Reviewer).await;
    let tries = (0..12).map(|_| app.sign_in("Anna", "a wrong password", "000000"));
    let answers = futures_util::future::join_all(tries).await;
    let looked_at = answers.iter().filter(|answer| answer.status == 401).count();
    assert_eq!(looked_at, 3, "the rest was refused without a look at the password");
}

#[tokio::test]
async fn one_address_cannot_go_through_names() {
    let app = TestApp::new().await;
    let anna = app.person("Anna", Role::Reviewer).await;
    app.advance(STEP);
    let sign_in = |name: String, password: &str, code: String, address| {
        let body = json!({ "name": name, "password": password, "code": code });
        app.post("/v1/console/sign-in").console().from_address(address).json(&body).send()
    };
    let (guesser, other) = ([203, 0, 113, 7], [203, 0, 113, 8]);
    for number in 0..50 {
        let answer = sign_in(format!("name {number}"), "x", "000000".into(), guesser).await;
        answer.refused(401, "sign_in.refused");
    }
    let right = || anna.code(app.now());
    sign_in("Anna".into(), PASSWORD, right(), guesser).await.refused(429, "sign_in.too_soon");
    sign_in("Anna".into(), PASSWORD, right(), other).await.expect(200);
    app.advance(SignedDuration::from_mins(15));
    sign_in("Anna".into(), PASSWORD, right(), guesser).await.expect(200);
}

#[tokio::test]
async fn a_session_ends_unused_and_at_the_end_of_the_day() {
    let app = TestApp::new().await;
    let anna = app.person("Anna", Role::Reviewer).await;
    app.advance(SignedDuration::from_mins(30));
    me(&app, &anna.cookie).await.refused(401, "sign_in.expired");
    let cookie = again(&app, &anna).await.cookie();
    for _ in 0..(12 * 60 / 29) {
        app.advance(SignedDuration::from_mins(29));
        me(&app, &cookie).await.expect(200);
    }
    app.advance(SignedDuration::from_mins(24));
    me(&app, &cookie).await.refused(401, "sign_in.expired");
    assert!(app.store().sweep(app.now()).await.unwrap() > 0);
}

#[tokio::test]
async fn signing_in_again_and_out_ends_the_session_that_was() {
    let app = TestApp::new().await;
    let anna = app.person("Anna", Role::Reviewer).await;
    app.advance(STEP);
    let body = json!({ "name": "Anna", "password": PASSWORD, "code": anna.code(app.now()) });
    let request = app.post("/v1/console/sign-in").signed_in(&anna.cookie);
    let second = request.json(&body).send().await.cookie();
    assert_ne!(second, anna.cookie);
    me(&app, &anna.cookie).await.refused(401, "sign_in.expired");
    me(&app, &second).await.expect(200);
    let out = app.post("/v1/console/sign-out").signed_in(&second).send().await;
    assert_eq!((out.status, out.cookie().as_str()), (204, "bonafide="));
    me(&app, &second).await.refused(401, "sign_in.expired");
}

#[tokio::test]
async fn what_other_sites_ask_is_refused() {
    let app = TestApp::new().await;
    let anna = app.person("Anna", Role::Administrator).await;
    let invite = || {
        let body = json!({ "name": "Eve", "role": "administrator" });
        app.post("/v1/console/people").header("cookie", &anna.cookie).json(&body)
    };
    invite().send().await.refused(403, "request.foreign");
    invite().console().header("origin", "https://evil.example").send().await.refused(403, "request.foreign");
    invite().console().header("sec-fetch-site", "cross-site").send().await.refused(403, "request.foreign");
    let read = app.get("/v1/console/people").header("cookie", &anna.cookie);
    read.header("sec-fetch-site", "same-site").send().await.refused(403, "request.foreign");
    let key = app.operator_as(Role::Administrator).await;
    let body = json!({ "name": "Machine's friend", "role": "auditor" });
    let by_key = app.post("/v1/console/people").bearer(&key).header("origin", "https://elsewhere.example");
    by_key.json(&body).send().await.expect(201);
    let wrong_key = invite().console().bearer("bfo_nobody").send().await;
    wrong_key.refused(401, "key.invalid");
    let ours = invite().console().header("origin", "http://127.0.0.1:8080");
    ours.header("sec-fetch-site", "same-origin").send().await.expect(201);
}

#[tokio::test]
async fn the_cookie_follows_the_public_address() {
    let mut app = TestApp::new().await;
    let link = app.invite("Anna", Role::Reviewer).await;
    app.config.public_url = "http://kyc.example".into();
    app.restart().await;
    app.sign_in("Anna", PASSWORD, "000000").await.refused(403, "sign_in.insecure");
    app.config.public_url = "https://kyc.example".into();
    app.restart().await;
    let anna = app.enrol("Anna", &link).await;
    let set = again(&app, &anna).await.headers["set-cookie"].to_str().unwrap().to_owned();
    let (pair, attributes) = set.split_once("; ").unwrap();
    assert!(pair.starts_with("__Host-bonafide=") && pair.len() == "__Host-bonafide=".len() + 43, "{pair}");
    assert_eq!(attributes, "Path=/; HttpOnly; SameSite=Strict; Secure");
    me(&app, pair).await.expect(200);
    let renamed = pair.replace("__Host-", "");
    me(&app, &renamed).await.refused(401, "key.missing");
    let value = pair.split_once('=').unwrap().1;
    app.get("/v1/console/me").bearer(value).send().await.refused(401, "key.invalid");
}

#[tokio::test]
async fn an_administrator_manages_people_and_each_change_ends_sessions_and_is_recorded() {
    let app = TestApp::new().await;
    let chief = app.person("Chief", Role::Administrator).await;
    let post = app.post("/v1/console/people").signed_in(&chief.cookie);
    let invited = post.json(&json!({ "name": "Ben", "role": "reviewer" })).send().await.expect(201);
    assert_eq!(invited["person"]["status"], "invited");
    let (address, link) = invited["enrolment_url"].as_str().unwrap().split_once('#').unwrap();
    assert_eq!(address, "http://127.0.0.1:8080/console");
    let ben = app.enrol("Ben", link).await;
    let before = app.store().verify_audit(&[]).await.unwrap().entries;

    let changed = manage(&app, &chief, &ben.id, "role", json!({ "role": "auditor" })).await.expect(200);
    assert_eq!((&changed["role"], &changed["status"]), (&json!("auditor"), &json!("active")));
    me(&app, &ben.cookie).await.refused(401, "sign_in.expired");
    let cookie = again(&app, &ben).await.cookie();
    assert_eq!(me(&app, &cookie).await.expect(200)["role"], "auditor");

    let disabled = manage(&app, &chief, &ben.id, "disable", json!({})).await.expect(200);
    assert_eq!(disabled["status"], "disabled");
    me(&app, &cookie).await.refused(401, "sign_in.expired");
    again(&app, &ben).await.refused(401, "sign_in.refused");
    manage(&app, &chief, &ben.id, "enable", json!({})).await.expect(200);
    let cookie = again(&app, &ben).await.cookie();

    let reset = manage(&app, &chief, &ben.id, "reset", json!({})).await.expect(200);
    assert_eq!(reset["person"]["status"], "invited");
    me(&app, &cookie).await.refused(401, "sign_in.expired");
    again(&app, &ben).await.refused(401, "sign_in.refused");
    app.sign_in("Ben", PASSWORD, &ben.recovery_codes[0]).await.refused(401, "sign_in.refused");
    let link = reset["enrolment_url"].as_str().unwrap().split_once('#').unwrap().1;
    let anew = app.enrol("Ben", link).await;
    assert_eq!(anew.id, ben.id);
    assert_ne!(anew.code(app.now()), ben.code(app.now()), "the second factor is another one");
    assert_eq!(app.store().verify_audit(&[]).await.unwrap().entries, before + 7, "changes and sign-ins");
}

#[tokio::test]
async fn what_cannot_be_done_to_people() {
    let app = TestApp::new().await;
    let chief = app.person("Chief", Role::Administrator).await;
    let add = |body: Value| app.post("/v1/console/people").signed_in(&chief.cookie).json(&body).send();
    add(json!({ "name": "CHIEF", "role": "auditor" })).await.refused(409, "person.name_taken");
    add(json!({ "name": " ", "role": "auditor" })).await.refused(422, "person.name_invalid");
    add(json!({ "name": "a\u{202e}b", "role": "auditor" })).await.refused(422, "person.name_invalid");
    add(json!({ "name": "Ben", "role": "god" })).await.refused(422, "body.invalid");
    let last = "person.last_administrator";
    manage(&app, &chief, &chief.id, "disable", json!({})).await.refused(409, last);
    manage(&app, &chief, &chief.id, "role", json!({ "role": "auditor" })).await.refused(409, last);
    me(&app, &chief.cookie).await.expect(200);
}

#[tokio::test]
async fn a_person_decides_under_their_own_name() {
    let app = TestApp::new().await;
    let anna = app.person("Anna", Role::Reviewer).await;
    let mut seen = testkit::passport("L898902C3");
    seen.face.similarity = Some(0.3);
    seen.document.mrz.as_mut().unwrap().valid = false;
    seen.document.mrz.as_mut().unwrap().checks[0].ok = false;
    app.examiner.sees(seen);
    let session = app.open_session("user-1").await;
    app.submit_all(&session).await.expect(202);
    app.drain().await;
    let attempt = app.show(&session).await["latest"]["attempt_id"].clone();
    let path = format!("/v1/console/cases/{}", session.id);
    app.get(&path).header("cookie", &anna.cookie).send().await.expect(200);
    app.post(&format!("{path}/take")).signed_in(&anna.cookie).send().await.expect(200);
    let body = json!({ "attempt_id": attempt, "verdict": "reject", "codes": [{ "code": "E013" }] });
    let decide = app.post(&format!("{path}/decision")).signed_in(&anna.cookie);
    let decided = decide.json(&body).send().await.expect(200);
    assert_eq!(decided["latest"]["decision"]["by"], "reviewer");
}
