//! Tickets as rows: lists by their clock, and who holds which.

use jiff::Timestamp;
use review::{
    case::Case,
    id::{ApplicantId, ReviewerId, SessionId, TicketId},
    observation::Examination,
    ticket::{Ticket, TicketKind, TicketStatus},
    transition::{AuditEntry, Event, Transition},
};
use sqlx::SqliteConnection;

use crate::{
    Error, Store,
    applicant::external_name,
    audit,
    convert::{Reader, bytes, micros, name, opened, sealed},
    queue::Asking,
    vault::{At, DataKey},
};

/// A ticket as it stands in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRow {
    /// Name.
    pub id: TicketId,
    /// Whose.
    pub applicant: ApplicantId,
    /// The host's name for the applicant.
    pub external_id: String,
    /// The session that it is about.
    pub session: SessionId,
    /// What for.
    pub kind: TicketKind,
    /// Where it stands.
    pub status: TicketStatus,
    /// Since when.
    pub opened_at: Timestamp,
    /// By when it should be answered.
    pub due_at: Timestamp,
    /// Who holds it, and until when.
    pub held: Option<(ReviewerId, Timestamp)>,
}

impl Store {
    /// Tickets that stand at `status`, the most urgent first; `after` is the last one of the page before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tickets(
        &self,
        status: TicketStatus,
        after: Option<TicketId>,
        limit: u16,
        now: Timestamp,
    ) -> Result<Vec<TicketRow>, Error> {
        let rows = sqlx::query(
            "SELECT t.*, p.external_name FROM tickets t JOIN applicants p ON p.id = t.applicant
             WHERE t.status = $1
               AND ($2 IS NULL OR (t.due_at, t.id) > ((SELECT due_at FROM tickets WHERE id = $2), $2))
             ORDER BY t.due_at, t.id LIMIT $3",
        )
        .bind(name(&status))
        .bind(after.map(|ticket| bytes(ticket.0)))
        .bind(i64::from(limit.clamp(1, 200)))
        .fetch_all(&self.reader)
        .await?;
        let mut listed = Vec::with_capacity(rows.len());
        for row in &rows {
            listed.extend(self.ticket_row(&Reader { table: "tickets", row }, now).await?);
        }
        Ok(listed)
    }

    /// One ticket; `None` where there is no such.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ticket(&self, id: TicketId, now: Timestamp) -> Result<Option<TicketRow>, Error> {
        let row = sqlx::query(
            "SELECT t.*, p.external_name FROM tickets t JOIN applicants p ON p.id = t.applicant WHERE t.id = $1",
        )
        .bind(bytes(id.0))
        .fetch_optional(&self.reader)
        .await?;
        let Some(row) = row else { return self.not_erased(id.0).await.map(|()| None) };
        self.ticket_row(&Reader { table: "tickets", row: &row }, now).await
    }

    /// `None` where the applicant's key was destroyed and the row is about to go.
    async fn ticket_row(&self, reader: &Reader<'_>, now: Timestamp) -> Result<Option<TicketRow>, Error> {
        match self.vault.key(reader.applicant("applicant")?).await {
            Err(Error::Erased) => Ok(None),
            key => read(reader, external_name(&*key?, reader)?, now).map(Some),
        }
    }

    /// Takes a ticket, or keeps it for longer; `false` where somebody else holds it or it waits for nobody.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_ticket(&self, id: TicketId, asking: &Asking<'_>) -> Result<bool, Error> {
        let mut tx = self.holds.begin_with("BEGIN IMMEDIATE").await?;
        let taken = sqlx::query(
            "UPDATE tickets SET holder = $1, held_until = $2
             WHERE id = $3 AND (holder = $1 OR held_until <= $4) AND status IN ('open', 'waiting_for_applicant')",
        )
        .bind(bytes(asking.reviewer.0))
        .bind(micros(asking.until))
        .bind(bytes(id.0))
        .bind(micros(asking.now))
        .execute(&mut *tx)
        .await?;
        if taken.rows_affected() != 1 {
            return Ok(false);
        }
        let detail = format!("ticket={id} until={}", asking.until);
        let entry = AuditEntry { action: "ticket.taken".to_owned(), session: None, attempt: None, detail };
        let entry = audit::Entry { at: asking.now, actor: asking.actor, applicant: None, entry: &entry };
        audit::append(&mut tx, &entry).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// What was measured on a ticket's pictures; `None` before that.
    ///
    /// # Errors
    /// When the database fails or the row cannot be understood.
    pub async fn ticket_examination(&self, id: TicketId) -> Result<Option<Examination>, Error> {
        let row = sqlx::query(
            "SELECT e.body, t.applicant FROM ticket_examinations e JOIN tickets t ON t.id = e.ticket WHERE e.ticket = $1",
        )
        .bind(bytes(id.0))
        .fetch_optional(&self.reader)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let reader = Reader { table: "ticket_examinations", row: &row };
        let key = self.vault.key(reader.applicant("applicant")?).await?;
        opened(&key, &examination_at(&[id.0.as_bytes()]), &reader.bytes("body")?).map(Some)
    }
}

/// Writes the rows of the tickets that a transition changes; what happens to a ticket ends the hold on it, but for words.
pub(crate) async fn write(
    tx: &mut SqliteConnection,
    case: &Case,
    transition: &Transition,
) -> Result<(), Error> {
    for event in &transition.events {
        let (id, frees) = match event {
            Event::TicketOpened { ticket, .. }
            | Event::TicketOpined { ticket, .. }
            | Event::TicketAnswered { ticket, .. }
            | Event::TicketWithdrawn { ticket, .. } => (*ticket, true),
            Event::TicketSaid { ticket, .. } => (*ticket, false),
            _ => continue,
        };
        if let Some(ticket) = case.tickets.get(&id) {
            upsert(tx, case.applicant, ticket, frees).await?;
        }
    }
    Ok(())
}

/// Keeps what was measured on a ticket's pictures, within the caller's transaction.
pub(crate) async fn insert_examination(
    tx: &mut SqliteConnection,
    key: &DataKey,
    ticket: TicketId,
    examination: &Examination,
    at: Timestamp,
) -> Result<(), Error> {
    sqlx::query("INSERT INTO ticket_examinations (ticket, at, body) VALUES ($1, $2, $3)")
        .bind(bytes(ticket.0))
        .bind(micros(at))
        .bind(sealed(key, &examination_at(&[ticket.0.as_bytes()]), examination))
        .execute(tx)
        .await?;
    Ok(())
}

/// The place of what was measured for the ticket of that name.
pub(crate) fn examination_at<'a>(row: &'a [&'a [u8]]) -> At<'a> {
    At::new("ticket_examinations", "body", row)
}

/// Whether a reviewer holds a ticket at this moment, within the transaction of their answer.
pub(crate) async fn holds(
    tx: &mut SqliteConnection,
    ticket: TicketId,
    reviewer: ReviewerId,
    at: Timestamp,
) -> Result<bool, Error> {
    let row = sqlx::query("SELECT 1 FROM tickets WHERE id = $1 AND holder = $2 AND held_until > $3")
        .bind(bytes(ticket.0))
        .bind(bytes(reviewer.0))
        .bind(micros(at))
        .fetch_optional(tx)
        .await?;
    Ok(row.is_some())
}

async fn upsert(
    tx: &mut SqliteConnection,
    applicant: ApplicantId,
    ticket: &Ticket,
    frees: bool,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO tickets (id, applicant, session, kind, status, opened_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, due_at = excluded.due_at,
             holder = CASE WHEN $8 THEN NULL ELSE holder END,
             held_until = CASE WHEN $8 THEN 0 ELSE held_until END",
    )
    .bind(bytes(ticket.id.0))
    .bind(bytes(applicant.0))
    .bind(bytes(ticket.session.0))
    .bind(name(&ticket.kind))
    .bind(name(&ticket.status))
    .bind(micros(ticket.opened_at))
    .bind(micros(ticket.due_at))
    .bind(frees)
    .execute(tx)
    .await?;
    Ok(())
}

fn read(reader: &Reader<'_>, external_id: String, now: Timestamp) -> Result<TicketRow, Error> {
    let until = reader.moment("held_until")?;
    Ok(TicketRow {
        id: TicketId(reader.uuid("id")?),
        applicant: reader.applicant("applicant")?,
        external_id,
        session: reader.session("session")?,
        kind: reader.named("kind")?,
        status: reader.named("status")?,
        opened_at: reader.moment("opened_at")?,
        due_at: reader.moment("due_at")?,
        held: reader.uuid_if_any("holder")?.filter(|_| until > now).map(|id| (ReviewerId(id), until)),
    })
}
