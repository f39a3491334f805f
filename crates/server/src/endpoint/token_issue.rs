//! `POST /v1/sessions/{id}/tokens`: a new way in for the applicant.

use axum::{extract::State, http::StatusCode, response::Response};
use review::id::SessionId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    access::Host,
    app::App,
    body::Asked,
    once::{Answered, TOKEN_PLACE},
    path::In,
    problem::{Problem, ProblemBody},
};

/// Which page the link opens.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewToken {
    /// Language of the pages, such as `zh-Hant`; otherwise the browser's.
    locale: Option<String>,
}

/// A client token.
#[derive(Serialize, ToSchema)]
pub(crate) struct Issued {
    client_token: &'static str,
    #[schema(value_type = String, format = DateTime)]
    expires_at: jiff::Timestamp,
    /// Where to send the applicant.
    url: String,
}

/// Issue a client token
///
/// Earlier tokens go on until they expire.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/tokens", operation_id = "issueToken", tag = "host", request_body(content = Option<NewToken>),
    params(("id" = uuid::Uuid, Path, description = "Session")),
    responses(
        (status = 201, description = "Issued", body = Issued),
        (status = 404, description = "`session.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`body.invalid`, `idempotency.reused`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("api_key" = []))
)]
pub(crate) async fn issue(
    State(app): State<App>,
    host: Host,
    In(session): In<SessionId>,
    asked: Asked<NewToken>,
) -> Result<Response, Problem> {
    let turn = match asked.once.turn(&app, host.actor()).await? {
        Ok(turn) => turn,
        Err(replayed) => return Ok(replayed),
    };
    app.case_of(session).await?;
    let token = app.new_token(session);
    let url = app.link("/verify", asked.body.locale.as_deref())?;
    let issued = Issued { client_token: TOKEN_PLACE, expires_at: token.new.expires_at, url };
    let answer = Answered::new(StatusCode::CREATED, &issued).with_token(token.name);
    match app.store().issue_token(&token.new, turn.reply(&answer).as_ref()).await {
        Ok(()) => Ok(answer.respond(&app)),
        Err(error) => turn.lost(&app, error).await,
    }
}
