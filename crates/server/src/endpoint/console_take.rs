//! `POST /v1/console/cases/{session_id}/take`: a reviewer takes a certain case, or keeps the one they have for longer.

use axum::{Json, extract::State};
use jiff::{SignedDuration, Timestamp};
use review::id::SessionId;
use serde::Serialize;
use storage::queue::{Asking, Hold, NotTaken};
use utoipa::ToSchema;

use crate::{
    access::Operator,
    app::{App, Inner},
    path::In,
    problem::{self, Problem, ProblemBody},
};

/// A case that the caller holds: nobody else can decide it meanwhile.
#[derive(Serialize, ToSchema)]
pub(crate) struct Held {
    #[schema(value_type = uuid::Uuid)]
    session_id: SessionId,
    /// Until when, unless it is taken again before.
    #[schema(value_type = String, format = DateTime)]
    held_until: Timestamp,
}

impl From<Hold> for Held {
    fn from(hold: Hold) -> Self {
        Self { session_id: hold.session, held_until: hold.until }
    }
}

/// Take a case
#[utoipa::path(
    post, path = "/v1/console/cases/{session_id}/take", operation_id = "takeCase", tag = "console",
    params(("session_id" = uuid::Uuid, Path, description = "Session")),
    responses(
        (status = 200, description = "Held; what was held before is free again", body = Held),
        (status = 403, description = "`decision.reviewer_excluded`, `decision.not_for_you`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`case.held`, `case.not_waiting`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn take(
    State(app): State<App>,
    operator: Operator,
    In(session): In<SessionId>,
) -> Result<Json<Held>, Problem> {
    let actor = operator.actor();
    let taken = app.store().take(session, &asking(&app, operator, None, &actor)).await?;
    let kind = match taken {
        Ok(hold) => return Ok(Json(hold.into())),
        Err(NotTaken::NotWaiting) => problem::CASE_NOT_WAITING,
        Err(NotTaken::Held) => problem::CASE_HELD,
        Err(NotTaken::Excluded) => problem::REVIEWER_EXCLUDED,
        Err(NotTaken::NotForReviewer) => problem::NOT_FOR_REVIEWER,
    };
    Err(Problem::new(kind))
}

/// What a reviewer asks the queue for.
pub(crate) fn asking<'a>(
    app: &Inner,
    operator: Operator,
    lanes: Option<&'a [String]>,
    actor: &'a str,
) -> Asking<'a> {
    let (reviewer, now) = (operator.reviewer(), app.now());
    let lease = SignedDuration::from_mins(i64::from(app.policy().review.lease_minutes));
    Asking { reviewer: reviewer.id, level: reviewer.level, lanes, now, until: now + lease, actor }
}
