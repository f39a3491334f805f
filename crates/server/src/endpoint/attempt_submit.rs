//! `POST /v1/client/attempts` and `POST /v1/sessions/{id}/attempts`: hands in pictures and claims.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, response::Response};
use review::{
    case::Case,
    id::{AttemptId, Digest, SessionId},
    observation::ImageRole,
    transition::Command,
};
use serde::Deserialize;
use storage::{Extras, evidence::Evidence};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    access::{Client, HostOrClient},
    app::{App, Inner},
    body::Asked,
    estimate,
    once::Answered,
    path::In,
    problem::{self, Problem, ProblemBody},
    view,
    wire::{self, Around},
};

/// What is handed in. What is not due may be left out: it is taken over from the attempt before.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAttempt {
    evidence: Pictures,
    claims: Option<wire::Claims>,
}

/// Names of uploaded pictures.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pictures {
    front: Option<Uuid>,
    back: Option<Uuid>,
    selfie: Option<Uuid>,
}

/// Submit
///
/// Accepted once pictures, claims and the work to do are stored durably. The sixth submission in 24 hours locks.
#[utoipa::path(
    post, path = "/v1/client/attempts", operation_id = "submitOwnAttempt", tag = "applicant", request_body = NewAttempt,
    responses(
        (status = 202, description = "Accepted", body = wire::Session),
        (status = 404, description = "`evidence.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`session.wrong_status`, `session.expired`, `applicant.already_verified`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`claims.invalid`, `submission.steps_missing`, `body.invalid`, `idempotency.reused`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 423, description = "`submission.locked`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("client_token" = []))
)]
pub(crate) async fn submit_own(
    State(app): State<App>,
    client: Client,
    asked: Asked<NewAttempt>,
) -> Result<Response, Problem> {
    submit(&app, HostOrClient::Client(client), client.0, asked).await
}

/// Submit for a session
///
/// As `POST /v1/client/attempts`, for hosts that upload on their own side.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/attempts", operation_id = "submitAttempt", tag = "sessions", request_body = NewAttempt,
    params(("id" = Uuid, Path, description = "Session")),
    responses(
        (status = 202, description = "Accepted", body = wire::Session),
        (status = 404, description = "`session.unknown`, `evidence.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`session.wrong_status`, `session.expired`, `applicant.already_verified`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`claims.invalid`, `submission.steps_missing`, `body.invalid`, `idempotency.reused`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 423, description = "`submission.locked`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("api_key" = []), ("client_token" = []))
)]
pub(crate) async fn submit_for(
    State(app): State<App>,
    caller: HostOrClient,
    In(session): In<SessionId>,
    asked: Asked<NewAttempt>,
) -> Result<Response, Problem> {
    caller.sees(session)?;
    submit(&app, caller, session, asked).await
}

async fn submit(
    app: &App,
    caller: HostOrClient,
    session: SessionId,
    asked: Asked<NewAttempt>,
) -> Result<Response, Problem> {
    let turn = match asked.once.turn(app, caller.scope()).await? {
        Ok(turn) => turn,
        Err(replayed) => return Ok(replayed),
    };
    let case = app.case_of(session).await?;
    let rows = app.store().evidence_of(session).await?;
    let command = command(app, session, &asked.body, &rows)?;
    let estimate = Some(estimate::automatic(&app.store().automatic_figures().await?, app.config.workers));
    let around = Around { evidence: rows, progress: None, estimate };
    let answer = |case: &Case| answer(app, case, session, &around);
    let reply = |case: &Case| answer(case).ok().and_then(|answer| turn.reply(&answer));
    let actor = caller.actor();
    let extras = Extras { reply: Some(&reply), ..Extras::new(app.now(), &actor) };
    match app.change(case.applicant, &command, &extras).await {
        Ok(case) => Ok(answer(&case)?.respond(app)),
        Err(why) => turn.lost(app, why).await,
    }
}

fn command(app: &App, session: SessionId, asked: &NewAttempt, rows: &[Evidence]) -> Result<Command, Problem> {
    let claims = asked.claims.as_ref().map(wire::Claims::read).transpose()?;
    let evidence = pictures(&asked.evidence, rows)?;
    Ok(Command::Submit { session, attempt: AttemptId(app.name()), evidence, claims })
}

/// Only pictures of this session, and each only as what it was uploaded.
fn pictures(asked: &Pictures, rows: &[Evidence]) -> Result<BTreeMap<ImageRole, Digest>, Problem> {
    let asked =
        [(ImageRole::Front, asked.front), (ImageRole::Back, asked.back), (ImageRole::Selfie, asked.selfie)];
    let named = asked.into_iter().filter_map(|(role, id)| id.map(|id| (role, id)));
    named
        .map(|(role, id)| {
            let row = rows.iter().find(|row| row.id == id && row.role == role);
            let unknown = || Problem::new(problem::EVIDENCE_UNKNOWN).field(wire::role(role));
            row.map(|row| (role, row.digest)).ok_or_else(unknown)
        })
        .collect()
}

fn answer(app: &Inner, case: &Case, id: SessionId, around: &Around) -> Result<Answered, Problem> {
    let session = view::session(case, id)?;
    let progress = session.attempts.last().map(|attempt| app.progress.of(attempt));
    let around = Around { evidence: around.evidence.clone(), progress, estimate: around.estimate.clone() };
    let session = wire::Session::new(case, session, &app.policy_of(case, id), &around, app.now());
    Ok(Answered::new(StatusCode::ACCEPTED, &session))
}
