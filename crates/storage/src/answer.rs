//! Idempotency keys: the same question is answered once, and the same answer is given again for 24 hours.

use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;

use crate::{
    Error, Store,
    convert::{Reader, bytes, hash, micros},
    error::WriteError,
    vault::{At, DataKey},
};

/// How long an answer is kept.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);

/// A request under an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Whose keys these are, such as the API key's name: two hosts may use the same words.
    pub scope: String,
    /// The key.
    pub key: String,
    /// SHA-256 over what was asked: method, path and body.
    pub fingerprint: [u8; 32],
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Body as sent, but with a placeholder for a client token, which is never stored.
    pub body: String,
    /// The name of the client token that belongs into the placeholder.
    pub token: Option<[u8; 16]>,
}

/// A question with its answer, to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// What was asked.
    pub question: Question,
    /// What was answered.
    pub answer: Answer,
}

/// What is known of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recall {
    /// The key is new.
    New,
    /// The same was asked before and answered so.
    Answered(Answer),
    /// Something else was asked under the same key.
    OtherQuestion,
}

impl Store {
    /// Looks for an earlier answer to a question.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recall(&self, question: &Question, now: Timestamp) -> Result<Recall, Error> {
        let key = self.question_hash(question);
        let row = sqlx::query("SELECT * FROM answers WHERE scope = $1 AND key = $2 AND at > $3")
            .bind(&question.scope)
            .bind(key.as_slice())
            .bind(micros(now - KEPT_FOR))
            .fetch_optional(&self.reader)
            .await?;
        let Some(row) = row else { return Ok(Recall::New) };
        let reader = Reader { table: "answers", row: &row };
        if hash(reader.table, &reader.bytes("fingerprint")?)? != self.fingerprint(question) {
            return Ok(Recall::OtherQuestion);
        }
        let opener = self.vault.key(reader.applicant("applicant")?).await?;
        read(&opener, &key, &reader, question).map(Recall::Answered)
    }

    /// Keeps an answer about an applicant within the transaction of its effect.
    pub(crate) async fn remember(
        &self,
        tx: &mut SqliteConnection,
        key: &DataKey,
        reply: &Reply,
        at: Timestamp,
    ) -> Result<(), WriteError> {
        let Reply { question, answer } = reply;
        let hash = self.question_hash(question);
        let kept = sqlx::query(
            "INSERT INTO answers (scope, key, applicant, fingerprint, status, body, token, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (scope, key) DO UPDATE SET applicant = excluded.applicant, fingerprint = excluded.fingerprint,
                 status = excluded.status, body = excluded.body, token = excluded.token, at = excluded.at
             WHERE answers.at <= $9",
        )
        .bind(&question.scope)
        .bind(hash.as_slice())
        .bind(bytes(key.owner))
        .bind(self.fingerprint(question).as_slice())
        .bind(i64::from(answer.status))
        .bind(key.seal(&body_at(&[question.scope.as_bytes(), &hash]), answer.body.as_bytes()))
        .bind(answer.token.map(|token| token.to_vec()))
        .bind(micros(at))
        .bind(micros(at - KEPT_FOR))
        .execute(tx)
        .await?;
        if kept.rows_affected() == 1 { Ok(()) } else { Err(WriteError::AlreadyAnswered) }
    }

    /// Hosts put names into idempotency keys: a keyed hash stands for them.
    fn question_hash(&self, question: &Question) -> [u8; 32] {
        self.secret.derive("idempotency key", &[question.scope.as_bytes(), question.key.as_bytes()])
    }

    /// A plain hash of a request could be guessed from what is known of a person: a keyed one stands for it.
    fn fingerprint(&self, question: &Question) -> [u8; 32] {
        self.secret.derive("request fingerprint", &[&question.fingerprint])
    }

    /// Forgets the answers that are older than [`KEPT_FOR`] and client tokens, sessions of browsers and
    /// counts of tries that are over; returns how many rows went.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep(&self, now: Timestamp) -> Result<u64, Error> {
        let mut tx = self.begin().await?;
        let answers = sqlx::query("DELETE FROM answers WHERE at <= $1")
            .bind(micros(now - KEPT_FOR))
            .execute(&mut *tx)
            .await?;
        let tokens = sqlx::query("DELETE FROM client_tokens WHERE expires_at <= $1")
            .bind(micros(now - KEPT_FOR))
            .execute(&mut *tx)
            .await?;
        let browsers = sqlx::query("DELETE FROM console_sessions WHERE expires_at <= $1")
            .bind(micros(now))
            .execute(&mut *tx)
            .await?;
        let tries = sqlx::query("DELETE FROM sign_in_tries WHERE last_at <= $1")
            .bind(micros(now - KEPT_FOR))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        let swept = [answers, tokens, browsers, tries];
        Ok(swept.iter().map(sqlx::sqlite::SqliteQueryResult::rows_affected).sum())
    }
}

fn read(opener: &DataKey, key: &[u8; 32], reader: &Reader<'_>, question: &Question) -> Result<Answer, Error> {
    let corrupt = || Error::Corrupt(reader.table);
    let token: Option<Vec<u8>> = sqlx::Row::try_get(reader.row, "token")?;
    let token = token.map(|token| token.try_into().map_err(|_| corrupt())).transpose()?;
    let status = u16::try_from(reader.unsigned("status")?).map_err(|_| corrupt())?;
    let body = opener.open(&body_at(&[question.scope.as_bytes(), key]), &reader.bytes("body")?)?;
    Ok(Answer { status, body: String::from_utf8(body).map_err(|_| corrupt())?, token })
}

fn body_at<'a>(row: &'a [&'a [u8]]) -> At<'a> {
    At::new("answers", "body", row)
}
