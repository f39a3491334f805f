//! A page at the other end of the socket, and the server that it talks to.

use std::{net::SocketAddr, time::Duration};

use futures_util::{SinkExt, StreamExt};
use review::{observation::Ask, policy::Policy};
use serde_json::{Value, json};
use server::Server;
use testkit::{Act, Session, TestApp};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
    time::{Instant, sleep, sleep_until, timeout},
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

/// How long an answer may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two frames by the page's clock; and at least by everybody's, so that it is no flood.
const STEP_MS: u32 = 50;
const PAUSE: Duration = Duration::from_millis(30);
/// How far the page's clock may be from everybody's: it runs ahead on a quick machine and is set again on a slow one.
const AHEAD_MS: u32 = 1_000;
const BEHIND_MS: u32 = 2_000;
/// More frames than any try of a test has.
const FRAMES_MAX: usize = 300;
/// Stands for no colour.
pub const NO_COLOUR: u8 = 255;

/// A server on loopback, with the application that it shares its folder with.
pub struct Served {
    pub app: TestApp,
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    running: JoinHandle<Result<(), server::ServeError>>,
}

/// One socket.
pub struct Page {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    began: Instant,
    at_ms: u32,
}

/// The shipped policy with movements so short that a check takes a second.
pub fn short() -> Policy {
    let mut policy = Policy::exchange().sandboxed();
    let movements = &mut policy.liveness.movements;
    (movements.settle_ms, movements.settle_ms_max) = (60, 1_500);
    (movements.hold_ms, movements.blink_ms, movements.colour_ms) = (60, 60, 60);
    (movements.ask_ms_max, movements.wrong_ms_max, movements.lost_ms_max) = (700, 150, 150);
    policy
}

impl Served {
    pub async fn new() -> Self {
        Self::of(TestApp::with_policy(short()).await).await
    }

    pub async fn of(app: TestApp) -> Self {
        let server = Server::bind(app.config.clone(), app.parts()).await.unwrap();
        let address = server.address().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(server.run(async move {
            let _ = stopped.await;
        }));
        Self { app, address, stop, running }
    }

    /// Stops, and starts again on the same folder.
    pub async fn restart(mut self) -> Self {
        self.stop.send(()).unwrap();
        timeout(PATIENCE, self.running).await.unwrap().unwrap().unwrap();
        self.app.restart().await;
        Self::of(self.app).await
    }

    pub async fn page(&self) -> Page {
        let (socket, _) = connect_async(format!("ws://{}/v1/client/live", self.address)).await.unwrap();
        Page { socket, began: Instant::now(), at_ms: 700 }
    }

    /// A page whose face check may begin.
    pub async fn face(&self, session: &Session) -> Page {
        let mut page = self.page().await;
        let ready = page.hello(&face(&session.token)).await;
        assert_eq!(ready["type"], "ready", "{ready}");
        page
    }

    /// A page whose face check asks for a movement by now, with what it asks.
    pub async fn asked(&self, session: &Session) -> (Page, Value) {
        let mut page = self.face(session).await;
        let told = page.until_asked().await;
        (page, told)
    }

    /// That a whole try fails, with its end.
    pub async fn fails(&self, session: &Session) -> Value {
        let mut page = self.face(session).await;
        let end = page.plays(contradicts).await;
        assert_eq!((&end["type"], &end["passed"]), (&json!("end"), &json!(false)), "{end}");
        page.closed().await;
        end
    }

    /// That a whole try passes, with the name of its film.
    pub async fn passes(&self, session: &Session) -> String {
        let mut page = self.face(session).await;
        let end = page.plays(obeys).await;
        assert_eq!((&end["type"], &end["passed"]), (&json!("end"), &json!(true)), "{end}");
        page.closed().await;
        end["evidence_id"].as_str().unwrap().to_owned()
    }

    /// How many tries the session has left.
    pub async fn tries_left(&self, session: &Session) -> Value {
        self.app.show(session).await["liveness"]["tries_left"].clone()
    }

    /// Waits until the session has so many tries left.
    pub async fn until_tries_left(&self, session: &Session, count: u32) {
        let counted = async {
            while self.tries_left(session).await != count {
                sleep(PAUSE).await;
            }
        };
        timeout(PATIENCE, counted).await.expect("the try is counted");
    }

    /// That the server still answers.
    pub async fn is_well(&self) {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(request).await.unwrap();
        let mut answer = String::new();
        timeout(PATIENCE, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    }
}

impl Page {
    /// Says it; a line that is cut shows at the next answer.
    pub async fn say(&mut self, message: Message) {
        let _ = timeout(PATIENCE, self.socket.send(message)).await.expect("the server reads");
    }

    /// Says many things before it listens again.
    pub async fn say_all(&mut self, messages: impl IntoIterator<Item = Message>) {
        for message in messages {
            if self.socket.feed(message).await.is_err() {
                return;
            }
        }
        let _ = timeout(PATIENCE, self.socket.flush()).await.expect("the server reads");
    }

    pub async fn hello(&mut self, hello: &Value) -> Value {
        self.say(Message::text(hello.to_string())).await;
        self.hear().await
    }

    /// What the server says next; null where the line has ended.
    pub async fn hear(&mut self) -> Value {
        loop {
            match timeout(PATIENCE, self.socket.next()).await.expect("an answer comes") {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).unwrap(),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(_) | Err(_)) | None => return Value::Null,
            }
        }
    }

    /// That the server ends the line.
    pub async fn closed(&mut self) {
        assert_eq!(self.hear().await, Value::Null);
    }

    /// Sends a frame of this act, and returns the answer.
    pub async fn show(&mut self, act: Act, colour: u8) -> Value {
        let elapsed_ms = u32::try_from(self.began.elapsed().as_millis()).unwrap();
        let at_ms = (self.at_ms + STEP_MS).max(elapsed_ms.saturating_sub(BEHIND_MS));
        let due = self.began + Duration::from_millis(at_ms.saturating_sub(AHEAD_MS).into());
        sleep_until(due.max(Instant::now() + PAUSE)).await;
        self.at_ms = at_ms;
        self.say(frame(at_ms, colour, &act.jpeg())).await;
        self.hear().await
    }

    /// Plays a whole try: each frame is what `does` makes of the answer to the one before. Returns the last word.
    pub async fn plays(&mut self, does: impl Fn(&Value) -> Act) -> Value {
        let mut told = Value::Null;
        for _ in 0..FRAMES_MAX {
            let colour = told["colour"]["index"].as_u64().map_or(NO_COLOUR, |index| index as u8);
            told = self.show(does(&told), colour).await;
            if told["type"] != "face" {
                return told;
            }
        }
        panic!("the try does not end: {told}");
    }

    /// Looks at the camera until a movement is asked.
    pub async fn until_asked(&mut self) -> Value {
        for _ in 0..FRAMES_MAX {
            let told = self.show(Act::Rest, NO_COLOUR).await;
            if !told["ask"].is_null() {
                return told;
            }
        }
        panic!("nothing is asked");
    }
}

/// A page's first word before a face check.
pub fn face(token: &str) -> Value {
    json!({ "type": "hello", "token": token, "view": "face", "camera": "FaceTime HD", "colours": true })
}

/// A page's first word before a viewfinder.
pub fn document(token: &str, role: &str) -> Value {
    json!({ "type": "hello", "token": token, "view": "document", "role": role, "camera": "FaceTime HD" })
}

/// A frame as it is sent.
pub fn frame(at_ms: u32, colour: u8, jpeg: &[u8]) -> Message {
    Message::binary([&at_ms.to_le_bytes()[..], &[colour], jpeg].concat())
}

/// The code of the problem that an answer tells.
pub fn code(answer: &Value) -> &str {
    answer["problem"]["code"].as_str().unwrap_or("none")
}

/// What was asked.
pub fn ask(told: &Value) -> Option<Ask> {
    serde_json::from_value(told["ask"].clone()).unwrap()
}

/// Does what is asked.
pub fn obeys(told: &Value) -> Act {
    ask(told).map_or(Act::Rest, Act::Does)
}

/// Does something else.
pub fn contradicts(told: &Value) -> Act {
    match ask(told) {
        None => Act::Rest,
        Some(Ask::OpenMouth) => Act::Does(Ask::TurnLeft),
        Some(_) => Act::Does(Ask::OpenMouth),
    }
}
