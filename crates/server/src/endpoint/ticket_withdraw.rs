//! `POST /v1/client/tickets/{id}/withdraw`: the applicant takes a ticket back.

use axum::{extract::State, response::Response};
use review::{id::TicketId, transition::Command};

use crate::{
    access::Client,
    app::App,
    body::Asked,
    endpoint::session_cancel::Nothing,
    path::In,
    problem::{Problem, ProblemBody},
    wire,
};

/// Take a ticket back
#[utoipa::path(
    post, path = "/v1/client/tickets/{id}/withdraw", operation_id = "withdrawTicket", tag = "applicant",
    params(("id" = uuid::Uuid, Path, description = "Ticket")),
    responses(
        (status = 200, body = wire::Ticket),
        (status = 404, description = "`ticket.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`ticket.closed`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("client_token" = []))
)]
pub(crate) async fn withdraw(
    State(app): State<App>,
    client: Client,
    In(ticket): In<TicketId>,
    asked: Asked<Nothing>,
) -> Result<Response, Problem> {
    let command = Command::WithdrawTicket { session: client.0, ticket };
    app.change_own_ticket(client, ticket, &command, asked.once).await
}
