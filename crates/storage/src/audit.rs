//! The audit log: who did what, each entry sealed to the one before it by a hash.

use jiff::Timestamp;
use review::{id::ApplicantId, transition::AuditEntry};
use sha2::{Digest as _, Sha256};
use sqlx::{Row, SqliteConnection};

use crate::{
    Error, Store,
    convert::{bytes, hash, micros},
};

/// An entry with who and when.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// When.
    pub at: Timestamp,
    /// Who; see [`crate::Extras::actor`].
    pub actor: &'a str,
    /// Whose case.
    pub applicant: Option<ApplicantId>,
    /// What.
    pub entry: &'a AuditEntry,
}

/// The end of the log. Kept elsewhere, it proves later that nothing before it was changed or cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkpoint {
    /// Number of entries.
    pub entries: u64,
    /// Hash of the last one; zeros for an empty log.
    pub hash: [u8; 32],
}

impl Store {
    /// Adds an entry on its own, for something that changes no case, such as looking at personal data.
    ///
    /// # Errors
    /// When the database fails; then whatever was to be shown must not be shown.
    pub async fn record(&self, entry: &Entry<'_>) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        append(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }

    /// Recomputes the whole chain.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when an entry was changed, removed or put in; or when the database fails.
    pub async fn verify_audit(&self) -> Result<Checkpoint, Error> {
        let mut connection = self.reader.acquire().await?;
        let mut end = Checkpoint { entries: 0, hash: [0; 32] };
        loop {
            let rows = sqlx::query("SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT 1000")
                .bind(to_column(end.entries)?)
                .fetch_all(&mut *connection)
                .await?;
            if rows.is_empty() {
                return Ok(end);
            }
            for row in &rows {
                end = follow(end, &Sealed::read(row)?, &row.try_get::<Vec<u8>, _>("hash")?)?;
            }
        }
    }
}

/// Adds an entry within the caller's transaction.
pub(crate) async fn append(tx: &mut SqliteConnection, entry: &Entry<'_>) -> Result<(), Error> {
    let last = checkpoint(tx).await?;
    let sealed = Sealed::of(entry, last.entries + 1)?;
    sqlx::query(
        "INSERT INTO audit (seq, at, actor, action, applicant, session, attempt, detail, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(sealed.seq)
    .bind(sealed.at)
    .bind(&sealed.actor)
    .bind(&sealed.action)
    .bind(&sealed.applicant)
    .bind(&sealed.session)
    .bind(&sealed.attempt)
    .bind(&sealed.detail)
    .bind(sealed.hash(&last.hash).as_slice())
    .execute(tx)
    .await?;
    Ok(())
}

async fn checkpoint(tx: &mut SqliteConnection) -> Result<Checkpoint, Error> {
    let row = sqlx::query("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetch_optional(tx).await?;
    let Some(row) = row else { return Ok(Checkpoint { entries: 0, hash: [0; 32] }) };
    let seq: i64 = row.try_get("seq")?;
    let last: Vec<u8> = row.try_get("hash")?;
    let entries = u64::try_from(seq).map_err(|_| Error::Corrupt("audit"))?;
    Ok(Checkpoint { entries, hash: hash("audit", &last)? })
}

fn follow(end: Checkpoint, entry: &Sealed, stored: &[u8]) -> Result<Checkpoint, Error> {
    let entries = end.entries + 1;
    let computed = entry.hash(&end.hash);
    if to_column(entries)? != entry.seq || computed.as_slice() != stored {
        return Err(Error::Corrupt("audit"));
    }
    Ok(Checkpoint { entries, hash: computed })
}

/// An entry in the shape that is stored and hashed.
struct Sealed {
    seq: i64,
    at: i64,
    actor: String,
    action: String,
    applicant: Option<Vec<u8>>,
    session: Option<Vec<u8>>,
    attempt: Option<Vec<u8>>,
    detail: String,
}

impl Sealed {
    fn of(entry: &Entry<'_>, seq: u64) -> Result<Self, Error> {
        Ok(Self {
            seq: to_column(seq)?,
            at: micros(entry.at),
            actor: entry.actor.to_owned(),
            action: entry.entry.action.clone(),
            applicant: entry.applicant.map(|id| bytes(id.0)),
            session: entry.entry.session.map(|id| bytes(id.0)),
            attempt: entry.entry.attempt.map(|id| bytes(id.0)),
            detail: entry.entry.detail.clone(),
        })
    }

    fn read(row: &sqlx::sqlite::SqliteRow) -> Result<Self, Error> {
        Ok(Self {
            seq: row.try_get("seq")?,
            at: row.try_get("at")?,
            actor: row.try_get("actor")?,
            action: row.try_get("action")?,
            applicant: row.try_get("applicant")?,
            session: row.try_get("session")?,
            attempt: row.try_get("attempt")?,
            detail: row.try_get("detail")?,
        })
    }

    /// SHA-256 over the hash before and every part with its length; an absent part differs from an empty one.
    fn hash(&self, before: &[u8; 32]) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(before);
        hasher.update(self.seq.to_be_bytes());
        hasher.update(self.at.to_be_bytes());
        for text in [&self.actor, &self.action, &self.detail] {
            hasher.update((text.len() as u64).to_be_bytes());
            hasher.update(text);
        }
        for id in [&self.applicant, &self.session, &self.attempt] {
            hasher.update([u8::from(id.is_some())]);
            hasher.update(id.as_deref().unwrap_or_default());
        }
        hasher.finalize().into()
    }
}

fn to_column(number: u64) -> Result<i64, Error> {
    i64::try_from(number).map_err(|_| Error::Corrupt("audit"))
}
