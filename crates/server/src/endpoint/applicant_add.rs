//! `POST /v1/applicants`: makes an applicant known, once for each of the host's names.

use axum::{extract::State, http::StatusCode, response::Response};
use review::id::ApplicantId;
use serde::{Deserialize, Serialize};
use storage::applicant::Applicant;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    access::Host,
    app::App,
    body::Asked,
    once::Answered,
    problem::{self, Problem, ProblemBody},
};

/// Longest name of the host's in characters.
const EXTERNAL_ID_CHARS_MAX: usize = 200;

/// The host's name for a person: no personal data, please.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewApplicant {
    #[schema(example = "user-4711")]
    external_id: String,
}

/// An applicant that is known now.
#[derive(Serialize, ToSchema)]
pub(crate) struct Known {
    id: Uuid,
    external_id: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: jiff::Timestamp,
}

/// Make an applicant known
///
/// The same `external_id` is the same applicant: then the answer is 200 and nothing is made.
#[utoipa::path(
    post, path = "/v1/applicants", operation_id = "addApplicant", tag = "host", request_body = NewApplicant,
    responses(
        (status = 201, description = "Made", body = Known),
        (status = 200, description = "Known before", body = Known),
        (status = 422, description = "`body.invalid`, `idempotency.reused`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("api_key" = []))
)]
pub(crate) async fn add(
    State(app): State<App>,
    host: Host,
    asked: Asked<NewApplicant>,
) -> Result<Response, Problem> {
    let turn = match asked.once.turn(&app, host.actor()).await? {
        Ok(turn) => turn,
        Err(replayed) => return Ok(replayed),
    };
    let new = Applicant {
        id: ApplicantId(app.name()),
        external_id: readable(asked.body.external_id)?,
        created_at: app.now(),
    };
    let added = app.store().add_applicant(&new, |known, added| turn.reply(&answer(known, added))).await;
    match added {
        Ok((known, added)) => Ok(answer(&known, added).respond(&app)),
        Err(error) => turn.lost(&app, error).await,
    }
}

fn readable(external_id: String) -> Result<String, Problem> {
    let chars = external_id.chars().count();
    let fits = (1..=EXTERNAL_ID_CHARS_MAX).contains(&chars) && !external_id.chars().any(char::is_control);
    if fits { Ok(external_id) } else { Err(Problem::new(problem::BODY_INVALID).field("external_id")) }
}

fn answer(known: &Applicant, added: bool) -> Answered {
    let status = if added { StatusCode::CREATED } else { StatusCode::OK };
    let body = Known { id: known.id.0, external_id: known.external_id.clone(), created_at: known.created_at };
    Answered::new(status, &body)
}
