//! `POST /v1/console/sign-out`: ends the browser's session.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use storage::audit::Entry;

use crate::{
    access::{Operator, Seat},
    app::App,
    people::{cookie, entry},
    problem::Problem,
};

/// Sign out of the console
///
/// A console key stays what it is: it is revoked by an administrator.
#[utoipa::path(
    post, path = "/v1/console/sign-out", operation_id = "signOut", tag = "console",
    responses((status = 204, description = "Signed out")),
    security(("console_key" = []))
)]
pub(crate) async fn sign_out(State(app): State<App>, operator: Operator) -> Result<Response, Problem> {
    let Seat::Browser(hash) = operator.seat() else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    let (actor, entry) = (operator.actor(), entry("person.signed_out", operator.0.0, ""));
    let entry = Entry { at: app.now(), actor: &actor, applicant: None, entry: &entry };
    app.store().sign_out(hash, &entry).await?;
    let cleared = cookie::clear(app.cookie_name()?);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cleared)]).into_response())
}
