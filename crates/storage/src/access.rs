//! Keys of hosts and operators, and applicants' short-lived tokens: stored as hashes alone.

use jiff::Timestamp;
use review::id::{ReviewerId, SessionId};
use sqlx::{Row, SqliteConnection};
use uuid::Uuid;

use crate::{
    Error, Store,
    answer::Reply,
    convert::{Reader, bytes, micros, named},
    error::WriteError,
    people::Role,
};

/// A long-lived key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Names the key in the audit log; for an operator's key also the reviewer.
    pub id: Uuid,
    /// What it opens.
    pub kind: KeyKind,
    /// What its maker calls it.
    pub name: String,
    /// Since when it opens.
    pub created_at: Timestamp,
}

/// What a key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// A host application's key.
    Host,
    /// A machine's key for the console, in that role.
    Console(Role),
}

impl KeyKind {
    fn column(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Console(_) => "console",
        }
    }

    fn role(self) -> Option<Role> {
        match self {
            Self::Host => None,
            Self::Console(role) => Some(role),
        }
    }
}

/// A client token to be issued: opens one session until it expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewToken {
    /// SHA-256 of the token as sent.
    pub hash: [u8; 32],
    /// What it opens.
    pub session: SessionId,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
}

/// What a client token opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The session.
    pub session: SessionId,
    /// Until when.
    pub expires_at: Timestamp,
}

impl Store {
    /// Adds a key, known by the SHA-256 of its text.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_key(&self, key: &Key, hash: [u8; 32]) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO keys (id, hash, kind, role, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(bytes(key.id))
        .bind(hash.as_slice())
        .bind(key.kind.column())
        .bind(key.kind.role().map(Role::as_str))
        .bind(&key.name)
        .bind(micros(key.created_at))
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The key of that hash, unless it was revoked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn key(&self, hash: [u8; 32]) -> Result<Option<Key>, Error> {
        let row = sqlx::query(
            "SELECT id, kind, role, name, created_at FROM keys WHERE hash = $1 AND revoked_at IS NULL",
        )
        .bind(hash.as_slice())
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| read_key(&Reader { table: "keys", row: &row })).transpose()
    }

    /// Every key that opens, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keys(&self) -> Result<Vec<Key>, Error> {
        let rows = sqlx::query(
            "SELECT id, kind, role, name, created_at FROM keys WHERE revoked_at IS NULL ORDER BY created_at, id",
        )
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| read_key(&Reader { table: "keys", row })).collect()
    }

    /// Everybody in these roles who can come in: people who have enrolled and are not disabled, and machines with a key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn operators(&self, roles: &[Role]) -> Result<Vec<ReviewerId>, Error> {
        let people = self.people().await?.into_iter();
        let people = people.filter(|person| person.enrolled && person.disabled_at.is_none());
        let mut found: Vec<_> = people.map(|person| (person.id, Some(person.role))).collect();
        found.extend(self.keys().await?.into_iter().map(|key| (key.id, key.kind.role())));
        let there = |role: Option<Role>| role.is_some_and(|role| roles.contains(&role));
        Ok(found.into_iter().filter(|(_, role)| there(*role)).map(|(id, _)| ReviewerId(id)).collect())
    }

    /// Makes a key open nothing any more; `false` when there is no such key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_key(&self, id: Uuid, at: Timestamp) -> Result<bool, Error> {
        let revoked = sqlx::query("UPDATE keys SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")
            .bind(micros(at))
            .bind(bytes(id))
            .execute(&self.writer)
            .await?;
        Ok(revoked.rows_affected() == 1)
    }

    /// Issues a client token, with the answer to keep for an idempotency key.
    ///
    /// # Errors
    /// [`WriteError`]; then nothing was written.
    pub async fn issue_token(&self, token: &NewToken, reply: Option<&Reply>) -> Result<(), WriteError> {
        let key = self.key_of_session(token.session).await?;
        let mut tx = self.begin().await?;
        insert_token(&mut tx, token).await?;
        if let Some(reply) = reply {
            self.remember(&mut tx, &key, reply, token.created_at).await?;
        }
        Ok(tx.commit().await?)
    }

    /// The client token of that hash, also when it has expired: whether it still opens is the caller's to say.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn token(&self, hash: [u8; 32]) -> Result<Option<Token>, Error> {
        let row = sqlx::query("SELECT session, expires_at FROM client_tokens WHERE hash = $1")
            .bind(hash.as_slice())
            .fetch_optional(&self.reader)
            .await?;
        row.map(|row| read_token(&Reader { table: "client_tokens", row: &row })).transpose()
    }

    /// The secret part of the client token named `token`: derived, so that a repeated answer can hold it and no row has to.
    #[must_use]
    pub fn token_secret(&self, token: [u8; 16]) -> [u8; 32] {
        self.secret.derive("client token", &[&token])
    }
}

/// Issues a client token within the caller's transaction.
pub(crate) async fn insert_token(tx: &mut SqliteConnection, token: &NewToken) -> Result<(), Error> {
    sqlx::query("INSERT INTO client_tokens (hash, session, created_at, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(token.hash.as_slice())
        .bind(bytes(token.session.0))
        .bind(micros(token.created_at))
        .bind(micros(token.expires_at))
        .execute(tx)
        .await?;
    Ok(())
}

fn read_key(reader: &Reader<'_>) -> Result<Key, Error> {
    Ok(Key {
        id: reader.uuid("id")?,
        kind: read_kind(reader)?,
        name: reader.text("name")?,
        created_at: reader.moment("created_at")?,
    })
}

fn read_kind(reader: &Reader<'_>) -> Result<KeyKind, Error> {
    let role: Option<String> = reader.row.try_get("role")?;
    match (reader.text("kind")?.as_str(), role) {
        ("host", None) => Ok(KeyKind::Host),
        ("console", Some(role)) => Ok(KeyKind::Console(named(reader.table, &role)?)),
        _ => Err(Error::Corrupt(reader.table)),
    }
}

fn read_token(reader: &Reader<'_>) -> Result<Token, Error> {
    Ok(Token { session: reader.session("session")?, expires_at: reader.moment("expires_at")? })
}
