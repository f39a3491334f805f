//! How many crops of single machine-readable lines are read exactly.

use crate::{
    dataset::Case,
    measure::{calibration::CERTAIN_MIN, text::characters_right},
    outcome::{Failure, Outcome},
    reader::{LineRead, LineReader, Reader},
};

pub(super) fn measure(case: &Case, reader: &Reader<'_>) -> Outcome {
    let crop = case.files.first().ok_or_else(|| "no file".to_owned()).and_then(|file| reader.crop(file));
    judge(case, crop.and_then(|crop| reader.line(&crop)))
}

fn judge(case: &Case, read: Result<Option<LineRead>, String>) -> Outcome {
    let expected = case.text("line").unwrap_or_default();
    let mut outcome = Outcome::default();
    let line = read.as_ref().ok().and_then(Option::as_ref);
    let text = line.map(|line| line.text.as_str()).unwrap_or_default();
    let exact = text == expected;
    outcome.count("lines_exact", exact);
    outcome.tally("characters_right", characters_right(expected, text));
    let certain = line.is_some_and(|line| line.probability >= CERTAIN_MIN);
    outcome.count("certain", certain);
    outcome.count_where(certain, "certain_but_wrong", !exact);
    if let Some(line) = line {
        outcome.opinion(line.probability, exact);
    }
    if !exact {
        let failure = Failure::new(&case.name(), expected, described(&read));
        outcome.fail(failure.with_files(&case.files));
    }
    outcome
}

fn described(read: &Result<Option<LineRead>, String>) -> String {
    match read {
        Ok(Some(line)) => format!("{}\nprobability {:.4}", line.text, line.probability),
        Ok(None) => "no line".to_owned(),
        Err(error) => error.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Collector;

    #[test]
    fn a_wrong_character_of_a_certain_line_shows() {
        let expected = serde_json::json!({ "files": [], "line": "P<UTO" });
        let case = Case { line: 1, files: Vec::new(), expected };
        let mut collector = Collector::default();
        for (text, probability) in [("P<UTO", 0.999), ("P<UT0", 0.995), ("P<UTQ", 0.4)] {
            collector.absorb(judge(&case, Ok(Some(LineRead { text: text.to_owned(), probability }))));
        }
        collector.absorb(judge(&case, Ok(None)));
        let report = collector.report("mrz-lines", 4);
        let count = |name: &str| report.metrics[name].counted();
        assert_eq!(count("lines_exact"), "1 of 4");
        assert_eq!(count("characters_right"), "13 of 20");
        assert_eq!((count("certain"), count("certain_but_wrong")), ("2 of 4".into(), "1 of 2".into()));
        assert_eq!(report.failures.len(), 3);
    }
}
