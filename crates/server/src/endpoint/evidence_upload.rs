//! `POST /v1/client/evidence/{role}` and `POST /v1/sessions/{id}/evidence/{role}`: takes in one picture.

use axum::{extract::State, http::StatusCode, response::Response};
use bytes::Bytes;
use review::{
    case::{Case, Session, Status},
    id::SessionId,
    observation::{CaptureFacts, ImageRole},
    ticket::TicketKind,
    transition::Refusal,
};
use storage::evidence::Evidence;
use vision::intake::{self, IntakeError, Limits};

use crate::{
    access::{Client, HostOrClient},
    app::{App, Inner},
    body::Sent,
    once::Answered,
    path::{self, In},
    problem::{self, Kind, Problem, ProblemBody},
    view, wire,
};

/// Upload a picture
///
/// The body is the file itself: JPEG, PNG or WebP, told from its content, up to 20 MB. It is decoded, set upright and
/// kept without metadata.
#[utoipa::path(
    post, path = "/v1/client/evidence/{role}", operation_id = "uploadOwnEvidence", tag = "applicant",
    params(("role" = String, Path, description = "`front`, `back` or `selfie`")),
    request_body(content(("image/jpeg"), ("image/png"), ("image/webp"))),
    responses(
        (status = 201, description = "Stored", body = wire::Evidence),
        (status = 409, description = "`session.wrong_status`, `session.expired`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "`image.too_large`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "`body.wrong_type`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`image.empty`, `image.not_an_image`, `image.truncated`, `image.animated`, `image.too_many_pixels`, `image.too_small`, `image.unsupported`, `idempotency.reused`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`evidence.too_many`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "`server.overloaded`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("client_token" = []))
)]
pub(crate) async fn upload_own(
    State(app): State<App>,
    client: Client,
    In(role): In<String>,
    sent: Sent,
) -> Result<Response, Problem> {
    let upload = Upload { session: client.0, role: path::role(&role)?, scope: client.scope() };
    take(&app, upload, sent).await
}

/// Upload a picture for a session
///
/// As `POST /v1/client/evidence/{role}`, for hosts that upload on their own side.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/evidence/{role}", operation_id = "uploadEvidence", tag = "sessions",
    params(("id" = uuid::Uuid, Path, description = "Session"), ("role" = String, Path, description = "`front`, `back` or `selfie`")),
    request_body(content(("image/jpeg"), ("image/png"), ("image/webp"))),
    responses(
        (status = 201, description = "Stored", body = wire::Evidence),
        (status = 404, description = "`session.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`session.wrong_status`, `session.expired`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "`image.too_large`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "`body.wrong_type`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`image.…` as above", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("api_key" = []), ("client_token" = []))
)]
pub(crate) async fn upload_for(
    State(app): State<App>,
    caller: HostOrClient,
    In((session, role)): In<(SessionId, String)>,
    sent: Sent,
) -> Result<Response, Problem> {
    caller.sees(session)?;
    let upload = Upload { session, role: path::role(&role)?, scope: caller.scope() };
    take(&app, upload, sent).await
}

struct Upload {
    session: SessionId,
    role: ImageRole,
    scope: String,
}

/// A picture, or a film by its best picture, as it is kept.
pub(crate) struct Kept {
    pub(crate) bytes: Vec<u8>,
    pub(crate) width_px: u32,
    pub(crate) height_px: u32,
    pub(crate) facts: CaptureFacts,
}

/// The blob is durable before the row, and the row before the answer.
async fn take(app: &App, upload: Upload, sent: Sent) -> Result<Response, Problem> {
    let turn = match sent.once.turn(app, upload.scope).await? {
        Ok(turn) => turn,
        Err(replayed) => return Ok(replayed),
    };
    let case = app.case_of(upload.session).await?;
    app.takes_uploads(&case, upload.session).await?;
    let (bytes, limits) = (sent.bytes, app.config.limits);
    let kept = app.desk.work(sent.place, move || keep(&bytes, &limits)).await??;
    let evidence = store(app, upload.session, upload.role, kept).await?;
    let answer = Answered::new(StatusCode::CREATED, &wire::Evidence::new(&evidence));
    match app.store().add_evidence(&evidence, turn.reply(&answer).as_ref()).await {
        Ok(()) => Ok(answer.respond(app)),
        Err(error) => turn.lost(app, error).await,
    }
}

impl Inner {
    /// That a session takes one more picture, for a submission or for a ticket.
    async fn takes_uploads(&self, case: &Case, id: SessionId) -> Result<(), Problem> {
        let (session, policy) = (view::session(case, id)?, self.policy_of(case, id));
        let kinds = [TicketKind::Appeal, TicketKind::Correction];
        if kinds.into_iter().any(|kind| case.may_open(kind, id, &policy).is_ok()) {
            return self.has_room(session).await;
        }
        self.takes_pictures(session).await
    }

    /// That a session takes one more picture or film for a submission.
    pub(crate) async fn takes_pictures(&self, session: &Session) -> Result<(), Problem> {
        if session.status != Status::RequiresInput {
            return Err(Refusal::WrongStatus(session.status).into());
        }
        if self.now() >= session.expires_at {
            return Err(Refusal::SessionExpired(session.expires_at).into());
        }
        self.has_room(session).await
    }

    async fn has_room(&self, session: &Session) -> Result<(), Problem> {
        let uploads = self.store().evidence_of(session.id).await?.len();
        if uploads >= self.config.uploads_max { Err(Problem::new(problem::UPLOADS_TOO_MANY)) } else { Ok(()) }
    }
}

fn keep(bytes: &[u8], limits: &Limits) -> Result<Kept, Problem> {
    let picture = intake::accept(bytes, limits)?;
    let (width_px, height_px) = picture.rgb.dimensions();
    Ok(Kept { bytes: intake::reencode(&picture), width_px, height_px, facts: picture.facts })
}

/// Stores what is kept durably; its row is still to be written.
pub(crate) async fn store(
    app: &App,
    session: SessionId,
    role: ImageRole,
    kept: Kept,
) -> Result<Evidence, Problem> {
    let size_bytes = kept.bytes.len() as u64;
    let digest = app.store().put_blob(session, Bytes::from(kept.bytes)).await?;
    Ok(Evidence {
        id: app.name(),
        session,
        role,
        digest,
        width_px: kept.width_px,
        height_px: kept.height_px,
        size_bytes,
        facts: kept.facts,
        uploaded_at: app.now(),
    })
}

impl From<IntakeError> for Problem {
    fn from(error: IntakeError) -> Self {
        Self::new(kind_of(&error)).detail(error.to_string())
    }
}

fn kind_of(error: &IntakeError) -> Kind {
    match error {
        IntakeError::Empty => problem::IMAGE_EMPTY,
        IntakeError::TooLarge { .. } => problem::IMAGE_TOO_LARGE,
        IntakeError::TooManyPixels { .. } => problem::IMAGE_TOO_MANY_PIXELS,
        IntakeError::TooSmall { .. } => problem::IMAGE_TOO_SMALL,
        IntakeError::NotAnImage => problem::IMAGE_NOT_AN_IMAGE,
        IntakeError::Truncated => problem::IMAGE_TRUNCATED,
        IntakeError::Animated => problem::IMAGE_ANIMATED,
        IntakeError::Unsupported(_) => problem::IMAGE_UNSUPPORTED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intake_and_server_give_each_problem_the_same_code() {
        let all = [
            IntakeError::Empty,
            IntakeError::TooLarge { size_bytes: 2, bytes_max: 1 },
            IntakeError::TooManyPixels { width_px: 1, height_px: 1 },
            IntakeError::TooSmall { width_px: 1, height_px: 1 },
            IntakeError::NotAnImage,
            IntakeError::Truncated,
            IntakeError::Animated,
            IntakeError::Unsupported(intake::Format::Jpeg),
        ];
        for error in all {
            assert_eq!(kind_of(&error).1, error.code());
        }
    }
}
