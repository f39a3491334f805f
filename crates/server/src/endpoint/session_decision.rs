//! `GET /v1/sessions/{id}/decision`: what the latest attempt came to, whole.

use axum::{Json, extract::State};
use review::id::SessionId;

use crate::{
    access::Host,
    app::App,
    path::In,
    problem::{self, Problem, ProblemBody},
    view,
    wire::{self, Detail},
};

/// Show the latest decision
#[utoipa::path(
    get, path = "/v1/sessions/{id}/decision", operation_id = "showDecision", tag = "host", params(("id" = uuid::Uuid, Path, description = "Session")),
    responses(
        (status = 200, body = wire::Decision),
        (status = 404, description = "`session.unknown`, `decision.none`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("api_key" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    host: Host,
    In(session): In<SessionId>,
) -> Result<Json<wire::Decision>, Problem> {
    let case = app.case_of(session).await?;
    let attempts = &view::session(&case, session)?.attempts;
    let decision = attempts.last().and_then(|attempt| attempt.decision.as_ref());
    let decision = decision.ok_or_else(|| Problem::new(problem::DECISION_NONE))?;
    app.record_look(&host.actor(), "decision.read", &case, session).await?;
    Ok(Json(wire::Decision::new(decision, Detail::Host)))
}
