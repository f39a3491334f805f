//! `PUT /v1/applicants/{id}/legal-hold`: keeps an applicant from being erased, or lets them go.

use axum::{Json, extract::State};
use jiff::Timestamp;
use review::id::ApplicantId;
use serde::{Deserialize, Serialize};
use storage::hold::HoldSet;
use utoipa::ToSchema;

use crate::{
    access::Host,
    app::App,
    body::Asked,
    path::In,
    problem::{self, Problem, ProblemBody},
};

/// Whether a hold is to stand.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewHold {
    held: bool,
}

/// How the hold stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct Hold {
    /// Since when; null where there is none.
    #[schema(value_type = Option<String>, format = DateTime)]
    held_since: Option<Timestamp>,
}

/// Set or lift a legal hold
///
/// While it stands, neither the host nor the policy's retention erases the applicant.
#[utoipa::path(
    put, path = "/v1/applicants/{id}/legal-hold", operation_id = "holdApplicant", tag = "host", request_body = NewHold,
    params(("id" = uuid::Uuid, Path, description = "Applicant")),
    responses(
        (status = 200, body = Hold),
        (status = 404, description = "`applicant.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "`applicant.erased`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("api_key" = []))
)]
pub(crate) async fn hold(
    State(app): State<App>,
    host: Host,
    In(id): In<ApplicantId>,
    asked: Asked<NewHold>,
) -> Result<Json<Hold>, Problem> {
    match app.store().set_hold(id, asked.body.held, app.now(), &host.actor()).await? {
        HoldSet::Done => Ok(Json(Hold { held_since: app.store().held_since(id).await? })),
        HoldSet::TooLate => Err(Problem::new(problem::APPLICANT_ERASED)),
        HoldSet::Unknown => Err(Problem::new(problem::APPLICANT_UNKNOWN)),
    }
}
