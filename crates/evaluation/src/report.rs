//! What one evaluation found.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    measure::calibration,
    metric::{self, Basis, Metric, Tally},
    outcome::{Failure, Opinion, Outcome},
};

/// One task over one data set.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Task name.
    pub task: String,
    /// Cases that were run.
    pub cases: usize,
    /// Proportions and means by name.
    pub metrics: BTreeMap<String, Metric>,
    /// Mean wall-clock time of a case in seconds, from reading its files to the last field, as the thread that worked
    /// on it saw it. Cases side by side slow each other down, so only a run with one job tells what a case costs.
    pub seconds_per_case: f64,
    /// What went wrong, in the order of the data set.
    pub failures: Vec<Failure>,
    /// Remarks on how it was measured, such as the number of impostor comparisons. Not part of the JSON.
    #[serde(skip)]
    pub notes: Vec<String>,
    /// What the page's charts show. Not part of the JSON.
    #[serde(skip)]
    pub plots: Plots,
    /// Cases in which the product's own code panicked. Not part of the JSON: each is a failure there.
    #[serde(skip)]
    pub panics: usize,
}

/// What the page's charts show.
#[derive(Debug, Clone, Default)]
pub struct Plots {
    /// Wall-clock seconds of each case, or of each picture where cases share pictures.
    pub seconds: Vec<f64>,
    /// Probabilities that the reader gave, with the truth.
    pub opinions: Vec<Opinion>,
    /// Trade-offs of two error rates.
    pub curves: Vec<Curve>,
}

/// A trade-off of two error rates (ISO/IEC 19795-1, detection error trade-off).
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What is traded.
    pub title: String,
    /// The rate to the right.
    pub x: String,
    /// The rate upwards.
    pub y: String,
    /// Points by falling threshold.
    pub points: Vec<CurvePoint>,
}

/// One threshold of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// The threshold.
    pub threshold: f64,
    /// Rate to the right, 0–1.
    pub x: f64,
    /// Rate upwards, 0–1.
    pub y: f64,
}

/// Collects outcomes into a report.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    tallies: BTreeMap<String, Tally>,
    shares: BTreeMap<String, Vec<f64>>,
    failures: Vec<Failure>,
    notes: Vec<String>,
    plots: Plots,
    panics: usize,
}

impl Collector {
    /// Adds what a case gave.
    pub fn absorb(&mut self, outcome: Outcome) {
        for (metric, tally) in outcome.tallies {
            self.tallies.entry(metric).or_default().add(tally);
        }
        for (metric, share) in outcome.shares {
            self.shares.entry(metric).or_default().push(share);
        }
        self.plots.opinions.extend(outcome.opinions);
        self.panics += usize::from(outcome.panicked);
        let pictures = outcome.pictures;
        let embed = |failure| Failure { embedded: pictures.clone(), ..failure };
        self.failures.extend(outcome.failures.into_iter().map(embed));
    }

    pub fn tally(&mut self, metric: &str, tally: Tally) {
        self.tallies.entry(metric.to_owned()).or_default().add(tally);
    }

    pub fn fail(&mut self, failure: Failure) {
        self.failures.push(failure);
    }

    pub fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    pub fn curve(&mut self, curve: Curve) {
        self.plots.curves.push(curve);
    }

    pub fn took(&mut self, seconds: f64) {
        self.plots.seconds.push(seconds);
    }

    /// The report; the time of a case is the sum of what was noted by [`took`](Self::took) over the cases.
    pub fn report(mut self, task: &str, cases: usize) -> Report {
        self.notes.extend(calibration::notes(&self.plots.opinions));
        let seconds = self.plots.seconds.iter().sum::<f64>();
        let proportions = self.tallies.into_iter().map(|(name, tally)| (name, tally.metric()));
        let means = self.shares.into_iter().filter_map(|(name, list)| Some((name, metric::mean(&list)?)));
        Report {
            task: task.to_owned(),
            cases,
            metrics: proportions.chain(means).collect(),
            seconds_per_case: if cases == 0 { 0.0 } else { seconds / cases as f64 },
            failures: self.failures,
            notes: self.notes,
            plots: self.plots,
            panics: self.panics,
        }
    }
}

impl Metric {
    /// `83.93 %`, or a dash where nothing was counted.
    #[must_use]
    pub fn percent(&self) -> String {
        match self.basis {
            Basis::Proportion { trials: 0, .. } => "–".to_owned(),
            _ => format!("{:.2} %", self.value * 100.0),
        }
    }

    /// `47 of 56`, or `mean of 56`.
    #[must_use]
    pub fn counted(&self) -> String {
        match self.basis {
            Basis::Proportion { hits, trials } => format!("{hits} of {trials}"),
            Basis::Mean { samples } => format!("mean of {samples}"),
        }
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}: {} cases, {:.2} s a case", self.task, self.cases, self.seconds_per_case)?;
        for (name, m) in &self.metrics {
            let (value, low, high) = (m.percent(), m.low * 100.0, m.high * 100.0);
            writeln!(f, "  {name:<24} {value:>8}  [{low:.2}, {high:.2}]  {}", m.counted())?;
        }
        for note in &self.notes {
            writeln!(f, "  {note}")?;
        }
        Ok(())
    }
}
