//! `POST /v1/client/tickets/{id}/messages`: the applicant writes to the desk.

use axum::{Json, extract::State};
use review::{id::TicketId, ticket::Author, transition::Command};
use serde::Deserialize;
use storage::Extras;
use utoipa::ToSchema;

use crate::{
    access::Client,
    app::{App, Unchanged},
    body::{self, Asked},
    path::In,
    problem::{self, Problem, ProblemBody},
    wire,
};

/// What is written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMessage {
    /// 1 to 2,000 characters.
    text: String,
}

/// Write in a ticket
#[utoipa::path(
    post, path = "/v1/client/tickets/{id}/messages", operation_id = "writeInTicket", tag = "applicant", request_body = NewMessage,
    params(("id" = uuid::Uuid, Path, description = "Ticket")),
    responses(
        (status = 200, body = wire::Ticket),
        (status = 404, description = "`ticket.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`ticket.closed`, `ticket.messages_too_many`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`words.invalid`, `body.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("client_token" = []))
)]
pub(crate) async fn say(
    State(app): State<App>,
    Client(session): Client,
    In(ticket): In<TicketId>,
    asked: Asked<NewMessage>,
) -> Result<Json<wire::Ticket>, Problem> {
    let invalid = || Problem::new(problem::WORDS_INVALID).field("text");
    let text = body::words(Some(&asked.body.text), "text")?.ok_or_else(invalid)?;
    let command = Command::SayInTicket { session, ticket, from: Author::Applicant, text, asks: false };
    app.change_own_ticket(&command, session, ticket).await
}

impl App {
    /// Changes a ticket of this session; those of others are unknown to it.
    pub(crate) async fn change_own_ticket(
        &self,
        command: &Command,
        session: review::id::SessionId,
        ticket: TicketId,
    ) -> Result<Json<wire::Ticket>, Problem> {
        let unknown = || Problem::new(problem::TICKET_UNKNOWN);
        let case = self.case_of(session).await?;
        case.tickets.get(&ticket).filter(|ticket| ticket.session == session).ok_or_else(unknown)?;
        let extras = Extras::new(self.now(), "applicant");
        let case = self.change(case.applicant, command, &extras).await.map_err(Unchanged::problem)?;
        let rows = self.store().evidence_of(session).await?;
        Ok(Json(wire::Ticket::new(case.tickets.get(&ticket).ok_or_else(unknown)?, &rows)))
    }
}
