//! The tasks, and the loop that all of them share.

mod aamva;
mod document_corners;
mod documents;
mod face_pairs;
mod mrz;
mod mrz_lines;
mod mrz_strings;
mod presentation_attacks;
mod resident_id_cn;

use std::{path::Path, str::FromStr};

use crate::{
    dataset::{Case, DatasetError, cases},
    outcome::Outcome,
    pool,
    reader::Reader,
    report::{Collector, Report},
};

/// A task that can be evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Machine-readable zones of photographs.
    Mrz,
    /// Crops of single machine-readable lines.
    MrzLines,
    /// Type and issuer of photographs.
    Documents,
    /// Where the documents of photographs lie.
    DocumentCorners,
    /// Verdicts on MRZ strings.
    MrzStrings,
    /// Fields of mainland resident ID cards.
    ResidentIdCn,
    /// Barcodes of driving licences.
    Aamva,
    /// Pairs of faces.
    FacePairs,
    /// Attacks on face capture, and genuine presentations.
    PresentationAttacks,
}

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    /// The data set cannot be read.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    /// The product does not measure what the task is about, so that there is no figure to print.
    #[error("`{task}` cannot be evaluated: {what}")]
    NotOffered {
        /// Name of the task.
        task: &'static str,
        /// What is missing.
        what: &'static str,
    },
    /// No reader was handed in.
    #[error("at least one reader is needed")]
    NoReader,
}

impl Task {
    /// Every task.
    pub const ALL: [Self; 9] = [
        Self::Mrz,
        Self::MrzLines,
        Self::Documents,
        Self::DocumentCorners,
        Self::MrzStrings,
        Self::ResidentIdCn,
        Self::Aamva,
        Self::FacePairs,
        Self::PresentationAttacks,
    ];

    /// The name of its file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mrz => "mrz",
            Self::MrzLines => "mrz-lines",
            Self::Documents => "documents",
            Self::DocumentCorners => "document-corners",
            Self::MrzStrings => "mrz-strings",
            Self::ResidentIdCn => "resident-id-cn",
            Self::Aamva => "aamva",
            Self::FacePairs => "face-pairs",
            Self::PresentationAttacks => "presentation-attacks",
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

/// Runs a task over a data set, or over its first `limit` cases. Each reader works on a thread of its own; the report
/// keeps the order of the data set whatever their number. `progress` hears how many of how many are done.
///
/// # Errors
/// [`EvaluationError`]. A picture that cannot be read is a failed case, not an error.
pub fn run(
    task: Task,
    folder: &Path,
    readers: &[Reader<'_>],
    limit: Option<usize>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Report, EvaluationError> {
    let mut cases = cases(folder, task.name())?;
    cases.truncate(limit.unwrap_or(usize::MAX));
    let mut run = Run { cases: &cases, readers, collector: Collector::default(), progress };
    if readers.is_empty() {
        return Err(EvaluationError::NoReader);
    }
    match task {
        Task::Mrz => run.each(mrz::measure),
        Task::MrzLines => run.each(mrz_lines::measure),
        Task::Documents => run.each(documents::measure),
        Task::DocumentCorners => run.each(document_corners::measure),
        Task::MrzStrings => run.each(mrz_strings::measure),
        Task::ResidentIdCn => run.each(resident_id_cn::measure),
        Task::Aamva => run.each(aamva::measure),
        Task::FacePairs => face_pairs::measure(&mut run),
        Task::PresentationAttacks => presentation_attacks::measure(&mut run)?,
    }
    Ok(run.collector.report(task.name(), cases.len()))
}

/// A task under way.
struct Run<'a, 'n> {
    cases: &'a [Case],
    readers: &'a [Reader<'n>],
    collector: Collector,
    progress: &'a mut dyn FnMut(usize, usize),
}

impl Run<'_, '_> {
    /// Measures the cases one by one and collects what they gave, in their order.
    fn each(&mut self, measure: fn(&Case, &Reader<'_>) -> Outcome) {
        let cases = self.cases;
        let attempt = |reader: &Reader<'_>, case: &Case| Outcome::of(&case.name(), || measure(case, reader));
        for outcome in self.map(cases, attempt) {
            self.collector.absorb(outcome);
        }
    }

    /// Works on a list side by side and notes the time of each item.
    fn map<T: Sync, R: Send>(&mut self, items: &[T], work: impl Fn(&Reader<'_>, &T) -> R + Sync) -> Vec<R> {
        let mut count = 0;
        (self.progress)(0, items.len());
        let progress = &mut self.progress;
        let done = pool::side_by_side(self.readers, items, work, &mut |_, _| {
            count += 1;
            progress(count, items.len());
        });
        for item in &done {
            self.collector.took(item.seconds);
        }
        done.into_iter().map(|item| item.result).collect()
    }
}
