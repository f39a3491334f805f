//! `POST /v1/console/cases/{session_id}/release`: a reviewer gives a case back to the queue.

use axum::{extract::State, http::StatusCode};
use review::id::SessionId;

use crate::{
    access::Operator,
    app::App,
    path::In,
    problem::{self, Problem, ProblemBody},
};

/// Give a case back
#[utoipa::path(
    post, path = "/v1/console/cases/{session_id}/release", operation_id = "releaseCase", tag = "console",
    params(("session_id" = uuid::Uuid, Path, description = "Session")),
    responses(
        (status = 204, description = "Free for others"),
        (status = 409, description = "`case.not_held`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn release(
    State(app): State<App>,
    operator: Operator,
    In(session): In<SessionId>,
) -> Result<StatusCode, Problem> {
    let freed = app.store().give_back(session, operator.0).await?;
    if freed { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::new(problem::CASE_NOT_HELD)) }
}
