//! The socket itself: whole messages in bounds, the newest frame, and an end that says why.

use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use bytes::Bytes;
use image::RgbImage;
use tokio::time::Instant;
use vision::live;

use super::message::Answer;
use crate::problem::{self, Problem};

/// What a frame may weigh.
const BYTES_MAX: usize = 131_072;
/// How many frames a page is to send in a second.
const PER_SECOND_MAX: u32 = 8;
/// A page that sends this many times as many is cut off.
const FLOOD: u32 = 5;
/// Bytes of a frame before its picture: time and colour.
const HEAD: usize = 5;
/// Stands for no colour.
const NO_COLOUR: u8 = 255;
/// How far the page's clock may run ahead of ours.
const AHEAD_MS: u128 = 1_500;
/// How far it may fall behind: what the line may delay a frame. More would be time to prepare a movement in.
const BEHIND_MS: u128 = 5_000;
/// How long a page may be silent.
const SILENCE: Duration = Duration::from_secs(30);
/// How long a page may take to read an answer.
const UNREAD: Duration = Duration::from_secs(10);
/// How long a page may take to part: what it has sent by then is read, so that it gets to read our last word.
const PARTING: Duration = Duration::from_secs(2);

/// A socket with what is known of its stream of frames.
pub(super) struct Line {
    socket: WebSocket,
    second: (Instant, u32),
    clock: PageClock,
    cut: bool,
}

/// The page's clock beside ours.
#[derive(Default)]
struct PageClock {
    first: Option<(Instant, u32)>,
    last_ms: u32,
}

/// A frame as it came.
pub(super) struct Frame {
    pub(super) at_ms: u32,
    pub(super) colour: Option<u8>,
    pub(super) jpeg: Bytes,
}

impl Frame {
    /// Its picture, whose longer side is bounded: a film is held in memory as a whole. CPU work.
    pub(super) fn decode(&self, long_side_px: u32) -> Result<RgbImage, Problem> {
        let rgb = live::frame(&self.jpeg).map_err(|_| Problem::new(problem::LIVE_FRAME_INVALID))?;
        let fits = rgb.width().max(rgb.height()) <= long_side_px;
        let too_long = || invalid(format!("the longer side of a frame has at most {long_side_px} pixels"));
        if fits { Ok(rgb) } else { Err(too_long()) }
    }
}

impl Line {
    pub(super) fn new(socket: WebSocket) -> Self {
        Self { socket, second: (Instant::now(), 0), clock: PageClock::default(), cut: false }
    }

    /// The first text; `None` once the line is cut.
    pub(super) async fn text(&mut self) -> Result<Option<String>, Problem> {
        loop {
            match self.socket.recv().await {
                Some(Ok(Message::Text(text))) => return Ok(Some(text.to_string())),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => self.count()?,
                Some(Ok(Message::Binary(_))) => return Err(Problem::new(problem::LIVE_EXPECTED_HELLO)),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(None),
            }
        }
    }

    /// The newest frame that has come; `None` once the line is cut.
    pub(super) async fn frame(&mut self) -> Result<Option<Frame>, Problem> {
        let silent = || Problem::new(problem::LIVE_TOO_LONG).detail("no frame came for half a minute");
        let first = tokio::time::timeout(SILENCE, self.binary()).await.map_err(|_| silent())??;
        let Some(mut newest) = first else { return Ok(None) };
        while let Some(message) = self.waiting().await? {
            match message {
                Some(bytes) => newest = bytes,
                None => return Ok(None),
            }
        }
        self.read(&newest).map(Some)
    }

    async fn binary(&mut self) -> Result<Option<Bytes>, Problem> {
        while !self.cut {
            match self.socket.recv().await {
                Some(Ok(Message::Binary(bytes))) => {
                    self.count()?;
                    return Ok(Some(bytes));
                }
                Some(Ok(Message::Text(_) | Message::Ping(_) | Message::Pong(_))) => self.count()?,
                Some(Ok(Message::Close(_)) | Err(_)) | None => self.cut = true,
            }
        }
        Ok(None)
    }

    /// A frame that is there already; within, `None` once the line is cut.
    async fn waiting(&mut self) -> Result<Option<Option<Bytes>>, Problem> {
        loop {
            let message = tokio::select! {
                biased;
                message = self.socket.recv() => message,
                () = std::future::ready(()) => return Ok(None),
            };
            self.count()?;
            match message {
                Some(Ok(Message::Binary(bytes))) => return Ok(Some(Some(bytes))),
                Some(Ok(Message::Text(_) | Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(Some(None)),
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
        let (head, jpeg) =
            bytes.split_at_checked(HEAD).ok_or_else(|| invalid("a frame has a head of 5 bytes"))?;
        let at_ms = u32::from_le_bytes([head[0], head[1], head[2], head[3]]);
        self.clock.check(at_ms, Instant::now())?;
        let colour = Some(head[4]).filter(|colour| *colour != NO_COLOUR);
        Ok(Frame { at_ms, colour, jpeg: bytes.slice_ref(jpeg) })
    }

    /// Says that frames may come, of that size and for so long.
    pub(super) async fn ready(&mut self, long_side_px: u32, within: Duration) {
        let (bytes_max, per_second_max, seconds_max) = (BYTES_MAX, PER_SECOND_MAX, within.as_secs());
        self.say(&Answer::Ready { long_side_px, bytes_max, per_second_max, seconds_max }).await;
    }

    /// Says something; a line that is cut shows at the next frame.
    pub(super) async fn say(&mut self, answer: &Answer<'_>) {
        let text = serde_json::to_string(answer).expect("texts and numbers always serialise");
        let said = tokio::time::timeout(UNREAD, self.socket.send(Message::Text(text.into()))).await;
        self.cut |= !matches!(said, Ok(Ok(())));
    }

    /// Says why it cannot go on.
    pub(super) async fn fail(&mut self, problem: &Problem) {
        self.say(&Answer::of_problem(problem)).await;
    }

    /// Ends the line. A line with something unread in it would be torn, and the last word lost.
    pub(super) async fn close(mut self) {
        let parted = async {
            let _ = self.socket.send(Message::Close(None)).await;
            while let Some(Ok(_)) = self.socket.recv().await {}
        };
        let _ = tokio::time::timeout(PARTING, parted).await;
    }
}

impl PageClock {
    /// Takes the time of a frame that came now: a page may neither hurry nor stop the clock that movements are held by.
    fn check(&mut self, at_ms: u32, now: Instant) -> Result<(), Problem> {
        if at_ms < self.last_ms {
            return Err(invalid("the time of a frame lies before that of the last"));
        }
        let (since, first_ms) = *self.first.get_or_insert((now, at_ms));
        let (theirs_ms, ours_ms) = (u128::from(at_ms - first_ms), (now - since).as_millis());
        if theirs_ms > ours_ms + AHEAD_MS {
            return Err(invalid("the time of a frame runs ahead of the clock"));
        }
        if theirs_ms + BEHIND_MS < ours_ms {
            return Err(invalid("the time of a frame falls behind the clock"));
        }
        self.last_ms = at_ms;
        Ok(())
    }
}

/// A frame that is not what it should be, and why.
pub(super) fn invalid(why: impl Into<String>) -> Problem {
    Problem::new(problem::LIVE_FRAME_INVALID).detail(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether frames of these times, each with that of its arrival in milliseconds, are all taken.
    fn taken(frames: &[(u32, u64)]) -> bool {
        let (mut clock, began) = (PageClock::default(), Instant::now());
        frames
            .iter()
            .all(|(at_ms, came_ms)| clock.check(*at_ms, began + Duration::from_millis(*came_ms)).is_ok())
    }

    #[test]
    fn the_pages_clock_keeps_to_ours() {
        assert!(taken(&[(700, 0), (700, 60), (860, 120), (60_700, 60_000)]));
        assert!(taken(&[(0, 0), (1_500, 0), (1_500, 6_500)]));
        assert!(!taken(&[(700, 0), (699, 120)]), "backwards");
        assert!(!taken(&[(700, 0), (10_700, 8_000)]), "ahead");
        assert!(!taken(&[(700, 0), (700, 4_000), (700, 5_001)]), "stopped");
        assert!(!taken(&[(0, 0), (10_000, 20_000)]), "slowed down");
        assert!(taken(&[(u32::MAX, 0), (u32::MAX, 100)]));
    }
}
