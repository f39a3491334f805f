//! What holds for every answer: it comes in time, and browsers are told to be careful with it.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    app::App,
    problem::{Problem, REQUEST_TIMEOUT},
};

/// Pages load from this server alone; pictures also from memory, where the pages draw them.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; \
     object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// For every answer.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(self), microphone=(), geolocation=()"),
];
/// For servers that are reached over TLS: a year.
const STRICT_TRANSPORT: &str = "max-age=31536000";

/// Gives up on a request after its time. What it was writing is written whole or not at all.
pub(crate) async fn time_limit(State(app): State<App>, request: Request, next: Next) -> Response {
    let limit = limit(&app, &request);
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(REQUEST_TIMEOUT).into_response(),
    }
}

/// Adds the headers. Answers are not kept anywhere unless they say so themselves.
pub(crate) async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app.config.public_url.starts_with("https:") {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT_TRANSPORT));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn limit(app: &App, request: &Request) -> Duration {
    let uploads = request.method() == Method::POST && request.uri().path().contains("/evidence/");
    if uploads { app.config.upload_timeout } else { app.config.request_timeout }
}
