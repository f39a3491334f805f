//! The evidence of an attempt examined again, and what was measured compared with what was measured then.

use std::sync::Arc;

use review::{
    hindsight::Recorded,
    observation::{Examination, ModelUsed},
};
use storage::{Error, Store, attempts::AttemptRow};
use vision::intake::Limits;

use super::{difference, replay::Why};
use crate::{examiner::Examiner, view, worker::pictures};

/// What is needed to examine again.
pub struct Deep {
    /// From pictures to examinations.
    pub examiner: Arc<dyn Examiner>,
    /// The networks behind it.
    pub models: Vec<ModelUsed>,
    /// What a picture may measure.
    pub limits: Limits,
}

/// Why the same did not come out.
#[derive(Debug)]
pub(super) struct Skipped {
    pub(super) why: Why,
    pub(super) detail: String,
}

impl Deep {
    /// Examines the evidence again and compares. On another machine the last bits of a network's output may differ, and
    /// then the first value that does is named.
    pub(super) async fn examine_again(
        &self,
        store: &Store,
        row: &AttemptRow,
        recorded: &Recorded,
        was: &Examination,
    ) -> Result<Result<(), Skipped>, Error> {
        if let Some(other) = other_network(&was.models, &self.models) {
            return Ok(Err(Skipped { why: Why::NetworksDiffer, detail: other }));
        }
        let case = store.case(row.applicant).await?.ok_or(Error::Corrupt("applicants"))?;
        let attempts = case.sessions.get(&row.session).into_iter().flat_map(|session| &session.attempts);
        let attempt = attempts.into_iter().find(|attempt| attempt.id == row.attempt).cloned();
        let attempt = attempt.ok_or(Error::Corrupt("events"))?;
        let stored = match pictures::load_from(store, row.session, &attempt).await {
            Ok(stored) => stored,
            Err(error) => {
                return Ok(Err(Skipped { why: Why::EvidenceMissing, detail: error.to_string() }));
            }
        };
        let (examiner, limits) = (Arc::clone(&self.examiner), self.limits);
        let today = view::day(recorded.submitted_at);
        let examined = tokio::task::spawn_blocking(move || {
            let decoded = stored.decode(&limits).map_err(|error| error.to_string())?;
            let examined = examiner.examine(decoded.pictures(), today, &mut |_| {});
            examined.map_err(|error| error.to_string())
        });
        Ok(match examined.await {
            Ok(Ok(is)) => differs(was, &is),
            Ok(Err(detail)) => Err(Skipped { why: Why::ExaminationDiffers, detail }),
            Err(_) => {
                Err(Skipped { why: Why::ExaminationDiffers, detail: "the examination panicked".to_owned() })
            }
        })
    }
}

fn differs(was: &Examination, is: &Examination) -> Result<(), Skipped> {
    let first = difference::first(was, is);
    first.map_or(Ok(()), |detail| Err(Skipped { why: Why::ExaminationDiffers, detail }))
}

/// The first network that is at hand in another version, or not at all.
fn other_network(was: &[ModelUsed], at_hand: &[ModelUsed]) -> Option<String> {
    let same = |model: &&ModelUsed| at_hand.contains(model);
    let other = was.iter().find(|model| !same(model))?;
    let now = at_hand.iter().find(|model| model.name == other.name);
    let now = now.map_or("none".to_owned(), |model| format!("{} {}", model.version, model.sha256));
    Some(format!("{}: {} {} then, {now} now", other.name, other.version, other.sha256))
}
