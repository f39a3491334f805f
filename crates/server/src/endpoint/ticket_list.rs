//! `GET /v1/client/tickets`: the applicant's tickets, and whether another may be opened.

use axum::{Json, extract::State};
use review::ticket::TicketKind;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access::Client,
    app::App,
    problem::{Problem, ProblemBody},
    wire,
};

/// Tickets about a session.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tickets {
    /// Oldest first.
    tickets: Vec<wire::Ticket>,
    /// Whether an appeal may be opened now.
    appeal: wire::May,
    /// Whether a correction may be asked for now.
    correction: wire::May,
}

/// List the tickets of the token's session
#[utoipa::path(
    get, path = "/v1/client/tickets", operation_id = "listOwnTickets", tag = "applicant",
    responses(
        (status = 200, body = Tickets),
        (status = 401, description = "`token.expired`, `key.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("client_token" = []))
)]
pub(crate) async fn list(State(app): State<App>, Client(session): Client) -> Result<Json<Tickets>, Problem> {
    let case = app.case_of(session).await?;
    let (rows, policy) = (app.store().evidence_of(session).await?, app.policy_of(&case, session));
    app.record_look("applicant", "tickets.read", &case, session).await?;
    let own = case.tickets.values().filter(|ticket| ticket.session == session);
    Ok(Json(Tickets {
        tickets: own.map(|ticket| wire::Ticket::new(ticket, &rows)).collect(),
        appeal: wire::May::new(&case, session, TicketKind::Appeal, &policy),
        correction: wire::May::new(&case, session, TicketKind::Correction, &policy),
    }))
}
