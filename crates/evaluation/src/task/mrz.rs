//! How much of the machine-readable zones is read exactly as printed.

use crate::{
    dataset::Case,
    measure::zone,
    outcome::{Failure, Outcome},
    reader::Reader,
};

pub(super) fn measure(case: &Case, reader: &Reader<'_>) -> Outcome {
    let expected = case.texts("lines");
    let reading = case.files.first().and_then(|file| reader.zone_of(file).ok()).flatten();
    let mut outcome = Outcome::default();
    let printed_invalid = case.expected["checks_ok"].as_bool() == Some(false);
    let valid = reading.as_ref().is_some_and(|reading| reading.valid);
    outcome.count_where(printed_invalid, "invalid_called_valid", valid);
    if !zone::judge(&expected, reading.as_ref(), &mut outcome) {
        let failure = Failure::new(&case.name(), expected.join("\n"), zone::describe(reading.as_ref()));
        outcome.fail(failure.with_files(&case.files));
    }
    outcome
}
