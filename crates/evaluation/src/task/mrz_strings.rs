//! Whether the parser's verdict on each check digit is the data set's.

use identity::mrz::{self, CheckField, Format, Mrz};

use crate::{
    dataset::Case,
    outcome::{Failure, Outcome},
    reader::Reader,
};

const CHECKS: [(&str, CheckField); 4] = [
    ("number", CheckField::DocumentNumber),
    ("dob", CheckField::BirthDate),
    ("exp", CheckField::ExpiryDate),
    ("composite", CheckField::Composite),
];

pub(super) fn measure(case: &Case, _: &Reader<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let lines = case.texts("lines");
    let parsed = mrz::parse(&lines).ok();
    outcome.count("parsed", parsed.is_some());
    // The data set records ICAO's arithmetic even for the old French card, which has its own.
    let Some(parsed) = parsed.filter(|parsed| parsed.format != Format::FrenchId) else { return outcome };
    for (key, field) in CHECKS {
        let Some(expected) = case.expected["icao_checks"][key].as_bool() else { continue };
        let Some(got) = verdict(&parsed, field) else { continue };
        outcome.count("verdicts_right", got == expected);
        if got != expected {
            let (name, expected) =
                (format!("line {}, {key}", case.line), format!("{expected}\n{}", lines.join("\n")));
            outcome.fail(Failure::new(&name, expected, got.to_string()));
        }
    }
    outcome
}

fn verdict(parsed: &Mrz, field: CheckField) -> Option<bool> {
    parsed.checks.iter().find(|check| check.field == field).map(|check| check.ok)
}
