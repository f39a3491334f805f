//! `GET /v1/console/tickets/{id}`: a ticket with what was found on its pictures, and the case that it is about.

use axum::{Json, extract::State};
use jiff::Timestamp;
use review::{
    case::{Case, Session},
    decision::{DecidedBy, Outcome},
    id::{SessionId, TicketId},
    ticket::{Ticket, takes_two},
};
use serde::Serialize;
use storage::evidence::Evidence;
use utoipa::ToSchema;

use crate::{
    access::Operator,
    app::{App, Inner},
    path::In,
    problem::{self, Problem, ProblemBody},
    view,
    wire::{self, Detail, ReportParts},
};

/// A ticket as an operator sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct WholeTicket {
    ticket: wire::Ticket,
    /// The host's name for the applicant.
    external_id: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    held_until: Option<Timestamp>,
    held_by_me: bool,
    /// To be sent with an answer, so that nobody answers what they have not seen.
    version: u64,
    /// Whether the caller has decided on this applicant before and so may not answer.
    excluded: bool,
    /// How many would grant it already.
    granted_count: usize,
    /// Whether granting it takes two persons.
    two_needed: bool,
    /// Where the document is verified now, where that is on another account: it cannot be granted until that
    /// verification is taken back.
    taken_by: Option<Taker>,
    session: wire::Session,
    /// Of the attempt that was decided.
    report: Option<wire::Report>,
    /// Of the ticket's own pictures, once they were examined.
    ticket_report: Option<wire::Report>,
    /// On the attempt.
    decisions: Vec<wire::Decision>,
    /// Everything that happened in this applicant's case, oldest first.
    trail: Vec<wire::Happened>,
}

/// The account on which a document is verified.
#[derive(Serialize, ToSchema)]
pub(crate) struct Taker {
    /// The session that verified it.
    #[schema(value_type = uuid::Uuid)]
    session_id: SessionId,
    external_id: String,
}

/// Show a ticket
#[utoipa::path(
    get, path = "/v1/console/tickets/{id}", operation_id = "showTicket", tag = "console",
    params(("id" = uuid::Uuid, Path, description = "Ticket")),
    responses(
        (status = 200, body = WholeTicket),
        (status = 404, description = "`ticket.unknown`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    operator: Operator,
    In(id): In<TicketId>,
) -> Result<Json<WholeTicket>, Problem> {
    let row = app.store().ticket(id, app.now()).await?;
    let row = row.ok_or_else(|| Problem::new(problem::TICKET_UNKNOWN))?;
    let case = app.case(row.applicant).await?;
    let ticket = view::ticket(&case, id)?;
    let session = ticket.session;
    let attempt = view::session(&case, session)?.attempts.last();
    let decisions = match attempt {
        Some(attempt) => app.store().decisions(case.applicant, attempt.id).await?,
        None => Vec::new(),
    };
    let decision = attempt.and_then(|attempt| attempt.decision.as_ref());
    let rows = app.store().evidence_of(session).await?;
    let whole = WholeTicket {
        ticket: wire::Ticket::new(ticket, &rows),
        external_id: row.external_id,
        held_until: row.held.map(|(_, until)| until),
        held_by_me: row.held.is_some_and(|(holder, _)| holder == operator.0),
        version: case.version,
        excluded: case.excluded(session).contains(&operator.0),
        granted_count: ticket.grants.len(),
        two_needed: takes_two(ticket, decision, &app.policy_of(&case, session)),
        taken_by: app.taker(&case, ticket).await?,
        session: app.show(&case, session).await?,
        report: app.report(&case, session).await?,
        ticket_report: app.ticket_report(&case, ticket, &rows).await?,
        decisions: decisions.iter().map(|decision| wire::Decision::new(decision, Detail::Host)).collect(),
        trail: wire::Happened::trail(&app.store().events(case.applicant).await?, &case, operator.0),
    };
    app.record_look(&operator.actor(), "ticket.read", &case, session).await?;
    Ok(Json(whole))
}

impl Inner {
    /// The case that a ticket belongs to.
    pub(crate) async fn case_of_ticket(&self, id: TicketId) -> Result<Case, Problem> {
        let row = self.store().ticket(id, self.now()).await?;
        let row = row.ok_or_else(|| Problem::new(problem::TICKET_UNKNOWN))?;
        self.case(row.applicant).await
    }

    /// Who else is verified with the document that a grant would record.
    async fn taker(&self, case: &Case, ticket: &Ticket) -> Result<Option<Taker>, Problem> {
        if !ticket.status.is_open() {
            return Ok(None);
        }
        let Some(identity) = self.identity_for(case, ticket).await? else { return Ok(None) };
        let owner = self.store().other_owner(&identity.document, case.applicant).await?;
        let Some(owner) = owner else { return Ok(None) };
        let (theirs, applicant) = (self.case(owner).await?, self.store().applicant(owner).await?);
        let by = theirs.identity.as_ref().map(|identity| identity.attempt);
        let verified = |session: &&Session| session.attempts.iter().any(|attempt| Some(attempt.id) == by);
        let session = theirs.sessions.values().find(verified).map(|session| session.id);
        let external_id = applicant.map(|applicant| applicant.external_id);
        Ok(session.zip(external_id).map(|(session_id, external_id)| Taker { session_id, external_id }))
    }

    /// What was found on a ticket's own pictures, in the shape of an attempt's report.
    async fn ticket_report(
        &self,
        case: &Case,
        ticket: &Ticket,
        rows: &[Evidence],
    ) -> Result<Option<wire::Report>, Problem> {
        let Some(examination) = self.store().ticket_examination(ticket.id).await? else { return Ok(None) };
        let policy = self.policy_of(case, ticket.session);
        let findings = ticket.findings.clone().unwrap_or_default();
        let suspicions = policy.suspicions(&findings);
        let mut attempt = ticket.as_attempt();
        let judged = self.judge_again(&policy, &attempt, &examination);
        let decision = policy.decide(&findings, DecidedBy::Automatic, &examination.models, ticket.opened_at);
        attempt.decision = Some(review::decision::Decision { outcome: Outcome::Review, ..decision });
        let parts = ReportParts {
            rows,
            examination: Some(&examination),
            crosschecks: judged.crosschecks,
            suspicions,
            policy: &policy,
        };
        Ok(Some(wire::Report::new(ticket.session, &attempt, parts)))
    }
}
