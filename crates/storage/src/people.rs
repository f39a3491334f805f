//! People of the console: who there is, in which role, and every change of that, each written with its audit entry.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::{Row, SqliteConnection};
use uuid::Uuid;

use crate::{
    Error, Store,
    audit::{self, Entry},
    convert::{Reader, bytes, micros, name},
};

/// What somebody at the console is there for. What a role may do is the server's to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works through cases.
    Reviewer,
    /// Takes what reviewers escalate, and second looks.
    Senior,
    /// Answers for the rules: duplicates, forgeries, under-age.
    Compliance,
    /// Manages people, locks and policies.
    Administrator,
    /// Reads, changes nothing.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] =
        [Self::Reviewer, Self::Senior, Self::Compliance, Self::Administrator, Self::Auditor];

    /// Its name, as stored and as sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::Senior => "senior",
            Self::Compliance => "compliance",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
        }
    }
}

/// Somebody who may sign in, or could, or will.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Names them in the audit log and on decisions.
    pub id: Uuid,
    /// As they are called.
    pub name: String,
    /// What they are there for.
    pub role: Role,
    /// Whether password and second factor are set.
    pub enrolled: bool,
    /// Until when the enrolment link works; `None` where there is none.
    pub enrolment_until: Option<Timestamp>,
    /// Since when they are known.
    pub created_at: Timestamp,
    /// When they last signed in.
    pub signed_in_at: Option<Timestamp>,
    /// Since when they may not sign in.
    pub disabled_at: Option<Timestamp>,
}

/// A one-time way to set a password and a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enrolment {
    /// SHA-256 of the code as given out.
    pub hash: [u8; 32],
    /// Until when it works.
    pub until: Timestamp,
}

/// Somebody to be made known.
pub struct NewPerson<'a> {
    /// See [`Person::id`].
    pub id: Uuid,
    /// See [`Person::name`].
    pub name: &'a str,
    /// The same in the form by which two names are compared.
    pub sign_in_name: &'a str,
    /// See [`Person::role`].
    pub role: Role,
    /// How they set their password.
    pub enrolment: Enrolment,
}

/// A change of somebody. Each ends their sessions.
#[derive(Debug, Clone, Copy)]
pub enum Change {
    /// Another role.
    Role(Role),
    /// They may not sign in any more.
    Disable,
    /// They may sign in again.
    Enable,
    /// Password, second factor and recovery codes go; the enrolment sets new ones.
    Reset(Enrolment),
}

/// What came of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It was made.
    Done,
    /// There is no such person.
    Unknown,
    /// Nobody would be left to manage people.
    LastAdministrator,
}

impl Store {
    /// Makes somebody known; `false` when the name is taken.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_person(&self, new: &NewPerson<'_>, entry: &Entry<'_>) -> Result<bool, Error> {
        let mut tx = self.begin().await?;
        let added = sqlx::query(
            "INSERT INTO people (id, name, sign_in_name, role, totp_step, enrolment, enrolment_until, created_at)
             VALUES ($1, $2, $3, $4, 0, $5, $6, $7) ON CONFLICT (sign_in_name) DO NOTHING",
        )
        .bind(bytes(new.id))
        .bind(new.name)
        .bind(new.sign_in_name)
        .bind(name(&new.role))
        .bind(new.enrolment.hash.as_slice())
        .bind(micros(new.enrolment.until))
        .bind(micros(entry.at))
        .execute(&mut *tx)
        .await?;
        if added.rows_affected() == 0 {
            return Ok(false);
        }
        audit::append(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Everybody, in the order in which they were made known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people(&self) -> Result<Vec<Person>, Error> {
        let rows =
            sqlx::query("SELECT * FROM people ORDER BY created_at, id").fetch_all(&self.reader).await?;
        rows.iter().map(|row| read_person(&Reader { table: "people", row })).collect()
    }

    /// Somebody by their id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person(&self, id: Uuid) -> Result<Option<Person>, Error> {
        let row = sqlx::query("SELECT * FROM people WHERE id = $1")
            .bind(bytes(id))
            .fetch_optional(&self.reader)
            .await?;
        row.map(|row| read_person(&Reader { table: "people", row: &row })).transpose()
    }

    /// Somebody by the form of their name by which two names are compared.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person_named(&self, sign_in_name: &str) -> Result<Option<Person>, Error> {
        let row = sqlx::query("SELECT * FROM people WHERE sign_in_name = $1")
            .bind(sign_in_name)
            .fetch_optional(&self.reader)
            .await?;
        row.map(|row| read_person(&Reader { table: "people", row: &row })).transpose()
    }

    /// Changes somebody, ends their sessions and records it, all or nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn change_person(&self, id: Uuid, change: Change, entry: &Entry<'_>) -> Result<Changed, Error> {
        let mut tx = self.begin().await?;
        if last_administrator_goes(&mut tx, id, change).await? {
            return Ok(Changed::LastAdministrator);
        }
        if !write(&mut tx, id, change, entry.at).await? {
            return Ok(Changed::Unknown);
        }
        end_sessions(&mut tx, id).await?;
        audit::append(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }
}

async fn last_administrator_goes(tx: &mut SqliteConnection, id: Uuid, change: Change) -> Result<bool, Error> {
    if !matches!(change, Change::Disable)
        && !matches!(change, Change::Role(role) if role != Role::Administrator)
    {
        return Ok(false);
    }
    let row = sqlx::query(
        "SELECT COUNT(*) FILTER (WHERE id = $1) AS this, COUNT(*) FILTER (WHERE id <> $1) AS others FROM people
         WHERE role = $2 AND disabled_at IS NULL",
    )
    .bind(bytes(id))
    .bind(name(&Role::Administrator))
    .fetch_one(tx)
    .await?;
    let (this, others): (i64, i64) = (row.try_get("this")?, row.try_get("others")?);
    Ok(this == 1 && others == 0)
}

async fn write(tx: &mut SqliteConnection, id: Uuid, change: Change, at: Timestamp) -> Result<bool, Error> {
    let query = match change {
        Change::Role(role) => {
            sqlx::query("UPDATE people SET role = $2 WHERE id = $1").bind(bytes(id)).bind(name(&role))
        }
        Change::Disable => {
            sqlx::query("UPDATE people SET disabled_at = COALESCE(disabled_at, $2) WHERE id = $1")
                .bind(bytes(id))
                .bind(micros(at))
        }
        Change::Enable => sqlx::query("UPDATE people SET disabled_at = NULL WHERE id = $1").bind(bytes(id)),
        Change::Reset(enrolment) => {
            forget_factors(tx, id).await?;
            sqlx::query(
                "UPDATE people SET password = NULL, totp = NULL, enrolment = $2, enrolment_until = $3 WHERE id = $1",
            )
            .bind(bytes(id))
            .bind(enrolment.hash.to_vec())
            .bind(micros(enrolment.until))
        }
    };
    Ok(query.execute(tx).await?.rows_affected() == 1)
}

/// Recovery codes and the count of failed tries.
pub(crate) async fn forget_factors(tx: &mut SqliteConnection, id: Uuid) -> Result<(), Error> {
    for statement in
        ["DELETE FROM recovery_codes WHERE person = $1", "DELETE FROM sign_in_tries WHERE subject = $1"]
    {
        sqlx::query(statement).bind(bytes(id)).execute(&mut *tx).await?;
    }
    Ok(())
}

async fn end_sessions(tx: &mut SqliteConnection, id: Uuid) -> Result<(), Error> {
    sqlx::query("DELETE FROM console_sessions WHERE person = $1").bind(bytes(id)).execute(tx).await?;
    Ok(())
}

pub(crate) fn read_person(reader: &Reader<'_>) -> Result<Person, Error> {
    let password: Option<String> = reader.row.try_get("password")?;
    let enrolment: Option<Vec<u8>> = reader.row.try_get("enrolment")?;
    Ok(Person {
        id: reader.uuid("id")?,
        name: reader.text("name")?,
        role: reader.named("role")?,
        enrolled: password.is_some(),
        enrolment_until: reader.moment_if_any("enrolment_until")?.filter(|_| enrolment.is_some()),
        created_at: reader.moment("created_at")?,
        signed_in_at: reader.moment_if_any("signed_in_at")?,
        disabled_at: reader.moment_if_any("disabled_at")?,
    })
}
