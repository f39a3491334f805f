//! What another policy would have decided on stored attempts. Nothing is written.

use review::{
    decision::Outcome,
    hindsight::{Changed, Tally},
    policy::Policy,
};
use serde::Serialize;
use storage::{Error, Store, attempts::AttemptRow};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Attempts, Which, recorded};
use crate::wire;

/// Most names of attempts that are given because nothing can be said of them.
const NAMED_MAX: usize = 20;

/// What would change.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Backtest {
    /// The policy that was tried, such as `exchange@2`.
    pub policy: String,
    /// Attempts that were decided again.
    pub judged: u64,
    /// Of them, those whose outcome or codes would be others.
    pub changed: u64,
    /// Attempts by what the machine decided and what it would decide; pairs without any are left out.
    pub outcomes: Vec<Pair>,
    /// Of those on which a person had the last word: by that word and what the machine would decide.
    pub people: Vec<Pair>,
    /// Codes that would come or go.
    pub codes: Vec<CodeChange>,
    /// The first attempts that would be decided otherwise.
    pub examples: Vec<Example>,
    /// Attempts that the machine has not decided, or not yet.
    pub undecided: u64,
    /// Attempts whose examination is not stored, so that nothing can be said of them.
    pub unexamined: u64,
    /// The first of those.
    pub unexamined_attempts: Vec<Uuid>,
}

/// Attempts with this outcome before and that one after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Pair {
    /// `approved`, `review` or `rejected`: as it was decided.
    pub before: &'static str,
    /// As it would be decided.
    pub after: &'static str,
    /// How many attempts.
    pub count: u64,
}

/// A code that would come or go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CodeChange {
    /// Such as `E001/glare`.
    pub code: String,
    /// Attempts that would get it and did not.
    pub gained: u64,
    /// Attempts that got it and would not.
    pub lost: u64,
}

/// An attempt that would be decided otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Example {
    /// Its session.
    pub session_id: Uuid,
    /// The attempt.
    pub attempt_id: Uuid,
    /// As it was decided.
    pub before: &'static str,
    /// As it would be decided.
    pub after: &'static str,
    /// Codes that it would get.
    pub gained: Vec<String>,
    /// Codes that it would not get any more.
    pub lost: Vec<String>,
}

/// Decides stored attempts again under `policy`, and tells `progress` how many of how many are done.
///
/// Attempts are compared with what the machine decided when they were handed in, whatever people decided later.
///
/// # Errors
/// When the database fails, or a record cannot be understood.
pub async fn backtest(
    store: &Store,
    policy: &Policy,
    which: Which,
    examples_max: usize,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<Backtest, Error> {
    let mut attempts = Attempts::new(store, which);
    let total = attempts.count().await?;
    let mut sum = Sum { policy, examples_max, ..Sum::new(policy) };
    let mut done = 0;
    loop {
        let page = attempts.page().await?;
        if page.is_empty() {
            return Ok(sum.report());
        }
        for row in page {
            sum.add(store, &row).await?;
            done += 1;
            progress(done, total.max(done));
        }
    }
}

struct Sum<'a> {
    policy: &'a Policy,
    examples_max: usize,
    tally: Tally,
    examples: Vec<Example>,
    undecided: u64,
    unexamined: u64,
    unexamined_attempts: Vec<Uuid>,
}

impl<'a> Sum<'a> {
    fn new(policy: &'a Policy) -> Self {
        Self {
            policy,
            examples_max: 0,
            tally: Tally::default(),
            examples: Vec::new(),
            undecided: 0,
            unexamined: 0,
            unexamined_attempts: Vec::new(),
        }
    }

    async fn add(&mut self, store: &Store, row: &AttemptRow) -> Result<(), Error> {
        let recorded = recorded(store, row).await?.ok_or(Error::Corrupt("events"))?;
        let Some(before) = &recorded.automatic else {
            self.undecided += 1;
            return Ok(());
        };
        let examination = store.examination(row.attempt).await?;
        let Some(after) = recorded.decide_again(examination.as_ref(), self.policy) else {
            self.unexamined += 1;
            if self.unexamined_attempts.len() < NAMED_MAX {
                self.unexamined_attempts.push(row.attempt.0);
            }
            return Ok(());
        };
        let changed = self.tally.count(&recorded, before, &after);
        if self.examples.len() < self.examples_max {
            self.examples.extend(changed.map(example));
        }
        Ok(())
    }

    fn report(self) -> Backtest {
        Backtest {
            policy: self.policy.id(),
            judged: self.tally.judged,
            changed: self.tally.changed,
            outcomes: pairs(self.tally.outcomes()),
            people: pairs(self.tally.people()),
            codes: codes(&self.tally),
            examples: self.examples,
            undecided: self.undecided,
            unexamined: self.unexamined,
            unexamined_attempts: self.unexamined_attempts,
        }
    }
}

fn pairs(cells: impl Iterator<Item = (Outcome, Outcome, u64)>) -> Vec<Pair> {
    let filled = cells.filter(|(_, _, count)| *count > 0);
    filled
        .map(|(before, after, count)| Pair {
            before: wire::outcome(before),
            after: wire::outcome(after),
            count,
        })
        .collect()
}

fn codes(tally: &Tally) -> Vec<CodeChange> {
    let change = |(code, change): (&String, &review::hindsight::Codes)| CodeChange {
        code: code.clone(),
        gained: change.gained,
        lost: change.lost,
    };
    tally.codes.iter().map(change).collect()
}

fn example(changed: Changed) -> Example {
    Example {
        session_id: changed.session.0,
        attempt_id: changed.attempt.0,
        before: wire::outcome(changed.before),
        after: wire::outcome(changed.after),
        gained: changed.gained.into_iter().collect(),
        lost: changed.lost.into_iter().collect(),
    }
}
