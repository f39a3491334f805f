//! `POST /v1/console/tickets/{id}/messages`: the desk writes to the applicant.

use axum::{extract::State, response::Response};
use review::{id::TicketId, ticket::Author, transition::Command};
use serde::Deserialize;
use storage::Held;
use utoipa::ToSchema;

use crate::{
    access::Operator,
    app::App,
    body::{self, Asked},
    path::In,
    problem::{Problem, ProblemBody},
    view,
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
) -> Result<Response, Problem> {
    let text = body::words(&asked.body.text, "text")?;
    let case = app.case_of_ticket(ticket).await?;
    let session = view::ticket(&case, ticket)?.session;
    let from = Author::Reviewer(operator.0);
    let command = Command::SayInTicket { session, ticket, from, text, asks: asked.body.asks };
    app.act(operator, &case, &command, Some(Held::Ticket(ticket)), asked.once).await
}
