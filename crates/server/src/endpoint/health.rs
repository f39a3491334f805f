//! `GET /healthz` and `GET /readyz`: whether the process lives, and whether it can work.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    problem::{self, Problem, ProblemBody},
};

/// How it is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    status: &'static str,
}

/// Whether the process lives
#[utoipa::path(get, path = "/healthz", operation_id = "healthz", tag = "operation", responses((status = 200, body = Health)))]
pub(crate) async fn alive() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Whether the process can work: its database answers
#[utoipa::path(
    get, path = "/readyz", operation_id = "readyz", tag = "operation",
    responses(
        (status = 200, body = Health),
        (status = 503, description = "`server.not_ready`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn ready(State(app): State<App>) -> Result<Json<Health>, Problem> {
    match app.store().ping().await {
        Ok(()) => Ok(Json(Health { status: "ok" })),
        Err(error) => {
            tracing::warn!(problem.cause = %error, "The database does not answer");
            Err(Problem::new(problem::NOT_READY))
        }
    }
}
