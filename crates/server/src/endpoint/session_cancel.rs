//! `POST /v1/sessions/{id}/cancel`: the host withdraws a session.

use axum::{extract::State, http::StatusCode, response::Response};
use review::{case::Case, id::SessionId, transition::Command};
use serde::Deserialize;
use storage::Extras;
use utoipa::ToSchema;

use crate::{
    access::Host,
    app::{App, Inner},
    body::Asked,
    once::Answered,
    path::In,
    problem::{Problem, ProblemBody},
    view,
    wire::{self, Around},
};

/// Nothing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// Withdraw a session
#[utoipa::path(
    post, path = "/v1/sessions/{id}/cancel", operation_id = "cancelSession", tag = "host", params(("id" = uuid::Uuid, Path, description = "Session")),
    responses(
        (status = 200, description = "Withdrawn", body = wire::Session),
        (status = 404, description = "`session.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`session.wrong_status`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("api_key" = []))
)]
pub(crate) async fn cancel(
    State(app): State<App>,
    host: Host,
    In(session): In<SessionId>,
    asked: Asked<Nothing>,
) -> Result<Response, Problem> {
    let turn = match asked.once.turn(&app, host.actor()).await? {
        Ok(turn) => turn,
        Err(replayed) => return Ok(replayed),
    };
    let case = app.case_of(session).await?;
    let evidence = app.store().evidence_of(session).await?;
    let around = Around { evidence, ..Around::default() };
    let answer = |case: &Case| answer(&app, case, session, &around);
    let reply = |case: &Case| answer(case).ok().and_then(|answer| turn.reply(&answer));
    let actor = host.actor();
    let extras = Extras { reply: Some(&reply), ..Extras::new(app.now(), &actor) };
    match app.change(case.applicant, &Command::Cancel { session }, &extras).await {
        Ok(case) => Ok(answer(&case)?.respond(&app)),
        Err(why) => turn.lost(&app, why).await,
    }
}

fn answer(app: &Inner, case: &Case, id: SessionId, around: &Around) -> Result<Answered, Problem> {
    let session =
        wire::Session::new(case, view::session(case, id)?, &app.policy_of(case, id), around, app.now());
    Ok(Answered::new(StatusCode::OK, &session))
}
