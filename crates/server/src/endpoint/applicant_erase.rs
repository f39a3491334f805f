//! `DELETE /v1/applicants/{id}`: destroys the key of an applicant and everything that it opened.

use axum::{Json, extract::State};
use review::id::ApplicantId;
use storage::erase::{Erased, Erasure};

use crate::{
    access::Host,
    app::App,
    path::In,
    problem::{self, Problem, ProblemBody},
    wire,
};

/// Erase an applicant
///
/// Destroys their key, their pictures and every row about them, at once and for good. What stays is the certificate that is
/// answered; asked again, the same one. Later reads of the applicant, their sessions and pictures answer 410.
#[utoipa::path(
    delete, path = "/v1/applicants/{id}", operation_id = "eraseApplicant", tag = "host", params(("id" = uuid::Uuid, Path, description = "Applicant")),
    responses(
        (status = 200, description = "Erased, now or earlier", body = wire::Certificate),
        (status = 404, description = "`applicant.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`applicant.legal_hold`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("api_key" = []))
)]
pub(crate) async fn erase(
    State(app): State<App>,
    host: Host,
    In(id): In<ApplicantId>,
) -> Result<Json<wire::Certificate>, Problem> {
    let actor = host.actor();
    match app.store().erase(id, &Erasure { at: app.now(), actor: &actor, reason: "host" }).await? {
        Erased::Done(certificate) => Ok(Json(wire::Certificate::from(certificate))),
        Erased::Held => Err(Problem::new(problem::APPLICANT_HELD)),
        Erased::Unknown => Err(Problem::new(problem::APPLICANT_UNKNOWN)),
    }
}
