//! Whether every automatic decision comes out again from its record, byte for byte. Nothing is written.

use review::{hindsight::Recorded, policy::Policy};
use serde::Serialize;
use storage::{Error, Store, attempts::AttemptRow};
use uuid::Uuid;

use super::{Attempts, Deep, Which, deep::Skipped, difference, recorded};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Replay {
    /// Automatic decisions that were made again.
    pub replayed: u64,
    /// Of them, those that came out byte by byte the same.
    pub identical: u64,
    /// Of those, attempts whose evidence was examined again, with the same result.
    pub examined_identical: u64,
    /// Attempts that could not be finished and have no examination: their decision follows from that alone.
    pub without_examination: u64,
    /// Attempts that the machine has not decided, or not yet.
    pub undecided: u64,
    /// Decisions of people on these attempts: they are not replayed.
    pub by_people: u64,
    /// Everything that did not come out again.
    pub different: Vec<Different>,
}

/// A decision that did not come out again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Different {
    /// Its session.
    pub session_id: Uuid,
    /// Its attempt.
    pub attempt_id: Uuid,
    /// Why.
    pub why: Why,
    /// What exactly: a policy, a network, or where the two first differ.
    pub detail: String,
}

/// Why a decision did not come out again; stable names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The version of the policy that it names is at hand nowhere.
    PolicyMissing,
    /// The examination that it rests on is not stored.
    ExaminationMissing,
    /// The decision differs.
    DecisionDiffers,
    /// The evidence is not there any more, or not as it was.
    EvidenceMissing,
    /// The networks at hand are others than those that it names.
    NetworksDiffer,
    /// The evidence was examined again, and something else came out.
    ExaminationDiffers,
}

impl Why {
    /// In a few words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::PolicyMissing => "the policy is not at hand",
            Self::ExaminationMissing => "the examination is missing",
            Self::DecisionDiffers => "the decision differs",
            Self::EvidenceMissing => "the evidence is missing",
            Self::NetworksDiffer => "the networks differ",
            Self::ExaminationDiffers => "the examination differs",
        }
    }
}

/// Makes the automatic decision of each attempt again: from the stored examination, under the version of the policy
/// that it names, with its own clock. `policies` are at hand beside the shipped ones.
///
/// With `deep` the evidence is examined again first, and compared with the stored examination.
///
/// # Errors
/// When the database fails, or a record cannot be understood.
pub async fn replay(
    store: &Store,
    policies: &[Policy],
    which: Which,
    deep: Option<&Deep>,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<Replay, Error> {
    let mut attempts = Attempts::new(store, which);
    let total = attempts.count().await?;
    let mut sum = Replay::default();
    let mut shelf = Shelf { own: policies, shipped: Vec::new() };
    let mut done = 0;
    loop {
        let page = attempts.page().await?;
        if page.is_empty() {
            return Ok(sum);
        }
        for row in page {
            sum.add(store, &row, &mut shelf, deep).await?;
            done += 1;
            progress(done, total.max(done));
        }
    }
}

/// Policies by the name that decisions carry.
struct Shelf<'a> {
    own: &'a [Policy],
    shipped: Vec<(String, Option<Policy>)>,
}

impl Shelf<'_> {
    fn get(&mut self, id: &str) -> Option<&Policy> {
        if let Some(own) = self.own.iter().find(|policy| policy.id() == id) {
            return Some(own);
        }
        let place = self.shipped.iter().position(|(known, _)| known == id).unwrap_or_else(|| {
            self.shipped.push((id.to_owned(), Policy::shipped(id)));
            self.shipped.len() - 1
        });
        self.shipped[place].1.as_ref()
    }
}

impl Replay {
    async fn add(
        &mut self,
        store: &Store,
        row: &AttemptRow,
        shelf: &mut Shelf<'_>,
        deep: Option<&Deep>,
    ) -> Result<(), Error> {
        let recorded = recorded(store, row).await?.ok_or(Error::Corrupt("events"))?;
        self.by_people += recorded.people.len() as u64;
        if recorded.automatic.is_none() {
            self.undecided += 1;
            return Ok(());
        }
        self.replayed += 1;
        match self.again(store, row, &recorded, shelf, deep).await? {
            None => self.identical += 1,
            Some((why, detail)) => self.different.push(Different {
                session_id: recorded.session.0,
                attempt_id: recorded.attempt.0,
                why,
                detail,
            }),
        }
        Ok(())
    }

    /// Why the decision did not come out again; `None` where it did.
    async fn again(
        &mut self,
        store: &Store,
        row: &AttemptRow,
        recorded: &Recorded,
        shelf: &mut Shelf<'_>,
        deep: Option<&Deep>,
    ) -> Result<Option<(Why, String)>, Error> {
        let Some(was) = &recorded.automatic else { return Ok(None) };
        let Some(policy) = shelf.get(&was.policy) else {
            return Ok(Some((Why::PolicyMissing, was.policy.clone())));
        };
        let examination = store.examination(row.attempt).await?;
        let Some(is) = recorded.decide_again(examination.as_ref(), policy) else {
            return Ok(Some((Why::ExaminationMissing, "it is not stored".to_owned())));
        };
        if let Some(detail) = difference::first(was, &is) {
            return Ok(Some((Why::DecisionDiffers, detail)));
        }
        let Some(examination) = examination else {
            self.without_examination += 1;
            return Ok(None);
        };
        let Some(deep) = deep else { return Ok(None) };
        match deep.examine_again(store, row, recorded, &examination).await? {
            Ok(()) => self.examined_identical += 1,
            Err(Skipped { why, detail }) => return Ok(Some((why, detail))),
        }
        Ok(None)
    }
}
