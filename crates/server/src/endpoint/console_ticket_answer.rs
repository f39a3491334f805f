//! `POST /v1/console/tickets/{id}/answer`: a person answers a ticket.

use axum::{extract::State, response::Response};
use review::{
    case::Case,
    id::TicketId,
    judge::read_identity,
    ticket::{Answer, Ticket, TicketKind},
    transition::{Command, ReadIdentity, Remarks},
};
use serde::Deserialize;
use storage::Held;
use utoipa::ToSchema;

use crate::{
    access::Operator,
    app::{App, Inner},
    body::{self, Asked},
    path::In,
    problem::{Problem, ProblemBody},
    view,
};

/// An answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAnswer {
    answer: AnswerName,
    /// For the applicant; needed.
    message: Option<String>,
    /// For colleagues alone.
    note: Option<String>,
    /// Whether a second person is asked for, also where the policy does not ask for one.
    #[serde(default)]
    second: bool,
    /// `version` of the case that was looked at.
    version: Option<u64>,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AnswerName {
    /// The applicant is verified, or the record corrected.
    Grant,
    /// Everything can be handed in again.
    Reopen,
    Refuse,
}

/// Answer a ticket
#[utoipa::path(
    post, path = "/v1/console/tickets/{id}/answer", operation_id = "answerTicket", tag = "console", request_body = NewAnswer,
    params(("id" = uuid::Uuid, Path, description = "Ticket")),
    responses(
        (status = 204, description = "Answered; or, where two persons are needed, kept until another agrees"),
        (status = 403, description = "`decision.reviewer_excluded`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`ticket.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`case.not_held`, `case.moved`, `ticket.closed`, `decision.document_taken`, `decision.identity_missing`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`ticket.answer_unexplained`, `decision.steps_not_fitting`, `words.invalid`, `body.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn answer(
    State(app): State<App>,
    operator: Operator,
    In(id): In<TicketId>,
    asked: Asked<NewAnswer>,
) -> Result<Response, Problem> {
    let public = body::words_if_any(asked.body.message.as_deref(), "message")?;
    let note = body::words_if_any(asked.body.note.as_deref(), "note")?;
    let case = app.case_of_ticket(id).await?;
    let ticket = view::ticket(&case, id)?;
    let command = Command::AnswerTicket {
        session: ticket.session,
        ticket: id,
        reviewer: operator.reviewer(),
        answer: app.answer(asked.body.answer),
        remarks: Remarks { public, note, second: asked.body.second },
        seen: asked.body.version,
        identity: app.identity_for(&case, ticket).await?,
    };
    app.act(operator, &case, &command, Some(Held::Ticket(id)), asked.once).await
}

impl Inner {
    fn answer(&self, name: AnswerName) -> Answer {
        match name {
            AnswerName::Grant => Answer::Grant,
            AnswerName::Reopen => Answer::Reopen { expires_at: self.now() + self.config.session_lifetime },
            AnswerName::Refuse => Answer::Refuse,
        }
    }

    /// What a grant would record: of an appeal what the decided attempt showed, or else the ticket's own pictures; of a
    /// correction the new document alone.
    pub(crate) async fn identity_for(
        &self,
        case: &Case,
        ticket: &Ticket,
    ) -> Result<Option<ReadIdentity>, Problem> {
        let attempt = case.sessions.get(&ticket.session).and_then(|session| session.attempts.last());
        if let (TicketKind::Appeal, Some(attempt)) = (ticket.kind, attempt) {
            let examination = self.store().examination(attempt.id).await?;
            if let Some(identity) = examination.as_ref().and_then(read_identity) {
                return Ok(Some(identity));
            }
        }
        Ok(self.store().ticket_examination(ticket.id).await?.as_ref().and_then(read_identity))
    }
}
