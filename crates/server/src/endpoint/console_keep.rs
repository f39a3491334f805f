//! `POST /v1/console/cases/{session_id}/keep`: a reviewer is still at it.

use axum::{Json, extract::State};
use review::id::SessionId;

use super::console_take::{Held, asking};
use crate::{
    access::Operator,
    app::App,
    path::In,
    problem::{self, Problem, ProblemBody},
};

/// Keep a case for longer
#[utoipa::path(
    post, path = "/v1/console/cases/{session_id}/keep", operation_id = "keepCase", tag = "console",
    params(("session_id" = uuid::Uuid, Path, description = "Session")),
    responses(
        (status = 200, body = Held),
        (status = 409, description = "`case.not_held`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn keep(
    State(app): State<App>,
    operator: Operator,
    In(session): In<SessionId>,
) -> Result<Json<Held>, Problem> {
    let actor = operator.actor();
    let kept = app.store().keep(session, &asking(&app, operator, None, &actor)).await?;
    kept.map(|hold| Json(hold.into())).ok_or_else(|| Problem::new(problem::CASE_NOT_HELD))
}
