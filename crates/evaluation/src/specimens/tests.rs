//! Plans run on networks that see nothing: what is kept, what is resumed, what is counted.

use std::{collections::BTreeSet, path::Path};

use jiff::civil::date;
use ndarray::ArrayD;
use vision::network::{Network, NetworkError, Networks};

use super::*;

/// A network that never answers.
struct Blind;

impl Network for Blind {
    fn run(&self, _: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        Err(NetworkError { network: "blind".into(), reason: "sees nothing".into() })
    }
}

fn networks() -> Networks {
    Networks {
        document_finder: Box::new(Blind),
        text_detector: Box::new(Blind),
        text_recogniser: Box::new(Blind),
        text_orientation: Box::new(Blind),
        alphabet: Vec::new(),
        mrz_finder: Box::new(Blind),
        mrz_reader: Box::new(Blind),
        face_detector: Box::new(Blind),
        face_mesh: Box::new(Blind),
        eye_mesh: Box::new(Blind),
        face_descriptor: Box::new(Blind),
    }
}

fn plan(progress: &Path) -> Plan<'_> {
    let (today, build) = (date(2026, 11, 23), "one");
    Plan { set: SpecimenSet::Mrz, seed_from: 1_000_000, count: 2, today, progress: Some(progress), build }
}

/// Runs a plan and says how many of its cases were known before.
fn measured(plan: &Plan<'_>) -> (Report, usize) {
    let networks = networks();
    let readers = [Reader::new(&networks, plan.today), Reader::new(&networks, plan.today)];
    let mut known = None;
    let report = measure(plan, &readers, &mut |done, _| {
        known.get_or_insert(done);
    });
    (report.unwrap(), known.unwrap())
}

#[test]
fn a_run_that_was_broken_off_goes_on_and_another_build_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mrz.jsonl");
    let (first, known) = measured(&plan(&path));
    assert_eq!((first.metrics["documents_exact"].counted().as_str(), known), ("0 of 2", 0));
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, &text[..text.len() - 20]).unwrap();
    let (second, known) = measured(&plan(&path));
    assert_eq!((second.metrics["documents_exact"].counted().as_str(), known), ("0 of 2", 1));
    assert_eq!(second.failures.len(), 2);
    let (_, known) = measured(&Plan { count: 1, ..plan(&path) });
    assert_eq!(known, 1);
    let (_, known) = measured(&Plan { build: "other", count: 1, ..plan(&path) });
    assert_eq!(known, 0);
}

#[test]
fn what_is_not_read_is_counted_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (report, _) = measured(&Plan { count: 1, ..plan(&folder.path().join("mrz.jsonl")) });
    assert_eq!(report.metrics["documents_exact"].counted(), "0 of 1");
    assert_eq!(report.metrics["panicked"].counted(), "0 of 1");
    assert!(report.failures[0].got.contains("sees nothing") && report.failures[0].embedded.len() == 1);
    assert!(crate::page(&report).contains("data:image/jpeg;base64,/9j/"));
    let json = serde_json::to_value(&report).unwrap();
    let keys: BTreeSet<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["cases", "failures", "metrics", "seconds_per_case", "task"].into());
}
