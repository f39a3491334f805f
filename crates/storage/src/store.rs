//! The store: one writer, several readers, a folder of evidence and the vault.

use std::{io, path::Path, sync::Arc, time::Duration};

use object_store::local::LocalFileSystem;
use sqlx::{
    ConnectOptions, Connection, Sqlite, SqlitePool, Transaction,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    secret::{Secret, sync_folder},
    vault::{KeySource, Vault, VaultError},
};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// How many readers may run at once.
const READERS_MAX: u32 = 8;
/// From so many pages of the log on, a claim moves them into the database itself, at the price of a wait for the disk;
/// the writer, which waits for it anyway, does so from SQLite's own 1,000 on.
const HOLDS_CHECKPOINT_PAGES: &str = "20000";
/// How long a write waits for another process's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(15);

/// The file of the deployment's keys, where nothing else was said.
pub const KEYS_FILE: &str = "vault.keys";

/// Everything that Bonafide remembers. Cheap to clone; all clones share the same connections.
#[derive(Clone)]
pub struct Store {
    pub(crate) writer: SqlitePool,
    pub(crate) reader: SqlitePool,
    /// Writes what a power cut may take back: see [`crate::queue`].
    pub(crate) holds: SqlitePool,
    pub(crate) blobs: Arc<LocalFileSystem>,
    pub(crate) secret: Arc<Secret>,
    pub(crate) vault: Arc<Vault>,
}

/// Why the data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder or the key file in it cannot be made or read.
    #[error("data folder: {0}")]
    Folder(#[from] io::Error),
    /// The database cannot be opened.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The database does not have the shape that this version migrates from.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The evidence folder cannot be used.
    #[error("evidence: {0}")]
    Evidence(#[from] object_store::Error),
    /// The vault gives no keys.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The folder holds rows and pictures of an earlier version, unsealed.
    #[error(
        "the folder holds data of an earlier version that is not sealed yet; stop every process and run `bonafide admin seal`"
    )]
    Unsealed,
}

impl Store {
    /// Opens the data folder, makes what is missing in it, and brings the database up to date. The deployment's keys are in
    /// `vault.keys` beside the data; see [`Store::open_with`].
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(folder: &Path, fresh_key: [u8; 32]) -> Result<Self, OpenError> {
        let source = KeySource::File(folder.join(KEYS_FILE));
        Self::open_with(folder, fresh_key, source).await
    }

    /// Opens the data folder with the deployment's keys from elsewhere.
    ///
    /// `fresh_key` is 32 random bytes that become the installation's key at its first start and are ignored later.
    ///
    /// # Errors
    /// [`OpenError`] when the folder, the keys, the database or the evidence folder cannot be used.
    pub async fn open_with(folder: &Path, fresh_key: [u8; 32], source: KeySource) -> Result<Self, OpenError> {
        let store = Self::open_as_it_is(folder, fresh_key, source).await?;
        let sealed: bool = sqlx::query_scalar("SELECT sealed FROM vault").fetch_one(&store.reader).await?;
        if sealed { Ok(store) } else { Err(OpenError::Unsealed) }
    }

    /// Opens the folder also where it holds unsealed data.
    pub(crate) async fn open_as_it_is(
        folder: &Path,
        fresh_key: [u8; 32],
        source: KeySource,
    ) -> Result<Self, OpenError> {
        let evidence = folder.join("evidence");
        make_shelves(&evidence)?;
        sync_folder(folder)?;
        let vault = Vault::open(&folder.join("keys.sqlite"), source).await?;
        let secret = installation(&vault, &folder.join("installation.key"), fresh_key).await?;
        let database = folder.join("bonafide.sqlite");
        migrate(&database).await?;
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options(&database)).await?;
        let reader = SqlitePoolOptions::new()
            .max_connections(READERS_MAX)
            .connect_with(options(&database).pragma("query_only", "ON"))
            .await?;
        let holds = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(
                options(&database)
                    .synchronous(SqliteSynchronous::Normal)
                    .pragma("wal_autocheckpoint", HOLDS_CHECKPOINT_PAGES),
            )
            .await?;
        let blobs = Arc::new(LocalFileSystem::new_with_prefix(&evidence)?.with_fsync(true));
        Ok(Self { writer, reader, holds, blobs, secret: Arc::new(secret), vault: Arc::new(vault) })
    }

    /// Answers whether the database can be read now.
    ///
    /// # Errors
    /// When it cannot.
    pub async fn ping(&self) -> Result<(), crate::Error> {
        sqlx::query("SELECT 1").execute(&self.reader).await?;
        Ok(())
    }

    /// Closes every connection after the work in flight; further calls fail.
    pub async fn close(&self) {
        self.reader.close().await;
        self.holds.close().await;
        self.writer.close().await;
        self.vault.close().await;
    }

    /// Starts a write: takes the write lock at once, since a deferred start can fail whatever the busy timeout is.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
        self.writer.begin_with("BEGIN IMMEDIATE").await
    }
}

/// The installation's key, taken over from the plain file of earlier versions, which then goes.
async fn installation(vault: &Vault, plain: &Path, fresh: [u8; 32]) -> Result<Secret, OpenError> {
    if !plain.exists() {
        return Ok(vault.installation(&fresh).await?);
    }
    let earlier = std::fs::read(plain)?;
    let earlier = earlier.try_into().map_err(|_| io::Error::other("installation.key has not 32 bytes"))?;
    let secret = vault.installation(&earlier).await?;
    match std::fs::remove_file(plain) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(secret),
    }
}

/// Migrations rebuild tables that others refer to, so foreign keys are off for this connection alone.
async fn migrate(database: &Path) -> Result<(), OpenError> {
    let mut connection = options(database).foreign_keys(false).connect().await?;
    MIGRATIONS.run(&mut connection).await?;
    let broken = sqlx::query("PRAGMA foreign_key_check").fetch_optional(&mut connection).await?;
    connection.close().await?;
    match broken {
        None => Ok(()),
        Some(_) => Err(sqlx::Error::Protocol("a migration left a row without its parent".into()).into()),
    }
}

/// Makes the 256 folders that evidence is spread over, durably, so that no upload has to.
fn make_shelves(evidence: &Path) -> io::Result<()> {
    std::fs::create_dir_all(evidence)?;
    for shelf in 0..=u8::MAX {
        std::fs::create_dir_all(evidence.join(format!("{shelf:02x}")))?;
    }
    sync_folder(evidence)
}

fn options(database: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(database)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("trusted_schema", "OFF")
}
