//! `GET /v1/console/cases`: what waits, or stands elsewhere, oldest first.

use axum::{Json, extract::State};
use jiff::Timestamp;
use review::{
    case::Status,
    decision::Outcome,
    id::{ReviewerId, SessionId},
};
use serde::{Deserialize, Serialize};
use storage::case::{CaseRow, CodeRow, Page, Sieve};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    access::Operator,
    app::App,
    path::Asking,
    problem::{self, Problem, ProblemBody},
    view, wire,
};

/// How many cases are listed at once.
const PAGE: u16 = 50;

/// Which cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    status: Option<String>,
    after: Option<Uuid>,
    /// Of what waits: only this lane.
    lane: Option<String>,
    /// Of what waits: only what is past its clock.
    #[serde(default)]
    overdue: bool,
    /// Of what waits: only what the caller holds, or what is kept for them.
    #[serde(default)]
    mine: bool,
}

/// A page of cases.
#[derive(Serialize, ToSchema)]
pub(crate) struct Cases {
    cases: Vec<Case>,
    /// For the next page; null on the last.
    next: Option<Uuid>,
}

/// A case in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct Case {
    session_id: Uuid,
    applicant_id: Uuid,
    external_id: String,
    status: &'static str,
    #[schema(value_type = Option<String>, format = DateTime)]
    submitted_at: Option<Timestamp>,
    /// `approved`, `review` or `rejected`.
    outcome: Option<&'static str>,
    /// Of the decision; while a person is to decide, those to look into first.
    codes: Vec<String>,
    /// While it waits for a person.
    waiting: Option<wire::Waiting>,
}

/// List cases
#[utoipa::path(
    get, path = "/v1/console/cases", operation_id = "listCases", tag = "console",
    params(
        ("status" = Option<String>, Query, description = "`in_review` unless said otherwise"),
        ("after" = Option<Uuid>, Query, description = "`next` of the page before"),
        ("lane" = Option<String>, Query, description = "Of what waits: only this lane"),
        ("overdue" = Option<bool>, Query, description = "Of what waits: only what is past its clock"),
        ("mine" = Option<bool>, Query, description = "Of what waits: only what you hold, or what is kept for you"),
    ),
    responses(
        (status = 200, body = Cases),
        (status = 422, description = "`query.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn list(
    State(app): State<App>,
    operator: Operator,
    Asking(which): Asking<Which>,
) -> Result<Json<Cases>, Problem> {
    let status = wire::status_named(which.status.as_deref().unwrap_or("in_review"));
    let status = status.ok_or_else(|| Problem::new(problem::QUERY_INVALID).field("status"))?;
    let page = Page { after: which.after.map(SessionId), limit: PAGE };
    let rows = match sieve(&app, operator, &which) {
        sieve if sieve == Sieve::default() => app.store().cases(status, page).await?,
        sieve if status == Status::InReview => app.store().waiting_cases(sieve, page).await?,
        _ => return Err(Problem::new(problem::QUERY_INVALID).field("status")),
    };
    let next = rows.last().filter(|_| rows.len() == usize::from(PAGE)).map(|row| row.session.0);
    let deciders = app.deciders().await?;
    let mut cases = Vec::with_capacity(rows.len());
    for row in rows {
        cases.push(case(&app, row, operator, &deciders).await?);
    }
    app.record_reading(&operator.actor(), "cases.read", None, None).await?;
    Ok(Json(Cases { cases, next }))
}

fn sieve<'a>(app: &App, operator: Operator, which: &'a Which) -> Sieve<'a> {
    let now = app.now();
    Sieve {
        lanes: which.lane.as_ref().map(std::slice::from_ref),
        due_by: which.overdue.then_some(now),
        of: which.mine.then_some((operator.0, now)),
    }
}

async fn case(app: &App, row: CaseRow, operator: Operator, deciders: &[ReviewerId]) -> Result<Case, Problem> {
    let waiting = app.waiting(row.session, operator, deciders).await?;
    let codes = match row.outcome {
        Some(Outcome::Review) => suspicions(app, row.session).await?,
        _ => row.codes,
    };
    Ok(Case {
        session_id: row.session.0,
        applicant_id: row.applicant.0,
        external_id: row.external_id,
        status: wire::stored_status(row.status),
        submitted_at: row.submitted_at,
        outcome: row.outcome.map(wire::outcome),
        codes: distinct(codes),
        waiting,
    })
}

/// Each code once, in the order of their gravity.
fn distinct(codes: Vec<CodeRow>) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(codes.len());
    for row in codes {
        if !names.contains(&row.code) {
            names.push(row.code);
        }
    }
    names
}

async fn suspicions(app: &App, session: SessionId) -> Result<Vec<CodeRow>, Problem> {
    let case = app.case_of(session).await?;
    let attempt = view::latest(view::session(&case, session)?)?;
    let findings = attempt.decision.as_ref().map(|decision| decision.findings.as_slice()).unwrap_or_default();
    let coded = app.policy_of(&case, session).suspicions(findings).into_iter();
    Ok(coded.map(|coded| CodeRow { code: coded.code, reason: coded.reason }).collect())
}
