//! What another policy would change, counted.

use std::collections::{BTreeMap, BTreeSet};

use super::Recorded;
use crate::{
    decision::{CodedReason, Decision, Outcome},
    id::{AttemptId, SessionId},
};

/// The outcomes, in the order of the tables.
const OUTCOMES: [Outcome; 3] = [Outcome::Approved, Outcome::Review, Outcome::Rejected];

/// Counts over many attempts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// Attempts that were decided again.
    pub judged: u64,
    /// Of them, those whose outcome or codes would be others.
    pub changed: u64,
    /// Attempts by outcome: as decided (rows), as it would be (columns).
    outcomes: [[u64; 3]; 3],
    /// Attempts on which a person had the last word, by that word (rows) and the machine's new one (columns).
    people: [[u64; 3]; 3],
    /// Codes with sub-reasons, by how many attempts would get them anew and how many would not get them any more.
    pub codes: BTreeMap<String, Codes>,
}

/// In how many attempts a code would come or go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Codes {
    /// Given, where it was not.
    pub gained: u64,
    /// Not given any more.
    pub lost: u64,
}

/// One attempt that would be decided otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Which session.
    pub session: SessionId,
    /// Which attempt.
    pub attempt: AttemptId,
    /// As decided.
    pub before: Outcome,
    /// As it would be.
    pub after: Outcome,
    /// Codes that it would get.
    pub gained: BTreeSet<String>,
    /// Codes that it would not get any more.
    pub lost: BTreeSet<String>,
}

impl Tally {
    /// Counts one attempt, and says what would change in it; `None` where nothing would.
    pub fn count(&mut self, recorded: &Recorded, before: &Decision, after: &Decision) -> Option<Changed> {
        let (old, new) = (spelled(before), spelled(after));
        let changed = Changed {
            session: recorded.session,
            attempt: recorded.attempt,
            before: before.outcome,
            after: after.outcome,
            gained: new.difference(&old).cloned().collect(),
            lost: old.difference(&new).cloned().collect(),
        };
        self.judged += 1;
        self.outcomes[place(before.outcome)][place(after.outcome)] += 1;
        if let Some(last) = recorded.people.last() {
            self.people[place(last.outcome)][place(after.outcome)] += 1;
        }
        changed.gained.iter().for_each(|code| self.codes.entry(code.clone()).or_default().gained += 1);
        changed.lost.iter().for_each(|code| self.codes.entry(code.clone()).or_default().lost += 1);
        let differs = before.outcome != after.outcome || old != new;
        self.changed += u64::from(differs);
        differs.then_some(changed)
    }

    /// Every pair of outcomes, as decided and as it would be, with how many attempts it has.
    pub fn outcomes(&self) -> impl Iterator<Item = (Outcome, Outcome, u64)> {
        cells(&self.outcomes)
    }

    /// Every pair of a person's last word and what the machine would say now, with how many attempts it has.
    pub fn people(&self) -> impl Iterator<Item = (Outcome, Outcome, u64)> {
        cells(&self.people)
    }
}

fn cells(table: &[[u64; 3]; 3]) -> impl Iterator<Item = (Outcome, Outcome, u64)> {
    let pairs = OUTCOMES.into_iter().flat_map(|before| OUTCOMES.map(|after| (before, after)));
    pairs.map(move |(before, after)| (before, after, table[place(before)][place(after)]))
}

fn place(outcome: Outcome) -> usize {
    match outcome {
        Outcome::Approved => 0,
        Outcome::Review => 1,
        Outcome::Rejected => 2,
    }
}

fn spelled(decision: &Decision) -> BTreeSet<String> {
    decision.codes.iter().map(CodedReason::spelled).collect()
}
