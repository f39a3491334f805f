//! `GET /v1/client/session`: where the token's own session stands.

use axum::{Json, extract::State};

use crate::{
    access::Client,
    app::App,
    problem::{Problem, ProblemBody},
    wire,
};

/// Show the token's session
#[utoipa::path(
    get, path = "/v1/client/session", operation_id = "showOwnSession", tag = "applicant",
    responses(
        (status = 200, body = wire::Session),
        (status = 401, description = "`token.expired`, `key.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("client_token" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Client(session): Client,
) -> Result<Json<wire::Session>, Problem> {
    let case = app.case_of(session).await?;
    Ok(Json(app.show(&case, session).await?))
}
