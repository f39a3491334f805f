//! The log, at its loudest, holds nothing that is personal or secret. Alone in its process: it listens to all threads.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{
    io,
    sync::{Arc, Mutex},
};

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use server::Server;
use testkit::{Act, Session, TestApp};
use tokio_tungstenite::{connect_async, tungstenite::Message};
use tracing_subscriber::{fmt::MakeWriter, util::SubscriberInitExt};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A face check that is begun, and a hello that is refused.
async fn sit(app: &TestApp, session: &Session, jpeg: &[u8]) {
    let server = Server::bind(app.config.clone(), app.parts()).await.unwrap();
    let address = format!("ws://{}/v1/client/live", server.address().unwrap());
    tokio::spawn(server.run(std::future::pending()));
    for token in [session.token.as_str(), "bft_live_canary"] {
        let (mut socket, _) = connect_async(&address).await.unwrap();
        let hello = json!({ "type": "hello", "token": token, "view": "face", "camera": "camera-canary" });
        socket.send(Message::text(hello.to_string())).await.unwrap();
        socket.next().await.unwrap().unwrap();
        socket.send(Message::binary([&[0, 0, 0, 0, 255], jpeg].concat())).await.unwrap();
        socket.next().await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn nothing_personal_and_no_secret_is_logged() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(lines.clone())
        .finish();
    // As the binary does: what libraries tell the `log` crate is heard too.
    subscriber.init();
    let app = TestApp::new().await;
    let session = app.open_session("user-canary").await;
    app.examiner.fails(1);
    app.submit_all(&session).await.expect(202);
    app.drain().await;
    app.advance(jiff::SignedDuration::from_secs(2));
    app.drain().await;
    app.get(&format!("/v1/sessions/{}/report", session.id)).bearer(&app.host).send().await.expect(200);
    app.get("/v1/client/session?token=canary-query")
        .bearer("bft_canary")
        .send()
        .await
        .refused(401, "key.invalid");
    let anna = app.person("name-canary", storage::people::Role::Reviewer).await;
    app.sign_in("unknown-canary", "password-canary", "code-canary").await.refused(401, "sign_in.refused");
    app.sign_in("name-canary", testkit::PASSWORD, &anna.recovery_codes[0]).await.expect(200);
    let live = app.open_session("user-live").await;
    let jpeg = Act::Rest.jpeg();
    sit(&app, &live, &jpeg).await;

    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("A request was answered") && log.contains("/v1/client/attempts"),
        "the log was captured"
    );
    assert!(log.contains("A job failed") && log.contains("A job ended"), "of every thread");
    assert!(log.contains("/v1/client/live"), "of the socket");
    let secrets = [
        session.token.as_str(),
        live.token.as_str(),
        app.host.as_str(),
        app.operator.as_str(),
        anna.cookie.as_str(),
        anna.recovery_codes[0].as_str(),
        testkit::PASSWORD,
        "bft_live_canary",
    ];
    let (hex, bytes) = (hex::encode(&jpeg[..16]), format!("{:?}", &jpeg[..16]));
    for frame in [&hex[..], &bytes[1..bytes.len() - 1], "JFIF"] {
        let line = log.lines().find(|line| line.contains(frame));
        assert_eq!(line, None, "a frame");
    }
    let personal = ["Eriksson", "ERIKSSON", "L898902C3", "1974-08-12", "740812", "user-canary", "canary"];
    for canary in secrets.into_iter().chain(personal) {
        let line = log.lines().find(|line| line.contains(canary));
        assert_eq!(line, None, "{canary}");
    }
}
