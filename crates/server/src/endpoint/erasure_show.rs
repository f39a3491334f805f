//! `GET /v1/applicants/{id}/erasure`: the certificate that an erasure left.

use axum::{Json, extract::State};
use review::id::ApplicantId;

use crate::{
    access::Host,
    app::App,
    path::In,
    problem::{self, Problem, ProblemBody},
    wire,
};

/// Show the certificate of an erasure
#[utoipa::path(
    get, path = "/v1/applicants/{id}/erasure", operation_id = "showErasure", tag = "host", params(("id" = uuid::Uuid, Path, description = "Applicant")),
    responses(
        (status = 200, body = wire::Certificate),
        (status = 404, description = "`erasure.none`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("api_key" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    _: Host,
    In(id): In<ApplicantId>,
) -> Result<Json<wire::Certificate>, Problem> {
    let certificate = app.store().certificate(id).await?;
    let certificate = certificate.ok_or_else(|| Problem::new(problem::ERASURE_NONE))?;
    Ok(Json(wire::Certificate::from(certificate)))
}
