//! Bodies: read with a bound, checked for their type, parsed without echoing what was in them.

use axum::{
    body::Body,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use review::words::Words;
use serde::de::DeserializeOwned;

use crate::{
    app::App,
    desk::Place,
    once::Once,
    problem::{self, Problem},
};

/// Largest JSON body in bytes.
const JSON_MAX: usize = 64 * 1024;
/// Largest policy in bytes: as `Policy::parse` has it.
const POLICY_MAX: usize = 1 << 20;

/// A JSON body, with what is needed to answer it only once.
pub(crate) struct Asked<T> {
    /// What was asked.
    pub(crate) body: T,
    /// Under which idempotency key.
    pub(crate) once: Once,
}

/// A picture as it was sent, with its place at the desk.
pub(crate) struct Sent {
    /// The file.
    pub(crate) bytes: Bytes,
    /// Taken before the body was read.
    pub(crate) place: Place,
    /// Under which idempotency key.
    pub(crate) once: Once,
}

/// The text of a policy.
pub(crate) struct PolicyText(pub(crate) String);

impl<T: DeserializeOwned> FromRequest<App> for Asked<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = read(&parts.headers, body, JSON_MAX, problem::BODY_TOO_LARGE).await?;
        let once = Once::of(&parts, &bytes)?;
        // A request that asks for nothing in particular may leave its body out.
        let json: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        if !bytes.is_empty() {
            expect_type(&parts.headers, &["application/json"])?;
        }
        Ok(Self { body: parse(json)?, once })
    }
}

impl FromRequest<App> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        expect_type(&parts.headers, &["image/jpeg", "image/png", "image/webp"])?;
        let place = app.desk.place()?;
        let bytes = read(&parts.headers, body, app.config.limits.bytes_max, problem::IMAGE_TOO_LARGE).await?;
        let once = Once::of(&parts, &bytes)?;
        Ok(Self { bytes, place, once })
    }
}

impl FromRequest<App> for PolicyText {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        expect_type(&parts.headers, &["application/toml", "text/plain"])?;
        let bytes = read(&parts.headers, body, POLICY_MAX, problem::BODY_TOO_LARGE).await?;
        let text = String::from_utf8(bytes.into());
        text.map(Self).map_err(|_| Problem::new(problem::BODY_INVALID).detail("not UTF-8"))
    }
}

/// A person's text, or a problem that names the part of the body it stood in.
pub(crate) fn words(text: &str, field: &'static str) -> Result<Words, Problem> {
    let limit = || format!("1 to {} characters, no control characters", Words::CHARS_MAX);
    Words::new(text).ok_or_else(|| Problem::new(problem::WORDS_INVALID).field(field).detail(limit()))
}

/// As [`words`], of what may be left out.
pub(crate) fn words_if_any(text: Option<&str>, field: &'static str) -> Result<Option<Words>, Problem> {
    text.map(|text| words(text, field)).transpose()
}

/// Reads a body to its end, or stops at the first byte too many.
async fn read(
    headers: &HeaderMap,
    body: Body,
    max: usize,
    too_large: problem::Kind,
) -> Result<Bytes, Problem> {
    let too_large = || Problem::new(too_large).detail(format!("at most {max} bytes"));
    if announced(headers).is_some_and(|size| size > max as u64) {
        return Err(too_large());
    }
    let mut body = body;
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::new(problem::BODY_BROKEN))?;
        let Ok(data) = frame.into_data() else { continue };
        if bytes.len() + data.len() > max {
            return Err(too_large());
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn expect_type(headers: &HeaderMap, types: &[&str]) -> Result<(), Problem> {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = sent.split(';').next().unwrap_or_default().trim();
    if types.iter().any(|known| known.eq_ignore_ascii_case(essence)) {
        return Ok(());
    }
    Err(Problem::new(problem::BODY_WRONG_TYPE).detail(format!("taken here: {}", types.join(", "))))
}

/// The parser's own message may repeat what was sent; only the place in the body is given.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(bytes).map_err(|error| {
        let what = if error.is_data() { "a value or key that is not asked for" } else { "not JSON" };
        Problem::new(problem::BODY_INVALID).detail(format!(
            "{what} at line {}, column {}",
            error.line(),
            error.column()
        ))
    })
}
