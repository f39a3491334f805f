//! How much of the machine-readable zones is read exactly as printed.

use identity::mrz;
use review::observation::MrzReading;

use crate::{
    dataset::Case,
    reader::Reader,
    report::{Collector, Failure},
};

pub(super) fn measure(case: &Case, reader: &Reader<'_>, collector: &mut Collector) {
    let expected = case.texts("lines");
    let read = case.files.first().and_then(|file| reader.document(file).ok());
    let reading = read.and_then(|examination| examination.document.mrz);
    let lines = reading.as_ref().map(|reading| reading.lines.clone()).unwrap_or_default();
    let exact = lines == expected;
    collector.count("documents_exact", exact);
    for (index, line) in expected.iter().enumerate() {
        collector.count("lines_exact", lines.get(index) == Some(line));
    }
    collector
        .count("key_fields_right", key_fields(&lines).is_some_and(|got| Some(got) == key_fields(&expected)));
    let valid = reading.as_ref().is_some_and(|reading| reading.valid);
    collector.count("valid_but_wrong", valid && !exact);
    if !exact {
        collector.fail(failure(case, &expected, reading.as_ref()));
    }
}

/// Document number, birth and expiry as printed: what a decision rests on.
fn key_fields(lines: &[String]) -> Option<[String; 3]> {
    let parsed = mrz::parse(lines).ok()?;
    Some([parsed.document_number.clone(), parsed.birth_date.text.clone(), parsed.expiry_date.text.clone()])
}

fn failure(case: &Case, expected: &[String], reading: Option<&MrzReading>) -> Failure {
    let got = reading.map_or_else(
        || "no machine-readable zone".to_owned(),
        |reading| format!("{}\nvalid: {}", reading.lines.join("\n"), reading.valid),
    );
    Failure { case: case.name(), expected: expected.join("\n"), got, files: case.files.clone() }
}
