//! How a machine-readable zone was read: exactly, in its key fields, and with how much conviction.

use identity::mrz;
use review::observation::MrzReading;

use super::{calibration::CERTAIN_MIN, text::characters_right};
use crate::outcome::Outcome;

/// Counts a reading against the lines as printed; whether it is exact.
pub(crate) fn judge(expected: &[String], reading: Option<&MrzReading>, outcome: &mut Outcome) -> bool {
    let lines = reading.map(|reading| reading.lines.clone()).unwrap_or_default();
    let exact = lines == expected;
    outcome.count("documents_exact", exact);
    for (index, line) in expected.iter().enumerate() {
        let got = lines.get(index).map(String::as_str).unwrap_or_default();
        outcome.count("lines_exact", got == line);
        outcome.tally("characters_right", characters_right(line, got));
    }
    let key_fields_right = key_fields(&lines).is_some_and(|got| Some(got) == key_fields(expected));
    outcome.count("key_fields_right", key_fields_right);
    let valid = reading.is_some_and(|reading| reading.valid);
    outcome.count("valid", valid);
    outcome.count("valid_but_wrong", valid && !exact);
    conviction(expected, reading, exact, outcome);
    exact
}

/// Of what the reader calls certain, how much is wrong; and every probability with the truth.
fn conviction(expected: &[String], reading: Option<&MrzReading>, exact: bool, outcome: &mut Outcome) {
    let probability = reading.map(probability);
    let certain = probability.is_some_and(|probability| probability >= CERTAIN_MIN);
    outcome.count("certain", certain);
    outcome.count_where(certain, "certain_but_wrong", !exact);
    let lines = reading.map(|reading| reading.lines.as_slice()).unwrap_or_default();
    for (index, line) in expected.iter().enumerate() {
        outcome.count_where(certain, "certain_lines_but_wrong", lines.get(index) != Some(line));
    }
    if let Some(probability) = probability {
        outcome.opinion(probability, exact);
    }
}

/// The reader's own probability that every line is exactly right.
fn probability(reading: &MrzReading) -> f64 {
    f64::from(reading.probability)
}

/// What was read, for the reader of a failure.
pub(crate) fn describe(reading: Option<&MrzReading>) -> String {
    reading.map_or_else(
        || "no machine-readable zone".to_owned(),
        |reading| {
            let probability = probability(reading);
            format!("{}\nvalid: {}, probability {probability:.4}", reading.lines.join("\n"), reading.valid)
        },
    )
}

/// Document number, birth and expiry as printed: what a decision rests on.
fn key_fields(lines: &[String]) -> Option<[String; 3]> {
    let parsed = mrz::parse(lines).ok()?;
    Some([parsed.document_number.clone(), parsed.birth_date.text.clone(), parsed.expiry_date.text.clone()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{metric::Metric, report::Collector};

    const LINES: [&str; 2] =
        ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

    fn reading(lines: [&str; 2], probability: f32) -> MrzReading {
        MrzReading {
            format: mrz::Format::Td3,
            lines: lines.map(str::to_owned).to_vec(),
            repaired_count: 0,
            checks: Vec::new(),
            valid: true,
            confidence: probability,
            probability,
            region: None,
        }
    }

    fn metric(reading: Option<&MrzReading>, name: &str) -> Metric {
        let mut outcome = Outcome::default();
        judge(&LINES.map(str::to_owned), reading, &mut outcome);
        let mut collector = Collector::default();
        collector.absorb(outcome);
        collector.report("mrz", 1).metrics[name]
    }

    #[test]
    fn a_wrong_letter_of_a_certain_reading_is_counted_everywhere() {
        let mut wrong = LINES;
        wrong[0] = "P<UTOERIKSSON<<ANNA<NARIA<<<<<<<<<<<<<<<<<<<";
        let reading = reading(wrong, 0.995);
        let count = |name| metric(Some(&reading), name).counted();
        assert_eq!(count("documents_exact"), "0 of 1");
        assert_eq!(count("lines_exact"), "1 of 2");
        assert_eq!(count("characters_right"), "87 of 88");
        assert_eq!(count("key_fields_right"), "1 of 1");
        assert_eq!(count("valid_but_wrong"), "1 of 1");
        assert_eq!(count("certain_but_wrong"), "1 of 1");
        assert_eq!(count("certain_lines_but_wrong"), "1 of 2");
    }

    #[test]
    fn what_is_not_called_certain_is_not_counted_among_the_certain() {
        let reading = reading(LINES, 0.7);
        assert_eq!(metric(Some(&reading), "certain").counted(), "0 of 1");
        assert_eq!(metric(Some(&reading), "certain_but_wrong").counted(), "0 of 0");
        assert_eq!(metric(None, "documents_exact").counted(), "0 of 1");
    }
}
