//! The pictures of an attempt, from the evidence folder to decoded pixels.

use std::collections::BTreeMap;

use bytes::Bytes;
use review::{
    case::Attempt,
    id::SessionId,
    observation::{CaptureFacts, ImageRole},
};
use storage::Store;
use vision::{
    Pictures,
    intake::{self, IntakeError, Limits, Picture},
    live::{Film, is_film},
};

use crate::app::App;

/// Pictures as stored, with what their files once said of themselves.
pub(crate) struct Stored(BTreeMap<ImageRole, (Bytes, CaptureFacts)>);

/// Decoded pictures.
pub(crate) struct Decoded {
    pictures: BTreeMap<ImageRole, Picture>,
    film: Option<Film>,
}

/// Loads the pictures of an attempt; each is opened and checked against its hash.
pub(crate) async fn load(app: &App, session: SessionId, attempt: &Attempt) -> Result<Stored, storage::Error> {
    load_from(app.store(), session, attempt).await
}

/// As [`load`], where nothing is served.
pub(crate) async fn load_from(
    store: &Store,
    session: SessionId,
    attempt: &Attempt,
) -> Result<Stored, storage::Error> {
    let rows = store.evidence_of(session).await?;
    let mut stored = BTreeMap::new();
    for (role, digest) in &attempt.evidence {
        let facts = rows.iter().find(|row| row.digest == *digest).map(|row| row.facts.clone());
        let jpeg = store.blob(session, *digest).await?;
        stored.insert(*role, (jpeg, facts.unwrap_or_default()));
    }
    Ok(Stored(stored))
}

/// Loads the latest uploads of a session for these roles, whether they belong to an attempt or not.
pub(crate) async fn load_latest(
    app: &App,
    session: SessionId,
    roles: &[ImageRole],
) -> Result<Stored, storage::Error> {
    let rows = app.store().evidence_of(session).await?;
    let mut stored = BTreeMap::new();
    for role in roles {
        if let Some(row) = rows.iter().rev().find(|row| row.role == *role) {
            stored.insert(*role, (app.store().blob(session, row.digest).await?, row.facts.clone()));
        }
    }
    Ok(Stored(stored))
}

impl Stored {
    /// Whether there is a picture of that role.
    pub(crate) fn has(&self, role: ImageRole) -> bool {
        self.0.contains_key(&role)
    }

    /// Decodes all of them. CPU work.
    pub(crate) fn decode(self, limits: &Limits) -> Result<Decoded, IntakeError> {
        let mut decoded = Decoded { pictures: BTreeMap::new(), film: None };
        for (role, (kept, facts)) in self.0 {
            if is_film(&kept) {
                decoded.film = Some(Film::read(&kept).map_err(|_| IntakeError::Truncated)?);
                continue;
            }
            let picture = match role {
                ImageRole::Front | ImageRole::Back => intake::accept_to_read(&kept, limits),
                ImageRole::Selfie => intake::accept(&kept, limits),
            }?;
            decoded.pictures.insert(role, Picture { facts, ..picture });
        }
        Ok(decoded)
    }
}

impl Decoded {
    /// As vision takes them.
    pub(crate) fn pictures(&self) -> Pictures<'_> {
        let of = |role: ImageRole| self.pictures.get(&role);
        let (front, back, selfie) = (of(ImageRole::Front), of(ImageRole::Back), of(ImageRole::Selfie));
        Pictures { front, back, selfie, film: self.film.as_ref() }
    }
}
