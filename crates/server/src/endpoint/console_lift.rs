//! `POST /v1/console/cases/{session_id}/lift`: a senior lifts the locks of an applicant.

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
pub(crate) struct WhyLifted {
    /// For colleagues alone; stays on record.
    note: String,
}

/// Lift the locks of an applicant
///
/// The submission lock and that of the face check; what counted towards them is forgotten.
#[utoipa::path(
    post, path = "/v1/console/cases/{session_id}/lift", operation_id = "liftLocks", tag = "console", request_body = WhyLifted,
    params(("session_id" = uuid::Uuid, Path, description = "A session of the applicant")),
    responses(
        (status = 204, description = "Lifted"),
        (status = 403, description = "`decision.not_for_you`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`session.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`lock.none`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`words.invalid`, `body.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn lift(
    State(app): State<App>,
    operator: Operator,
    In(session): In<SessionId>,
    asked: Asked<WhyLifted>,
) -> Result<Response, Problem> {
    let note = body::words(&asked.body.note, "note")?;
    let case = app.case_of(session).await?;
    let command = Command::LiftLocks { session, reviewer: operator.reviewer(), note };
    app.act(operator, &case, &command, None, asked.once).await
}
