//! Looking back: every automatic decision comes out again, what was changed is found, and another policy can be tried.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use review::{
    decision::{DecidedBy, Decision},
    id::{AttemptId, SessionId},
    observation::{ModelUsed, QualityKind},
    transition::{Event, Transition},
};
use serde_json::{Value, json};
use server::hindsight::{Deep, Replay, Which, Why, backtest, replay};
use storage::Extras;
use testkit::{Session, TestApp, passport};
use uuid::Uuid;

const EXCHANGE: &str = include_str!("../../../../policies/exchange.toml");

/// A picture that is good, has glare, has a doubtful face with odd numbers, in turn.
fn seen(number: u32) -> review::observation::Examination {
    let mut seen = passport(&format!("L8989{number:04}"));
    let odd = f64::from(0.1_f32) + f64::from(number) / 3e3;
    match number % 3 {
        0 => {}
        1 => {
            let glare = seen.images[0].quality.iter_mut().find(|measure| measure.kind == QualityKind::Glare);
            glare.unwrap().value = odd;
        }
        _ => seen.face.similarity = Some(odd + 0.1),
    }
    seen
}

async fn submitted(app: &TestApp, user: &str, number: u32) -> Session {
    app.examiner.sees(seen(number));
    let session = app.open_session(user).await;
    let claims = testkit::claims(&format!("L8989{number:04}"));
    let (front, selfie) = (app.upload(&session, "front").await, app.upload(&session, "selfie").await);
    let body = json!({ "evidence": { "front": front, "selfie": selfie }, "claims": claims });
    app.submit(&session, &body).await.expect(202);
    app.drain().await;
    session
}

/// Thirty attempts of thirty people, one decided by a person, one that no examination could finish, one withdrawn.
async fn busy() -> (TestApp, Vec<Session>) {
    let app = TestApp::new().await;
    let mut sessions = Vec::new();
    for number in 0..30 {
        sessions.push(submitted(&app, &format!("user-{number}"), number).await);
        app.advance(SignedDuration::from_mins(7));
    }
    let doubtful = &sessions[2];
    let case = format!("/v1/console/cases/{}", doubtful.id);
    let operator = &app.operator;
    app.post(&format!("{case}/take")).bearer(operator).json(&json!({})).send().await.expect(200);
    let shown = app.get(&format!("/v1/sessions/{}", doubtful.id)).bearer(&app.host).send().await.expect(200);
    let attempt = &shown["latest"]["attempt_id"];
    let body = json!({ "attempt_id": attempt, "verdict": "approve" });
    app.post(&format!("{case}/decision")).bearer(operator).json(&body).send().await.expect(200);

    let broken = app.open_session("user-broken").await;
    app.examiner.fails(99);
    app.submit_all(&broken).await.expect(202);
    for _ in 0..4 {
        app.drain().await;
        app.advance(SignedDuration::from_mins(5));
    }
    app.examiner.fails(0);
    let withdrawn = app.open_session("user-withdrawn").await;
    app.submit_all(&withdrawn).await.expect(202);
    let cancel = format!("/v1/sessions/{}/cancel", withdrawn.id);
    app.post(&cancel).bearer(&app.host).json(&json!({})).send().await.expect(200);
    app.drain().await;
    (app, sessions)
}

async fn replayed(app: &TestApp, deep: Option<&Deep>) -> Replay {
    replay(app.store(), &[], Which::Since(Timestamp::MIN), deep, &mut |_, _| {}).await.unwrap()
}

fn deep(app: &TestApp, version: &str) -> Deep {
    let models = vec![ModelUsed { name: "fake".into(), version: version.into(), sha256: "00".repeat(32) }];
    Deep { examiner: Arc::clone(&app.parts().examiner), models, limits: app.config.limits }
}

#[tokio::test]
async fn every_decision_of_a_busy_day_comes_out_again() {
    let (app, _) = busy().await;
    let mut told = Vec::new();
    let mut progress = |done, of| told.push((done, of));
    let came = replay(app.store(), &[], Which::Since(Timestamp::MIN), None, &mut progress).await.unwrap();
    let wanted = Replay {
        replayed: 31,
        identical: 31,
        without_examination: 1,
        undecided: 1,
        by_people: 1,
        ..Replay::default()
    };
    assert_eq!(came, wanted);
    assert_eq!((told.len(), told.last()), (32, Some(&(32, 32))));
}

/// The automatic decision of a session's first attempt, changed and recorded once more.
async fn tamper(app: &TestApp, session: &Session, change: fn(&mut Decision)) -> AttemptId {
    let session = SessionId(session.id.parse().unwrap());
    let case = app.store().case_of(session).await.unwrap().unwrap();
    let attempt = case.sessions[&session].attempts[0].id;
    let mut decisions = app.store().decisions(case.applicant, attempt).await.unwrap();
    let mut decision = decisions.remove(0);
    assert_eq!(decision.by, DecidedBy::Automatic);
    change(&mut decision);
    let event = Event::Decided { session, attempt, decision, steps_due: vec![], note: None };
    let transition = Transition {
        applicant: case.applicant,
        expected_version: case.version,
        events: vec![event],
        jobs: vec![],
        audit: vec![],
        outbox: vec![],
        refusal: None,
    };
    app.store().commit(&transition, &Extras::new(app.now(), "host:test")).await.unwrap();
    attempt
}

#[tokio::test]
async fn a_changed_record_is_found_and_named() {
    let (app, sessions) = busy().await;
    let value = |decision: &mut Decision| decision.findings[0].value = Some(0.25);
    let dropped = |decision: &mut Decision| decision.findings.clear();
    let policy = |decision: &mut Decision| decision.policy = "exchange@7".into();
    type Change = fn(&mut Decision);
    let changes: [(usize, Change, Why, &str); 3] = [
        (1, value, Why::DecisionDiffers, "/findings/0/value: 0.25 became "),
        (4, dropped, Why::DecisionDiffers, "/findings: 0 parts became 1"),
        (3, policy, Why::PolicyMissing, "exchange@7"),
    ];
    let mut changed = Vec::new();
    for (place, change, why, detail) in changes {
        changed.push((tamper(&app, &sessions[place], change).await.0, why, detail));
    }
    let came = replayed(&app, None).await;
    assert_eq!((came.replayed, came.identical, came.different.len()), (31, 28, 3));
    for (attempt, why, detail) in changed {
        let different = came.different.iter().find(|different| different.attempt_id == attempt).unwrap();
        assert_eq!(different.why, why);
        assert!(different.detail.starts_with(detail), "{different:?}");
    }
}

#[tokio::test]
async fn what_is_gone_is_named() {
    let app = TestApp::new().await;
    let session = submitted(&app, "user-1", 1).await;
    let id = SessionId(session.id.parse().unwrap());
    let case = app.store().case_of(id).await.unwrap().unwrap();
    let decision =
        app.store().decisions(case.applicant, case.sessions[&id].attempts[0].id).await.unwrap().remove(0);
    let attempt = AttemptId(Uuid::from_u128(7));
    let events = vec![
        Event::Submitted {
            session: id,
            attempt,
            evidence: [].into(),
            claims: review::case::Claims::default(),
            at: app.now(),
        },
        Event::Decided { session: id, attempt, decision, steps_due: vec![], note: None },
    ];
    let transition = Transition {
        applicant: case.applicant,
        expected_version: case.version,
        events,
        jobs: vec![],
        audit: vec![],
        outbox: vec![],
        refusal: None,
    };
    app.store().commit(&transition, &Extras::new(app.now(), "host:test")).await.unwrap();
    let came = replayed(&app, None).await;
    assert_eq!((came.replayed, came.identical), (2, 1));
    assert_eq!((came.different[0].attempt_id, came.different[0].why), (attempt.0, Why::ExaminationMissing));
    let named = app.store().attempts_named(attempt.0).await.unwrap();
    assert_eq!(named.len(), 1);
    assert_eq!(app.store().attempts_named(id.0).await.unwrap().len(), 2);
    let policy = review::policy::Policy::exchange();
    let tried = backtest(app.store(), &policy, Which::Newest(9), 9, &mut |_, _| {}).await.unwrap();
    assert_eq!((tried.unexamined, tried.unexamined_attempts), (1, vec![attempt.0]));
}

#[tokio::test]
async fn evidence_is_examined_again() {
    let app = TestApp::new().await;
    for number in 0..3 {
        submitted(&app, &format!("user-{number}"), 1).await;
    }
    app.examiner.sees(seen(1));
    let came = replayed(&app, Some(&deep(&app, "1"))).await;
    assert_eq!((came.identical, came.examined_identical), (3, 3));
    let came = replayed(&app, Some(&deep(&app, "2"))).await;
    assert!(came.different.iter().all(|different| different.why == Why::NetworksDiffer));
    assert_eq!(came.different.len(), 3);
    app.examiner.sees(seen(4));
    let came = replayed(&app, Some(&deep(&app, "1"))).await;
    assert_eq!((came.identical, came.different[0].why), (0, Why::ExaminationDiffers));
    std::fs::remove_dir_all(app.folder().join("evidence")).unwrap();
    let came = replayed(&app, Some(&deep(&app, "1"))).await;
    assert!(came.different.iter().all(|different| different.why == Why::EvidenceMissing));
    assert_eq!(came.different.len(), 3);
}

async fn tried(app: &TestApp, text: &str) -> testkit::Answer {
    let compliance = app.operator_as(storage::people::Role::Compliance).await;
    let post = app.post("/v1/console/policy/backtest").bearer(&compliance);
    post.body("application/toml", text.to_owned().into_bytes()).send().await
}

#[tokio::test]
async fn another_policy_is_tried_and_nothing_is_written() {
    let (app, sessions) = busy().await;
    let before = app.store().verify_audit(&[]).await.unwrap();
    let same = tried(&app, EXCHANGE).await.expect(200);
    assert_eq!((&same["judged"], &same["changed"], &same["undecided"]), (&json!(31), &json!(0), &json!(1)));
    assert_eq!(same["policy"], "exchange@1+sandbox");
    let text = EXCHANGE.replacen("glare_share_max = 0.02", "glare_share_max = 0.105", 1);
    let text = text.replacen("version = 1", "version = 2", 1);
    let other = tried(&app, &text).await.expect(200);
    // Numbers 1, 4, 7, 10 and 13 have glare of up to 0.1044, the others 0.1053 and more.
    assert_eq!((&other["policy"], &other["changed"]), (&json!("exchange@2+sandbox"), &json!(5)));
    let moved = json!({ "before": "rejected", "after": "approved", "count": 5 });
    assert!(other["outcomes"].as_array().unwrap().contains(&moved), "{}", other["outcomes"]);
    assert_eq!(other["codes"], json!([{ "code": "E001/glare", "gained": 0, "lost": 5 }]));
    let examples: Vec<&Value> =
        other["examples"].as_array().unwrap().iter().map(|e| &e["session_id"]).collect();
    assert!(examples.contains(&&json!(sessions[1].id)));
    assert_eq!(other["people"], json!([{ "before": "approved", "after": "review", "count": 1 }]));
    assert_eq!(app.store().verify_audit(&[]).await.unwrap(), before, "nothing is written");
}

#[tokio::test]
async fn texts_that_are_no_policy() {
    let app = TestApp::new().await;
    let broken = EXCHANGE.replacen("sandbox = false", "sandbox = false\nspeed = 3", 1);
    let answer = tried(&app, &broken).await;
    answer.refused(422, "policy.invalid");
    let line = broken[..broken.find("speed").unwrap()].matches('\n').count() + 1;
    assert!(answer.json()["detail"].as_str().unwrap().starts_with(&format!("line {line}, column 1: ")));
    tried(&app, "").await.refused(422, "policy.invalid");
    tried(&app, &"#".repeat((1 << 20) + 1)).await.refused(413, "body.too_large");
    let compliance = app.operator_as(storage::people::Role::Compliance).await;
    let post = || app.post("/v1/console/policy/backtest").bearer(&compliance);
    post().body("application/toml", vec![0xff]).send().await.refused(422, "body.invalid");
    post().json(&json!({})).send().await.refused(415, "body.wrong_type");
}
