//! Applicants: one for each person whom the host application names.

use jiff::Timestamp;
use review::id::ApplicantId;
use sqlx::SqliteConnection;

use crate::{
    Error, Store,
    answer::{Reply, remember},
    convert::{Reader, bytes, micros},
    error::WriteError,
};

/// A person at the host application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicant {
    /// Our name.
    pub id: ApplicantId,
    /// The host's name.
    pub external_id: String,
    /// Since when we know of them.
    pub created_at: Timestamp,
}

impl Store {
    /// Adds an applicant, unless the host's name for them is known: then the known one is returned, with `false`.
    ///
    /// `reply` makes the answer to keep for an idempotency key from what was written.
    ///
    /// # Errors
    /// [`WriteError`]; then nothing was written.
    pub async fn add_applicant(
        &self,
        new: &Applicant,
        reply: impl FnOnce(&Applicant, bool) -> Option<Reply>,
    ) -> Result<(Applicant, bool), WriteError> {
        let mut tx = self.begin().await?;
        let added = insert(&mut tx, new).await?;
        let known = find(&mut tx, &new.external_id).await?.ok_or(Error::Corrupt("applicants"))?;
        if let Some(reply) = reply(&known, added) {
            remember(&mut tx, &reply, new.created_at).await?;
        }
        tx.commit().await?;
        Ok((known, added))
    }

    /// The applicant of that name, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn applicant(&self, id: ApplicantId) -> Result<Option<Applicant>, Error> {
        let row = sqlx::query("SELECT id, external_id, created_at FROM applicants WHERE id = $1")
            .bind(bytes(id.0))
            .fetch_optional(&self.reader)
            .await?;
        row.map(|row| read(&Reader { table: "applicants", row: &row })).transpose()
    }
}

async fn insert(tx: &mut SqliteConnection, new: &Applicant) -> Result<bool, Error> {
    let done = sqlx::query(
        "INSERT INTO applicants (id, external_id, version, created_at) VALUES ($1, $2, 0, $3)
         ON CONFLICT (external_id) DO NOTHING",
    )
    .bind(bytes(new.id.0))
    .bind(&new.external_id)
    .bind(micros(new.created_at))
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

async fn find(tx: &mut SqliteConnection, external_id: &str) -> Result<Option<Applicant>, Error> {
    let row = sqlx::query("SELECT id, external_id, created_at FROM applicants WHERE external_id = $1")
        .bind(external_id)
        .fetch_optional(tx)
        .await?;
    row.map(|row| read(&Reader { table: "applicants", row: &row })).transpose()
}

fn read(reader: &Reader<'_>) -> Result<Applicant, Error> {
    Ok(Applicant {
        id: reader.applicant("id")?,
        external_id: reader.text("external_id")?,
        created_at: reader.moment("created_at")?,
    })
}
