//! `POST /v1/console/cases/{session_id}/revoke`: a senior takes a verification back.

use axum::{extract::State, response::Response};
use review::{id::SessionId, transition::Command};
use serde::Deserialize;
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
pub(crate) struct WhyRevoked {
    /// For colleagues alone.
    note: String,
}

/// Take a verification back
///
/// What it unlocked is withdrawn, and its document is free for another account.
#[utoipa::path(
    post, path = "/v1/console/cases/{session_id}/revoke", operation_id = "revokeVerification", tag = "console", request_body = WhyRevoked,
    params(("session_id" = uuid::Uuid, Path, description = "The session that verified")),
    responses(
        (status = 204, description = "Taken back"),
        (status = 403, description = "`decision.not_for_you`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`session.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`session.wrong_status`, `ticket.open_already`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`words.invalid`, `body.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn revoke(
    State(app): State<App>,
    operator: Operator,
    In(session): In<SessionId>,
    asked: Asked<WhyRevoked>,
) -> Result<Response, Problem> {
    let note = body::words(&asked.body.note, "note")?;
    let case = app.case_of(session).await?;
    let command = Command::Revoke { session, reviewer: operator.reviewer(), note };
    app.act(operator, &case, &command, None, asked.once).await
}
