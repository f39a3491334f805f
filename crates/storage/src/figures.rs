//! Figures that estimates rest on: how long reviews took lately, and how much waits.

use std::time::Duration;

use jiff::Timestamp;

use crate::{Error, Store, queue};

/// How many of the latest reviews an estimate looks at.
const LATEST: i64 = 50;

/// What an estimate of an automatic review rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Automatic {
    /// How long such reviews took lately, from submission to decision, shortest first.
    pub took: Vec<Duration>,
    /// Attempts that wait for a machine or are being examined.
    pub waiting: u64,
}

/// What an estimate of a review by a person rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manual {
    /// How long such reviews took lately, from submission to decision, shortest first.
    pub took: Vec<Duration>,
    /// Cases that wait for a person.
    pub waiting: u64,
    /// Those of them that are due before the one that is asked about.
    pub ahead: u64,
    /// Decisions by people in the last 24 hours.
    pub decided_a_day: u64,
}

impl Store {
    /// Gathers what an estimate of an automatic review rests on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn automatic_figures(&self) -> Result<Automatic, Error> {
        let waiting = self.count("SELECT COUNT(*) FROM jobs WHERE state IN ('ready', 'running')").await?;
        Ok(Automatic { took: self.automatic_durations().await?, waiting })
    }

    /// Gathers what an estimate for a case that is due at this moment rests on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn manual_figures(&self, now: Timestamp, due_at: Timestamp) -> Result<Manual, Error> {
        let mut connection = self.reader.acquire().await?;
        Ok(Manual {
            took: self.manual_durations().await?,
            waiting: queue::waiting_count(&mut connection).await?,
            ahead: queue::ahead_of(&mut connection, due_at).await?,
            decided_a_day: queue::decided_a_day(&mut connection, now).await?,
        })
    }

    async fn automatic_durations(&self) -> Result<Vec<Duration>, Error> {
        let took = sqlx::query_scalar(
            "SELECT ended_at - created_at FROM jobs WHERE state = 'done' ORDER BY id DESC LIMIT $1",
        )
        .bind(LATEST)
        .fetch_all(&self.reader)
        .await?;
        Ok(sorted(took))
    }

    async fn manual_durations(&self) -> Result<Vec<Duration>, Error> {
        let took = sqlx::query_scalar(
            "SELECT decided_at - submitted_at FROM attempts WHERE decided_by = 'reviewer'
             ORDER BY decided_at DESC LIMIT $1",
        )
        .bind(LATEST)
        .fetch_all(&self.reader)
        .await?;
        Ok(sorted(took))
    }

    async fn count(&self, query: &'static str) -> Result<u64, Error> {
        let count: i64 = sqlx::query_scalar(query).fetch_one(&self.reader).await?;
        Ok(count.unsigned_abs())
    }
}

fn sorted(micros: Vec<i64>) -> Vec<Duration> {
    let mut took: Vec<Duration> = micros
        .into_iter()
        .filter_map(|micros| u64::try_from(micros).ok())
        .map(Duration::from_micros)
        .collect();
    took.sort_unstable();
    took
}
