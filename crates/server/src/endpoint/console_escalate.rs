//! `POST /v1/console/cases/{session_id}/escalate`: a reviewer hands the case they hold to the seniors.

use axum::{extract::State, response::Response};
use review::{id::SessionId, transition::Command};
use serde::Deserialize;
use storage::Held;
use utoipa::ToSchema;

use crate::{
    access::Operator,
    app::App,
    body::{self, Asked},
    path::In,
    problem::{Problem, ProblemBody},
};

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Why {
    /// For colleagues alone.
    note: String,
}

/// Escalate a case
#[utoipa::path(
    post, path = "/v1/console/cases/{session_id}/escalate", operation_id = "escalateCase", tag = "console", request_body = Why,
    params(("session_id" = uuid::Uuid, Path, description = "Session")),
    responses(
        (status = 204, description = "It waits for a senior now"),
        (status = 404, description = "`session.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`case.not_held`, `case.escalated_already`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`words.invalid`, `body.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn escalate(
    State(app): State<App>,
    operator: Operator,
    In(session): In<SessionId>,
    asked: Asked<Why>,
) -> Result<Response, Problem> {
    let note = body::words(&asked.body.note, "note")?;
    let case = app.case_of(session).await?;
    let command = Command::Escalate { session, reviewer: operator.reviewer(), note };
    app.act(operator, &case, &command, Some(Held::Case(session)), asked.once).await
}
