//! The rows that lists and figures are read from, made again from the case at each of its changes.

use std::collections::BTreeSet;

use jiff::Timestamp;
use review::{
    case::{Attempt, Case, Session},
    decision::{DecidedBy, Decision},
    id::SessionId,
    transition::{Event, Transition},
};
use sqlx::SqliteConnection;

use crate::{
    Error,
    case::CodeRow,
    convert::{bytes, json, micros, name},
};

/// Writes the rows of every session that the transition touches.
pub(crate) async fn write(
    tx: &mut SqliteConnection,
    case: &Case,
    transition: &Transition,
    at: Timestamp,
) -> Result<(), Error> {
    let touched: BTreeSet<SessionId> =
        transition.events.iter().filter_map(|event| session_of(case, event)).collect();
    for session in touched.iter().filter_map(|id| case.sessions.get(id)) {
        write_session(tx, case, session, at).await?;
        for attempt in &session.attempts {
            write_attempt(tx, session.id, attempt).await?;
        }
    }
    Ok(())
}

/// The session that an event is about; that of its ticket, where it is about one.
fn session_of(case: &Case, event: &Event) -> Option<SessionId> {
    match event {
        Event::SessionOpened { session, .. }
        | Event::Submitted { session, .. }
        | Event::Decided { session, .. }
        | Event::Verified { session, .. }
        | Event::LivenessPassed { session, .. }
        | Event::LivenessFailed { session, .. }
        | Event::Queued { session, .. }
        | Event::Opined { session, .. }
        | Event::Escalated { session, .. }
        | Event::Assigned { session, .. }
        | Event::Overturned { session, .. }
        | Event::Reopened { session, .. }
        | Event::Revoked { session, .. }
        | Event::Corrected { session, .. }
        | Event::Canceled { session, .. } => Some(*session),
        Event::TicketOpened { ticket, .. }
        | Event::TicketExamined { ticket, .. }
        | Event::TicketSaid { ticket, .. }
        | Event::TicketOpined { ticket, .. }
        | Event::TicketAnswered { ticket, .. }
        | Event::TicketWithdrawn { ticket, .. } => case.tickets.get(ticket).map(|ticket| ticket.session),
        Event::LocksLifted { .. }
        | Event::ExpiryNoticed { .. }
        | Event::Locked { .. }
        | Event::LivenessLocked { .. } => None,
    }
}

async fn write_session(
    tx: &mut SqliteConnection,
    case: &Case,
    session: &Session,
    at: Timestamp,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO sessions (id, applicant, status, opened_at, changed_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, changed_at = excluded.changed_at",
    )
    .bind(bytes(session.id.0))
    .bind(bytes(case.applicant.0))
    .bind(name(&session.status))
    .bind(micros(session.opened_at))
    .bind(micros(at))
    .execute(tx)
    .await?;
    Ok(())
}

async fn write_attempt(
    tx: &mut SqliteConnection,
    session: SessionId,
    attempt: &Attempt,
) -> Result<(), Error> {
    let decision = attempt.decision.as_ref();
    sqlx::query(
        "INSERT INTO attempts (id, session, submitted_at, outcome, decided_by, decided_at, codes)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome, decided_by = excluded.decided_by,
                                        decided_at = excluded.decided_at, codes = excluded.codes",
    )
    .bind(bytes(attempt.id.0))
    .bind(bytes(session.0))
    .bind(micros(attempt.submitted_at))
    .bind(decision.map(|decision| name(&decision.outcome)))
    .bind(decision.map(decided_by))
    .bind(decision.map(|decision| micros(decision.at)))
    .bind(json(&codes_of(decision)))
    .execute(tx)
    .await?;
    Ok(())
}

fn decided_by(decision: &Decision) -> &'static str {
    match decision.by {
        DecidedBy::Automatic => "automatic",
        DecidedBy::Reviewer(_) => "reviewer",
    }
}

fn codes_of(decision: Option<&Decision>) -> Vec<CodeRow> {
    let codes = decision.map(|decision| decision.codes.as_slice()).unwrap_or_default();
    codes.iter().map(|coded| CodeRow { code: coded.code.clone(), reason: coded.reason.clone() }).collect()
}
