//! What one case gave: counts, values, opinions and what went wrong.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
};

use serde::{Deserialize, Serialize};

use crate::metric::Tally;

/// One case that did not come out as expected.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Failure {
    /// Name of the case.
    pub case: String,
    /// What was expected.
    pub expected: String,
    /// What came out.
    pub got: String,
    /// Pictures of the data set, to look at.
    pub files: Vec<PathBuf>,
    /// JPEG pictures in base64, of generated cases alone; they go into the page and not into the JSON report.
    #[serde(skip)]
    pub embedded: Vec<String>,
}

/// How sure a reader was of something, and whether it was right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Opinion {
    /// The reader's probability 0–1 of being right.
    pub probability: f64,
    /// Whether it was.
    pub right: bool,
}

/// What one case gave.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// Counts by metric.
    pub tallies: Vec<(String, Tally)>,
    /// Shares to be averaged, by metric.
    pub shares: Vec<(String, f64)>,
    /// Probabilities that the reader gave.
    pub opinions: Vec<Opinion>,
    /// What went wrong.
    pub failures: Vec<Failure>,
    /// JPEG pictures in base64 that belong to the failures.
    pub pictures: Vec<String>,
    /// The reader panicked.
    pub panicked: bool,
}

impl Outcome {
    /// Counts one trial.
    pub fn count(&mut self, metric: &str, hit: bool) {
        self.tally(metric, Tally { hits: u64::from(hit), trials: 1 });
    }

    /// Counts one trial where it can be so, and makes the metric appear where it cannot.
    pub fn count_where(&mut self, possible: bool, metric: &str, hit: bool) {
        let hits = u64::from(possible && hit);
        self.tally(metric, Tally { hits, trials: u64::from(possible) });
    }

    /// Counts several trials at once.
    pub fn tally(&mut self, metric: &str, tally: Tally) {
        self.tallies.push((metric.to_owned(), tally));
    }

    /// Adds a share to an average.
    pub fn share(&mut self, metric: &str, value: f64) {
        self.shares.push((metric.to_owned(), value));
    }

    /// Notes how sure the reader was.
    pub fn opinion(&mut self, probability: f64, right: bool) {
        self.opinions.push(Opinion { probability, right });
    }

    /// Notes what went wrong.
    pub fn fail(&mut self, failure: Failure) {
        self.failures.push(failure);
    }

    /// Runs a case; a panic of the product's code is an outcome too.
    pub fn of(case: &str, measure: impl FnOnce() -> Self) -> Self {
        catch_unwind(AssertUnwindSafe(measure)).unwrap_or_else(|_| {
            let mut outcome = Self { panicked: true, ..Self::default() };
            outcome.fail(Failure::new(case, "no panic", "a panic; its place is on the standard error"));
            outcome
        })
    }
}

impl Failure {
    /// A failure without pictures.
    pub(crate) fn new(case: &str, expected: impl Into<String>, got: impl Into<String>) -> Self {
        let (expected, got) = (expected.into(), got.into());
        Self { case: case.to_owned(), expected, got, files: Vec::new(), embedded: Vec::new() }
    }

    /// The same with the pictures of a data set.
    pub(crate) fn with_files(self, files: &[PathBuf]) -> Self {
        Self { files: files.to_vec(), ..self }
    }
}
