//! The audit log: who did what, each entry sealed to the one before it by a hash.

use jiff::Timestamp;
use review::{id::ApplicantId, transition::AuditEntry};
use sha2::{Digest as _, Sha256};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

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

/// The end of an empty log.
const NOTHING: Checkpoint = Checkpoint { entries: 0, hash: [0; 32] };

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

    /// Recomputes the whole chain, and holds it against checkpoints that were kept elsewhere, in ascending order. Those that
    /// were signed must have been checked: see [`crate::checkpoint`].
    ///
    /// # Errors
    /// [`AuditError::Tampered`] with the first place where the log is not what it was; or when the database fails.
    pub async fn verify_audit(&self, kept: &[Checkpoint]) -> Result<Checkpoint, AuditError> {
        let mut connection = self.reader.acquire().await.map_err(Error::from)?;
        let mut chain = Chain::new(kept);
        let mut after = i64::MIN;
        loop {
            let rows = sqlx::query("SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT 1000")
                .bind(after)
                .fetch_all(&mut *connection)
                .await
                .map_err(Error::from)?;
            let Some(last) = rows.last() else { return chain.end() };
            after = last.try_get("seq").map_err(Error::from)?;
            for row in &rows {
                chain.follow(row)?;
            }
        }
    }

    /// The end of the log as it stands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit_end(&self) -> Result<Checkpoint, Error> {
        end(&mut *self.reader.acquire().await?).await
    }
}

/// What is wrong with the log, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// An entry is not there.
    #[error("entry {0} is missing")]
    Missing(u64),
    /// There is an entry before the first.
    #[error("there is an entry before the first")]
    BeforeFirst,
    /// An entry does not follow from the one before it.
    #[error("entry {0} was changed, put in or moved")]
    Changed(u64),
    /// The log ends before the last checkpoint.
    #[error("the log was cut off after entry {0}")]
    CutOff(u64),
    /// The chain is whole and yet another one than at a checkpoint: it was written anew.
    #[error(
        "entries after {after} and up to {upto} were written anew: their chain is not that of the checkpoint"
    )]
    Rewritten {
        /// The last checkpoint that holds; 0 for none.
        after: u64,
        /// The first that does not.
        upto: u64,
    },
}

/// Why the log cannot be vouched for.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// It is not what it was.
    #[error(transparent)]
    Tampered(#[from] Flaw),
    /// It cannot be read.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// The chain so far, and the checkpoints that are still ahead.
struct Chain<'a> {
    end: Checkpoint,
    held: u64,
    ahead: &'a [Checkpoint],
}

impl<'a> Chain<'a> {
    fn new(kept: &'a [Checkpoint]) -> Self {
        Self { end: NOTHING, held: 0, ahead: kept }
    }

    fn follow(&mut self, row: &SqliteRow) -> Result<(), AuditError> {
        let expected = self.end.entries + 1;
        let seq: i64 = row.try_get("seq").map_err(Error::from)?;
        if seq < 1 {
            return Err(Flaw::BeforeFirst.into());
        }
        if seq != to_column(expected)? {
            return Err(Flaw::Missing(expected).into());
        }
        // What cannot even be read was changed.
        let (entry, stored) = read(row).map_err(|_| Flaw::Changed(expected))?;
        let computed = entry.hash(&self.end.hash);
        if computed.as_slice() != stored {
            return Err(Flaw::Changed(expected).into());
        }
        self.end = Checkpoint { entries: expected, hash: computed };
        self.hold()
    }

    fn hold(&mut self) -> Result<(), AuditError> {
        while let [next, rest @ ..] = self.ahead
            && next.entries <= self.end.entries
        {
            if *next != self.end && next.entries > 0 {
                return Err(Flaw::Rewritten { after: self.held, upto: next.entries }.into());
            }
            (self.held, self.ahead) = (next.entries, rest);
        }
        Ok(())
    }

    fn end(mut self) -> Result<Checkpoint, AuditError> {
        self.hold()?;
        if self.ahead.is_empty() { Ok(self.end) } else { Err(Flaw::CutOff(self.end.entries).into()) }
    }
}

fn read(row: &SqliteRow) -> Result<(Sealed, Vec<u8>), Error> {
    Ok((Sealed::read(row)?, row.try_get("hash")?))
}

/// Adds an entry within the caller's transaction.
pub(crate) async fn append(tx: &mut SqliteConnection, entry: &Entry<'_>) -> Result<Checkpoint, Error> {
    let last = end(tx).await?;
    let entries = last.entries + 1;
    let sealed = Sealed::of(entry, entries)?;
    let hash = sealed.hash(&last.hash);
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
    .bind(hash.as_slice())
    .execute(tx)
    .await?;
    Ok(Checkpoint { entries, hash })
}

async fn end(tx: &mut SqliteConnection) -> Result<Checkpoint, Error> {
    let row = sqlx::query("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetch_optional(tx).await?;
    let Some(row) = row else { return Ok(NOTHING) };
    let seq: i64 = row.try_get("seq")?;
    let last: Vec<u8> = row.try_get("hash")?;
    let entries = u64::try_from(seq).map_err(|_| Error::Corrupt("audit"))?;
    Ok(Checkpoint { entries, hash: hash("audit", &last)? })
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

    fn read(row: &SqliteRow) -> Result<Self, Error> {
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
