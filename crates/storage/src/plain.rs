//! Sealing a data folder of an earlier version, whose rows and pictures lie plain.
//!
//! Nothing else may use the folder meanwhile: the store refuses to open it before this is done. A stop in between does no
//! harm; what is sealed is left as it is at the next run.

use std::path::Path;

use review::id::{ApplicantId, Digest};
use sha2::{Digest as _, Sha256};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use uuid::Uuid;

use crate::{
    Error, OpenError, Store,
    applicant::name_at,
    case::{event_at, examination_at},
    convert::{Reader, bytes, sealed, value},
    evidence::{SealedFacts, facts_at},
    outbox, ticket,
    vault::{At, DataKey, KeySource, is_sealed},
};

/// How many applicants are read at once.
const PAGE: i64 = 200;

/// What was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SealedCounts {
    /// Applicants.
    pub applicants: u64,
    /// Pictures and films.
    pub pictures: u64,
}

/// Why a folder could not be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The folder cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Reading or writing it failed.
    #[error(transparent)]
    Storage(#[from] Error),
    /// A picture is missing or was changed; names its file.
    #[error("evidence/{0} is missing or was changed since it was handed in")]
    Picture(String),
    /// The evidence folder cannot be read.
    #[error("evidence: {0}")]
    Folder(#[from] std::io::Error),
}

impl From<sqlx::Error> for SealError {
    fn from(error: sqlx::Error) -> Self {
        Self::Storage(error.into())
    }
}

/// Seals everything in a folder, and removes what was plain.
///
/// # Errors
/// [`SealError`]; run it again once the cause is gone.
pub async fn seal_folder(
    folder: &Path,
    fresh_key: [u8; 32],
    source: KeySource,
) -> Result<SealedCounts, SealError> {
    let store = Store::open_as_it_is(folder, fresh_key, source).await?;
    let mut counts = SealedCounts::default();
    if !store.is_sealed().await? {
        counts = store.seal_all(folder).await?;
        store.remove_strangers(folder).await?;
        // Free pages and the log still hold what was plain.
        sqlx::query("VACUUM").execute(&store.writer).await?;
        sqlx::query("UPDATE vault SET sealed = 1").execute(&store.writer).await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&store.writer).await?;
    }
    store.close().await;
    Ok(counts)
}

impl Store {
    async fn is_sealed(&self) -> Result<bool, Error> {
        Ok(sqlx::query_scalar("SELECT sealed FROM vault").fetch_one(&self.reader).await?)
    }

    async fn seal_all(&self, folder: &Path) -> Result<SealedCounts, SealError> {
        let mut counts = SealedCounts::default();
        let mut after = Vec::new();
        loop {
            let page: Vec<Vec<u8>> =
                sqlx::query_scalar("SELECT id FROM applicants WHERE id > $1 ORDER BY id LIMIT $2")
                    .bind(&after)
                    .bind(PAGE)
                    .fetch_all(&self.reader)
                    .await?;
            let Some(last) = page.last() else { return Ok(counts) };
            after.clone_from(last);
            for id in page {
                let applicant = Uuid::from_slice(&id).map_err(|_| Error::Corrupt("applicants"))?;
                counts.pictures += self.seal_applicant(folder, ApplicantId(applicant)).await?;
                counts.applicants += 1;
            }
        }
    }

    /// All rows of an applicant in one transaction; their pictures before it, so that no row names what is not there.
    async fn seal_applicant(&self, folder: &Path, applicant: ApplicantId) -> Result<u64, SealError> {
        let key = self.vault.make(applicant).await?;
        let pictures = self.seal_pictures(folder, &key).await?;
        let mut tx = self.begin().await?;
        self.seal_name(&mut tx, &key).await?;
        let place = |row: &SqliteRow| row.try_get::<i64, _>(0).map(|number| number.to_be_bytes().to_vec());
        seal_rows(&mut tx, &key, &EVENTS, place).await?;
        seal_rows(&mut tx, &key, &OUTBOX, place).await?;
        seal_rows(&mut tx, &key, &EXAMINATIONS, |row| row.try_get(0)).await?;
        seal_rows(&mut tx, &key, &TICKET_EXAMINATIONS, |row| row.try_get(0)).await?;
        tx.commit().await?;
        Ok(pictures)
    }

    async fn seal_name(&self, tx: &mut SqliteConnection, key: &DataKey) -> Result<(), Error> {
        let stored: Vec<u8> = sqlx::query_scalar("SELECT external_name FROM applicants WHERE id = $1")
            .bind(bytes(key.owner))
            .fetch_one(&mut *tx)
            .await?;
        // The hash tells a plain row: a plain name may begin with any character.
        let hash: Vec<u8> = sqlx::query_scalar("SELECT external_hash FROM applicants WHERE id = $1")
            .bind(bytes(key.owner))
            .fetch_one(&mut *tx)
            .await?;
        if hash.len() == 32 {
            return Ok(());
        }
        let name = String::from_utf8(stored).map_err(|_| Error::Corrupt("applicants"))?;
        sqlx::query("UPDATE applicants SET external_hash = $1, external_name = $2 WHERE id = $3")
            .bind(self.external_hash(&name).as_slice())
            .bind(sealed(key, &name_at(), &name))
            .bind(bytes(key.owner))
            .execute(tx)
            .await?;
        Ok(())
    }

    async fn seal_pictures(&self, folder: &Path, key: &DataKey) -> Result<u64, SealError> {
        let rows = sqlx::query(
            "SELECT e.id, e.place, e.facts FROM evidence e JOIN sessions s ON s.id = e.session WHERE s.applicant = $1",
        )
        .bind(bytes(key.owner))
        .fetch_all(&self.reader)
        .await?;
        let mut pictures = 0;
        for row in &rows {
            let reader = Reader { table: "evidence", row };
            let facts = reader.bytes("facts")?;
            if !is_sealed(&facts) {
                self.seal_picture(folder, key, &reader, &facts).await?;
                pictures += 1;
            }
        }
        Ok(pictures)
    }

    async fn seal_picture(
        &self,
        folder: &Path,
        key: &DataKey,
        reader: &Reader<'_>,
        facts: &[u8],
    ) -> Result<(), SealError> {
        let digest = Digest(crate::convert::hash("evidence", &reader.bytes("place")?)?);
        let name = hex::encode(digest.0);
        let name = format!("{}/{}", &name[..2], &name[2..]);
        let content = std::fs::read(folder.join("evidence").join(&name)).unwrap_or_default();
        if <[u8; 32]>::from(Sha256::digest(&content)) != digest.0 {
            return Err(SealError::Picture(name));
        }
        let place = self.put_sealed(key, digest, &content).await?;
        let facts = std::str::from_utf8(facts).map_err(|_| Error::Corrupt("evidence"))?;
        let facts = SealedFacts { digest, facts: value("evidence", facts)? };
        let id = reader.uuid("id")?;
        sqlx::query("UPDATE evidence SET place = $1, facts = $2 WHERE id = $3")
            .bind(place.as_slice())
            .bind(sealed(key, &facts_at(&[id.as_bytes()]), &facts))
            .bind(bytes(id))
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Every file that no row names goes: the plain pictures, and what uploads that came to nothing left behind.
    async fn remove_strangers(&self, folder: &Path) -> Result<(), SealError> {
        let places: Vec<Vec<u8>> =
            sqlx::query_scalar("SELECT place FROM evidence").fetch_all(&self.reader).await?;
        let places: std::collections::HashSet<String> = places.iter().map(hex::encode).collect();
        for shelf in std::fs::read_dir(folder.join("evidence"))? {
            let shelf = shelf?;
            if !shelf.file_type()?.is_dir() {
                continue;
            }
            for file in std::fs::read_dir(shelf.path())? {
                let file = file?;
                let name =
                    shelf.file_name().to_string_lossy().into_owned() + &file.file_name().to_string_lossy();
                if !places.contains(&name) {
                    std::fs::remove_file(file.path())?;
                }
            }
        }
        Ok(())
    }
}

/// A table whose `body` is to be sealed: how its rows are found, written, and named.
struct Plain {
    select: &'static str,
    update: &'static str,
    at: for<'a> fn(&'a [&'a [u8]]) -> At<'a>,
}

const EVENTS: Plain = Plain {
    select: "SELECT version, body FROM events WHERE applicant = $1",
    update: "UPDATE events SET body = $1 WHERE applicant = $2 AND version = $3",
    at: event_at,
};
const OUTBOX: Plain = Plain {
    select: "SELECT seq, body FROM outbox WHERE applicant = $1",
    update: "UPDATE outbox SET body = $1 WHERE applicant = $2 AND seq = $3",
    at: outbox::at,
};
const TICKET_EXAMINATIONS: Plain = Plain {
    select: "SELECT e.ticket, e.body FROM ticket_examinations e JOIN tickets t ON t.id = e.ticket WHERE t.applicant = $1",
    update: "UPDATE ticket_examinations SET body = $1 WHERE $2 = $2 AND ticket = $3",
    at: ticket::examination_at,
};
const EXAMINATIONS: Plain = Plain {
    select: "SELECT e.attempt, e.body FROM examinations e JOIN attempts a ON a.id = e.attempt
             JOIN sessions s ON s.id = a.session WHERE s.applicant = $1",
    update: "UPDATE examinations SET body = $1 WHERE $2 = $2 AND attempt = $3",
    at: examination_at,
};

async fn seal_rows(
    tx: &mut SqliteConnection,
    key: &DataKey,
    table: &Plain,
    identity: impl Fn(&SqliteRow) -> Result<Vec<u8>, sqlx::Error>,
) -> Result<(), Error> {
    let rows = sqlx::query(table.select).bind(bytes(key.owner)).fetch_all(&mut *tx).await?;
    for row in &rows {
        let body: Vec<u8> = row.try_get(1)?;
        if is_sealed(&body) {
            continue;
        }
        let identity = identity(row)?;
        let update =
            sqlx::query(table.update).bind(key.seal(&(table.at)(&[&identity]), &body)).bind(bytes(key.owner));
        let update = match <[u8; 8]>::try_from(identity.as_slice()) {
            Ok(number) => update.bind(i64::from_be_bytes(number)),
            Err(_) => update.bind(identity),
        };
        update.execute(&mut *tx).await?;
    }
    Ok(())
}
