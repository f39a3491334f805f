//! Requests to a router without a socket, and what comes back.

use std::net::SocketAddr;

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, header},
};
use serde_json::Value;
use tower::ServiceExt;

/// Largest answer that is read.
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;

/// A request that is being put together.
pub struct Request {
    router: Router,
    builder: axum::http::request::Builder,
    body: Body,
}

/// What came back.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

impl Request {
    pub(crate) fn new(router: Router, method: Method, path: &str) -> Self {
        Self { router, builder: axum::http::Request::builder().method(method).uri(path), body: Body::empty() }
    }

    /// With a key or token.
    #[must_use]
    pub fn bearer(self, key: &str) -> Self {
        self.header("authorization", &format!("Bearer {key}"))
    }

    /// With a header.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        Self { builder: self.builder.header(name, value), ..self }
    }

    /// From a page of the console in which somebody is signed in by that cookie, as `name=value`.
    #[must_use]
    pub fn signed_in(self, cookie: &str) -> Self {
        self.header("cookie", cookie).console()
    }

    /// From a page of the console.
    #[must_use]
    pub fn console(self) -> Self {
        self.header("x-bonafide-console", "1")
    }

    /// From that network address.
    #[must_use]
    pub fn from_address(self, address: [u8; 4]) -> Self {
        let peer = ConnectInfo(SocketAddr::from((address, 40_000)));
        Self { builder: self.builder.extension(peer), ..self }
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string().into_bytes())
    }

    /// With a body of that type.
    #[must_use]
    pub fn body(self, content_type: &str, bytes: impl Into<Body>) -> Self {
        let builder = self.builder.header(header::CONTENT_TYPE, content_type);
        Self { builder, body: bytes.into(), ..self }
    }

    /// Sends it.
    ///
    /// # Panics
    /// When the request cannot be built, or the answer cannot be read.
    pub async fn send(self) -> Answer {
        let request = self.builder.body(self.body).expect("tests build valid requests");
        let response = self.router.oneshot(request).await.unwrap_or_else(|never| match never {});
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, ANSWER_BYTES_MAX).await.expect("answers fit");
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

impl Answer {
    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the answer is JSON")
    }

    /// The cookie that it sets, as `name=value`.
    ///
    /// # Panics
    /// When it sets none.
    #[must_use]
    pub fn cookie(&self) -> String {
        let set = self.headers[header::SET_COOKIE].to_str().expect("cookies are ASCII");
        set.split(';').next().expect("a text has a first part").to_owned()
    }

    /// The stable code of a problem.
    ///
    /// # Panics
    /// When the answer is no problem.
    #[must_use]
    pub fn code(&self) -> String {
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json", "{}", self.text());
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        problem["code"].as_str().expect("problems have a code").to_owned()
    }

    /// The body as text, for messages of failed tests.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// That the status is this, with the JSON of the answer.
    ///
    /// # Panics
    /// When it is another one.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        self.json()
    }

    /// That the status is this, and that nothing is said beside it.
    ///
    /// # Panics
    /// When it is another one, or there is a body.
    #[track_caller]
    pub fn expect_empty(&self, status: u16) {
        assert_eq!((self.status, self.text().as_str()), (status, ""), "{}", self.text());
    }

    /// That the answer is a problem with this status and code.
    ///
    /// # Panics
    /// When it is not.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.code().as_str()), (status, code), "{}", self.text());
    }
}
