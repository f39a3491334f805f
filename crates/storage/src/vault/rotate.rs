//! A new deployment key: every data key is wrapped anew, page by page, while everybody works on.
//!
//! First the new key is made the active one, in the database that all processes share: from then on nothing is wrapped by
//! an older one. Then the others are wrapped anew, and how far that went is the rows themselves, so it goes on after a stop.

use std::time::Duration;

use super::{Vault, VaultError, Wrapped, shelf};
use crate::Store;

/// How many keys are wrapped anew in one transaction.
const PAGE: u16 = 200;
/// Pause between pages, so that others get their turn at the database.
const PAUSE: Duration = Duration::from_millis(5);

/// What a rotation did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotated {
    /// The deployment key that wraps everything now.
    pub active: String,
    /// How many data keys were wrapped anew.
    pub rewrapped: u64,
    /// Whether the older deployment keys were removed from their file.
    pub retired: bool,
}

impl Store {
    /// Rotates the deployment key while everybody works on. A file of keys gets a fresh one unless an earlier rotation did not
    /// come to its end; the other sources are expected to hold the new key as their last. Running it again goes on.
    ///
    /// `retire` removes the older keys from a file afterwards: then older backups of `keys.sqlite` open no more.
    ///
    /// # Errors
    /// [`VaultError`]; the old key goes on opening what is not wrapped anew yet.
    pub async fn rotate_vault(&self, retire: bool) -> Result<Rotated, VaultError> {
        self.vault.rotate(retire).await
    }
}

impl Vault {
    async fn rotate(&self, retire: bool) -> Result<Rotated, VaultError> {
        let active = shelf::active(&self.keys).await?;
        let unfinished = !shelf::not_by(&self.keys, &active, 1).await?.is_empty();
        let last = self.source.ring().await?.last;
        // A key that was added and is not active yet is also from a rotation that was stopped.
        let added = if unfinished || last != active { None } else { self.source.add()? };
        let next = if unfinished { active } else { added.unwrap_or(last) };
        self.ring_with(&next).await?;
        shelf::set_active(&self.keys, &next).await?;
        let mut rewrapped = 0;
        loop {
            let page = shelf::not_by(&self.keys, &next, PAGE).await?;
            if page.is_empty() {
                break;
            }
            rewrapped += self.rewrap(&page, &next).await?;
            tokio::time::sleep(PAUSE).await;
        }
        shelf::empty_log(&self.keys).await?;
        let retired = retire && self.source.keep_only(&next)?;
        Ok(Rotated { active: next, rewrapped, retired })
    }

    async fn rewrap(&self, page: &[Wrapped], by: &str) -> Result<u64, VaultError> {
        let mut anew = Vec::with_capacity(page.len());
        for old in page {
            let key = self.unwrap(old).await?;
            let ring = self.ring_with(by).await?;
            let wrapped = ring.wrap(by, old.owner, old.id, &key);
            anew.push(wrapped.ok_or_else(|| VaultError::WrapperMissing(by.to_owned()))?);
        }
        shelf::rewrap(&self.keys, &anew).await.map_err(VaultError::from)
    }
}
