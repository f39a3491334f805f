//! Erasing an applicant: their key, their pictures, their rows; what stays is a certificate.
//!
//! The order makes every stop harmless. The applicant is marked; the key is destroyed, and from here on nothing can be read;
//! the blobs go; the rows go, with the certificate and its audit entry in one transaction. [`Store::finish_erasures`] goes on
//! where a stop came in between, [`Store::repeat_erasures`] after an old backup of the database was put back.

use std::collections::BTreeMap;

use jiff::Timestamp;
use review::{id::ApplicantId, transition::AuditEntry};
use sqlx::{AssertSqlSafe, SqliteConnection};
use uuid::Uuid;

use crate::{
    Error, Store,
    audit::{self, Entry},
    convert::{Reader, bytes, hash, json, micros},
    vault::Destroyed,
};

/// Everything that hangs on an applicant, in the order of deletion. A new table with an `applicant` column is one more line;
/// a test compares this list with the database.
const TABLES: &[(&str, &str)] = &[
    ("ticket_examinations", "ticket IN (SELECT id FROM tickets WHERE applicant = $1)"),
    ("tickets", "applicant = $1"),
    ("review_exclusions", "session IN (SELECT id FROM sessions WHERE applicant = $1)"),
    ("review_queue", "applicant = $1"),
    ("identity_expiry", "applicant = $1"),
    (
        "examinations",
        "attempt IN (SELECT a.id FROM attempts a JOIN sessions s ON s.id = a.session WHERE s.applicant = $1)",
    ),
    ("attempts", "session IN (SELECT id FROM sessions WHERE applicant = $1)"),
    ("evidence", "session IN (SELECT id FROM sessions WHERE applicant = $1)"),
    ("client_tokens", "session IN (SELECT id FROM sessions WHERE applicant = $1)"),
    ("events", "applicant = $1"),
    ("document_keys", "applicant = $1"),
    ("jobs", "applicant = $1"),
    ("outbox", "applicant = $1"),
    ("answers", "applicant = $1"),
    ("sessions", "applicant = $1"),
    ("applicants", "id = $1"),
];

/// Who finishes what was begun, in the audit log.
const ACTOR: &str = "worker";
/// How many destroyed keys are looked at in one query.
const PAGE: u16 = 200;

/// Proof of an erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Who it was, by our name, which means nothing any more.
    pub applicant: ApplicantId,
    /// When.
    pub at: Timestamp,
    /// `host`, `operator` or `retention`.
    pub reason: String,
    /// How many rows of each table went; `blobs` counts pictures and films.
    pub items: BTreeMap<String, u64>,
    /// Number of its entry in the audit log.
    pub audit_entry: u64,
    /// Hash of that entry, which seals it to all before it.
    pub audit_hash: [u8; 32],
}

/// Who erases, and why.
#[derive(Debug, Clone, Copy)]
pub struct Erasure<'a> {
    /// When.
    pub at: Timestamp,
    /// Who; see [`crate::Extras::actor`].
    pub actor: &'a str,
    /// `host`, `operator` or `retention`.
    pub reason: &'a str,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Erased {
    /// It is done, now or earlier.
    Done(Certificate),
    /// A legal hold stands in the way.
    Held,
    /// There is no such applicant.
    Unknown,
}

impl Store {
    /// Erases an applicant. Whoever is erased already gets the same certificate again.
    ///
    /// # Errors
    /// When the database, the key database or the evidence folder fails: then call it again, it goes on where it was.
    pub async fn erase(&self, applicant: ApplicantId, how: &Erasure<'_>) -> Result<Erased, Error> {
        if let Some(certificate) = self.certificate(applicant).await? {
            return Ok(Erased::Done(certificate));
        }
        if !self.mark(applicant, how.at).await? {
            return self.why_unmarked(applicant).await;
        }
        self.finish(applicant, how).await.map(Erased::Done)
    }

    /// The certificate of an erasure.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn certificate(&self, applicant: ApplicantId) -> Result<Option<Certificate>, Error> {
        find(&mut *self.reader.acquire().await?, applicant).await
    }

    /// Finishes erasures that a stop cut short; returns how many there were.
    ///
    /// # Errors
    /// As [`Store::erase`].
    pub async fn finish_erasures(&self, at: Timestamp) -> Result<u64, Error> {
        let rows = sqlx::query("SELECT id FROM applicants WHERE erasing_since IS NOT NULL")
            .fetch_all(&self.reader)
            .await?;
        for row in &rows {
            let applicant = Reader { table: "applicants", row }.applicant("id")?;
            let mark = self.vault.mark_of(applicant).await?;
            let (at, reason) = mark.map_or((at, "resumed".into()), |mark| (mark.at, mark.reason));
            self.finish(applicant, &Erasure { at, actor: ACTOR, reason: &reason }).await?;
        }
        Ok(rows.len() as u64)
    }

    /// Repeats erasures that an old backup of the database has undone: whose key was destroyed and who has no certificate.
    /// Looks at every destroyed key, so once at a start is enough. Returns how many there were.
    ///
    /// # Errors
    /// As [`Store::erase`].
    pub async fn repeat_erasures(&self) -> Result<u64, Error> {
        let (mut repeated, mut after) = (0, None);
        loop {
            let page = self.vault.destroyed(after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(repeated) };
            after = Some(last.owner);
            for Destroyed { owner, at, reason } in page {
                if self.certificate(ApplicantId(owner)).await?.is_none() {
                    self.finish(ApplicantId(owner), &Erasure { at, actor: ACTOR, reason: &reason }).await?;
                    repeated += 1;
                }
            }
        }
    }

    /// That a name belongs to nobody who was erased.
    pub(crate) async fn not_erased(&self, name: Uuid) -> Result<(), Error> {
        let row = sqlx::query("SELECT 1 FROM erased_names WHERE name = $1")
            .bind(bytes(name))
            .fetch_optional(&self.reader)
            .await?;
        row.map_or(Ok(()), |_| Err(Error::Erased))
    }

    /// A hold and an erasure exclude each other by one row.
    async fn mark(&self, applicant: ApplicantId, at: Timestamp) -> Result<bool, Error> {
        let marked =
            sqlx::query("UPDATE applicants SET erasing_since = $1 WHERE id = $2 AND held_since IS NULL")
                .bind(micros(at))
                .bind(bytes(applicant.0))
                .execute(&self.writer)
                .await?;
        Ok(marked.rows_affected() == 1)
    }

    async fn why_unmarked(&self, applicant: ApplicantId) -> Result<Erased, Error> {
        // Another call may have been faster.
        if let Some(certificate) = self.certificate(applicant).await? {
            return Ok(Erased::Done(certificate));
        }
        let row = sqlx::query("SELECT 1 FROM applicants WHERE id = $1")
            .bind(bytes(applicant.0))
            .fetch_optional(&self.reader)
            .await?;
        Ok(if row.is_some() { Erased::Held } else { Erased::Unknown })
    }

    async fn finish(&self, applicant: ApplicantId, how: &Erasure<'_>) -> Result<Certificate, Error> {
        self.vault.destroy(applicant, how.at, how.reason).await?;
        let blobs = self.remove_blobs(applicant).await?;
        let mut tx = self.begin().await?;
        // Two may finish at once: the second finds the first one's certificate.
        if let Some(certificate) = find(&mut tx, applicant).await? {
            return Ok(certificate);
        }
        let mut items = delete_rows(&mut tx, applicant).await?;
        items.insert("blobs".into(), blobs);
        let certificate = certify(&mut tx, applicant, how, items).await?;
        tx.commit().await?;
        Ok(certificate)
    }

    async fn remove_blobs(&self, applicant: ApplicantId) -> Result<u64, Error> {
        let places: Vec<Vec<u8>> = sqlx::query_scalar(
            "SELECT DISTINCT e.place FROM evidence e JOIN sessions s ON s.id = e.session WHERE s.applicant = $1",
        )
        .bind(bytes(applicant.0))
        .fetch_all(&self.reader)
        .await?;
        for place in &places {
            self.remove_blob(place).await?;
        }
        Ok(places.len() as u64)
    }
}

async fn delete_rows(
    tx: &mut SqliteConnection,
    applicant: ApplicantId,
) -> Result<BTreeMap<String, u64>, Error> {
    keep_names(tx, applicant).await?;
    let mut items = BTreeMap::new();
    for (table, condition) in TABLES {
        let query = AssertSqlSafe(format!("DELETE FROM {table} WHERE {condition}"));
        let gone = sqlx::query(query).bind(bytes(applicant.0)).execute(&mut *tx).await?;
        items.insert((*table).to_owned(), gone.rows_affected());
    }
    Ok(items)
}

/// The applicant's own name and those of their sessions and pictures answer "erased" from now on.
async fn keep_names(tx: &mut SqliteConnection, applicant: ApplicantId) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO erased_names (name, applicant)
         SELECT $1, $1
         UNION SELECT id, $1 FROM sessions WHERE applicant = $1
         UNION SELECT id, $1 FROM tickets WHERE applicant = $1
         UNION SELECT e.id, $1 FROM evidence e JOIN sessions s ON s.id = e.session WHERE s.applicant = $1
         ON CONFLICT DO NOTHING",
    )
    .bind(bytes(applicant.0))
    .execute(tx)
    .await?;
    Ok(())
}

async fn certify(
    tx: &mut SqliteConnection,
    applicant: ApplicantId,
    how: &Erasure<'_>,
    items: BTreeMap<String, u64>,
) -> Result<Certificate, Error> {
    let detail = format!("{} {}", how.reason, json(&items));
    let entry = AuditEntry { action: "applicant.erased".into(), session: None, attempt: None, detail };
    let entry = Entry { at: how.at, actor: how.actor, applicant: Some(applicant), entry: &entry };
    let end = audit::append(tx, &entry).await?;
    let (reason, (audit_entry, audit_hash)) = (how.reason.to_owned(), (end.entries, end.hash));
    sqlx::query(
        "INSERT INTO erasures (applicant, at, reason, items, audit_seq, audit_hash) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(bytes(applicant.0))
    .bind(micros(how.at))
    .bind(&reason)
    .bind(json(&items))
    .bind(i64::try_from(audit_entry).map_err(|_| Error::Corrupt("audit"))?)
    .bind(audit_hash.as_slice())
    .execute(tx)
    .await?;
    Ok(Certificate { applicant, at: how.at, reason, items, audit_entry, audit_hash })
}

async fn find(tx: &mut SqliteConnection, applicant: ApplicantId) -> Result<Option<Certificate>, Error> {
    let row = sqlx::query("SELECT * FROM erasures WHERE applicant = $1")
        .bind(bytes(applicant.0))
        .fetch_optional(tx)
        .await?;
    row.map(|row| read(&Reader { table: "erasures", row: &row })).transpose()
}

fn read(reader: &Reader<'_>) -> Result<Certificate, Error> {
    Ok(Certificate {
        applicant: reader.applicant("applicant")?,
        at: reader.moment("at")?,
        reason: reader.text("reason")?,
        items: reader.json("items")?,
        audit_entry: reader.unsigned("audit_seq")?,
        audit_hash: hash(reader.table, &reader.bytes("audit_hash")?)?,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Tables that outlive an erasure: names without meaning, and what was done with them.
    const KEPT: &[&str] = &["audit", "erasures", "erased_names"];

    #[tokio::test]
    async fn every_table_of_an_applicant_is_erased_or_kept_on_purpose() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), [7; 32]).await.unwrap();
        let found: BTreeSet<String> = sqlx::query_scalar(
            "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c
             WHERE m.type = 'table' AND c.name IN ('applicant', 'session', 'attempt', 'ticket')",
        )
        .fetch_all(&store.reader)
        .await
        .unwrap()
        .into_iter()
        .collect();
        let known = TABLES.iter().map(|(table, _)| *table).chain(KEPT.iter().copied());
        let known: BTreeSet<String> = known.map(str::to_owned).collect();
        let missing: Vec<_> = found.difference(&known).collect();
        assert!(missing.is_empty(), "say what becomes of {missing:?} when its applicant is erased");
    }
}
