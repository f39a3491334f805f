//! `POST /v1/client/tickets`: the applicant appeals, or asks for a correction.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, response::Response};
use review::{
    case::Case,
    id::{Digest, SessionId, TicketId},
    ticket::Attachment,
    transition::Command,
};
use serde::Deserialize;
use storage::{Extras, evidence::Evidence};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    access::Client,
    app::App,
    body::{self, Asked},
    once::Answered,
    problem::{self, Problem, ProblemBody},
    wire,
};

/// What the applicant asks for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTicket {
    kind: wire::TicketKind,
    evidence: Attached,
    /// What happened, in the applicant's words: 1 to 2,000 characters.
    description: String,
    /// For a correction: what should be recorded.
    wanted: Option<wire::Claims>,
}

/// Names of uploaded pictures.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attached {
    /// Uploaded as `front`; for a correction the new document.
    front: Option<Uuid>,
    /// Uploaded as `back`.
    back: Option<Uuid>,
    /// The holder with the document in their hand, uploaded as `selfie`.
    holder: Option<Uuid>,
    /// For a correction: the document on record, uploaded as `front`.
    old_front: Option<Uuid>,
}

/// Open a ticket
///
/// While an appeal is open nothing else can be handed in. The pictures are examined like those of a submission.
#[utoipa::path(
    post, path = "/v1/client/tickets", operation_id = "openTicket", tag = "applicant", request_body = NewTicket,
    responses(
        (status = 201, description = "Open", body = wire::Ticket),
        (status = 404, description = "`evidence.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`ticket.not_appealable`, `ticket.open_already`, `ticket.too_many`, `session.wrong_status`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`ticket.attachments_missing`, `ticket.correction_unclear`, `words.invalid`, `claims.invalid`, `body.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("client_token" = []))
)]
pub(crate) async fn open(
    State(app): State<App>,
    client: Client,
    asked: Asked<NewTicket>,
) -> Result<Response, Problem> {
    let turn = match asked.once.turn(&app, client.scope()).await? {
        Ok(turn) => turn,
        Err(replayed) => return Ok(replayed),
    };
    let case = app.case_of(client.0).await?;
    let rows = app.store().evidence_of(client.0).await?;
    let ticket = TicketId(app.name());
    let command = command(client.0, ticket, &asked.body, &rows)?;
    let answer = |case: &Case| {
        let ticket = wire::Ticket::new(case.tickets.get(&ticket)?, &rows);
        Some(Answered::new(StatusCode::CREATED, &ticket))
    };
    let reply = |case: &Case| answer(case).and_then(|answer| turn.reply(&answer));
    let extras = Extras { reply: Some(&reply), ..Extras::new(app.now(), "applicant") };
    match app.change(case.applicant, &command, &extras).await {
        Ok(case) => answer(&case)
            .map(|answer| answer.respond(&app))
            .ok_or_else(|| Problem::new(problem::TICKET_UNKNOWN)),
        Err(why) => turn.lost(&app, why).await,
    }
}

fn command(
    session: SessionId,
    ticket: TicketId,
    asked: &NewTicket,
    rows: &[Evidence],
) -> Result<Command, Problem> {
    Ok(Command::OpenTicket {
        session,
        ticket,
        kind: asked.kind.into(),
        evidence: pictures(&asked.evidence, rows)?,
        description: body::words(&asked.description, "description")?,
        wanted: asked.wanted.as_ref().map(wire::Claims::read).transpose()?,
    })
}

/// Only pictures of this session, and each only as what it was uploaded.
fn pictures(asked: &Attached, rows: &[Evidence]) -> Result<BTreeMap<Attachment, Digest>, Problem> {
    let asked = [
        (Attachment::Front, asked.front),
        (Attachment::Back, asked.back),
        (Attachment::Holder, asked.holder),
        (Attachment::OldFront, asked.old_front),
    ];
    let named = asked.into_iter().filter_map(|(attachment, id)| id.map(|id| (attachment, id)));
    named
        .map(|(attachment, id)| {
            let row = rows.iter().find(|row| row.id == id && row.role == attachment.role());
            let unknown = || Problem::new(problem::EVIDENCE_UNKNOWN).field(attachment.as_str());
            row.map(|row| (attachment, row.digest)).ok_or_else(unknown)
        })
        .collect()
}
