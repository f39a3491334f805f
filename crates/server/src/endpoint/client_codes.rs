//! `GET /v1/client/codes`: what each rejection code means and what to do next.

use axum::{Json, extract::State};

use crate::{access::Anybody, app::App, problem::ProblemBody, wire};

/// List the rejection codes
#[utoipa::path(
    get, path = "/v1/client/codes", operation_id = "listCodes", tag = "applicant",
    responses(
        (status = 200, body = wire::Codes),
        (status = 401, description = "`token.expired`, `key.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("client_token" = []), ("api_key" = []), ("console_key" = []))
)]
pub(crate) async fn list(State(app): State<App>, _: Anybody) -> Json<wire::Codes> {
    Json(wire::Codes::new(app.policy()))
}
