//! `POST /v1/console/cases/{session_id}/assign`: a senior keeps a case for one reviewer, or for nobody in particular again.

use axum::{extract::State, response::Response};
use review::{
    id::{ReviewerId, SessionId},
    transition::Command,
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    access::Operator,
    app::App,
    body::Asked,
    path::In,
    problem::{Problem, ProblemBody},
};

/// For whom.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Whom {
    /// A reviewer; null for nobody in particular.
    reviewer_id: Option<Uuid>,
}

/// Keep a case for one reviewer
#[utoipa::path(
    post, path = "/v1/console/cases/{session_id}/assign", operation_id = "assignCase", tag = "console", request_body = Whom,
    params(("session_id" = Uuid, Path, description = "Session")),
    responses(
        (status = 204, description = "Kept; whoever held it holds it no more"),
        (status = 403, description = "`decision.reviewer_excluded`, `decision.not_for_you`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`session.unknown`, `reviewer.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`session.wrong_status`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn assign(
    State(app): State<App>,
    operator: Operator,
    In(session): In<SessionId>,
    asked: Asked<Whom>,
) -> Result<Response, Problem> {
    let to = match asked.body.reviewer_id {
        Some(id) => Some(app.decider(ReviewerId(id)).await?),
        None => None,
    };
    let case = app.case_of(session).await?;
    let command = Command::Assign { session, by: operator.reviewer(), to };
    app.act(operator, &case, &command, None, asked.once).await
}
