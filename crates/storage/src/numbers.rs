//! Numbers that people ask for: what was rejected and why, how far sessions come, and how long decisions take.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::Row;

use crate::{
    Error, Store,
    convert::{Reader, micros},
};

/// The most decisions whose times are looked at; beyond, the latest.
const TIMES_MAX: i64 = 20_000;

/// Everything since a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Numbers {
    /// How far sessions that were opened came.
    pub funnel: Funnel,
    /// Rejected attempts by code and sub-reason, most frequent first; an attempt with two codes counts under both.
    pub rejections: Vec<RejectionCount>,
    /// How long decisions took, by who took them.
    pub times: Times,
    /// Each day, oldest first.
    pub days: Vec<DayCount>,
}

/// How far sessions came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Funnel {
    /// Opened.
    pub opened: u64,
    /// With at least one submission.
    pub submitted: u64,
    /// Approved.
    pub approved: u64,
    /// Declined for good.
    pub declined: u64,
    /// Waiting for a person now.
    pub in_review: u64,
}

/// How often a code was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectionCount {
    /// Such as `E001`.
    pub code: String,
    /// Such as `glare`; empty where the code has none.
    pub reason: String,
    /// How often.
    pub count: u64,
}

/// How long decisions took, from submission on, shortest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Times {
    /// Decided by the program.
    pub automatic: Vec<Duration>,
    /// Decided by a person.
    pub manual: Vec<Duration>,
}

/// Attempts of one day (UTC) by what they came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// Days since 1970-01-01.
    pub day: i64,
    /// Approved.
    pub approved: u64,
    /// Rejected.
    pub rejected: u64,
    /// Waiting for a person, or handed to one.
    pub review: u64,
}

impl Store {
    /// Gathers the numbers since a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn numbers(&self, since: Timestamp) -> Result<Numbers, Error> {
        let mut tx = self.reader.begin().await?;
        let since = micros(since);
        let times = Times {
            automatic: times(&mut tx, since, "automatic").await?,
            manual: times(&mut tx, since, "reviewer").await?,
        };
        Ok(Numbers {
            funnel: funnel(&mut tx, since).await?,
            rejections: rejections(&mut tx, since).await?,
            times,
            days: days(&mut tx, since).await?,
        })
    }
}

async fn funnel(tx: &mut sqlx::SqliteConnection, since: i64) -> Result<Funnel, Error> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS opened,
                COALESCE(SUM(EXISTS (SELECT 1 FROM attempts a WHERE a.session = s.id)), 0) AS submitted,
                COALESCE(SUM(s.status = 'approved'), 0) AS approved,
                COALESCE(SUM(s.status = 'declined'), 0) AS declined,
                COALESCE(SUM(s.status = 'in_review'), 0) AS in_review
         FROM sessions s WHERE s.opened_at >= $1",
    )
    .bind(since)
    .fetch_one(tx)
    .await?;
    let reader = Reader { table: "sessions", row: &row };
    Ok(Funnel {
        opened: reader.unsigned("opened")?,
        submitted: reader.unsigned("submitted")?,
        approved: reader.unsigned("approved")?,
        declined: reader.unsigned("declined")?,
        in_review: reader.unsigned("in_review")?,
    })
}

async fn rejections(tx: &mut sqlx::SqliteConnection, since: i64) -> Result<Vec<RejectionCount>, Error> {
    let rows = sqlx::query(
        "SELECT json_extract(c.value, '$.code') AS code, json_extract(c.value, '$.reason') AS reason, COUNT(*) AS count
         FROM attempts a, json_each(a.codes) c
         WHERE a.outcome = 'rejected' AND a.submitted_at >= $1
         GROUP BY 1, 2 ORDER BY count DESC, code, reason LIMIT 200",
    )
    .bind(since)
    .fetch_all(tx)
    .await?;
    let count = |row| {
        let reader = Reader { table: "attempts", row };
        Ok(RejectionCount {
            code: reader.text("code")?,
            reason: reader.text("reason")?,
            count: reader.unsigned("count")?,
        })
    };
    rows.iter().map(count).collect()
}

async fn times(
    tx: &mut sqlx::SqliteConnection,
    since: i64,
    decided_by: &str,
) -> Result<Vec<Duration>, Error> {
    let took: Vec<i64> = sqlx::query_scalar(
        "SELECT decided_at - submitted_at FROM attempts
         WHERE decided_by = $1 AND decided_at >= $2 AND outcome <> 'review' ORDER BY decided_at DESC LIMIT $3",
    )
    .bind(decided_by)
    .bind(since)
    .bind(TIMES_MAX)
    .fetch_all(tx)
    .await?;
    let mut took: Vec<Duration> =
        took.into_iter().map(|micros| Duration::from_micros(micros.max(0).unsigned_abs())).collect();
    took.sort_unstable();
    Ok(took)
}

async fn days(tx: &mut sqlx::SqliteConnection, since: i64) -> Result<Vec<DayCount>, Error> {
    let rows = sqlx::query(
        "SELECT submitted_at / 86400000000 AS day,
                COALESCE(SUM(outcome = 'approved'), 0) AS approved,
                COALESCE(SUM(outcome = 'rejected'), 0) AS rejected,
                COALESCE(SUM(outcome = 'review'), 0) AS review
         FROM attempts WHERE submitted_at >= $1 GROUP BY 1 ORDER BY 1",
    )
    .bind(since)
    .fetch_all(tx)
    .await?;
    let count = |row: &sqlx::sqlite::SqliteRow| {
        let reader = Reader { table: "attempts", row };
        Ok(DayCount {
            day: row.try_get("day")?,
            approved: reader.unsigned("approved")?,
            rejected: reader.unsigned("rejected")?,
            review: reader.unsigned("review")?,
        })
    };
    rows.iter().map(count).collect()
}
