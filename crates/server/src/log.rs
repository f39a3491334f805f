//! One line for each answer: method, route, status, duration, code of the problem. Never a path, a query, a header or a body.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};

use crate::problem::ProblemCode;

/// Logs each answer under its route, not its path: identifiers and tokens stay out.
pub(crate) async fn answers(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let start = Instant::now();
    let response = next.run(request).await;
    tracing::info!(
        http.method = %method,
        http.route = route.as_deref().unwrap_or("none"),
        http.status = response.status().as_u16(),
        http.took_ms = start.elapsed().as_millis(),
        problem.code = response.extensions().get::<ProblemCode>().map_or("", |code| code.0),
        "A request was answered"
    );
    response
}
