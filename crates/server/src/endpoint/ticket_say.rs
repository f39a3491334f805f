//! `POST /v1/client/tickets/{id}/messages`: the applicant writes to the desk.

use axum::{extract::State, http::StatusCode, response::Response};
use review::{case::Case, id::TicketId, ticket::Author, transition::Command};
use serde::Deserialize;
use storage::Extras;
use utoipa::ToSchema;

use crate::{
    access::Client,
    app::App,
    body::{self, Asked},
    once::{Answered, Once},
    path::In,
    problem::{Problem, ProblemBody},
    view, wire,
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
    client: Client,
    In(ticket): In<TicketId>,
    asked: Asked<NewMessage>,
) -> Result<Response, Problem> {
    let text = body::words(&asked.body.text, "text")?;
    let (session, from) = (client.0, Author::Applicant);
    let command = Command::SayInTicket { session, ticket, from, text, asks: false };
    app.change_own_ticket(client, ticket, &command, asked.once).await
}

impl App {
    /// Changes a ticket of this session, once; those of others are unknown to it.
    pub(crate) async fn change_own_ticket(
        &self,
        client: Client,
        ticket: TicketId,
        command: &Command,
        once: Once,
    ) -> Result<Response, Problem> {
        let turn = match once.turn(self, client.scope()).await? {
            Ok(turn) => turn,
            Err(replayed) => return Ok(replayed),
        };
        let case = self.case_of(client.0).await?;
        view::own_ticket(&case, client.0, ticket)?;
        let rows = self.store().evidence_of(client.0).await?;
        let answer = |case: &Case| {
            let ticket = view::own_ticket(case, client.0, ticket)?;
            Ok::<_, Problem>(Answered::new(StatusCode::OK, &wire::Ticket::new(ticket, &rows)))
        };
        let reply = |case: &Case| answer(case).ok().and_then(|answer| turn.reply(&answer));
        let extras = Extras { reply: Some(&reply), ..Extras::new(self.now(), "applicant") };
        match self.change(case.applicant, command, &extras).await {
            Ok(case) => Ok(answer(&case)?.respond(self)),
            Err(why) => turn.lost(self, why).await,
        }
    }
}
