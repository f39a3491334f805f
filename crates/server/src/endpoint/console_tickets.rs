//! `GET /v1/console/tickets`: appeals and corrections by their clock.

use axum::{Json, extract::State};
use jiff::Timestamp;
use review::{id::TicketId, ticket::TicketStatus};
use serde::{Deserialize, Serialize};
use storage::ticket::TicketRow;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    access::Operator,
    app::App,
    path::Asking,
    problem::{self, Problem, ProblemBody},
};

/// How many tickets are listed at once.
const PAGE: u16 = 50;

/// Which tickets.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    status: Option<String>,
    after: Option<Uuid>,
}

/// A page of tickets.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tickets {
    tickets: Vec<TicketBrief>,
    /// For the next page; null on the last.
    next: Option<Uuid>,
}

/// A ticket in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct TicketBrief {
    id: Uuid,
    session_id: Uuid,
    external_id: String,
    /// `appeal` or `correction`.
    kind: &'static str,
    status: &'static str,
    #[schema(value_type = String, format = DateTime)]
    opened_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    due_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    held_until: Option<Timestamp>,
    held_by_me: bool,
}

/// List tickets
#[utoipa::path(
    get, path = "/v1/console/tickets", operation_id = "listTickets", tag = "console",
    params(
        ("status" = Option<String>, Query, description = "`open` unless said otherwise"),
        ("after" = Option<Uuid>, Query, description = "`next` of the page before"),
    ),
    responses(
        (status = 200, body = Tickets),
        (status = 422, description = "`query.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn list(
    State(app): State<App>,
    operator: Operator,
    Asking(which): Asking<Which>,
) -> Result<Json<Tickets>, Problem> {
    let named = which.status.as_deref().unwrap_or("open");
    let status = TicketStatus::ALL.iter().copied().find(|status| status.as_str() == named);
    let status = status.ok_or_else(|| Problem::new(problem::QUERY_INVALID).field("status"))?;
    let rows = app.store().tickets(status, which.after.map(TicketId), PAGE, app.now()).await?;
    let next = rows.last().filter(|_| rows.len() == usize::from(PAGE)).map(|row| row.id.0);
    app.record_reading(&operator.actor(), "tickets.read", None, None).await?;
    Ok(Json(Tickets { tickets: rows.into_iter().map(|row| brief(row, operator)).collect(), next }))
}

fn brief(row: TicketRow, operator: Operator) -> TicketBrief {
    TicketBrief {
        id: row.id.0,
        session_id: row.session.0,
        external_id: row.external_id,
        kind: row.kind.as_str(),
        status: row.status.as_str(),
        opened_at: row.opened_at,
        due_at: row.due_at,
        held_until: row.held.map(|(_, until)| until),
        held_by_me: row.held.is_some_and(|(holder, _)| holder == operator.0),
    }
}
