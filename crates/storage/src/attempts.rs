//! Attempts in the order of their names, which sort by time: for looking back over many of them.

use jiff::Timestamp;
use review::id::{ApplicantId, AttemptId, SessionId};
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use crate::{
    Error, Store,
    convert::{Reader, bytes, micros},
};

/// An attempt with whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttemptRow {
    /// Which.
    pub attempt: AttemptId,
    /// Its session.
    pub session: SessionId,
    /// Its applicant.
    pub applicant: ApplicantId,
    /// When it was handed in.
    pub submitted_at: Timestamp,
}

impl Store {
    /// The next attempts after that one, of those handed in at `since` or later; oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attempts(
        &self,
        since: Timestamp,
        after: Option<AttemptId>,
        limit: u16,
    ) -> Result<Vec<AttemptRow>, Error> {
        let rows = sqlx::query(
            "SELECT a.id, a.session, s.applicant, a.submitted_at
             FROM attempts a JOIN sessions s ON s.id = a.session
             WHERE a.id > $1 AND a.submitted_at >= $2 ORDER BY a.id LIMIT $3",
        )
        .bind(after.map_or(Vec::new(), |attempt| bytes(attempt.0)))
        .bind(micros(since))
        .bind(i64::from(limit))
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(row).collect()
    }

    /// The newest attempts; newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest_attempts(&self, limit: u16) -> Result<Vec<AttemptRow>, Error> {
        let rows = sqlx::query(
            "SELECT a.id, a.session, s.applicant, a.submitted_at
             FROM attempts a JOIN sessions s ON s.id = a.session ORDER BY a.id DESC LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(row).collect()
    }

    /// The attempt of that name, or every attempt of the session of that name; oldest first, empty where it names
    /// neither.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attempts_named(&self, name: Uuid) -> Result<Vec<AttemptRow>, Error> {
        let rows = sqlx::query(
            "SELECT a.id, a.session, s.applicant, a.submitted_at
             FROM attempts a JOIN sessions s ON s.id = a.session
             WHERE a.id = $1 OR a.session = $1 ORDER BY a.id",
        )
        .bind(bytes(name))
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(row).collect()
    }

    /// How many attempts were handed in at `since` or later.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attempts_count(&self, since: Timestamp) -> Result<u64, Error> {
        let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM attempts WHERE submitted_at >= $1")
            .bind(micros(since))
            .fetch_one(&self.reader)
            .await?;
        Ok(count.unsigned_abs())
    }
}

fn row(row: &SqliteRow) -> Result<AttemptRow, Error> {
    let reader = Reader { table: "attempts", row };
    Ok(AttemptRow {
        attempt: AttemptId(reader.uuid("id")?),
        session: reader.session("session")?,
        applicant: reader.applicant("applicant")?,
        submitted_at: reader.moment("submitted_at")?,
    })
}
