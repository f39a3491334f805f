//! The face check: who follows passes, who does not is told why, and leaving counts.

use review::observation::Ask;
use serde_json::{Value, json};
use testkit::{Act, claims};
use tokio_tungstenite::tungstenite::Message;

use super::page::{NO_COLOUR, Page, Served, ask, code, face, frame, obeys};

#[tokio::test]
async fn who_follows_is_approved_with_the_best_frame_as_selfie() {
    let served = Served::new().await;
    let app = &served.app;
    let session = app.open_session("user-1").await;
    let selfie = served.passes(&session).await;
    assert_eq!(served.tries_left(&session).await, 5);

    let image = app.get(&format!("/v1/client/evidence/{selfie}/image")).bearer(&session.token).send().await;
    assert_eq!((image.status, &image.headers["content-type"]), (200, &"image/jpeg".parse().unwrap()));
    let still = image::load_from_memory(&image.body).unwrap();
    assert_eq!((still.width(), still.height()), (96, 128));

    let front = app.upload(&session, "front").await;
    app.post("/v1/client/read").bearer(&session.token).send().await.expect(200);
    let body = json!({ "evidence": { "front": front, "selfie": selfie }, "claims": claims("L898902C3") });
    app.submit(&session, &body).await.expect(202);
    app.drain().await;
    let shown = app.show(&session).await;
    assert_eq!(shown["status"], "approved", "{shown}");
    assert_eq!(shown["latest"]["evidence"]["selfie"], json!(selfie));

    let report = format!("/v1/sessions/{}/report", session.id);
    app.get(&report).bearer(&app.host).send().await.expect(200);
    let case = app.get(&format!("/v1/console/cases/{}", session.id)).bearer(&app.operator).send().await;
    case.expect(200);
    let path = format!("/v1/console/evidence/{selfie}/image");
    let image = app.get(&path).bearer(&app.operator).send().await;
    assert_eq!((image.status, image.headers["content-type"].to_str().unwrap()), (200, "image/jpeg"));
}

#[tokio::test]
async fn the_prompts_tell_one_movement_at_a_time_and_then_the_colours() {
    let served = Served::new().await;
    let session = served.app.open_session("user-1").await;
    let mut page = served.face(&session).await;
    let (mut told, mut asked, mut colours) = (Value::Null, Vec::new(), Vec::new());
    while told["type"] != "end" {
        let colour = told["colour"]["index"].as_u64();
        told = page.show(obeys(&told), colour.map_or(NO_COLOUR, |index| index as u8)).await;
        assert!(["face", "end"].contains(&told["type"].as_str().unwrap()), "{told}");
        asked.extend(ask(&told).filter(|ask| asked.last() != Some(ask)));
        colours.extend(told["colour"]["index"].as_u64().filter(|index| colours.last() != Some(index)));
        assert!(told["colour"].is_null() || told["colour"]["rgb"].as_str().unwrap().starts_with('#'));
    }
    asked.sort();
    assert_eq!(asked, Ask::ALL, "each once");
    assert_eq!(colours, [0, 1, 2, 3]);

    let mut calm = served.page().await;
    let session = served.app.open_session("user-2").await;
    let hello = json!({ "type": "hello", "token": session.token, "view": "face", "colours": false });
    assert_eq!(calm.hello(&hello).await["type"], "ready");
    let end = calm.plays(|told| if told["colour"].is_null() { obeys(told) } else { Act::Nobody }).await;
    assert_eq!(end["passed"], true, "{end}");
}

/// What somebody does who was told this.
type Does = fn(&Value) -> Act;

#[tokio::test]
async fn each_failure_has_its_reason_and_costs_a_try() {
    let rows: [(&str, Does, &str); 5] = [
        ("another movement", super::page::contradicts, "challenge_not_followed"),
        (
            "no movement",
            |told| if ask(told) == Some(Ask::Blink) { obeys(told) } else { Act::Rest },
            "challenge_not_followed",
        ),
        (
            "never blinks",
            |told| if ask(told) == Some(Ask::Blink) { Act::Rest } else { obeys(told) },
            "blink_failed",
        ),
        ("leaves", |told| if ask(told).is_some() { Act::Nobody } else { Act::Rest }, "face_lost"),
        ("never comes", |_| Act::Nobody, "face_lost"),
    ];
    let served = Served::new().await;
    for (at, (name, does, reason)) in rows.into_iter().enumerate() {
        let session = served.app.open_session(&format!("user-{at}")).await;
        let mut page = served.face(&session).await;
        let end = page.plays(does).await;
        let expected = json!({ "type": "end", "passed": false, "reason": reason, "tries_left": 4, "locked_until": null });
        assert_eq!(end, expected, "{name}");
        page.closed().await;
        assert_eq!(served.tries_left(&session).await, 4, "{name}");
    }
    let session = served.app.open_session("user-0").await;
    assert_eq!(served.fails(&session).await["tries_left"], 3, "another session of the same person");
}

#[tokio::test]
async fn the_film_as_a_whole_has_the_last_word() {
    let served = Served::new().await;
    let session = served.app.open_session("user-1").await;
    let mut page = served.page().await;
    let hello =
        json!({ "type": "hello", "token": session.token, "view": "face", "camera": "OBS Virtual Camera" });
    assert_eq!(page.hello(&hello).await["type"], "ready");
    let end = page.plays(obeys).await;
    assert_eq!((&end["passed"], &end["reason"]), (&json!(false), &json!("injected_stream")), "{end}");
    assert_eq!((&end["tries_left"], end.get("evidence_id")), (&json!(4), None));
}

#[tokio::test]
async fn leaving_counts_once_a_movement_was_asked() {
    let served = Served::new().await;
    let session = served.app.open_session("user-1").await;
    let mut early = served.face(&session).await;
    early.show(Act::Rest, NO_COLOUR).await;
    drop(early);
    let (asked, _) = asked_when_free(&served, &session).await;
    assert_eq!(served.tries_left(&session).await, 5, "nothing was asked before");
    drop(asked);
    served.until_tries_left(&session, 4).await;
}

#[tokio::test]
async fn what_breaks_the_rules_of_frames_counts_as_leaving() {
    let served = Served::new().await;
    let other = testkit::jpeg(1);
    let rows: [(&str, Message); 5] = [
        ("another size", frame(5_000, NO_COLOUR, &other)),
        ("no picture", frame(5_000, NO_COLOUR, b"nothing")),
        ("backwards", frame(0, NO_COLOUR, &Act::Rest.jpeg())),
        ("far ahead", frame(900_000, NO_COLOUR, &Act::Rest.jpeg())),
        ("a colour that was not shown", frame(5_000, 0, &Act::Rest.jpeg())),
    ];
    for (at, (name, message)) in rows.into_iter().enumerate() {
        let session = served.app.open_session(&format!("user-{at}")).await;
        let (mut page, _) = served.asked(&session).await;
        page.say(message).await;
        assert_eq!(code(&page.hear().await), "live.frame_invalid", "{name}");
        page.closed().await;
        assert_eq!(served.tries_left(&session).await, 4, "{name}");
    }
}

#[tokio::test]
async fn handing_something_in_meanwhile_does_not_undo_a_failure() {
    let served = Served::new().await;
    let session = served.app.open_session("user-1").await;
    let (page, _) = served.asked(&session).await;
    served.app.submit_all(&session).await.expect(202);
    drop(page);
    served.until_tries_left(&session, 4).await;
}

/// A page whose check asks, as soon as the session's last page is gone.
async fn asked_when_free(served: &Served, session: &testkit::Session) -> (Page, Value) {
    for _ in 0..200 {
        let mut page = served.page().await;
        let answer = page.hello(&face(&session.token)).await;
        if answer["type"] == "ready" {
            let told = page.until_asked().await;
            return (page, told);
        }
        assert_eq!(code(&answer), "live.busy");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the session is never free again");
}
