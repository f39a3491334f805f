//! Signing in: credentials, tries, and the sessions of browsers. Whether a credential is right is the server's to say.

use jiff::Timestamp;
use sqlx::{Row, SqliteConnection};
use uuid::Uuid;

use crate::{
    Error, Store,
    audit::{self, Entry},
    convert::{Reader, bytes, micros},
    people::{Person, Role, forget_factors, read_person},
    vault::{At, DataKey, installation_key},
};

/// Bytes of a second factor's secret: as long as the hash, as RFC 4226 §4 R6 recommends.
pub const TOTP_BYTES: usize = 20;
/// How many sessions somebody may have; the oldest go.
const SESSIONS_MAX: i64 = 10;

/// What somebody signs in with. No `Debug`: it is secret.
pub struct Credentials {
    /// Whose.
    pub person: Person,
    /// The password's argon2id hash in PHC form; `None` before enrolment.
    pub password: Option<String>,
    /// The secret of the second factor.
    pub totp: Option<[u8; TOTP_BYTES]>,
}

/// What somebody sets at enrolment.
pub struct NewCredentials<'a> {
    /// Hash in PHC form.
    pub password: &'a str,
    /// Secret of the second factor.
    pub totp: [u8; TOTP_BYTES],
    /// The step of the code that proved it; no code of this or an earlier step works any more.
    pub step: u64,
    /// Recovery codes as typed in their plain form.
    pub recovery: &'a [String],
}

/// Tries to sign in that have failed so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// How many since the last success.
    pub failures: u32,
    /// When the last one was made.
    pub last_at: Timestamp,
}

/// Whose tries are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'a> {
    /// Somebody.
    Person(Uuid),
    /// A name that nobody has; many such names share one count.
    Nobody(&'a str),
}

/// What a sign-in rests on. It counts only if it still holds when it is written.
pub enum Proof<'a> {
    /// The password with that hash, and the code of that step, which must be later than every one used.
    Code(&'a str, u64),
    /// The password with that hash, and a recovery code, which is used up.
    Recovery(&'a str, &'a str),
}

/// A browser's session to be begun.
#[derive(Debug, Clone, Copy)]
pub struct NewBrowser {
    /// SHA-256 of the cookie's value.
    pub hash: [u8; 32],
    /// Until when it lasts at most.
    pub expires_at: Timestamp,
    /// The session that the same browser had, which ends.
    pub replaces: Option<[u8; 32]>,
}

/// A browser's session, with who signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct Browser {
    /// Who.
    pub person: Uuid,
    /// As they are called.
    pub name: String,
    /// Their role now.
    pub role: Role,
    /// When it was last used, to within what [`Store::touch_browser`] was told.
    pub seen_at: Timestamp,
    /// Until when it lasts at most.
    pub expires_at: Timestamp,
}

impl Store {
    /// What somebody of that name signs in with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn credentials(&self, sign_in_name: &str) -> Result<Option<Credentials>, Error> {
        let row = sqlx::query("SELECT * FROM people WHERE sign_in_name = $1")
            .bind(sign_in_name)
            .fetch_optional(&self.reader)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let person = read_person(&Reader { table: "people", row: &row })?;
        let sealed: Option<Vec<u8>> = row.try_get("totp")?;
        let totp = sealed.map(|sealed| self.unseal_totp(person.id, &sealed)).transpose()?;
        Ok(Some(Credentials { person, password: row.try_get("password")?, totp }))
    }

    /// What belongs to no applicant is sealed under a key of the installation.
    fn people_key(&self) -> DataKey {
        installation_key(&self.secret)
    }

    fn unseal_totp(&self, person: Uuid, sealed: &[u8]) -> Result<[u8; TOTP_BYTES], Error> {
        let opened = self.people_key().open(&totp_at(&[person.as_bytes()]), sealed)?;
        opened.try_into().map_err(|_| Error::Corrupt("people"))
    }

    /// Counts a try before it is made, so that tries at the same time are all counted.
    ///
    /// `pace` is asked with what has failed so far, and says how many failures still count, or when the next try may be.
    /// Returns the count with this try, or that moment. A success takes the count back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_try(
        &self,
        subject: Subject<'_>,
        at: Timestamp,
        pace: impl Fn(Tries) -> Result<u32, Timestamp> + Send,
    ) -> Result<Result<u32, Timestamp>, Error> {
        let key = self.key_of_tries(subject);
        let mut tx = self.begin().await?;
        let failures = match tries(&mut tx, &key).await?.map_or(Ok(0), pace) {
            Ok(failures) => failures.saturating_add(1),
            Err(until) => return Ok(Err(until)),
        };
        sqlx::query(
            "INSERT INTO sign_in_tries (subject, failures, last_at) VALUES ($1, $2, $3)
             ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at",
        )
        .bind(&key)
        .bind(i64::from(failures))
        .bind(micros(at))
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(Ok(failures))
    }

    fn key_of_tries(&self, subject: Subject<'_>) -> Vec<u8> {
        match subject {
            Subject::Person(id) => bytes(id),
            Subject::Nobody(name) => self.secret.derive("nobody's tries", &[name.as_bytes()])[..2].to_vec(),
        }
    }

    /// Signs somebody in where the proof holds and they are not disabled; `false` where not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_in(
        &self,
        person: Uuid,
        proof: &Proof<'_>,
        browser: &NewBrowser,
        entry: &Entry<'_>,
    ) -> Result<bool, Error> {
        let mut tx = self.begin().await?;
        if !self.use_up(&mut tx, person, proof).await? {
            return Ok(false);
        }
        begin_session(&mut tx, person, browser, entry).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn use_up(
        &self,
        tx: &mut SqliteConnection,
        person: Uuid,
        proof: &Proof<'_>,
    ) -> Result<bool, Error> {
        let query = match proof {
            Proof::Code(password, step) => sqlx::query(
                "UPDATE people SET totp_step = $3
                 WHERE id = $1 AND password = $2 AND totp_step < $3 AND disabled_at IS NULL",
            )
            .bind(bytes(person))
            .bind(*password)
            .bind(i64::try_from(*step).map_err(|_| Error::Corrupt("people"))?),
            Proof::Recovery(password, code) => sqlx::query(
                "DELETE FROM recovery_codes WHERE person = $1 AND hash = $3
                 AND EXISTS (SELECT 1 FROM people WHERE id = $1 AND password = $2 AND disabled_at IS NULL)",
            )
            .bind(bytes(person))
            .bind(*password)
            .bind(self.recovery_hash(person, code)),
        };
        Ok(query.execute(tx).await?.rows_affected() == 1)
    }

    fn recovery_hash(&self, person: Uuid, code: &str) -> Vec<u8> {
        self.secret.derive("recovery code", &[person.as_bytes(), code.as_bytes()]).to_vec()
    }

    /// The person whom an enrolment code is for, if it works at that moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enrolling(&self, code: [u8; 32], at: Timestamp) -> Result<Option<Person>, Error> {
        let row = sqlx::query(
            "SELECT * FROM people WHERE enrolment = $1 AND enrolment_until > $2 AND disabled_at IS NULL",
        )
        .bind(code.as_slice())
        .bind(micros(at))
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| read_person(&Reader { table: "people", row: &row })).transpose()
    }

    /// The secret of the second factor that an enrolment offers: derived, so that showing it again needs no row.
    #[must_use]
    pub fn totp_offered(&self, enrolment: [u8; 32]) -> [u8; TOTP_BYTES] {
        let mut secret = [0; TOTP_BYTES];
        secret.copy_from_slice(&self.secret.derive("second factor", &[&enrolment])[..TOTP_BYTES]);
        secret
    }

    /// Sets what somebody signs in with, uses the enrolment up and begins a session; `false` when it does not work any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enrol(
        &self,
        person: Uuid,
        enrolment: [u8; 32],
        new: &NewCredentials<'_>,
        browser: &NewBrowser,
        entry: &Entry<'_>,
    ) -> Result<bool, Error> {
        let mut tx = self.begin().await?;
        let row = bytes(person);
        let set = sqlx::query(
            "UPDATE people SET password = $3, totp = $4, totp_step = $5, enrolment = NULL, enrolment_until = NULL
             WHERE id = $1 AND enrolment = $2 AND enrolment_until > $6 AND disabled_at IS NULL",
        )
        .bind(&row)
        .bind(enrolment.as_slice())
        .bind(new.password)
        .bind(self.people_key().seal(&totp_at(&[&row]), &new.totp))
        .bind(i64::try_from(new.step).map_err(|_| Error::Corrupt("people"))?)
        .bind(micros(entry.at))
        .execute(&mut *tx)
        .await?;
        if set.rows_affected() != 1 {
            return Ok(false);
        }
        forget_factors(&mut tx, person).await?;
        for code in new.recovery {
            sqlx::query("INSERT INTO recovery_codes (person, hash) VALUES ($1, $2)")
                .bind(&row)
                .bind(self.recovery_hash(person, code))
                .execute(&mut *tx)
                .await?;
        }
        begin_session(&mut tx, person, browser, entry).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The session of that cookie, unless its person is disabled. Whether it has expired is the caller's to say.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn browser(&self, cookie: [u8; 32]) -> Result<Option<Browser>, Error> {
        let row = sqlx::query(
            "SELECT people.id, people.name, people.role, s.seen_at, s.expires_at FROM console_sessions AS s
             JOIN people ON people.id = s.person WHERE s.hash = $1 AND people.disabled_at IS NULL",
        )
        .bind(cookie.as_slice())
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| read_browser(&Reader { table: "console_sessions", row: &row })).transpose()
    }

    /// Remembers that a session is in use.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_browser(&self, cookie: [u8; 32], at: Timestamp) -> Result<(), Error> {
        sqlx::query("UPDATE console_sessions SET seen_at = $2 WHERE hash = $1 AND seen_at < $2")
            .bind(cookie.as_slice())
            .bind(micros(at))
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Ends a session and records it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_out(&self, cookie: [u8; 32], entry: &Entry<'_>) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        if end_session(&mut tx, cookie).await? {
            audit::append(&mut tx, entry).await?;
        }
        Ok(tx.commit().await?)
    }
}

fn totp_at<'a>(row: &'a [&'a [u8]]) -> At<'a> {
    At::new("people", "totp", row)
}

async fn tries(tx: &mut SqliteConnection, key: &[u8]) -> Result<Option<Tries>, Error> {
    let row = sqlx::query("SELECT failures, last_at FROM sign_in_tries WHERE subject = $1")
        .bind(key)
        .fetch_optional(tx)
        .await?;
    row.map(|row| {
        let reader = Reader { table: "sign_in_tries", row: &row };
        Ok(Tries { failures: reader.small("failures")?, last_at: reader.moment("last_at")? })
    })
    .transpose()
}

/// Begins a session, takes the count of failed tries back, and records it.
async fn begin_session(
    tx: &mut SqliteConnection,
    person: Uuid,
    browser: &NewBrowser,
    entry: &Entry<'_>,
) -> Result<(), Error> {
    if let Some(replaced) = browser.replaces {
        end_session(tx, replaced).await?;
    }
    sqlx::query("DELETE FROM sign_in_tries WHERE subject = $1").bind(bytes(person)).execute(&mut *tx).await?;
    sqlx::query("UPDATE people SET signed_in_at = $2 WHERE id = $1")
        .bind(bytes(person))
        .bind(micros(entry.at))
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "INSERT INTO console_sessions (hash, person, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)",
    )
    .bind(browser.hash.as_slice())
    .bind(bytes(person))
    .bind(micros(entry.at))
    .bind(micros(browser.expires_at))
    .execute(&mut *tx)
    .await?;
    end_oldest(tx, person).await?;
    audit::append(tx, entry).await?;
    Ok(())
}

async fn end_oldest(tx: &mut SqliteConnection, person: Uuid) -> Result<(), Error> {
    sqlx::query(
        "DELETE FROM console_sessions WHERE person = $1 AND hash NOT IN (
             SELECT hash FROM console_sessions WHERE person = $1 ORDER BY created_at DESC, hash LIMIT $2)",
    )
    .bind(bytes(person))
    .bind(SESSIONS_MAX)
    .execute(tx)
    .await?;
    Ok(())
}

async fn end_session(tx: &mut SqliteConnection, cookie: [u8; 32]) -> Result<bool, Error> {
    let ended =
        sqlx::query("DELETE FROM console_sessions WHERE hash = $1").bind(cookie.to_vec()).execute(tx).await?;
    Ok(ended.rows_affected() == 1)
}

fn read_browser(reader: &Reader<'_>) -> Result<Browser, Error> {
    Ok(Browser {
        person: reader.uuid("id")?,
        name: reader.text("name")?,
        role: reader.named("role")?,
        seen_at: reader.moment("seen_at")?,
        expires_at: reader.moment("expires_at")?,
    })
}
