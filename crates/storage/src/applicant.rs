//! Applicants: one for each person whom the host application names.

use std::sync::Arc;

use jiff::Timestamp;
use review::id::ApplicantId;
use sqlx::SqliteConnection;

use crate::{
    Error, Store,
    answer::Reply,
    commit::version_of,
    convert::{Reader, bytes, micros, opened, sealed},
    error::WriteError,
    vault::{At, DataKey},
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
        let hash = self.external_hash(&new.external_id);
        let known = id_of(&mut *self.reader.acquire().await.map_err(Error::from)?, &hash).await?;
        // The key is durable before the row that it opens: a key without a row does no harm.
        let key = if known.is_none() { Some(self.vault.make(new.id).await?) } else { None };
        let made = key.is_some();
        let mut tx = self.begin().await?;
        let added = match &key {
            Some(key) => insert(&mut tx, key, new, &hash).await?,
            None => false,
        };
        let id = id_of(&mut tx, &hash).await?.ok_or(Error::Erased)?;
        let key = self.vault.key(id).await?;
        let known = find(&mut tx, &key).await?.ok_or(Error::Corrupt("applicants"))?;
        if let Some(reply) = reply(&known, added) {
            self.remember(&mut tx, &key, &reply, new.created_at).await?;
        }
        tx.commit().await?;
        if made && !added {
            self.vault.drop_unused(new.id).await?;
        }
        Ok((known, added))
    }

    /// The key of an applicant who is known; `None` where there is no such applicant.
    ///
    /// # Errors
    /// [`Error::Erased`], or [`Error::KeyMissing`] where the row is there and its key is not.
    pub(crate) async fn key_of(&self, applicant: ApplicantId) -> Result<Option<Arc<DataKey>>, Error> {
        match self.vault.key(applicant).await {
            Err(Error::KeyMissing) => {
                let version = version_of(&mut *self.reader.acquire().await?, applicant).await?;
                if version.is_some() { Err(Error::KeyMissing) } else { Ok(None) }
            }
            key => key.map(Some),
        }
    }

    /// Under which hash the host's name for somebody is found.
    pub(crate) fn external_hash(&self, external_id: &str) -> [u8; 32] {
        self.secret.derive("external id", &[external_id.as_bytes()])
    }

    /// The applicant of that name, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn applicant(&self, id: ApplicantId) -> Result<Option<Applicant>, Error> {
        let Some(key) = self.key_of(id).await? else { return Ok(None) };
        let found = find(&mut *self.reader.acquire().await?, &key).await?;
        if found.is_none() {
            self.not_erased(id.0).await?;
        }
        Ok(found)
    }

    /// Our name for the person whom the host calls so.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn applicant_named(&self, external_id: &str) -> Result<Option<ApplicantId>, Error> {
        id_of(&mut *self.reader.acquire().await?, &self.external_hash(external_id)).await
    }
}

async fn insert(
    tx: &mut SqliteConnection,
    key: &DataKey,
    new: &Applicant,
    hash: &[u8; 32],
) -> Result<bool, Error> {
    let done = sqlx::query(
        "INSERT INTO applicants (id, external_hash, external_name, version, created_at) VALUES ($1, $2, $3, 0, $4)
         ON CONFLICT (external_hash) DO NOTHING",
    )
    .bind(bytes(new.id.0))
    .bind(hash.as_slice())
    .bind(sealed(key, &name_at(), &new.external_id))
    .bind(micros(new.created_at))
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

async fn id_of(tx: &mut SqliteConnection, hash: &[u8; 32]) -> Result<Option<ApplicantId>, Error> {
    let row = sqlx::query("SELECT id FROM applicants WHERE external_hash = $1")
        .bind(hash.as_slice())
        .fetch_optional(tx)
        .await?;
    row.map(|row| Reader { table: "applicants", row: &row }.applicant("id")).transpose()
}

async fn find(tx: &mut SqliteConnection, key: &DataKey) -> Result<Option<Applicant>, Error> {
    let row = sqlx::query("SELECT id, external_name, created_at FROM applicants WHERE id = $1")
        .bind(bytes(key.owner))
        .fetch_optional(tx)
        .await?;
    row.map(|row| read(key, &Reader { table: "applicants", row: &row })).transpose()
}

fn read(key: &DataKey, reader: &Reader<'_>) -> Result<Applicant, Error> {
    Ok(Applicant {
        id: reader.applicant("id")?,
        external_id: external_name(key, reader)?,
        created_at: reader.moment("created_at")?,
    })
}

/// The host's name for somebody, from a row that holds `external_name`.
pub(crate) fn external_name(key: &DataKey, reader: &Reader<'_>) -> Result<String, Error> {
    opened(key, &name_at(), &reader.bytes("external_name")?)
}

/// The place of the host's name; the applicant is bound anyway.
pub(crate) fn name_at() -> At<'static> {
    At::new("applicants", "external_name", &[])
}
