//! `GET /v1/client/live`: the socket of the viewfinder and the face check.

use axum::{
    extract::{State, WebSocketUpgrade},
    response::Response,
};

use crate::{app::App, live};

/// Most bytes of a message that is received at all; frames have a smaller bound, with an answer.
const MESSAGE_BYTES_MAX: usize = 1 << 20;

/// Open the live socket
///
/// A WebSocket. The page first says `{"type": "hello", "token": …, "view": "document", "role": "front", "camera": …}` or `"view":
/// "face"` with `"colours": true`. After `{"type": "ready", …}` it sends frames: four bytes with the milliseconds since the
/// camera started (little endian), one byte with the index of the colour on the screen (255 for none), then a JPEG. Every
/// frame is answered by `{"type": "document", "corners", "hint", "region", "steady", "shoot"}` or `{"type": "face", "hint", "phase", "ask",
/// "held", "done", "total", "colour"}`; the next is sent after the answer. A face check ends with `{"type": "end", "passed",
/// "evidence_id" | "reason", "tries_left", "locked_until"}`; trouble is `{"type": "error", "problem": …}`: `live.expected_hello`, `live.busy`,
/// `live.locked`, `live.frame_invalid`, `live.frame_too_large`, `live.too_fast`, `live.too_long`, and the codes of tokens and sessions.
#[utoipa::path(
    get, path = "/v1/client/live", operation_id = "openLive", tag = "applicant",
    responses((status = 101, description = "The socket is open"), (status = 426, description = "Not asked for as a WebSocket")),
)]
pub(crate) async fn open(State(app): State<App>, upgrade: WebSocketUpgrade) -> Response {
    let bounded = upgrade.max_message_size(MESSAGE_BYTES_MAX).max_frame_size(MESSAGE_BYTES_MAX);
    bounded.on_upgrade(move |socket| live::sit(app, socket))
}
