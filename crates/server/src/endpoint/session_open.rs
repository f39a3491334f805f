//! `POST /v1/sessions`: opens a verification and issues the link to its page.

use axum::{extract::State, http::StatusCode, response::Response};
use review::{
    case::Case,
    id::{ApplicantId, SessionId},
    transition::Command,
};
use serde::{Deserialize, Serialize};
use storage::Extras;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    access::Host,
    app::{App, Inner},
    body::Asked,
    once::{Answered, TOKEN_PLACE},
    problem::{self, Problem, ProblemBody},
    view,
    wire::{self, Around},
};

/// Longest language tag in characters (BCP 47 §4.4.1 recommends room for 35).
const LOCALE_CHARS_MAX: usize = 35;

/// Whom to verify.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSession {
    applicant_id: Uuid,
    /// Language of the pages, such as `zh-Hant`; otherwise the browser's.
    locale: Option<String>,
}

/// A session with the way in for its applicant.
#[derive(Serialize, ToSchema)]
pub(crate) struct Opened {
    #[serde(flatten)]
    session: wire::Session,
    /// Opens this session alone, for a short while.
    client_token: &'static str,
    /// Where to send the applicant. The token stands in the fragment, which no server ever sees.
    url: String,
}

/// Open a session
#[utoipa::path(
    post, path = "/v1/sessions", operation_id = "openSession", tag = "host", request_body = NewSession,
    responses(
        (status = 201, description = "Opened", body = Opened),
        (status = 404, description = "`applicant.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`applicant.already_verified`, `session.wrong_status`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`body.invalid`, `idempotency.reused`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("api_key" = []))
)]
pub(crate) async fn open(
    State(app): State<App>,
    host: Host,
    asked: Asked<NewSession>,
) -> Result<Response, Problem> {
    let turn = match asked.once.turn(&app, host.actor()).await? {
        Ok(turn) => turn,
        Err(replayed) => return Ok(replayed),
    };
    let url = app.link("/verify", asked.body.locale.as_deref())?;
    let session = SessionId(app.name());
    let token = app.new_token(session);
    let at = app.now();
    let command = Command::OpenSession { session, expires_at: at + app.config.session_lifetime };
    let answer = |case: &Case| answer(&app, case, session, &url).map(|answer| answer.with_token(token.name));
    let reply = |case: &Case| answer(case).ok().and_then(|answer| turn.reply(&answer));
    let actor = host.actor();
    let extras = Extras { token: Some(&token.new), reply: Some(&reply), ..Extras::new(at, &actor) };
    match app.change(ApplicantId(asked.body.applicant_id), &command, &extras).await {
        Ok(case) => Ok(answer(&case)?.respond(&app)),
        Err(why) => turn.lost(&app, why).await,
    }
}

fn answer(app: &Inner, case: &Case, id: SessionId, url: &str) -> Result<Answered, Problem> {
    let session = view::session(case, id)?;
    let session = wire::Session::new(case, session, app.policy(), &Around::default(), app.now());
    let opened = Opened { session, client_token: TOKEN_PLACE, url: url.to_owned() };
    Ok(Answered::new(StatusCode::CREATED, &opened))
}

impl Inner {
    /// A link to a page, with a place for the token.
    pub(crate) fn link(&self, page: &str, locale: Option<&str>) -> Result<String, Problem> {
        let language = match locale {
            Some(tag) if is_language(tag) => format!("?locale={tag}"),
            Some(_) => return Err(Problem::new(problem::BODY_INVALID).field("locale")),
            None => String::new(),
        };
        Ok(format!("{}{page}{language}#{TOKEN_PLACE}", self.config.public_url))
    }
}

fn is_language(tag: &str) -> bool {
    let chars = tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    chars && (2..=LOCALE_CHARS_MAX).contains(&tag.len())
}
