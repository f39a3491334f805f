//! `GET /v1/console/evidence/{id}/image`: a picture of any case, shown only once the look at it is on record.

use axum::{extract::State, response::Response};
use uuid::Uuid;

use crate::{
    access::Operator,
    app::App,
    path::In,
    problem::{Problem, ProblemBody},
};

/// Show a picture
#[utoipa::path(
    get, path = "/v1/console/evidence/{id}/image", operation_id = "showImage", tag = "console",
    params(("id" = Uuid, Path, description = "Picture")),
    responses(
        (status = 200, description = "The picture as it is kept", content_type = "image/jpeg", body = Vec<u8>),
        (status = 404, description = "`evidence.unknown`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    operator: Operator,
    In(id): In<Uuid>,
) -> Result<Response, Problem> {
    let evidence = app.evidence(id).await?;
    let case = app.case_of(evidence.session).await?;
    app.record_look(&operator.actor(), "evidence.read", &case, evidence.session).await?;
    app.picture(&evidence).await
}
