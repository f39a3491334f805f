//! What the host application is told, kept from the start; the delivery comes later.

use jiff::Timestamp;
use review::transition::Notice;
use sqlx::SqliteConnection;

use crate::{
    Error, Store,
    convert::{Reader, bytes, micros, opened, sealed},
    vault::{At, DataKey},
};

impl Store {
    /// Every notice about an applicant, oldest first.
    ///
    /// # Errors
    /// [`Error::Erased`]; or when the database fails or a row does not open.
    pub async fn notices(&self, applicant: review::id::ApplicantId) -> Result<Vec<Notice>, Error> {
        let Some(key) = self.key_of(applicant).await? else { return Ok(Vec::new()) };
        let rows = sqlx::query("SELECT seq, body FROM outbox WHERE applicant = $1 ORDER BY seq")
            .bind(bytes(applicant.0))
            .fetch_all(&self.reader)
            .await?;
        let read = |row| {
            let reader = Reader { table: "outbox", row };
            opened(&key, &at(&[&reader.number("seq")?.to_be_bytes()]), &reader.bytes("body")?)
        };
        rows.iter().map(read).collect()
    }
}

/// The number of a notice is bound into it, so it is taken first.
pub(crate) async fn insert(
    tx: &mut SqliteConnection,
    key: &DataKey,
    notice: &Notice,
    moment: Timestamp,
) -> Result<(), Error> {
    let seq: i64 =
        sqlx::query_scalar("INSERT INTO outbox (applicant, body, at) VALUES ($1, x'', $2) RETURNING seq")
            .bind(bytes(key.owner))
            .bind(micros(moment))
            .fetch_one(&mut *tx)
            .await?;
    sqlx::query("UPDATE outbox SET body = $1 WHERE seq = $2")
        .bind(sealed(key, &at(&[&seq.to_be_bytes()]), notice))
        .bind(seq)
        .execute(tx)
        .await?;
    Ok(())
}

/// The place of the notice of that number.
pub(crate) fn at<'a>(row: &'a [&'a [u8]]) -> At<'a> {
    At::new("outbox", "body", row)
}
