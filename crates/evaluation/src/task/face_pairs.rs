//! How well two faces are told apart: accuracy by folds, FNMR at a given FMR.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use vision::face::Descriptor;

use super::Run;
use crate::{
    dataset::Case,
    measure::tradeoff,
    metric::Tally,
    outcome::Failure,
    report::{Collector, Curve},
};

/// Folds of the accuracy estimate: the threshold for each is chosen on the others.
const FOLDS: usize = 2;

pub(super) fn measure(run: &mut Run<'_, '_>) {
    let descriptors = describe(run);
    let (cases, collector) = (run.cases, &mut run.collector);
    let pairs: Vec<Pair> = cases.iter().map(|case| Pair::new(case, &descriptors)).collect();
    accuracy(&pairs, collector);
    error_rates(&pairs, &descriptors, collector);
    for (pair, case) in pairs.iter().zip(cases) {
        if pair.similarity.is_none() {
            let (expected, got) = (format!("same: {}", pair.same), "no face in one of the two");
            collector.fail(Failure::new(&case.name(), expected, got).with_files(&case.files));
        }
    }
}

struct Pair {
    same: bool,
    similarity: Option<f64>,
}

type Descriptors = BTreeMap<PathBuf, Option<Descriptor>>;

impl Pair {
    fn new(case: &Case, descriptors: &Descriptors) -> Self {
        let find = |index: usize| descriptors.get(case.files.get(index)?)?.as_ref();
        let similarity = find(0).zip(find(1)).map(|(a, b)| a.similarity(b));
        Self { same: case.expected["same"].as_i64() == Some(1), similarity }
    }

    /// Right at a threshold; a face that was not found counts as "not the same".
    fn right(&self, threshold: f64) -> bool {
        self.similarity.is_some_and(|similarity| similarity >= threshold) == self.same
    }
}

/// Describes each picture once, however many pairs it is part of.
fn describe(run: &mut Run<'_, '_>) -> Descriptors {
    let unique: BTreeSet<PathBuf> = run.cases.iter().flat_map(|case| &case.files).cloned().collect();
    let files: Vec<PathBuf> = unique.into_iter().collect();
    let found = run.map(&files, |reader, file| reader.face(file).ok().flatten());
    let mut not_detected = Tally::default();
    for descriptor in &found {
        not_detected.count(descriptor.is_none());
    }
    run.collector.tally("not_detected", not_detected);
    run.collector.note(format!("{} pictures, each described once", files.len()));
    files.into_iter().zip(found).collect()
}

/// Accuracy with the threshold for each fold chosen on the other: nothing is tuned on what it is measured on.
fn accuracy(pairs: &[Pair], collector: &mut Collector) {
    let mut tally = Tally::default();
    for fold in 0..FOLDS {
        let held_out = |index: usize| index * FOLDS / pairs.len().max(1) == fold;
        let (test, training): (Vec<_>, Vec<_>) =
            pairs.iter().enumerate().partition(|(index, _)| held_out(*index));
        let training: Vec<&Pair> = training.into_iter().map(|(_, pair)| pair).collect();
        let threshold = best_threshold(&training);
        for (_, pair) in test {
            tally.count(pair.right(threshold));
        }
    }
    collector.tally("accuracy", tally);
}

fn best_threshold(pairs: &[&Pair]) -> f64 {
    let mut candidates: Vec<f64> = pairs.iter().filter_map(|pair| pair.similarity).collect();
    candidates.sort_by(f64::total_cmp);
    let right = |threshold: &f64| pairs.iter().filter(|pair| pair.right(*threshold)).count();
    candidates.iter().copied().max_by_key(|threshold| right(threshold)).unwrap_or(0.5)
}

/// FNMR over the mated pairs at thresholds that are set on every comparison of two different people.
fn error_rates(pairs: &[Pair], descriptors: &Descriptors, collector: &mut Collector) {
    let mut impostors = impostor_scores(descriptors);
    impostors.sort_by(|a, b| b.total_cmp(a));
    collector.note(format!("{} comparisons of different people", impostors.len()));
    for (name, rate) in [("fnmr_at_fmr_1e-3", 1e-3), ("fnmr_at_fmr_1e-4", 1e-4)] {
        let Some(threshold) = impostors.get((impostors.len() as f64 * rate) as usize).copied() else {
            continue;
        };
        let mut tally = Tally::default();
        for pair in pairs.iter().filter(|pair| pair.same) {
            tally.count(pair.similarity.is_none_or(|similarity| similarity <= threshold));
        }
        collector.tally(name, tally);
        collector.note(format!("{name}: similarity above {threshold:.4}"));
    }
    collector.curve(curve(pairs, &impostors));
}

/// The trade-off over every threshold; a pair without two faces is never matched.
fn curve(pairs: &[Pair], impostors: &[f64]) -> Curve {
    let mated = pairs.iter().filter(|pair| pair.same);
    let mated: Vec<f64> = mated.map(|pair| pair.similarity.unwrap_or(f64::NEG_INFINITY)).collect();
    Curve {
        title: "False non-matches against false matches".into(),
        x: "false match rate".into(),
        y: "false non-match rate".into(),
        points: tradeoff::points(&mated, impostors),
    }
}

fn impostor_scores(descriptors: &Descriptors) -> Vec<f64> {
    let found: Vec<(String, &Descriptor)> =
        descriptors.iter().filter_map(|(path, found)| Some((person(path), found.as_ref()?))).collect();
    let mut scores = Vec::new();
    for (index, (name, descriptor)) in found.iter().enumerate() {
        let others = found[index + 1..].iter().filter(|(other, _)| other != name);
        scores.extend(others.map(|(_, other)| descriptor.similarity(other)));
    }
    scores
}

/// The person's name: such collections number a person's pictures as `NAME_0001`.
fn person(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    stem.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(same: bool, similarity: f64) -> Pair {
        Pair { same, similarity: Some(similarity) }
    }

    #[test]
    fn the_threshold_is_chosen_on_the_other_fold() {
        // The second fold's own best threshold would be 0.4; the first fold's, 0.7, gets half of it wrong.
        let pairs = [pair(true, 0.7), pair(false, 0.6), pair(true, 0.4), pair(false, 0.3)];
        let mut collector = Collector::default();
        accuracy(&pairs, &mut collector);
        let report = collector.report("face-pairs", 4);
        assert_eq!(report.metrics["accuracy"].counted(), "2 of 4");
    }

    #[test]
    fn people_are_told_apart_by_name() {
        assert_eq!(person(Path::new("x/Ana_Diaz_0001.jpg")), person(Path::new("x/Ana_Diaz_0012.jpg")));
        assert_ne!(person(Path::new("x/Ana_Diaz_0001.jpg")), person(Path::new("x/Ana_Dias_0001.jpg")));
    }
}
