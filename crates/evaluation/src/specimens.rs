//! Rendered specimens as a data set: a picture and its truth for each seed, never stored.

mod case;
mod face_check;
mod finder;
mod progress;
mod resident_id;
mod set;

use jiff::civil::Date;
use std::path::Path;

use crate::{
    pool,
    reader::Reader,
    report::{Collector, Report},
};

pub use progress::ProgressError;
pub use set::SpecimenSet;

/// What to render and to measure.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    /// Which documents, in which conditions.
    pub set: SpecimenSet,
    /// The first seed.
    pub seed_from: u64,
    /// How many seeds.
    pub count: u64,
    /// The day on which the photographs are taken.
    pub today: Date,
    /// Where results are kept as they come in, so that a run that was broken off goes on where it was.
    pub progress: Option<&'a Path>,
    /// Names the build that measures: what another build has kept is not taken over.
    pub build: &'a str,
}

/// Renders, photographs and reads the specimens of a plan; each reader works on a thread of its own. The same plan
/// gives the same pictures, and the report is in the order of the seeds. Only the reading is timed.
///
/// # Errors
/// [`ProgressError`] when results cannot be kept. A specimen that cannot be rendered is a failed case.
pub fn measure(
    plan: &Plan<'_>,
    readers: &[Reader<'_>],
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Report, ProgressError> {
    let mut kept = progress::open(plan)?;
    let seeds = plan.seed_from..plan.seed_from.saturating_add(plan.count);
    let missing: Vec<u64> = seeds.clone().filter(|seed| !kept.has(*seed)).collect();
    let of = plan.count as usize;
    progress(of - missing.len(), of);
    let mut count = of - missing.len();
    let mut written = Ok(());
    let work = |reader: &Reader<'_>, seed: &u64| case::record(plan, *seed, reader);
    let done = pool::side_by_side(readers, &missing, work, &mut |_, done| {
        count += 1;
        progress(count, of);
        let result = kept.append(&done.result);
        if written.is_ok() {
            written = result;
        }
    });
    written?;
    kept.add(done.into_iter().map(|done| done.result));
    let mut collector = Collector::default();
    for record in kept.records(seeds) {
        collector.took(record.seconds);
        collector.absorb(record.outcome);
    }
    collector.note(plan.describe());
    Ok(collector.report(plan.set.name(), of))
}

impl Plan<'_> {
    fn describe(&self) -> String {
        let (from, day) = (self.seed_from, self.today);
        let to = from.saturating_add(self.count.saturating_sub(1));
        format!("{}; seeds {from} to {to}, photographed on {day}", self.set.describe())
    }
}

#[cfg(test)]
mod tests;
