//! `GET /v1/console/cases/{session_id}`: one case, whole, shown only once the look at it is on record.

use axum::{Json, extract::State};
use review::id::SessionId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access::Operator,
    app::App,
    path::In,
    problem::{Problem, ProblemBody},
    view,
    wire::{self, Detail},
};

/// A case as an operator sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct WholeCase {
    session: wire::Session,
    /// To be sent with a verdict, so that nobody decides what they have not seen.
    version: u64,
    /// While it waits for a person.
    waiting: Option<wire::Waiting>,
    /// What reviewers have said that decides nothing yet: how many.
    opinions_count: usize,
    /// Everything that happened in this applicant's case, oldest first.
    trail: Vec<wire::Happened>,
    /// Of the latest attempt.
    report: Option<wire::Report>,
    /// On the latest attempt: the automatic one, then a person's.
    decisions: Vec<wire::Decision>,
}

/// Show a case
#[utoipa::path(
    get, path = "/v1/console/cases/{session_id}", operation_id = "showCase", tag = "console",
    params(("session_id" = uuid::Uuid, Path, description = "Session")),
    responses(
        (status = 200, body = WholeCase),
        (status = 404, description = "`session.unknown`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    operator: Operator,
    In(id): In<SessionId>,
) -> Result<Json<WholeCase>, Problem> {
    let case = app.case_of(id).await?;
    let report = app.report(&case, id).await?;
    let decisions = match view::session(&case, id)?.attempts.last() {
        Some(attempt) => app.store().decisions(case.applicant, attempt.id).await?,
        None => Vec::new(),
    };
    let session = app.show(&case, id).await?;
    let waiting = app.waiting(id, operator).await?;
    let trail = app.store().events(case.applicant).await?.iter().map(wire::Happened::from).collect();
    let task = view::session(&case, id)?.task.as_ref();
    let opinions_count = task.map_or(0, |task| task.opinions.len());
    app.record_look(&operator.actor(), "case.read", &case, id).await?;
    let decisions = decisions.iter().map(|decision| wire::Decision::new(decision, Detail::Host)).collect();
    let version = case.version;
    Ok(Json(WholeCase { session, version, waiting, opinions_count, trail, report, decisions }))
}
