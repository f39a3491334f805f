//! `POST /v1/console/tickets/{id}/take`: a reviewer takes a ticket, or keeps it for longer.

use axum::{Json, extract::State};
use jiff::Timestamp;
use review::id::TicketId;
use serde::Serialize;
use utoipa::ToSchema;

use super::console_take::asking;
use crate::{
    access::Operator,
    app::App,
    path::In,
    problem::{self, Problem, ProblemBody},
    view,
};

/// A ticket that the caller holds: nobody else can answer it meanwhile.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldTicket {
    #[schema(value_type = uuid::Uuid)]
    ticket_id: TicketId,
    /// Until when, unless it is taken again before.
    #[schema(value_type = String, format = DateTime)]
    held_until: Timestamp,
}

/// Take a ticket
#[utoipa::path(
    post, path = "/v1/console/tickets/{id}/take", operation_id = "takeTicket", tag = "console",
    params(("id" = uuid::Uuid, Path, description = "Ticket")),
    responses(
        (status = 200, body = HeldTicket),
        (status = 403, description = "`decision.reviewer_excluded`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`ticket.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`ticket.held`, `ticket.closed`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn take(
    State(app): State<App>,
    operator: Operator,
    In(id): In<TicketId>,
) -> Result<Json<HeldTicket>, Problem> {
    let case = app.case_of_ticket(id).await?;
    let ticket = view::ticket(&case, id)?;
    if !ticket.status.is_open() {
        return Err(Problem::new(problem::TICKET_CLOSED));
    }
    if case.excluded(ticket.session).contains(&operator.0) {
        return Err(Problem::new(problem::REVIEWER_EXCLUDED));
    }
    let actor = operator.actor();
    let asking = asking(&app, operator, None, &actor);
    let taken = app.store().take_ticket(id, &asking).await?;
    if taken {
        Ok(Json(HeldTicket { ticket_id: id, held_until: asking.until }))
    } else {
        Err(Problem::new(problem::TICKET_HELD))
    }
}
