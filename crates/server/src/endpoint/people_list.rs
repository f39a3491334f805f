//! `GET /v1/console/people`: everybody who works at the console, or did.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{access::Operator, app::App, problem::Problem, wire::Person};

/// Everybody.
#[derive(Serialize, ToSchema)]
pub(crate) struct People {
    people: Vec<Person>,
}

/// List people
#[utoipa::path(
    get, path = "/v1/console/people", operation_id = "listPeople", tag = "console",
    responses((status = 200, body = People)),
    security(("console_key" = []))
)]
pub(crate) async fn list(State(app): State<App>, _: Operator) -> Result<Json<People>, Problem> {
    let people = app.store().people().await?.into_iter().map(Person::from).collect();
    Ok(Json(People { people }))
}
