//! The socket itself: whole messages in bounds, the newest frame, and an end that says why.

use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use bytes::Bytes;
use tokio::time::Instant;

use super::message::Answer;
use crate::problem::{self, Problem};

/// What a frame may weigh.
pub(super) const BYTES_MAX: usize = 131_072;
/// How many frames a page is to send in a second.
pub(super) const PER_SECOND_MAX: u32 = 8;
/// A page that sends this many times as many is cut off.
const FLOOD: u32 = 5;
/// Bytes of a frame before its picture: time and colour.
const HEAD: usize = 5;
/// Stands for no colour.
const NO_COLOUR: u8 = 255;
/// How far the page's clock may run ahead of ours.
const AHEAD_MS: u128 = 1_500;
/// How long a page may be silent.
const SILENCE: Duration = Duration::from_secs(30);

/// A socket with what is known of its stream of frames.
pub(super) struct Line {
    socket: WebSocket,
    second: (Instant, u32),
    first: Option<(Instant, u32)>,
    last_ms: u32,
}

/// A frame as it came.
pub(super) struct Frame {
    pub(super) at_ms: u32,
    pub(super) colour: Option<u8>,
    pub(super) jpeg: Bytes,
}

impl Line {
    pub(super) fn new(socket: WebSocket) -> Self {
        Self { socket, second: (Instant::now(), 0), first: None, last_ms: 0 }
    }

    /// The next text; `None` once the line is cut.
    pub(super) async fn text(&mut self) -> Option<String> {
        loop {
            match self.socket.recv().await?.ok()? {
                Message::Text(text) => return Some(text.to_string()),
                Message::Ping(_) | Message::Pong(_) => {}
                Message::Binary(_) | Message::Close(_) => return None,
            }
        }
    }

    /// The newest frame that has come; `None` once the line is cut.
    pub(super) async fn frame(&mut self) -> Result<Option<Frame>, Problem> {
        let silent = || Problem::new(problem::LIVE_TOO_LONG).detail("no frame came for half a minute");
        let first = tokio::time::timeout(SILENCE, self.binary()).await.map_err(|_| silent())??;
        let Some(mut newest) = first else { return Ok(None) };
        while let Some(message) = self.waiting().await {
            match message {
                Some(bytes) => {
                    self.count()?;
                    newest = bytes;
                }
                None => return Ok(None),
            }
        }
        self.read(&newest).map(Some)
    }

    async fn binary(&mut self) -> Result<Option<Bytes>, Problem> {
        loop {
            match self.socket.recv().await {
                Some(Ok(Message::Binary(bytes))) => {
                    self.count()?;
                    return Ok(Some(bytes));
                }
                Some(Ok(Message::Text(_) | Message::Ping(_) | Message::Pong(_))) => self.count()?,
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(None),
            }
        }
    }

    /// A frame that is there already; within, `None` once the line is cut.
    async fn waiting(&mut self) -> Option<Option<Bytes>> {
        loop {
            let message = tokio::select! {
                biased;
                message = self.socket.recv() => message,
                () = std::future::ready(()) => return None,
            };
            match message {
                Some(Ok(Message::Binary(bytes))) => return Some(Some(bytes)),
                Some(Ok(Message::Text(_) | Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Some(None),
            }
        }
    }

    /// Counts messages by the second and refuses a flood.
    fn count(&mut self) -> Result<(), Problem> {
        if self.second.0.elapsed() >= Duration::from_secs(1) {
            self.second = (Instant::now(), 0);
        }
        self.second.1 += 1;
        let flood = self.second.1 > FLOOD * PER_SECOND_MAX;
        if flood { Err(Problem::new(problem::LIVE_TOO_FAST)) } else { Ok(()) }
    }

    fn read(&mut self, bytes: &Bytes) -> Result<Frame, Problem> {
        if bytes.len() > BYTES_MAX {
            return Err(
                Problem::new(problem::LIVE_FRAME_TOO_LARGE).detail(format!("at most {BYTES_MAX} bytes"))
            );
        }
        let invalid = |why: &str| Problem::new(problem::LIVE_FRAME_INVALID).detail(why);
        let (head, jpeg) =
            bytes.split_at_checked(HEAD).ok_or_else(|| invalid("a frame has a head of 5 bytes"))?;
        let at_ms = u32::from_le_bytes([head[0], head[1], head[2], head[3]]);
        if at_ms < self.last_ms {
            return Err(invalid("the time of a frame lies before that of the last"));
        }
        let (since, first_ms) = *self.first.get_or_insert((Instant::now(), at_ms));
        if u128::from(at_ms - first_ms) > since.elapsed().as_millis() + AHEAD_MS {
            return Err(invalid("the time of a frame runs ahead of the clock"));
        }
        self.last_ms = at_ms;
        let colour = Some(head[4]).filter(|colour| *colour != NO_COLOUR);
        Ok(Frame { at_ms, colour, jpeg: bytes.slice_ref(jpeg) })
    }

    /// Says something; a line that is cut shows at the next frame.
    pub(super) async fn say(&mut self, answer: &Answer<'_>) {
        let text = serde_json::to_string(answer).expect("texts and numbers always serialise");
        let _ = self.socket.send(Message::Text(text.into())).await;
    }

    /// Says why it cannot go on.
    pub(super) async fn fail(&mut self, problem: &Problem) {
        self.say(&Answer::of_problem(problem)).await;
    }

    /// Ends the line.
    pub(super) async fn close(mut self) {
        let _ = self.socket.send(Message::Close(None)).await;
    }
}
