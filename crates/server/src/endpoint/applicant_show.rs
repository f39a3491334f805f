//! `GET /v1/applicants/{id}`: whether somebody is verified, and what that unlocks; shown only once the look is on record.

use axum::{Json, extract::State};
use review::id::ApplicantId;

use crate::{
    access::Host,
    app::App,
    path::In,
    problem::{self, Problem, ProblemBody},
    wire,
};

/// Show an applicant
#[utoipa::path(
    get, path = "/v1/applicants/{id}", operation_id = "showApplicant", tag = "host", params(("id" = uuid::Uuid, Path, description = "Applicant")),
    responses(
        (status = 200, body = wire::Applicant),
        (status = 404, description = "`applicant.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "`applicant.erased`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("api_key" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    host: Host,
    In(id): In<ApplicantId>,
) -> Result<Json<wire::Applicant>, Problem> {
    let applicant = app.store().applicant(id).await?;
    let applicant = applicant.ok_or_else(|| Problem::new(problem::APPLICANT_UNKNOWN))?;
    let case = app.case(id).await?;
    app.record_reading(&host.actor(), "applicant.read", Some(id), None).await?;
    Ok(Json(wire::Applicant::new(&applicant, &case, app.now())))
}
