//! The embedded pages: what `web/` was built into, or a page that says how to build it.

use axum::{
    http::{HeaderValue, Method, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::problem::{METHOD_NOT_ALLOWED, Problem, ROUTE_UNKNOWN};

/// Paths that the one page of the application answers.
const ROUTES: [&str; 4] = ["/", "/verify", "/account", "/console"];
/// Names under this folder hold a hash of their content.
const HASHED: &str = "assets/";

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Files;

/// Whatever no route of the API answers.
pub(crate) async fn page(method: Method, uri: Uri) -> Response {
    let path = uri.path();
    if method != Method::GET && method != Method::HEAD {
        return Problem::new(if ROUTES.contains(&path) { METHOD_NOT_ALLOWED } else { ROUTE_UNKNOWN })
            .into_response();
    }
    if ROUTES.contains(&path.trim_end_matches('/')) || path == "/" {
        return index();
    }
    let name = path.trim_start_matches('/');
    match Files::get(name).filter(|_| name != "index.html") {
        Some(found) => file(name, found),
        None => Problem::new(ROUTE_UNKNOWN).into_response(),
    }
}

fn index() -> Response {
    match Files::get("index.html") {
        Some(found) => file("index.html", found),
        None => (StatusCode::SERVICE_UNAVAILABLE, Html(include_str!("pages/unbuilt.html"))).into_response(),
    }
}

fn file(name: &str, found: EmbeddedFile) -> Response {
    let kept = if name.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type(name))),
        (header::CACHE_CONTROL, HeaderValue::from_static(kept)),
    ];
    (headers, found.data.into_owned()).into_response()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("wasm") => "application/wasm",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
