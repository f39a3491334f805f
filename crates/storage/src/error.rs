//! What can go wrong underneath: the database, the disk, or a row that cannot be understood.

use crate::vault::VaultError;

/// A failure of the storage itself, never of the request. Its text holds no personal data.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The evidence folder refused or failed.
    #[error("evidence: {0}")]
    Evidence(#[from] object_store::Error),
    /// A stored row does not have the shape that this version writes; names the table.
    #[error("a row of {0} cannot be understood")]
    Corrupt(&'static str),
    /// A sealed value does not open: it was changed, moved to another place, or belongs to another key; names the table.
    #[error("a sealed value of {0} does not open: it was changed or moved")]
    Unopenable(&'static str),
    /// The applicant was erased: nothing of them can be read any more.
    #[error("the applicant was erased")]
    Erased,
    /// There is no key for a row: `keys.sqlite` does not belong to this database, or is older.
    #[error("a data key is missing: keys.sqlite does not belong to this database")]
    KeyMissing,
    /// The vault gives no key.
    #[error("vault: {0}")]
    Vault(#[from] VaultError),
}

impl Error {
    /// Whether there was merely too much to do at once, so that it may work a little later.
    #[must_use]
    pub fn is_overload(&self) -> bool {
        match self {
            Self::Database(error) | Self::Vault(VaultError::Database(error)) => is_busy(error),
            _ => false,
        }
    }
}

fn is_busy(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut => true,
        // SQLITE_BUSY: another process wrote for longer than the busy timeout.
        sqlx::Error::Database(error) => error.code().as_deref() == Some("5"),
        _ => false,
    }
}

/// A write that carries an answer for an idempotency key.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The same key was answered in the meantime: read that answer; nothing of this write was kept.
    #[error("this idempotency key has been answered")]
    AlreadyAnswered,
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl From<sqlx::Error> for WriteError {
    fn from(error: sqlx::Error) -> Self {
        Self::Storage(error.into())
    }
}
