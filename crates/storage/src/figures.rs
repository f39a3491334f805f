//! Figures that estimates rest on: how long reviews took lately, and how much waits.

use std::time::Duration;

use crate::{Error, Store};

/// How many of the latest reviews an estimate looks at.
const LATEST: i64 = 50;

/// How long reviews took lately, from submission to decision, shortest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Automatic reviews.
    pub automatic: Vec<Duration>,
    /// Reviews by a person.
    pub manual: Vec<Duration>,
    /// Attempts that wait for a machine or are being examined.
    pub waiting_automatic: u64,
}

impl Store {
    /// Gathers the figures.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn figures(&self) -> Result<Figures, Error> {
        Ok(Figures {
            automatic: self.automatic_durations().await?,
            manual: self.manual_durations().await?,
            waiting_automatic: self
                .count("SELECT COUNT(*) FROM jobs WHERE state IN ('ready', 'running')")
                .await?,
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
