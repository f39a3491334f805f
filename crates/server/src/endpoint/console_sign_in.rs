//! `POST /v1/console/sign-in`: name, password and code at once; the answer sets the cookie.

use axum::{
    Json,
    extract::{FromRequestParts, State},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    body::Asked,
    people::{
        addresses, cookie,
        sign_in::{Origin, SignedIn, Typed},
    },
    problem::{Problem, ProblemBody},
    wire::Me,
};

/// What somebody signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    name: String,
    password: String,
    /// Of the authenticator app, or a recovery code.
    code: String,
}

/// Sign in to the console
///
/// For pages of this server: asks for the header `X-Bonafide-Console` and sets the cookie of the session. Whatever is wrong, the
/// answer is the same; each code works once.
#[utoipa::path(
    post, path = "/v1/console/sign-in", operation_id = "signIn", tag = "console", request_body = SignIn,
    responses(
        (status = 200, description = "Signed in", body = Me),
        (status = 401, description = "`sign_in.refused`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`request.foreign`, `sign_in.insecure`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`sign_in.too_soon`, with `next_allowed_at`", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn sign_in(
    State(app): State<App>,
    origin: Origin,
    asked: Asked<SignIn>,
) -> Result<Response, Problem> {
    let SignIn { name, password, code } = asked.body;
    let SignedIn { person, cookie } = app.sign_in(Typed { name, password, code }, origin).await?;
    Ok((StatusCode::OK, [(header::SET_COOKIE, cookie)], Json(Me::of(person))).into_response())
}

impl FromRequestParts<App> for Origin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let address = addresses::address(parts, app.config.people.proxies);
        Ok(Self { address, browser: cookie::read(&parts.headers, &app.config.public_url) })
    }
}
