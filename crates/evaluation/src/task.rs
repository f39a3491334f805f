//! The tasks, and the loop that all of them share.

mod documents;
mod face_pairs;
mod mrz;
mod mrz_strings;
mod resident_id_cn;

use std::{path::Path, str::FromStr, time::Instant};

use crate::{
    dataset::{Case, DatasetError, cases},
    reader::Reader,
    report::{Collector, Report},
};

/// A task that can be evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Machine-readable zones of photographs.
    Mrz,
    /// Type and issuer of photographs.
    Documents,
    /// Verdicts on MRZ strings.
    MrzStrings,
    /// Fields of mainland resident ID cards.
    ResidentIdCn,
    /// Pairs of faces.
    FacePairs,
}

impl Task {
    /// Every task.
    pub const ALL: [Self; 5] =
        [Self::Mrz, Self::Documents, Self::MrzStrings, Self::ResidentIdCn, Self::FacePairs];

    /// The name of its file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mrz => "mrz",
            Self::Documents => "documents",
            Self::MrzStrings => "mrz-strings",
            Self::ResidentIdCn => "resident-id-cn",
            Self::FacePairs => "face-pairs",
        }
    }
}

impl FromStr for Task {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|task| task.name() == text)
            .ok_or_else(|| format!("no task `{text}`; there are {}", Self::ALL.map(Self::name).join(", ")))
    }
}

/// Runs a task over a data set; `progress` hears how many of how many cases are done.
///
/// # Errors
/// [`DatasetError`] when the data set cannot be read. A picture that cannot be read is a failed case, not an error.
pub fn run(
    task: Task,
    folder: &Path,
    reader: &Reader<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Report, DatasetError> {
    let cases = cases(folder, task.name())?;
    let started = Instant::now();
    let mut collector = Collector::default();
    if task == Task::FacePairs {
        face_pairs::measure(&cases, reader, &mut collector, progress);
    } else {
        let measure = one(task);
        for (done, case) in cases.iter().enumerate() {
            progress(done, cases.len());
            measure(case, reader, &mut collector);
        }
    }
    progress(cases.len(), cases.len());
    Ok(collector.report(task.name(), cases.len(), started.elapsed().as_secs_f64()))
}

type Measure = fn(&Case, &Reader<'_>, &mut Collector);

fn one(task: Task) -> Measure {
    match task {
        Task::Mrz => mrz::measure,
        Task::Documents => documents::measure,
        Task::MrzStrings => mrz_strings::measure,
        Task::ResidentIdCn => resident_id_cn::measure,
        Task::FacePairs => |_, _, _| {},
    }
}
