//! Legal hold: while it stands, nobody is erased, neither by the host nor by retention.

use jiff::Timestamp;
use review::{id::ApplicantId, transition::AuditEntry};
use sqlx::SqliteConnection;

use crate::{
    Error, Store,
    audit::{self, Entry},
    convert::{bytes, micros},
};

/// What came of setting or lifting a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldSet {
    /// It stands, or is lifted, as asked.
    Done,
    /// The applicant is being erased.
    TooLate,
    /// There is no such applicant.
    Unknown,
}

impl Store {
    /// Sets (`held`) or lifts a hold, with its entry in the audit log.
    ///
    /// # Errors
    /// [`Error::Erased`]; or when the database fails.
    pub async fn set_hold(
        &self,
        applicant: ApplicantId,
        held: bool,
        at: Timestamp,
        actor: &str,
    ) -> Result<HoldSet, Error> {
        let mut tx = self.begin().await?;
        if !write(&mut tx, applicant, held, at).await? {
            drop(tx);
            return self.why_not(applicant).await;
        }
        let action = if held { "applicant.held" } else { "applicant.released" };
        let entry = AuditEntry { action: action.into(), session: None, attempt: None, detail: String::new() };
        let entry = Entry { at, actor, applicant: Some(applicant), entry: &entry };
        audit::append(&mut tx, &entry).await?;
        tx.commit().await?;
        Ok(HoldSet::Done)
    }

    /// Since when a hold stands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn held_since(&self, applicant: ApplicantId) -> Result<Option<Timestamp>, Error> {
        let since: Option<Option<i64>> =
            sqlx::query_scalar("SELECT held_since FROM applicants WHERE id = $1")
                .bind(bytes(applicant.0))
                .fetch_optional(&self.reader)
                .await?;
        since.flatten().map(|since| crate::convert::moment("applicants", since)).transpose()
    }

    async fn why_not(&self, applicant: ApplicantId) -> Result<HoldSet, Error> {
        self.not_erased(applicant.0).await?;
        let known = self.key_of(applicant).await?;
        Ok(if known.is_some() { HoldSet::TooLate } else { HoldSet::Unknown })
    }
}

async fn write(
    tx: &mut SqliteConnection,
    applicant: ApplicantId,
    held: bool,
    at: Timestamp,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE applicants SET held_since = CASE WHEN $1 THEN COALESCE(held_since, $2) END
         WHERE id = $3 AND erasing_since IS NULL",
    )
    .bind(held)
    .bind(micros(at))
    .bind(bytes(applicant.0))
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
