//! `POST /v1/console/cases/{session_id}/escalate`: a reviewer hands the case they hold to the seniors.

use axum::{extract::State, http::StatusCode};
use review::{id::SessionId, transition::Command};
use serde::Deserialize;
use storage::{Extras, Held};
use utoipa::ToSchema;

use crate::{
    access::Operator,
    app::{App, Unchanged},
    body::{self, Asked},
    path::In,
    problem::{self, Problem, ProblemBody},
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
) -> Result<StatusCode, Problem> {
    let note = body::words(Some(&asked.body.note), "note")?;
    let note = note.ok_or_else(|| Problem::new(problem::WORDS_INVALID).field("note"))?;
    let case = app.case_of(session).await?;
    let command = Command::Escalate { session, reviewer: operator.reviewer(), note };
    let actor = operator.actor();
    let extras = Extras { holder: Some((Held::Case(session), operator.0)), ..Extras::new(app.now(), &actor) };
    app.change(case.applicant, &command, &extras).await.map_err(Unchanged::problem)?;
    Ok(StatusCode::NO_CONTENT)
}
