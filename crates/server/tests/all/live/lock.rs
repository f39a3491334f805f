//! Five failures in a row lock the face check of an applicant for a day.

use jiff::SignedDuration;
use serde_json::json;
use testkit::Session;

use super::page::{Served, code, face};

/// The session with a token of now.
async fn renewed(served: &Served, session: &Session) -> Session {
    let path = format!("/v1/sessions/{}/tokens", session.id);
    let token = served.app.post(&path).bearer(&served.app.host).send().await.expect(201);
    Session { token: token["client_token"].as_str().unwrap().into(), ..session.clone() }
}

async fn is_locked(served: &Served, session: &Session) {
    let mut page = served.page().await;
    let refused = page.hello(&face(&session.token)).await;
    assert_eq!(code(&refused), "live.locked", "{refused}");
    let until = json!("2026-11-24T12:00:00Z");
    assert_eq!(refused["problem"]["locked_until"], until, "{refused}");
    page.closed().await;
    let liveness = served.app.show(session).await["liveness"].clone();
    assert_eq!(liveness, json!({ "required": false, "tries_left": 0, "locked_until": until }));
}

#[tokio::test]
async fn five_failures_in_a_row_lock_for_a_day() {
    let served = Served::new().await;
    let session = served.app.open_session("user-1").await;
    for left in [4, 3, 2, 1] {
        let end = served.fails(&session).await;
        assert_eq!((&end["tries_left"], &end["locked_until"]), (&json!(left), &json!(null)));
    }
    let end = served.fails(&session).await;
    assert_eq!((&end["tries_left"], &end["locked_until"]), (&json!(0), &json!("2026-11-24T12:00:00Z")));
    is_locked(&served, &session).await;

    let served = served.restart().await;
    is_locked(&served, &session).await;
    is_locked(&served, &served.app.open_session("user-1").await).await;
    served.face(&served.app.open_session("user-2").await).await;

    served.app.advance(SignedDuration::from_hours(24) - SignedDuration::from_secs(1));
    is_locked(&served, &renewed(&served, &session).await).await;
    served.app.advance(SignedDuration::from_secs(1));
    let session = renewed(&served, &session).await;
    assert_eq!(served.tries_left(&session).await, 5);
    served.passes(&session).await;
}

#[tokio::test]
async fn a_success_sets_the_count_back() {
    let served = Served::new().await;
    let session = served.app.open_session("user-1").await;
    for _ in 0..2 {
        served.fails(&session).await;
    }
    assert_eq!(served.tries_left(&session).await, 3);
    served.passes(&session).await;
    assert_eq!(served.tries_left(&session).await, 5);
    assert_eq!(served.fails(&session).await["tries_left"], 4);
}

#[tokio::test]
async fn a_lock_ends_the_tries_that_run_beside_it() {
    let served = Served::new().await;
    let session = served.app.open_session("user-1").await;
    let beside = served.app.open_session("user-1").await;
    let (mut page, told) = served.asked(&beside).await;
    for _ in 0..5 {
        served.fails(&session).await;
    }
    page.show(super::page::obeys(&told), super::page::NO_COLOUR).await;
    let last = page.plays(super::page::obeys).await;
    assert_eq!(code(&last), "live.locked", "even who follows has come too late: {last}");
}
