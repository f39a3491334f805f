//! `POST /v1/console/queue/next`: the case that should be decided next.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::console_take::{Held, asking};
use crate::{
    access::Operator,
    app::App,
    body::Asked,
    problem::{self, Problem, ProblemBody},
};

/// Most lanes that may be named.
const LANES_MAX: usize = 32;

/// What the caller knows.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Skills {
    /// Only cases of these lanes; all where it is left out.
    lanes: Option<Vec<String>>,
}

/// What there is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Next {
    /// Null where nothing waits that the caller may decide.
    held: Option<Held>,
}

/// Take the next case
#[utoipa::path(
    post, path = "/v1/console/queue/next", operation_id = "takeNext", tag = "console", request_body = Skills,
    responses(
        (status = 200, description = "Held; asked again before it is decided, the same", body = Next),
        (status = 422, description = "`body.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn take(
    State(app): State<App>,
    operator: Operator,
    asked: Asked<Skills>,
) -> Result<Json<Next>, Problem> {
    let lanes = asked.body.lanes;
    if lanes.as_ref().is_some_and(|lanes| lanes.len() > LANES_MAX) {
        return Err(Problem::new(problem::BODY_INVALID).field("lanes"));
    }
    let actor = operator.actor();
    let hold = app.store().take_next(&asking(&app, operator, lanes.as_deref(), &actor)).await?;
    Ok(Json(Next { held: hold.map(Held::from) }))
}
