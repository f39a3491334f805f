//! When the documents of verified applicants expire.

use jiff::civil::Date;
use review::{
    case::IdentityRecord,
    id::{ApplicantId, SessionId},
    transition::{Event, Transition},
};
use sqlx::SqliteConnection;

use crate::{
    Error, Store,
    convert::{Reader, bytes},
};

impl Store {
    /// Verified applicants whose document expires on this day or before and whose host was not told, soonest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn expiring(&self, until: Date, limit: u16) -> Result<Vec<(ApplicantId, SessionId)>, Error> {
        let rows = sqlx::query(
            "SELECT applicant, session FROM identity_expiry WHERE told = 0 AND expires_on <= $1
             ORDER BY expires_on, applicant LIMIT $2",
        )
        .bind(until.to_string())
        .bind(i64::from(limit))
        .fetch_all(&self.reader)
        .await?;
        let pair = |row| {
            let reader = Reader { table: "identity_expiry", row };
            Ok((reader.applicant("applicant")?, reader.session("session")?))
        };
        rows.iter().map(pair).collect()
    }
}

/// Writes what a transition changes, within its transaction.
pub(crate) async fn write(tx: &mut SqliteConnection, transition: &Transition) -> Result<(), Error> {
    for event in &transition.events {
        match event {
            Event::Verified { session, identity } | Event::Corrected { session, identity } => {
                remember(tx, transition.applicant, *session, identity).await?;
            }
            Event::Revoked { .. } => forget(tx, transition.applicant).await?,
            Event::ExpiryNoticed { .. } => {
                sqlx::query("UPDATE identity_expiry SET told = 1 WHERE applicant = $1")
                    .bind(bytes(transition.applicant.0))
                    .execute(&mut *tx)
                    .await?;
            }
            _ => {}
        }
    }
    Ok(())
}

async fn remember(
    tx: &mut SqliteConnection,
    applicant: ApplicantId,
    session: SessionId,
    identity: &IdentityRecord,
) -> Result<(), Error> {
    forget(tx, applicant).await?;
    let Some(date) = identity.expires_on() else { return Ok(()) };
    sqlx::query("INSERT INTO identity_expiry (applicant, session, expires_on) VALUES ($1, $2, $3)")
        .bind(bytes(applicant.0))
        .bind(bytes(session.0))
        .bind(date.to_string())
        .execute(tx)
        .await?;
    Ok(())
}

async fn forget(tx: &mut SqliteConnection, applicant: ApplicantId) -> Result<(), Error> {
    sqlx::query("DELETE FROM identity_expiry WHERE applicant = $1")
        .bind(bytes(applicant.0))
        .execute(tx)
        .await?;
    Ok(())
}
