//! What one evaluation found.

use std::{collections::BTreeMap, path::PathBuf};

use serde::Serialize;

use crate::metric::{Metric, Tally};

/// One task over one data set.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Task name.
    pub task: String,
    /// Cases that were run.
    pub cases: usize,
    /// Proportions by name.
    pub metrics: BTreeMap<String, Metric>,
    /// Mean wall-clock time of a case in seconds.
    pub seconds_per_case: f64,
    /// What went wrong, in the order of the data set.
    pub failures: Vec<Failure>,
    /// Remarks on how it was measured, such as the number of impostor comparisons.
    pub notes: Vec<String>,
}

/// One case that did not come out as expected.
#[derive(Debug, Clone, Serialize)]
pub struct Failure {
    /// Name of the case.
    pub case: String,
    /// What was expected.
    pub expected: String,
    /// What came out.
    pub got: String,
    /// Pictures, to look at.
    pub files: Vec<PathBuf>,
}

/// Collects counts and failures while a task runs.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    tallies: BTreeMap<String, Tally>,
    failures: Vec<Failure>,
    notes: Vec<String>,
}

impl Collector {
    pub(crate) fn count(&mut self, metric: &str, hit: bool) {
        self.tallies.entry(metric.to_owned()).or_default().count(hit);
    }

    pub(crate) fn tally(&mut self, metric: &str, tally: Tally) {
        self.tallies.insert(metric.to_owned(), tally);
    }

    pub(crate) fn fail(&mut self, failure: Failure) {
        self.failures.push(failure);
    }

    pub(crate) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    pub(crate) fn report(self, task: &str, cases: usize, seconds: f64) -> Report {
        Report {
            task: task.to_owned(),
            cases,
            metrics: self.tallies.into_iter().map(|(name, tally)| (name, tally.metric())).collect(),
            seconds_per_case: if cases == 0 { 0.0 } else { seconds / cases as f64 },
            failures: self.failures,
            notes: self.notes,
        }
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}: {} cases, {:.2} s a case", self.task, self.cases, self.seconds_per_case)?;
        for (name, m) in &self.metrics {
            let (value, low, high) = (m.value * 100.0, m.low * 100.0, m.high * 100.0);
            writeln!(f, "  {name:<24} {value:6.2} %  [{low:.2}, {high:.2}]  {} of {}", m.hits, m.trials)?;
        }
        for note in &self.notes {
            writeln!(f, "  {note}")?;
        }
        Ok(())
    }
}
