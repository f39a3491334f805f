//! The viewfinder: frames of a document are answered until the picture can be taken.

use serde_json::json;
use testkit::Act;
use tokio_tungstenite::tungstenite::Message;

use super::page::{NO_COLOUR, Served, code, document, frame};

#[tokio::test]
async fn every_frame_of_a_document_is_answered() {
    let served = Served::new().await;
    let session = served.app.open_session("user-1").await;
    for role in ["front", "back"] {
        let mut page = served.page().await;
        let ready = page.hello(&document(&session.token, role)).await;
        let bounds = json!({ "type": "ready", "long_side_px": 640, "bytes_max": 131_072, "per_second_max": 8, "seconds_max": 300 });
        assert_eq!(ready, bounds);
        for _ in 0..3 {
            let seen = page.show(Act::Rest, NO_COLOUR).await;
            assert_eq!((&seen["type"], &seen["shoot"]), (&json!("document"), &json!(true)), "{seen}");
        }
        let seen = page.show(Act::Nobody, NO_COLOUR).await;
        assert_eq!((&seen["shoot"], &seen["hint"]), (&json!(false), &json!("no_document")), "{seen}");
        page.say(Message::Close(None)).await;
        page.closed().await;
    }
    assert_eq!(served.tries_left(&session).await, 5, "a viewfinder is no try");
}

#[tokio::test]
async fn where_no_picture_is_taken_none_is_looked_for() {
    let served = Served::new().await;
    let session = served.app.open_session("user-1").await;
    for role in ["elbow", "selfie"] {
        let mut page = served.page().await;
        let refused = page.hello(&document(&session.token, role)).await;
        assert_eq!(code(&refused), "evidence.role_unknown");
        page.closed().await;
    }
    served.app.submit_all(&session).await.expect(202);
    let mut page = served.page().await;
    assert_eq!(code(&page.hello(&document(&session.token, "front")).await), "session.wrong_status");
    page.say(frame(0, NO_COLOUR, &Act::Rest.jpeg())).await;
    page.closed().await;
}
