//! Evidence: sealed pictures in a folder, found by the hash of their content, and rows that say whose they are.

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use object_store::{ObjectStoreExt, path::Path};
use review::{
    id::{Digest, SessionId},
    observation::{CaptureFacts, ImageRole},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    Error, Store,
    answer::Reply,
    convert::{Reader, bytes, micros, name, opened, sealed},
    error::WriteError,
    vault::{At, DataKey},
};

/// An uploaded picture, as it was stored: upright, without metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Name.
    pub id: Uuid,
    /// The session that it was handed in for; no other may use it.
    pub session: SessionId,
    /// As what.
    pub role: ImageRole,
    /// SHA-256 of the stored bytes.
    pub digest: Digest,
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
    /// Size of the stored bytes.
    pub size_bytes: u64,
    /// What the uploaded file said of itself.
    pub facts: CaptureFacts,
    /// When.
    pub uploaded_at: Timestamp,
}

/// What is sealed of a row.
#[derive(Serialize, Deserialize)]
pub(crate) struct SealedFacts {
    pub(crate) digest: Digest,
    pub(crate) facts: CaptureFacts,
}

impl Store {
    /// Seals and stores a picture of a session durably, and returns its hash. Without a row it belongs to nobody and does no
    /// harm.
    ///
    /// # Errors
    /// [`Error::Erased`]; or when there is no such session or the evidence folder fails.
    pub async fn put_blob(&self, session: SessionId, content: Bytes) -> Result<Digest, Error> {
        let key = self.key_of_session(session).await?;
        let digest = Digest(Sha256::digest(&content).into());
        self.put_sealed(&key, digest, &content).await?;
        Ok(digest)
    }

    /// The picture of that hash, handed in for that session or another one of the same applicant; the hash is checked again.
    ///
    /// # Errors
    /// [`Error::Erased`]; or when it is missing, or was changed on disk ([`Error::Unopenable`]).
    pub async fn blob(&self, session: SessionId, digest: Digest) -> Result<Bytes, Error> {
        let key = self.key_of_session(session).await?;
        let place = self.place(key.owner, digest);
        let stored = self.blobs.get(&path(&place)).await?.bytes().await?;
        let content = key.open_blob(&blob_at(&[&place]), Vec::from(stored))?;
        let computed: [u8; 32] = Sha256::digest(&content).into();
        if computed == digest.0 { Ok(content.into()) } else { Err(Error::Corrupt("evidence")) }
    }

    /// Writes the row of a picture that [`Store::put_blob`] has stored, with the answer to keep for an idempotency key.
    ///
    /// # Errors
    /// [`WriteError`]; then no row was written.
    pub async fn add_evidence(&self, evidence: &Evidence, reply: Option<&Reply>) -> Result<(), WriteError> {
        let key = self.key_of_session(evidence.session).await?;
        let place = self.place(key.owner, evidence.digest);
        let mut tx = self.begin().await?;
        insert(&mut tx, &key, &place, evidence).await?;
        if let Some(reply) = reply {
            self.remember(&mut tx, &key, reply, evidence.uploaded_at).await?;
        }
        Ok(tx.commit().await?)
    }

    /// The row of that name.
    ///
    /// # Errors
    /// [`Error::Erased`]; or when the database fails or the row does not open.
    pub async fn evidence(&self, id: Uuid) -> Result<Option<Evidence>, Error> {
        let row = sqlx::query(
            "SELECT e.*, s.applicant FROM evidence e JOIN sessions s ON s.id = e.session WHERE e.id = $1",
        )
        .bind(bytes(id))
        .fetch_optional(&self.reader)
        .await?;
        let Some(row) = row else { return self.not_erased(id).await.map(|()| None) };
        let reader = Reader { table: "evidence", row: &row };
        let key = self.vault.key(reader.applicant("applicant")?).await?;
        read(&key, &reader).map(Some)
    }

    /// Every picture that was handed in for a session, oldest first.
    ///
    /// # Errors
    /// [`Error::Erased`]; or when the database fails or a row does not open.
    pub async fn evidence_of(&self, session: SessionId) -> Result<Vec<Evidence>, Error> {
        let rows = sqlx::query("SELECT * FROM evidence WHERE session = $1 ORDER BY uploaded_at, id")
            .bind(bytes(session.0))
            .fetch_all(&self.reader)
            .await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.key_of_session(session).await?;
        rows.iter().map(|row| read(&key, &Reader { table: "evidence", row })).collect()
    }

    /// The key of the applicant whose session it is.
    pub(crate) async fn key_of_session(&self, session: SessionId) -> Result<Arc<DataKey>, Error> {
        let row = sqlx::query("SELECT applicant FROM sessions WHERE id = $1")
            .bind(bytes(session.0))
            .fetch_optional(&self.reader)
            .await?;
        match row {
            Some(row) => {
                self.vault.key(Reader { table: "sessions", row: &row }.applicant("applicant")?).await
            }
            None => Err(self.not_erased(session.0).await.err().unwrap_or(Error::KeyMissing)),
        }
    }

    /// Seals content for its place and stores it durably.
    pub(crate) async fn put_sealed(
        &self,
        key: &DataKey,
        digest: Digest,
        content: &[u8],
    ) -> Result<[u8; 32], Error> {
        let place = self.place(key.owner, digest);
        let sealed = key.seal_blob(&blob_at(&[&place]), content);
        self.blobs.put(&path(&place), sealed.into()).await?;
        Ok(place)
    }

    /// Removes what lies at a place; what is gone already is gone.
    pub(crate) async fn remove_blob(&self, place: &[u8]) -> Result<(), Error> {
        match self.blobs.delete(&path(place)).await {
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            done => Ok(done?),
        }
    }

    /// Where a picture lies: a keyed hash, so that a file's name does not tell whether somebody handed in a picture that is
    /// known elsewhere. The same picture of one applicant lies once.
    fn place(&self, owner: Uuid, digest: Digest) -> [u8; 32] {
        self.secret.derive("blob", &[owner.as_bytes(), &digest.0])
    }
}

async fn insert(
    tx: &mut sqlx::SqliteConnection,
    key: &DataKey,
    place: &[u8; 32],
    evidence: &Evidence,
) -> Result<(), Error> {
    let facts = SealedFacts { digest: evidence.digest, facts: evidence.facts.clone() };
    let added = sqlx::query(
        "INSERT INTO evidence (id, session, role, place, width_px, height_px, size_bytes, facts, uploaded_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
         WHERE EXISTS (SELECT 1 FROM sessions s JOIN applicants p ON p.id = s.applicant
                       WHERE s.id = $2 AND p.erasing_since IS NULL)",
    )
    .bind(bytes(evidence.id))
    .bind(bytes(evidence.session.0))
    .bind(name(&evidence.role))
    .bind(place.as_slice())
    .bind(i64::from(evidence.width_px))
    .bind(i64::from(evidence.height_px))
    .bind(i64::try_from(evidence.size_bytes).map_err(|_| Error::Corrupt("evidence"))?)
    .bind(sealed(key, &facts_at(&[evidence.id.as_bytes()]), &facts))
    .bind(micros(evidence.uploaded_at))
    .execute(tx)
    .await?;
    // Of somebody who is being erased nothing more is kept: nobody would find its file again.
    if added.rows_affected() == 1 { Ok(()) } else { Err(Error::Erased) }
}

fn path(place: &[u8]) -> Path {
    let name = hex::encode(place);
    let (shelf, rest) = name.split_at(name.len().min(2));
    Path::from_iter([shelf, rest])
}

fn blob_at<'a>(row: &'a [&'a [u8]]) -> At<'a> {
    At::new("evidence", "blob", row)
}

/// The place of the sealed facts of the picture of that name.
pub(crate) fn facts_at<'a>(row: &'a [&'a [u8]]) -> At<'a> {
    At::new("evidence", "facts", row)
}

fn read(key: &DataKey, reader: &Reader<'_>) -> Result<Evidence, Error> {
    let id = reader.uuid("id")?;
    let SealedFacts { digest, facts } = opened(key, &facts_at(&[id.as_bytes()]), &reader.bytes("facts")?)?;
    Ok(Evidence {
        id,
        session: reader.session("session")?,
        role: reader.named("role")?,
        digest,
        width_px: reader.small("width_px")?,
        height_px: reader.small("height_px")?,
        size_bytes: reader.unsigned("size_bytes")?,
        facts,
        uploaded_at: reader.moment("uploaded_at")?,
    })
}
