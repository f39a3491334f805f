//! Looking back over stored attempts: what another policy would change, and whether what was decided comes out again.

mod backtest;
mod deep;
mod difference;
mod replay;

use jiff::Timestamp;
use review::hindsight::Recorded;
use storage::{Error, Store, attempts::AttemptRow};

pub use backtest::{Backtest, CodeChange, Example, Pair, backtest};
pub use deep::Deep;
pub use replay::{Different, Replay, Why, replay};

/// How many attempts are listed at once.
const PAGE: u16 = 500;

/// Which attempts are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Those that were handed in at this moment or later, oldest first.
    Since(Timestamp),
    /// The newest so many.
    Newest(u16),
    /// These.
    These(Vec<AttemptRow>),
}

/// Lists attempts page by page, so that any number of them takes little memory.
struct Attempts<'a> {
    store: &'a Store,
    which: Which,
    last: Option<AttemptRow>,
    ended: bool,
}

impl<'a> Attempts<'a> {
    fn new(store: &'a Store, which: Which) -> Self {
        Self { store, which, last: None, ended: false }
    }

    /// How many there are.
    async fn count(&self) -> Result<u64, Error> {
        match &self.which {
            Which::Since(since) => self.store.attempts_count(*since).await,
            Which::Newest(most) => Ok(self.store.attempts_count(Timestamp::MIN).await?.min(u64::from(*most))),
            Which::These(rows) => Ok(rows.len() as u64),
        }
    }

    /// The next page; empty after the last.
    async fn page(&mut self) -> Result<Vec<AttemptRow>, Error> {
        if self.ended {
            return Ok(Vec::new());
        }
        let rows = match &mut self.which {
            Which::Since(since) => {
                self.store.attempts(*since, self.last.map(|row| row.attempt), PAGE).await?
            }
            Which::Newest(most) => self.store.newest_attempts(*most).await?,
            Which::These(rows) => std::mem::take(rows),
        };
        self.last = rows.last().copied();
        self.ended = rows.is_empty() || !matches!(self.which, Which::Since(_));
        Ok(rows)
    }
}

/// What is on record of an attempt; `None` where its events do not tell of it.
async fn recorded(store: &Store, row: &AttemptRow) -> Result<Option<Recorded>, Error> {
    Ok(Recorded::of(&store.events(row.applicant).await?, row.attempt))
}
