//! Evidence: pictures by the hash of their content in a folder, and rows that say whose they are.

use bytes::Bytes;
use jiff::Timestamp;
use object_store::{ObjectStoreExt, path::Path};
use review::{
    id::{Digest, SessionId},
    observation::{CaptureFacts, ImageRole},
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    Error, Store,
    answer::{Reply, remember},
    convert::{Reader, bytes, json, micros, name},
    error::WriteError,
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

impl Store {
    /// Stores a picture durably and returns under which hash. Without a row it belongs to nobody and does no harm.
    ///
    /// # Errors
    /// When the evidence folder fails.
    pub async fn put_blob(&self, content: Bytes) -> Result<Digest, Error> {
        let digest = Digest(Sha256::digest(&content).into());
        self.blobs.put(&place(digest), content.into()).await?;
        Ok(digest)
    }

    /// The picture of that hash; the hash is checked again.
    ///
    /// # Errors
    /// When it is missing, or its content has changed on disk ([`Error::Corrupt`]).
    pub async fn blob(&self, digest: Digest) -> Result<Bytes, Error> {
        let content = self.blobs.get(&place(digest)).await?.bytes().await?;
        let computed: [u8; 32] = Sha256::digest(&content).into();
        if computed == digest.0 { Ok(content) } else { Err(Error::Corrupt("evidence")) }
    }

    /// Writes the row of a picture that [`Store::put_blob`] has stored, with the answer to keep for an idempotency key.
    ///
    /// # Errors
    /// [`WriteError`]; then no row was written.
    pub async fn add_evidence(&self, evidence: &Evidence, reply: Option<&Reply>) -> Result<(), WriteError> {
        let mut tx = self.begin().await?;
        insert(&mut tx, evidence).await?;
        if let Some(reply) = reply {
            remember(&mut tx, reply, evidence.uploaded_at).await?;
        }
        Ok(tx.commit().await?)
    }

    /// The row of that name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn evidence(&self, id: Uuid) -> Result<Option<Evidence>, Error> {
        let row = sqlx::query("SELECT * FROM evidence WHERE id = $1")
            .bind(bytes(id))
            .fetch_optional(&self.reader)
            .await?;
        row.map(|row| read(&Reader { table: "evidence", row: &row })).transpose()
    }

    /// Every picture that was handed in for a session, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn evidence_of(&self, session: SessionId) -> Result<Vec<Evidence>, Error> {
        let rows = sqlx::query("SELECT * FROM evidence WHERE session = $1 ORDER BY uploaded_at, id")
            .bind(bytes(session.0))
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(|row| read(&Reader { table: "evidence", row })).collect()
    }
}

async fn insert(tx: &mut sqlx::SqliteConnection, evidence: &Evidence) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO evidence (id, session, role, digest, width_px, height_px, size_bytes, facts, uploaded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(bytes(evidence.id))
    .bind(bytes(evidence.session.0))
    .bind(name(&evidence.role))
    .bind(evidence.digest.0.as_slice())
    .bind(i64::from(evidence.width_px))
    .bind(i64::from(evidence.height_px))
    .bind(i64::try_from(evidence.size_bytes).map_err(|_| Error::Corrupt("evidence"))?)
    .bind(json(&evidence.facts))
    .bind(micros(evidence.uploaded_at))
    .execute(tx)
    .await?;
    Ok(())
}

fn place(digest: Digest) -> Path {
    let name = hex::encode(digest.0);
    Path::from_iter([&name[..2], &name[2..]])
}

fn read(reader: &Reader<'_>) -> Result<Evidence, Error> {
    Ok(Evidence {
        id: reader.uuid("id")?,
        session: reader.session("session")?,
        role: reader.named("role")?,
        digest: reader.digest("digest")?,
        width_px: reader.small("width_px")?,
        height_px: reader.small("height_px")?,
        size_bytes: reader.unsigned("size_bytes")?,
        facts: reader.json("facts")?,
        uploaded_at: reader.moment("uploaded_at")?,
    })
}
