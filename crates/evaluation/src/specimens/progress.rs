//! Results as they come in, a line for each seed, so that a long run can be broken off and gone on with.

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::{self, Write},
    ops::Range,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{Plan, case::Record};

/// Results could not be kept.
#[derive(Debug, thiserror::Error)]
#[error("cannot keep results in {path}: {error}")]
pub struct ProgressError {
    path: PathBuf,
    #[source]
    error: io::Error,
}

/// The first line of the file: what the results were measured with.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    set: String,
    today: String,
    build: String,
}

/// What is known already, and where more is written to.
pub(super) struct Kept {
    records: BTreeMap<u64, Record>,
    file: Option<(PathBuf, File)>,
}

/// Reads what an earlier run of the same build has kept; what another one has kept is written over.
pub(super) fn open(plan: &Plan<'_>) -> Result<Kept, ProgressError> {
    let Some(path) = plan.progress else { return Ok(Kept { records: BTreeMap::new(), file: None }) };
    let wrong = |error| ProgressError { path: path.to_owned(), error };
    let header = Header {
        set: plan.set.name().to_owned(),
        today: plan.today.to_string(),
        build: plan.build.to_owned(),
    };
    let records = earlier(path, &header);
    let file = rewrite(path, &header, &records).map_err(wrong)?;
    Ok(Kept { records, file: Some((path.to_owned(), file)) })
}

fn earlier(path: &Path, header: &Header) -> BTreeMap<u64, Record> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let mut lines = text.lines();
    let first: Option<Header> = lines.next().and_then(|line| serde_json::from_str(line).ok());
    if first.as_ref() != Some(header) {
        return BTreeMap::new();
    }
    // The last line may have been cut off when the run was.
    lines.filter_map(|line| serde_json::from_str::<Record>(line).ok()).map(|r| (r.seed, r)).collect()
}

/// Writes the whole lines back, so that a torn one is not written on to.
fn rewrite(path: &Path, header: &Header, records: &BTreeMap<u64, Record>) -> io::Result<File> {
    let mut text = serde_json::to_string(header)? + "\n";
    for record in records.values() {
        text.push_str(&serde_json::to_string(record)?);
        text.push('\n');
    }
    let beside = path.with_extension("jsonl.new");
    std::fs::write(&beside, text)?;
    std::fs::rename(&beside, path)?;
    OpenOptions::new().append(true).open(path)
}

impl Kept {
    pub fn has(&self, seed: u64) -> bool {
        self.records.contains_key(&seed)
    }

    /// Writes a result down at once.
    pub fn append(&mut self, record: &Record) -> Result<(), ProgressError> {
        let Some((path, file)) = &mut self.file else { return Ok(()) };
        let line = serde_json::to_string(record).map_err(io::Error::from);
        let written = line.and_then(|line| file.write_all(format!("{line}\n").as_bytes()));
        written.map_err(|error| ProgressError { path: path.clone(), error })
    }

    pub fn add(&mut self, records: impl Iterator<Item = Record>) {
        self.records.extend(records.map(|record| (record.seed, record)));
    }

    /// The results of a range of seeds, in order.
    pub fn records(self, seeds: Range<u64>) -> impl Iterator<Item = Record> {
        self.records.into_iter().filter(move |(seed, _)| seeds.contains(seed)).map(|(_, record)| record)
    }
}
