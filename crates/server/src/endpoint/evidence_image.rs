//! `GET /v1/client/evidence/{id}/image`: the applicant's own picture, for drawing regions on it.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use storage::evidence::Evidence;
use uuid::Uuid;
use vision::{
    intake,
    live::{Film, FilmError, is_film},
};

use crate::{
    access::Client,
    app::{App, Inner},
    path::In,
    problem::{self, Problem, ProblemBody},
};

/// Show a picture of the token's session
#[utoipa::path(
    get, path = "/v1/client/evidence/{id}/image", operation_id = "showOwnImage", tag = "applicant",
    params(("id" = Uuid, Path, description = "Picture")),
    responses(
        (status = 200, description = "The picture as it is kept", content_type = "image/jpeg", body = Vec<u8>),
        (status = 404, description = "`evidence.unknown`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("client_token" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Client(session): Client,
    In(id): In<Uuid>,
) -> Result<Response, Problem> {
    let evidence = app.evidence(id).await?;
    if evidence.session != session {
        return Err(Problem::new(problem::EVIDENCE_UNKNOWN));
    }
    let case = app.case_of(session).await?;
    app.record_look("applicant", "evidence.read", &case, session).await?;
    app.picture(&evidence).await
}

impl Inner {
    /// The row of a picture.
    pub(crate) async fn evidence(&self, id: Uuid) -> Result<Evidence, Problem> {
        let evidence = self.store().evidence(id).await?;
        evidence.ok_or_else(|| Problem::new(problem::EVIDENCE_UNKNOWN))
    }

    /// The picture itself.
    pub(crate) async fn picture(&self, evidence: &Evidence) -> Result<Response, Problem> {
        let kept = self.store().blob(evidence.session, evidence.digest).await?;
        let jpeg = if is_film(&kept) { still(&kept)? } else { kept };
        Ok(([(header::CONTENT_TYPE, "image/jpeg")], jpeg).into_response())
    }
}

/// The frame of a film that serves as the selfie.
fn still(film: &[u8]) -> Result<Bytes, Problem> {
    let broken = |error: FilmError| Problem::internal(&error);
    let film = Film::read(film).map_err(broken)?;
    film.picture(film.best).map(|picture| intake::reencode(&picture).into()).map_err(broken)
}
