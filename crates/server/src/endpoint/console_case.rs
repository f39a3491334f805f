//! `GET /v1/console/cases/{session_id}`: one case, whole, shown only once the look at it is on record.

use axum::{Json, extract::State};
use review::{
    case::{Attempt, Case, Session},
    id::SessionId,
};
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

/// How many earlier submissions are shown.
const EARLIER_MAX: usize = 20;

/// A case as an operator sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct WholeCase {
    session: wire::Session,
    /// The host's name for the applicant.
    external_id: String,
    /// To be sent with a verdict, so that nobody decides what they have not seen.
    version: u64,
    /// While it waits for a person.
    waiting: Option<wire::Waiting>,
    /// What reviewers have said that decides nothing yet: how many.
    opinions_count: usize,
    /// Everything that happened in this applicant's case, oldest first.
    trail: Vec<wire::Happened>,
    /// What this applicant handed in before, in this session and others: the latest 20, newest first.
    earlier: Vec<wire::Earlier>,
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
    let applicant = app.store().applicant(case.applicant).await?;
    let external_id = applicant.map(|applicant| applicant.external_id).unwrap_or_default();
    let waiting = app.waiting(id, operator, &app.deciders().await?).await?;
    let standing = view::session(&case, id)?;
    let trail = wire::Happened::trail(&app.store().events(case.applicant).await?, &case, operator.0);
    let opinions_count = standing.task.as_ref().map_or(0, |task| task.opinions.len());
    let earlier = earlier(&app, &case, standing).await?;
    app.record_look(&operator.actor(), "case.read", &case, id).await?;
    let decisions = decisions.iter().map(|decision| wire::Decision::new(decision, Detail::Host)).collect();
    let version = case.version;
    Ok(Json(WholeCase {
        session,
        external_id,
        version,
        waiting,
        opinions_count,
        trail,
        earlier,
        report,
        decisions,
    }))
}

async fn earlier(app: &App, case: &Case, shown: &Session) -> Result<Vec<wire::Earlier>, Problem> {
    let latest = shown.attempts.last().map(|attempt| attempt.id);
    let mut before: Vec<(SessionId, &Attempt)> = case
        .sessions
        .values()
        .flat_map(|session| session.attempts.iter().map(|attempt| (session.id, attempt)))
        .filter(|(_, attempt)| Some(attempt.id) != latest)
        .collect();
    before.sort_by_key(|(_, attempt)| std::cmp::Reverse((attempt.submitted_at, attempt.id)));
    before.truncate(EARLIER_MAX);
    let mut listed = Vec::with_capacity(before.len());
    for (session, attempt) in before {
        listed.push(wire::Earlier::new(session, attempt, &app.store().evidence_of(session).await?));
    }
    Ok(listed)
}
