//! Whatever comes over the socket has an answer with a stable code, and leaves the server well.

use std::{io::Cursor, time::Duration};

use jiff::SignedDuration;
use serde_json::json;
use testkit::{Act, Session};
use tokio_tungstenite::tungstenite::Message;

use super::page::{NO_COLOUR, Page, Served, code, document, face, frame};
use crate::flow::glare;

/// A page that has said this first.
async fn said(served: &Served, message: Message) -> (Page, String) {
    let mut page = served.page().await;
    page.say(message).await;
    let answer = page.hear().await;
    (page, code(&answer).to_owned())
}

#[tokio::test]
async fn first_words_that_are_no_hello() {
    let served = Served::new().await;
    let session = served.app.open_session("user-1").await;
    let token = &session.token;
    let text = |value: serde_json::Value| Message::text(value.to_string());
    let long = Message::text("x".repeat(1 << 20));
    let rows = [
        ("not JSON", Message::text("hello"), "live.expected_hello"),
        ("nothing", Message::text(""), "live.expected_hello"),
        ("deep", Message::text("[".repeat(100_000)), "live.expected_hello"),
        ("long", long, "live.expected_hello"),
        ("binary", frame(0, NO_COLOUR, &Act::Rest.jpeg()), "live.expected_hello"),
        ("no token", text(json!({ "type": "hello", "view": "face" })), "live.expected_hello"),
        ("no view", text(json!({ "type": "hello", "token": token })), "live.expected_hello"),
        ("another view", text(json!({ "token": token, "view": "hand" })), "live.expected_hello"),
        ("no role", text(json!({ "token": token, "view": "document" })), "live.expected_hello"),
        ("no such token", text(face("bft_nobody")), "key.invalid"),
        ("an empty token", text(face("")), "key.invalid"),
        ("a long token", text(face(&format!("bft_{}", "x".repeat(500)))), "key.invalid"),
        ("a host's key", text(face(&served.app.host)), "key.invalid"),
        ("an operator's key", text(document(&served.app.operator, "front")), "key.invalid"),
        ("an unknown side", text(document(token, "inside")), "evidence.role_unknown"),
    ];
    for (name, message, expected) in rows {
        let (mut page, code) = said(&served, message).await;
        assert_eq!(code, expected, "{name}");
        page.closed().await;
    }
    served.app.advance(SignedDuration::from_hours(1));
    for hello in [face(token), document(token, "front")] {
        assert_eq!(said(&served, text(hello)).await.1, "token.expired");
    }
    served.is_well().await;
}

#[tokio::test]
async fn sessions_that_are_not_due() {
    let served = Served::new().await;
    let app = &served.app;
    let session = app.open_session("user-1").await;
    app.examiner.sees(glare());
    app.submit_all(&session).await.expect(202);
    let refused = |session: Session| {
        let served = &served;
        async move { code(&served.page().await.hello(&face(&session.token)).await).to_owned() }
    };
    assert_eq!(refused(session.clone()).await, "session.wrong_status");
    app.drain().await;
    assert_eq!(refused(session.clone()).await, "step.not_due", "the selfie was good");
    let ready = served.page().await.hello(&document(&session.token, "front")).await;
    assert_eq!(ready["type"], "ready", "the front was not: {ready}");

    app.advance(SignedDuration::from_hours(7 * 24));
    let path = format!("/v1/sessions/{}/tokens", session.id);
    let token = app.post(&path).bearer(&app.host).send().await.expect(201);
    let token = token["client_token"].as_str().unwrap();
    for hello in [face(token), document(token, "front")] {
        assert_eq!(code(&served.page().await.hello(&hello).await), "session.expired");
    }
}

#[tokio::test]
async fn one_sitting_at_a_time() {
    let served = Served::new().await;
    let session = served.app.open_session("user-1").await;
    let mut first = served.face(&session).await;
    for hello in [face(&session.token), document(&session.token, "front")] {
        let mut second = served.page().await;
        assert_eq!(code(&second.hello(&hello).await), "live.busy");
    }
    assert_eq!(first.show(Act::Rest, NO_COLOUR).await["type"], "face", "the first goes on");
    first.say(Message::Close(None)).await;
    first.closed().await;
    served.face(&session).await;
}

#[tokio::test]
async fn frames_that_are_not_what_they_should_be() {
    let served = Served::new().await;
    let rest = Act::Rest.jpeg();
    let wide = {
        let mut bytes = Cursor::new(Vec::new());
        image::RgbImage::new(700, 100).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    };
    let rows = [
        ("nothing", vec![Message::binary(vec![])], "live.frame_invalid"),
        ("half a head", vec![Message::binary(vec![0; 4])], "live.frame_invalid"),
        ("no picture", vec![Message::binary(vec![0; 5])], "live.frame_invalid"),
        ("text as a picture", vec![frame(0, NO_COLOUR, b"To whom it may concern")], "live.frame_invalid"),
        ("half a picture", vec![frame(0, NO_COLOUR, &rest[..rest.len() / 2])], "live.frame_invalid"),
        ("too wide", vec![frame(0, NO_COLOUR, &wide)], "live.frame_invalid"),
        ("too large", vec![frame(0, NO_COLOUR, &vec![0; 131_072])], "live.frame_too_large"),
        ("a megabyte", vec![Message::binary(vec![0; 1 << 20])], "live.frame_too_large"),
        ("a thousand", vec![frame(0, NO_COLOUR, &rest); 1_000], "live.too_fast"),
        ("a thousand texts", vec![Message::text("faster"); 1_000], "live.too_fast"),
        ("a thousand pings", vec![Message::Ping(vec![].into()); 1_000], "live.too_fast"),
    ];
    let session = served.app.open_session("user-1").await;
    for hello in [face(&session.token), document(&session.token, "front")] {
        for (name, messages, expected) in rows.clone() {
            let mut page = served.page().await;
            assert_eq!(page.hello(&hello).await["type"], "ready", "{name}");
            page.say_all(messages).await;
            let mut answer = page.hear().await;
            while ["face", "document"].contains(&answer["type"].as_str().unwrap_or_default()) {
                answer = page.hear().await;
            }
            assert_eq!(code(&answer), expected, "{name}: {answer}");
            page.closed().await;
        }
    }
    served.is_well().await;
    assert_eq!(served.tries_left(&session).await, 5, "nothing was asked yet");
}

#[tokio::test]
async fn a_message_beyond_all_bounds_ends_the_line() {
    let served = Served::new().await;
    let session = served.app.open_session("user-1").await;
    let mut page = served.face(&session).await;
    page.say_all([Message::binary(vec![0; (1 << 20) + 1])]).await;
    page.closed().await;
    served.is_well().await;
}

#[tokio::test]
async fn a_few_words_between_frames_are_passed_over() {
    let served = Served::new().await;
    let session = served.app.open_session("user-1").await;
    let mut page = served.face(&session).await;
    for _ in 0..3 {
        page.say(Message::text("cheese")).await;
        assert_eq!(page.show(Act::Rest, NO_COLOUR).await["type"], "face");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
