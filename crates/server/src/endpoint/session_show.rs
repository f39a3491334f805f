//! `GET /v1/sessions/{id}`: where a session stands.

use axum::{Json, extract::State};
use review::id::SessionId;

use crate::{
    access::HostOrClient,
    app::App,
    path::In,
    problem::{Problem, ProblemBody},
    wire,
};

/// Show a session
#[utoipa::path(
    get, path = "/v1/sessions/{id}", operation_id = "showSession", tag = "sessions", params(("id" = uuid::Uuid, Path, description = "Session")),
    responses(
        (status = 200, body = wire::Session),
        (status = 404, description = "`session.unknown`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("api_key" = []), ("client_token" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    caller: HostOrClient,
    In(session): In<SessionId>,
) -> Result<Json<wire::Session>, Problem> {
    caller.sees(session)?;
    let case = app.case_of(session).await?;
    Ok(Json(app.show(&case, session).await?))
}
