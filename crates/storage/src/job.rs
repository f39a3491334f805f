//! Work that is done at least once and takes effect once: leases, fencing tokens, backoff, dead letters.

use jiff::Timestamp;
use review::{id::ApplicantId, transition::Job};
use sqlx::SqliteConnection;

use crate::{
    Error, Store,
    convert::{Reader, bytes, json, micros},
};

/// The right to do a job, for a while. Whoever claims the job later holds a higher fence, and this one counts no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lease {
    job: i64,
    fence: i64,
}

/// A job that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The right to do it.
    pub lease: Lease,
    /// Whose case.
    pub applicant: ApplicantId,
    /// What to do.
    pub job: Job,
    /// How often it was claimed, this time included: a worker that dies counts too.
    pub tries: u32,
}

/// How a job ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobEnd<'a> {
    /// Done.
    Done,
    /// Given up, and why. The reason holds no personal data.
    Dead(&'a str),
}

impl Store {
    /// Claims the job that has waited longest, or one whose worker has let its lease run out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_job(&self, now: Timestamp, lease_until: Timestamp) -> Result<Option<Claimed>, Error> {
        if !self.has_work(now).await? {
            return Ok(None);
        }
        let row = sqlx::query(
            "UPDATE jobs SET state = 'running', fence = fence + 1, tries = tries + 1, lease_until = $2
             WHERE id = (SELECT id FROM jobs
                         WHERE (state = 'ready' AND run_at <= $1) OR (state = 'running' AND lease_until <= $1)
                         ORDER BY run_at, id LIMIT 1)
             RETURNING id, fence, tries, applicant, body",
        )
        .bind(micros(now))
        .bind(micros(lease_until))
        .fetch_optional(&self.writer)
        .await?;
        row.map(|row| claimed(&Reader { table: "jobs", row: &row })).transpose()
    }

    /// Keeps a lease; `false` when it is lost, and then the work should stop.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn extend_lease(&self, lease: &Lease, until: Timestamp) -> Result<bool, Error> {
        let kept = sqlx::query(
            "UPDATE jobs SET lease_until = $1 WHERE id = $2 AND fence = $3 AND state = 'running'",
        )
        .bind(micros(until))
        .bind(lease.job)
        .bind(lease.fence)
        .execute(&self.writer)
        .await?;
        Ok(kept.rows_affected() == 1)
    }

    /// Puts a job back, to be tried again from `run_at`; `false` when the lease is lost.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_back(&self, lease: &Lease, run_at: Timestamp, reason: &str) -> Result<bool, Error> {
        let put = sqlx::query(
            "UPDATE jobs SET state = 'ready', run_at = $1, lease_until = NULL, reason = $2
             WHERE id = $3 AND fence = $4 AND state = 'running'",
        )
        .bind(micros(run_at))
        .bind(reason)
        .bind(lease.job)
        .bind(lease.fence)
        .execute(&self.writer)
        .await?;
        Ok(put.rows_affected() == 1)
    }

    /// Ends a job that has nothing to change any more; `false` when the lease is lost.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_job(&self, lease: &Lease, how: JobEnd<'_>, at: Timestamp) -> Result<bool, Error> {
        let mut tx = self.begin().await?;
        let ended = end(&mut tx, lease, how, at).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Reading is cheap and takes no lock, so that idle workers disturb nobody.
    async fn has_work(&self, now: Timestamp) -> Result<bool, Error> {
        let row = sqlx::query(
            "SELECT 1 FROM jobs WHERE (state = 'ready' AND run_at <= $1) OR (state = 'running' AND lease_until <= $1) LIMIT 1",
        )
        .bind(micros(now))
        .fetch_optional(&self.reader)
        .await?;
        Ok(row.is_some())
    }
}

/// Enqueues work within the caller's transaction.
pub(crate) async fn insert(
    tx: &mut SqliteConnection,
    applicant: ApplicantId,
    job: &Job,
    at: Timestamp,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO jobs (applicant, body, state, run_at, tries, fence, created_at) VALUES ($1, $2, 'ready', $3, 0, 0, $3)",
    )
    .bind(bytes(applicant.0))
    .bind(json(job))
    .bind(micros(at))
    .execute(tx)
    .await?;
    Ok(())
}

/// Ends a job within the caller's transaction; `false` when the lease is lost.
pub(crate) async fn end(
    tx: &mut SqliteConnection,
    lease: &Lease,
    how: JobEnd<'_>,
    at: Timestamp,
) -> Result<bool, Error> {
    let (state, reason) = match how {
        JobEnd::Done => ("done", None),
        JobEnd::Dead(reason) => ("dead", Some(reason)),
    };
    let ended = sqlx::query(
        "UPDATE jobs SET state = $1, reason = COALESCE($2, reason), ended_at = $3, lease_until = NULL
         WHERE id = $4 AND fence = $5 AND state = 'running'",
    )
    .bind(state)
    .bind(reason)
    .bind(micros(at))
    .bind(lease.job)
    .bind(lease.fence)
    .execute(tx)
    .await?;
    Ok(ended.rows_affected() == 1)
}

fn claimed(reader: &Reader<'_>) -> Result<Claimed, Error> {
    Ok(Claimed {
        lease: Lease {
            job: sqlx::Row::try_get(reader.row, "id")?,
            fence: sqlx::Row::try_get(reader.row, "fence")?,
        },
        applicant: reader.applicant("applicant")?,
        job: reader.json("body")?,
        tries: reader.small("tries")?,
    })
}
