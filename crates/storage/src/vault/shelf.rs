//! `keys.sqlite`: wrapped data keys, and marks of those that were destroyed.

use std::{path::Path, time::Duration};

use jiff::Timestamp;
use sqlx::{
    Row, SqlitePool,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};
use uuid::Uuid;

use super::ring::Wrapped;
use crate::convert::{bytes, micros};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations_keys");

/// The mark that a destroyed key leaves.
pub(crate) struct Destroyed {
    pub(crate) owner: Uuid,
    pub(crate) at: Timestamp,
    pub(crate) reason: String,
}

const CONNECTIONS_MAX: u32 = 4;
const BUSY_TIMEOUT: Duration = Duration::from_secs(15);
/// How often emptying the log is tried: a reader may stand in the way for a moment.
const CHECKPOINT_TRIES: u32 = 20;

/// Opens the database and brings it up to date. What is deleted in it is overwritten.
pub(super) async fn open(path: &Path) -> Result<SqlitePool, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("secure_delete", "ON")
        .pragma("trusted_schema", "OFF");
    let keys = SqlitePoolOptions::new().max_connections(CONNECTIONS_MAX).connect_with(options).await?;
    MIGRATIONS.run(&keys).await.map_err(|error| sqlx::Error::Migrate(Box::new(error)))?;
    Ok(keys)
}

pub(super) async fn find(keys: &SqlitePool, owner: Uuid) -> Result<Option<Wrapped>, sqlx::Error> {
    let row = sqlx::query("SELECT owner, id, wrapped_by, body FROM wrapped_keys WHERE owner = $1")
        .bind(bytes(owner))
        .fetch_optional(keys)
        .await?;
    row.as_ref().map(read).transpose()
}

/// Keeps a key unless its owner has one, and returns the one that is kept; `None` where its wrapper is no longer the active one.
pub(super) async fn keep(keys: &SqlitePool, wrapped: &Wrapped) -> Result<Option<Wrapped>, sqlx::Error> {
    sqlx::query(
        "INSERT INTO wrapped_keys (owner, id, wrapped_by, body)
         SELECT $1, $2, $3, $4 FROM active WHERE wrapped_by = $3
         ON CONFLICT (owner) DO NOTHING",
    )
    .bind(bytes(wrapped.owner))
    .bind(wrapped.id.as_slice())
    .bind(&wrapped.by)
    .bind(&wrapped.body)
    .execute(keys)
    .await?;
    find(keys, wrapped.owner).await
}

/// A page of the keys that are not wrapped by `by`.
pub(super) async fn not_by(keys: &SqlitePool, by: &str, limit: u16) -> Result<Vec<Wrapped>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT owner, id, wrapped_by, body FROM wrapped_keys WHERE wrapped_by < $1 OR wrapped_by > $1 LIMIT $2",
    )
    .bind(by)
    .bind(i64::from(limit))
    .fetch_all(keys)
    .await?;
    rows.iter().map(read).collect()
}

/// Puts keys wrapped anew in place of the same keys as they were; whoever was destroyed in between stays destroyed.
pub(super) async fn rewrap(keys: &SqlitePool, anew: &[Wrapped]) -> Result<u64, sqlx::Error> {
    let mut tx = keys.begin_with("BEGIN IMMEDIATE").await?;
    let mut moved = 0;
    for wrapped in anew {
        let done =
            sqlx::query("UPDATE wrapped_keys SET wrapped_by = $1, body = $2 WHERE owner = $3 AND id = $4")
                .bind(&wrapped.by)
                .bind(&wrapped.body)
                .bind(bytes(wrapped.owner))
                .bind(wrapped.id.as_slice())
                .execute(&mut *tx)
                .await?;
        moved += done.rows_affected();
    }
    tx.commit().await?;
    Ok(moved)
}

pub(super) async fn active(keys: &SqlitePool) -> Result<String, sqlx::Error> {
    sqlx::query_scalar("SELECT wrapped_by FROM active").fetch_one(keys).await
}

pub(super) async fn set_active_if_none(keys: &SqlitePool, name: &str) -> Result<(), sqlx::Error> {
    let query = "INSERT INTO active (one, wrapped_by) VALUES (1, $1) ON CONFLICT DO NOTHING";
    sqlx::query(query).bind(name).execute(keys).await.map(drop)
}

pub(super) async fn set_active(keys: &SqlitePool, name: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE active SET wrapped_by = $1").bind(name).execute(keys).await.map(drop)
}

pub(super) async fn destroy(
    keys: &SqlitePool,
    owner: Uuid,
    at: Timestamp,
    reason: &str,
) -> Result<(), sqlx::Error> {
    let mut tx = keys.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query("INSERT INTO destroyed (owner, at, reason) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind(bytes(owner))
        .bind(micros(at))
        .bind(reason)
        .execute(&mut *tx)
        .await?;
    sqlx::query("DELETE FROM wrapped_keys WHERE owner = $1").bind(bytes(owner)).execute(&mut *tx).await?;
    tx.commit().await?;
    empty_log(keys).await
}

pub(super) async fn remove(keys: &SqlitePool, owner: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM wrapped_keys WHERE owner = $1").bind(bytes(owner)).execute(keys).await.map(drop)
}

/// Writes the log into the database and empties it, so that no wrapped key is left in an older page.
pub(super) async fn empty_log(keys: &SqlitePool) -> Result<(), sqlx::Error> {
    for _ in 0..CHECKPOINT_TRIES {
        let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(keys).await?;
        if row.try_get::<i64, _>(0)? == 0 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    tracing::warn!("The log of keys.sqlite could not be emptied; the next erasure or start empties it");
    Ok(())
}

pub(super) async fn mark_of(keys: &SqlitePool, owner: Uuid) -> Result<Option<Destroyed>, sqlx::Error> {
    let row = sqlx::query("SELECT owner, at, reason FROM destroyed WHERE owner = $1")
        .bind(bytes(owner))
        .fetch_optional(keys)
        .await?;
    row.as_ref().map(read_mark).transpose()
}

pub(super) async fn destroyed(
    keys: &SqlitePool,
    after: Option<Uuid>,
    limit: u16,
) -> Result<Vec<Destroyed>, sqlx::Error> {
    let rows =
        sqlx::query("SELECT owner, at, reason FROM destroyed WHERE owner > $1 ORDER BY owner LIMIT $2")
            .bind(after.map(bytes).unwrap_or_default())
            .bind(i64::from(limit))
            .fetch_all(keys)
            .await?;
    rows.iter().map(read_mark).collect()
}

fn read(row: &SqliteRow) -> Result<Wrapped, sqlx::Error> {
    let id: Vec<u8> = row.try_get("id")?;
    Ok(Wrapped {
        owner: owner(row)?,
        id: id.try_into().map_err(|_| sqlx::Error::Decode("a key's id has 8 bytes".into()))?,
        by: row.try_get("wrapped_by")?,
        body: row.try_get("body")?,
    })
}

fn read_mark(row: &SqliteRow) -> Result<Destroyed, sqlx::Error> {
    Ok(Destroyed { owner: owner(row)?, at: moment(row)?, reason: row.try_get("reason")? })
}

fn owner(row: &SqliteRow) -> Result<Uuid, sqlx::Error> {
    let owner: Vec<u8> = row.try_get("owner")?;
    Uuid::from_slice(&owner).map_err(|error| sqlx::Error::Decode(error.into()))
}

fn moment(row: &SqliteRow) -> Result<Timestamp, sqlx::Error> {
    Timestamp::from_microsecond(row.try_get("at")?).map_err(|error| sqlx::Error::Decode(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{ring::Ring, seal::random};

    const KEYS: usize = 300;

    /// Enough keys, in random order, that pages are split and merged while some go.
    #[tokio::test]
    async fn of_a_destroyed_key_no_byte_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys.sqlite");
        let keys = open(&file).await.unwrap();
        set_active_if_none(&keys, "k").await.unwrap();
        let ring = Ring::parse(&format!("k {}", "ab".repeat(32))).unwrap();
        let mut kept = Vec::new();
        for _ in 0..KEYS {
            let wrapped = ring.wrap("k", Uuid::from_bytes(random()), random(), &random()).unwrap();
            keep(&keys, &wrapped).await.unwrap().unwrap();
            kept.push(wrapped);
        }
        let (gone, left) = kept.split_at(KEYS / 3);
        for wrapped in gone {
            destroy(&keys, wrapped.owner, Timestamp::UNIX_EPOCH, "host").await.unwrap();
        }
        keys.close().await;
        let bytes = std::fs::read(&file).unwrap();
        let is_there =
            |wrapped: &&Wrapped| bytes.windows(wrapped.body.len()).any(|part| part == wrapped.body);
        assert_eq!(
            (gone.iter().filter(is_there).count(), left.iter().filter(is_there).count()),
            (0, left.len())
        );
        assert!(!file.with_extension("sqlite-wal").exists());
    }
}
