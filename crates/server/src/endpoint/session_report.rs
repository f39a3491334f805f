//! `GET /v1/sessions/{id}/report`: everything about the latest attempt, shown only once the look at it is on record.

use axum::{Json, extract::State};
use review::{
    case::Case,
    id::{ApplicantId, SessionId},
    transition::AuditEntry,
};
use storage::audit::Entry;

use crate::{
    access::Host,
    app::{App, Inner},
    path::In,
    problem::{self, Problem, ProblemBody},
    view,
    wire::{self, ReportParts},
};

/// Show the report of the latest attempt
#[utoipa::path(
    get, path = "/v1/sessions/{id}/report", operation_id = "showReport", tag = "host", params(("id" = uuid::Uuid, Path, description = "Session")),
    responses(
        (status = 200, body = wire::Report),
        (status = 404, description = "`session.unknown`, `report.none`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("api_key" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    host: Host,
    In(session): In<SessionId>,
) -> Result<Json<wire::Report>, Problem> {
    let case = app.case_of(session).await?;
    let report = app.report(&case, session).await?;
    let report = report.ok_or_else(|| Problem::new(problem::REPORT_NONE))?;
    app.record_look(&host.actor(), "report.read", &case, session).await?;
    Ok(Json(report))
}

impl Inner {
    /// The report of the session's latest attempt; `None` before there is one.
    pub(crate) async fn report(&self, case: &Case, id: SessionId) -> Result<Option<wire::Report>, Problem> {
        let Some(attempt) = view::session(case, id)?.attempts.last() else { return Ok(None) };
        let examination = self.store().examination(attempt.id).await?;
        let findings = attempt.decision.as_ref().map(|decision| decision.findings.as_slice());
        let policy = self.policy_of(case, id);
        let suspicions = policy.suspicions(findings.unwrap_or_default());
        let judged = examination.as_ref().map(|examination| self.judge_again(&policy, attempt, examination));
        let crosschecks = judged.map(|judged| judged.crosschecks).unwrap_or_default();
        let rows = self.store().evidence_of(id).await?;
        let examination = examination.as_ref();
        let parts = ReportParts { rows: &rows, examination, crosschecks, suspicions, policy: &policy };
        Ok(Some(wire::Report::new(id, attempt, parts)))
    }

    /// Puts on record that somebody looks at personal data. Where that fails nothing may be shown.
    pub(crate) async fn record_look(
        &self,
        actor: &str,
        action: &str,
        case: &Case,
        session: SessionId,
    ) -> Result<(), Problem> {
        self.record_reading(actor, action, Some(case.applicant), Some(session)).await
    }

    /// The same for what belongs to no session, or to several applicants.
    pub(crate) async fn record_reading(
        &self,
        actor: &str,
        action: &str,
        applicant: Option<ApplicantId>,
        session: Option<SessionId>,
    ) -> Result<(), Problem> {
        let entry = AuditEntry { action: action.into(), session, attempt: None, detail: String::new() };
        let entry = Entry { at: self.now(), actor, applicant, entry: &entry };
        Ok(self.store().record(&entry).await?)
    }
}
