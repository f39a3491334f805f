//! The one write of a case: everything that a transition carries, in one database transaction, or nothing.

use jiff::Timestamp;
use review::{
    case::{Case, IdentityRecord},
    id::{ApplicantId, AttemptId, ReviewerId, SessionId, TicketId},
    observation::Examination,
    transition::{Event, Transition},
};
use sqlx::{Row, SqliteConnection};

use crate::{
    Store,
    access::{NewToken, insert_token},
    answer::Reply,
    audit,
    case::{event_at, examination_at, read_case},
    convert::{bytes, micros, sealed},
    error::{Error, WriteError},
    expiry,
    job::{self, JobEnd, Lease},
    outbox, projection, queue, ticket,
    vault::DataKey,
};

/// What goes into the same transaction as the transition.
#[derive(Clone, Copy)]
pub struct Extras<'a> {
    /// When.
    pub at: Timestamp,
    /// Who asked, for the audit log: `host:…`, `applicant`, `worker`, `reviewer:…`. Never a name of a person.
    pub actor: &'a str,
    /// What the decision of this transition rests on.
    pub examination: Option<(AttemptId, &'a Examination)>,
    /// The job that ends with this transition; the commit fails if its lease has passed to somebody else.
    pub job: Option<(&'a Lease, JobEnd<'a>)>,
    /// What was measured on the pictures of a ticket.
    pub ticket_examination: Option<(TicketId, &'a Examination)>,
    /// The reviewer who decides, and what they must hold to do so; the commit fails if they do not.
    pub holder: Option<(Held, ReviewerId)>,
    /// A client token that is issued with it.
    pub token: Option<&'a NewToken>,
    /// Makes the answer to keep for an idempotency key from the case as it stands after the transition.
    pub reply: Option<&'a ReplyTo<'a>>,
}

/// What a reviewer holds while they decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// A case in review.
    Case(SessionId),
    /// A ticket.
    Ticket(TicketId),
}

/// Says what was answered, once it is known how the case stands.
pub type ReplyTo<'a> = dyn Fn(&Case) -> Option<Reply> + Send + Sync + 'a;

impl<'a> Extras<'a> {
    /// Nothing beside the transition itself.
    #[must_use]
    pub fn new(at: Timestamp, actor: &'a str) -> Self {
        Self {
            at,
            actor,
            examination: None,
            ticket_examination: None,
            job: None,
            holder: None,
            token: None,
            reply: None,
        }
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Committed {
    /// The case after it.
    pub case: Case,
    /// Whether there is new work for the workers.
    pub jobs_count: usize,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Somebody else has changed the case since it was loaded: load it again and decide anew.
    #[error("the case has changed since it was loaded")]
    VersionConflict,
    /// The document of an approval is verified for another applicant.
    #[error("the document is verified on another account")]
    DocumentTaken(ApplicantId),
    /// The job's lease ran out and the job belongs to another worker, or has ended.
    #[error("the lease of the job is lost")]
    LeaseLost,
    /// The reviewer does not hold the case, or not any more.
    #[error("the reviewer does not hold the case")]
    NotHeld,
    /// The idempotency key was answered in the meantime.
    #[error("this idempotency key has been answered")]
    AlreadyAnswered,
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl From<sqlx::Error> for CommitError {
    fn from(error: sqlx::Error) -> Self {
        Self::Storage(error.into())
    }
}

impl From<WriteError> for CommitError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::AlreadyAnswered => Self::AlreadyAnswered,
            WriteError::Storage(error) => Self::Storage(error),
        }
    }
}

impl Store {
    /// Writes a transition and its extras durably. There is no other way to change a case.
    ///
    /// # Errors
    /// [`CommitError`]; in every case nothing at all was written.
    pub async fn commit(
        &self,
        transition: &Transition,
        extras: &Extras<'_>,
    ) -> Result<Committed, CommitError> {
        let key = self.key_of(transition.applicant).await?.ok_or(CommitError::VersionConflict)?;
        let mut tx = self.begin().await?;
        expect_held(&mut tx, extras).await?;
        advance_version(&mut tx, transition).await?;
        insert_events(&mut tx, &key, transition, extras.at).await?;
        let case = read_case(&mut tx, &key).await?.ok_or(CommitError::VersionConflict)?;
        projection::write(&mut tx, &case, transition, extras.at).await?;
        queue::write(&mut tx, &case, transition).await?;
        ticket::write(&mut tx, &case, transition).await?;
        expiry::write(&mut tx, transition).await?;
        self.claim_documents(&mut tx, transition, extras.at).await?;
        insert_consequences(&mut tx, &key, transition, extras).await?;
        self.write_extras(&mut tx, &key, &case, extras).await?;
        tx.commit().await?;
        Ok(Committed { case, jobs_count: transition.jobs.len() })
    }

    async fn write_extras(
        &self,
        tx: &mut SqliteConnection,
        key: &DataKey,
        case: &Case,
        extras: &Extras<'_>,
    ) -> Result<(), CommitError> {
        if let Some((attempt, examination)) = extras.examination {
            insert_examination(tx, key, attempt, examination, extras.at).await?;
        }
        if let Some((id, examination)) = extras.ticket_examination {
            ticket::insert_examination(tx, key, id, examination, extras.at).await?;
        }
        if let Some((lease, end)) = extras.job
            && !job::end(tx, lease, end, extras.at).await?
        {
            return Err(CommitError::LeaseLost);
        }
        if let Some(token) = extras.token {
            insert_token(tx, token).await?;
        }
        if let Some(reply) = extras.reply.and_then(|reply| reply(case)) {
            self.remember(tx, key, &reply, extras.at).await?;
        }
        Ok(())
    }

    async fn claim_documents(
        &self,
        tx: &mut SqliteConnection,
        transition: &Transition,
        at: Timestamp,
    ) -> Result<(), CommitError> {
        for event in &transition.events {
            match event {
                Event::Verified { identity, .. } | Event::Corrected { identity, .. } => {
                    self.claim_document(tx, transition.applicant, identity, at).await?;
                }
                Event::Revoked { .. } => release_documents(tx, transition.applicant).await?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The unique key decides a race between two applicants with one document.
    async fn claim_document(
        &self,
        tx: &mut SqliteConnection,
        applicant: ApplicantId,
        identity: &IdentityRecord,
        at: Timestamp,
    ) -> Result<(), CommitError> {
        let key = self.document_key(&identity.document);
        sqlx::query(
            "INSERT INTO document_keys (key, applicant, attempt, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (key) DO NOTHING",
        )
        .bind(key.as_slice())
        .bind(bytes(applicant.0))
        .bind(bytes(identity.attempt.0))
        .bind(micros(at))
        .execute(&mut *tx)
        .await?;
        match owner_of(tx, &key).await? {
            Some(owner) if owner != applicant => Err(CommitError::DocumentTaken(owner)),
            _ => Ok(()),
        }
    }
}

async fn expect_held(tx: &mut SqliteConnection, extras: &Extras<'_>) -> Result<(), CommitError> {
    let held = match extras.holder {
        None => true,
        Some((Held::Case(session), reviewer)) => queue::holds(tx, session, reviewer, extras.at).await?,
        Some((Held::Ticket(ticket), reviewer)) => ticket::holds(tx, ticket, reviewer, extras.at).await?,
    };
    if held { Ok(()) } else { Err(CommitError::NotHeld) }
}

/// What was verified for an applicant is free for another.
async fn release_documents(tx: &mut SqliteConnection, applicant: ApplicantId) -> Result<(), Error> {
    sqlx::query("DELETE FROM document_keys WHERE applicant = $1")
        .bind(bytes(applicant.0))
        .execute(tx)
        .await?;
    Ok(())
}

/// Whose document a key is.
pub(crate) async fn owner_of(
    tx: &mut SqliteConnection,
    key: &[u8; 32],
) -> Result<Option<ApplicantId>, Error> {
    let row = sqlx::query("SELECT applicant FROM document_keys WHERE key = $1")
        .bind(key.as_slice())
        .fetch_optional(tx)
        .await?;
    row.map(|row| crate::convert::Reader { table: "document_keys", row: &row }.applicant("applicant"))
        .transpose()
}

async fn advance_version(tx: &mut SqliteConnection, transition: &Transition) -> Result<(), CommitError> {
    let expected = to_column(transition.expected_version)?;
    let count = to_column(transition.events.len() as u64)?;
    let moved = sqlx::query("UPDATE applicants SET version = version + $1 WHERE id = $2 AND version = $3 AND erasing_since IS NULL")
        .bind(count)
        .bind(bytes(transition.applicant.0))
        .bind(expected)
        .execute(tx)
        .await?;
    if moved.rows_affected() == 1 { Ok(()) } else { Err(CommitError::VersionConflict) }
}

async fn insert_events(
    tx: &mut SqliteConnection,
    key: &DataKey,
    transition: &Transition,
    at: Timestamp,
) -> Result<(), Error> {
    for (version, event) in (transition.expected_version + 1..).zip(&transition.events) {
        let version = to_column(version)?;
        sqlx::query("INSERT INTO events (applicant, version, at, body) VALUES ($1, $2, $3, $4)")
            .bind(bytes(transition.applicant.0))
            .bind(version)
            .bind(micros(at))
            .bind(sealed(key, &event_at(&[&version.to_be_bytes()]), event))
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

async fn insert_consequences(
    tx: &mut SqliteConnection,
    key: &DataKey,
    transition: &Transition,
    extras: &Extras<'_>,
) -> Result<(), Error> {
    for work in &transition.jobs {
        job::insert(tx, transition.applicant, work, extras.at).await?;
    }
    for entry in &transition.audit {
        audit::append(
            tx,
            &audit::Entry {
                at: extras.at,
                actor: extras.actor,
                applicant: Some(transition.applicant),
                entry,
            },
        )
        .await?;
    }
    for notice in &transition.outbox {
        outbox::insert(tx, key, notice, extras.at).await?;
    }
    Ok(())
}

async fn insert_examination(
    tx: &mut SqliteConnection,
    key: &DataKey,
    attempt: AttemptId,
    examination: &Examination,
    at: Timestamp,
) -> Result<(), Error> {
    sqlx::query("INSERT INTO examinations (attempt, at, body) VALUES ($1, $2, $3)")
        .bind(bytes(attempt.0))
        .bind(micros(at))
        .bind(sealed(key, &examination_at(&[attempt.0.as_bytes()]), examination))
        .execute(tx)
        .await?;
    Ok(())
}

fn to_column(number: u64) -> Result<i64, Error> {
    i64::try_from(number).map_err(|_| Error::Corrupt("events"))
}

/// The version that the database holds for an applicant; `None` where there is no such applicant.
pub(crate) async fn version_of(
    tx: &mut SqliteConnection,
    applicant: ApplicantId,
) -> Result<Option<u64>, Error> {
    let row = sqlx::query("SELECT version FROM applicants WHERE id = $1")
        .bind(bytes(applicant.0))
        .fetch_optional(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let version: i64 = row.try_get("version")?;
    u64::try_from(version).map(Some).map_err(|_| Error::Corrupt("applicants"))
}
