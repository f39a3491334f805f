//! The vault: a random data key for each applicant, wrapped by a key of the deployment.
//!
//! Everything that says something about a person is sealed under the applicant's data key before it reaches the database or
//! the evidence folder (`seal`, `chunk`). Data keys lie wrapped in `keys.sqlite` (`shelf`), which is backed up apart; the
//! deployment's keys come from elsewhere (`ring`). Erasing somebody is destroying their data key.

mod cache;
mod chunk;
mod ring;
mod rotate;
mod seal;
mod shelf;

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use jiff::Timestamp;
use review::id::ApplicantId;
use sqlx::SqlitePool;
use tokio::time::Instant;
use uuid::Uuid;
use zeroize::Zeroizing;

pub use ring::{KeySource, RingError};
pub use rotate::Rotated;
pub(crate) use seal::{At, DataKey, is_sealed};

use crate::{Error, secret::Secret};
use cache::Cache;
use ring::{Ring, Wrapped};
use seal::{ID_LEN, random};
pub(crate) use shelf::Destroyed;

/// Under whose name the installation's own key lies.
const INSTALLATION: Uuid = Uuid::nil();

/// The key that seals what belongs to no applicant, derived from the installation's own.
pub(crate) fn installation_key(secret: &Secret) -> DataKey {
    DataKey::new(INSTALLATION, [0; ID_LEN], &secret.derive("seal", &[]))
}

/// Why the vault does not give a key.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The key database refused or failed.
    #[error("keys.sqlite: {0}")]
    Database(#[from] sqlx::Error),
    /// The deployment's keys cannot be read.
    #[error(transparent)]
    Ring(#[from] RingError),
    /// The source of the deployment's keys lacks one that is in use.
    #[error("the vault's keys: there is none of the name {0}, by which data keys are wrapped")]
    WrapperMissing(String),
    /// A wrapped key was changed, or its wrapper is another one of the same name.
    #[error("a wrapped key cannot be opened: it was changed, or the deployment key {0} is another one")]
    Unopenable(String),
}

/// Data keys, unwrapped on demand.
pub(crate) struct Vault {
    keys: SqlitePool,
    source: KeySource,
    ring: RwLock<Arc<Ring>>,
    cache: Mutex<Cache>,
}

impl Vault {
    /// Opens the key database and reads the deployment's keys.
    pub(crate) async fn open(database: &Path, source: KeySource) -> Result<Self, VaultError> {
        let keys = shelf::open(database).await?;
        let ring = source.ring().await?;
        shelf::set_active_if_none(&keys, &ring.last).await?;
        let vault = Self {
            keys,
            source,
            ring: RwLock::new(Arc::new(ring)),
            cache: Mutex::new(Cache::new(Instant::now())),
        };
        let active = shelf::active(&vault.keys).await?;
        vault.ring_with(&active).await?;
        Ok(vault)
    }

    pub(crate) async fn close(&self) {
        self.keys.close().await;
    }

    /// The installation's own key: the one that is kept, or `fresh` at the first start.
    pub(crate) async fn installation(&self, fresh: &[u8; 32]) -> Result<Secret, VaultError> {
        let wrapped = match shelf::find(&self.keys, INSTALLATION).await? {
            Some(wrapped) => wrapped,
            None => self.keep(INSTALLATION, random(), fresh).await?,
        };
        Ok(Secret::new(*self.unwrap(&wrapped).await?))
    }

    /// The data key of an applicant.
    ///
    /// # Errors
    /// [`Error::Erased`] where it was destroyed, [`Error::KeyMissing`] where there never was one.
    pub(crate) async fn key(&self, applicant: ApplicantId) -> Result<Arc<DataKey>, Error> {
        if let Some(key) = self.cached().get(applicant.0, Instant::now()) {
            return Ok(key);
        }
        let Some(wrapped) = shelf::find(&self.keys, applicant.0).await.map_err(VaultError::from)? else {
            return Err(if self.is_destroyed(applicant).await? { Error::Erased } else { Error::KeyMissing });
        };
        self.take(&wrapped).await
    }

    /// Makes the data key of a new applicant; whoever has one keeps it.
    pub(crate) async fn make(&self, applicant: ApplicantId) -> Result<Arc<DataKey>, Error> {
        if self.is_destroyed(applicant).await? {
            return Err(Error::Erased);
        }
        let key = Zeroizing::new(random());
        let wrapped = self.keep(applicant.0, random(), &key).await?;
        self.take(&wrapped).await
    }

    /// Destroys a data key, and leaves a mark that it was; the file is overwritten where it lay.
    pub(crate) async fn destroy(
        &self,
        applicant: ApplicantId,
        at: Timestamp,
        reason: &str,
    ) -> Result<(), Error> {
        shelf::destroy(&self.keys, applicant.0, at, reason).await.map_err(VaultError::from)?;
        self.cached().forget(applicant.0);
        Ok(())
    }

    /// Drops the key of somebody who was not added after all.
    pub(crate) async fn drop_unused(&self, applicant: ApplicantId) -> Result<(), Error> {
        self.cached().forget(applicant.0);
        Ok(shelf::remove(&self.keys, applicant.0).await.map_err(VaultError::from)?)
    }

    /// The mark that a destroyed key left.
    pub(crate) async fn mark_of(&self, applicant: ApplicantId) -> Result<Option<Destroyed>, Error> {
        Ok(shelf::mark_of(&self.keys, applicant.0).await.map_err(VaultError::from)?)
    }

    async fn is_destroyed(&self, applicant: ApplicantId) -> Result<bool, Error> {
        Ok(self.mark_of(applicant).await?.is_some())
    }

    /// Whose keys were destroyed, page by page in the order of their names.
    pub(crate) async fn destroyed(&self, after: Option<Uuid>, limit: u16) -> Result<Vec<Destroyed>, Error> {
        Ok(shelf::destroyed(&self.keys, after, limit).await.map_err(VaultError::from)?)
    }

    async fn take(&self, wrapped: &Wrapped) -> Result<Arc<DataKey>, Error> {
        let bytes = self.unwrap(wrapped).await?;
        let key = Arc::new(DataKey::new(wrapped.owner, wrapped.id, &bytes));
        self.cached().put(Arc::clone(&key), Instant::now());
        Ok(key)
    }

    /// Stores a key under the active wrapper, unless its owner has one: then that one is returned.
    async fn keep(&self, owner: Uuid, id: [u8; ID_LEN], key: &[u8; 32]) -> Result<Wrapped, VaultError> {
        loop {
            let active = shelf::active(&self.keys).await?;
            let ring = self.ring_with(&active).await?;
            let wrapped = ring
                .wrap(&active, owner, id, key)
                .ok_or_else(|| VaultError::WrapperMissing(active.clone()))?;
            // The wrapper may be changed in between: then once more.
            if let Some(kept) = shelf::keep(&self.keys, &wrapped).await? {
                return Ok(kept);
            }
        }
    }

    async fn unwrap(&self, wrapped: &Wrapped) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        let ring = self.ring_with(&wrapped.by).await?;
        ring.unwrap(wrapped).ok_or_else(|| VaultError::Unopenable(wrapped.by.clone()))
    }

    /// The ring, read again where it lacks a key: another process may have added it.
    async fn ring_with(&self, name: &str) -> Result<Arc<Ring>, VaultError> {
        let ring = Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner));
        if ring.holds(name) {
            return Ok(ring);
        }
        let ring = Arc::new(self.source.ring().await?);
        if !ring.holds(name) {
            return Err(VaultError::WrapperMissing(name.to_owned()));
        }
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&ring);
        Ok(ring)
    }

    fn cached(&self) -> std::sync::MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
