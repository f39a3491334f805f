//! `POST /v1/console/tickets/{id}/messages`: the desk writes to the applicant.

use axum::{extract::State, http::StatusCode};
use review::{id::TicketId, ticket::Author, transition::Command};
use serde::Deserialize;
use storage::{Extras, Held};
use utoipa::ToSchema;

use crate::{
    access::Operator,
    app::{App, Unchanged},
    body::{self, Asked},
    path::In,
    problem::{self, Problem, ProblemBody},
};

/// What is written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWord {
    /// 1 to 2,000 characters.
    text: String,
    /// Whether the desk waits for an answer: the ticket's clock stands still until it comes.
    #[serde(default)]
    asks: bool,
}

/// Write to the applicant
#[utoipa::path(
    post, path = "/v1/console/tickets/{id}/messages", operation_id = "writeToApplicant", tag = "console", request_body = NewWord,
    params(("id" = uuid::Uuid, Path, description = "Ticket")),
    responses(
        (status = 204, description = "Written"),
        (status = 403, description = "`decision.reviewer_excluded`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`ticket.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`case.not_held`, `ticket.closed`, `ticket.messages_too_many`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`words.invalid`, `body.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn say(
    State(app): State<App>,
    operator: Operator,
    In(ticket): In<TicketId>,
    asked: Asked<NewWord>,
) -> Result<StatusCode, Problem> {
    let invalid = || Problem::new(problem::WORDS_INVALID).field("text");
    let text = body::words(Some(&asked.body.text), "text")?.ok_or_else(invalid)?;
    let case = app.case_of_ticket(ticket).await?;
    let session = case.tickets.get(&ticket).map(|ticket| ticket.session);
    let session = session.ok_or_else(|| Problem::new(problem::TICKET_UNKNOWN))?;
    let from = Author::Reviewer(operator.0);
    let command = Command::SayInTicket { session, ticket, from, text, asks: asked.body.asks };
    let actor = operator.actor();
    let extras =
        Extras { holder: Some((Held::Ticket(ticket), operator.0)), ..Extras::new(app.now(), &actor) };
    app.change(case.applicant, &command, &extras).await.map_err(Unchanged::problem)?;
    Ok(StatusCode::NO_CONTENT)
}
