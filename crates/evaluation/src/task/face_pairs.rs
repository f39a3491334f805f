//! How well two faces are told apart: accuracy by folds, FNMR at a given FMR.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use vision::face::Descriptor;

use crate::{
    dataset::Case,
    metric::Tally,
    reader::Reader,
    report::{Collector, Failure},
};

/// Folds of the accuracy estimate: the threshold for each is chosen on the others.
const FOLDS: usize = 2;

pub(super) fn measure(
    cases: &[Case],
    reader: &Reader<'_>,
    collector: &mut Collector,
    progress: &mut dyn FnMut(usize, usize),
) {
    let descriptors = describe(cases, reader, collector, progress);
    let pairs: Vec<Pair> = cases.iter().map(|case| Pair::new(case, &descriptors)).collect();
    accuracy(&pairs, collector);
    error_rates(&pairs, &descriptors, collector);
    for (pair, case) in pairs.iter().zip(cases) {
        if pair.similarity.is_none() {
            let (expected, got) = (format!("same: {}", pair.same), "no face in one of the two".to_owned());
            collector.fail(Failure { case: case.name(), expected, got, files: case.files.clone() });
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

fn describe(
    cases: &[Case],
    reader: &Reader<'_>,
    collector: &mut Collector,
    progress: &mut dyn FnMut(usize, usize),
) -> Descriptors {
    let mut descriptors = Descriptors::new();
    for (done, case) in cases.iter().enumerate() {
        progress(done, cases.len());
        for file in &case.files {
            descriptors.entry(file.clone()).or_insert_with(|| reader.face(file).ok().flatten());
        }
    }
    for found in descriptors.values() {
        collector.count("not_detected", found.is_none());
    }
    descriptors
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
        let report = collector.report("face-pairs", 4, 1.0);
        assert_eq!(report.metrics["accuracy"].hits, 2);
    }

    #[test]
    fn people_are_told_apart_by_name() {
        assert_eq!(person(Path::new("x/Ana_Diaz_0001.jpg")), person(Path::new("x/Ana_Diaz_0012.jpg")));
        assert_ne!(person(Path::new("x/Ana_Diaz_0001.jpg")), person(Path::new("x/Ana_Dias_0001.jpg")));
    }
}
