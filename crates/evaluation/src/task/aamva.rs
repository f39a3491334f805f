//! How the payload of a driving licence's barcode is read, field by field.

use identity::{
    aamva::{self, Payload},
    sex::Sex,
};

use crate::{
    dataset::Case,
    outcome::{Failure, Outcome},
    reader::Reader,
};

/// Name of the metric, keys of the data set (joined with a comma where there are several), and how a payload gives it.
type Row = (&'static str, &'static [&'static str], fn(&Payload) -> Option<String>);

const ROWS: [Row; 13] = [
    ("surname", &["Last"], |payload| payload.holder.surname.clone()),
    ("first_name", &["First"], |payload| payload.holder.first_name.clone()),
    ("middle_names", &["Middle"], |payload| payload.holder.middle_names.clone()),
    ("suffix", &["Suffix"], |payload| payload.holder.suffix.clone()),
    ("number", &["IdNumber"], |payload| payload.holder.number.clone()),
    ("birth_date", &["DateOfBirth"], |payload| payload.holder.birth.map(|date| date.to_string())),
    ("issue_date", &["IssueDate"], |payload| payload.holder.issue.map(|date| date.to_string())),
    ("expiry_date", &["ExpirationDate"], |payload| payload.holder.expiry.map(|date| date.to_string())),
    ("sex", &["Sex"], |payload| payload.holder.sex.map(sex)),
    ("street", &["StreetLine1", "StreetLine2"], |payload| payload.holder.address.street.clone()),
    ("city", &["City"], |payload| payload.holder.address.city.clone()),
    ("jurisdiction", &["JurisdictionCode"], |payload| payload.holder.jurisdiction.clone()),
    ("postal_code", &["PostalCode"], |payload| payload.holder.address.postal_code.clone()),
];

pub(super) fn measure(case: &Case, reader: &Reader<'_>) -> Outcome {
    let text = case.files.first().ok_or_else(|| "no file".to_owned()).and_then(|file| reader.payload(file));
    judge(case, text.and_then(|text| aamva::parse(&text).map_err(|error| error.to_string())))
}

fn judge(case: &Case, read: Result<Payload, String>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut wrong = Vec::new();
    for (name, keys, value) in ROWS {
        let parts: Vec<&str> = keys.iter().filter_map(|key| case.text(key)).collect();
        if parts.is_empty() {
            continue;
        }
        let expected = parts.join(", ");
        let got = read.as_ref().ok().and_then(value).unwrap_or_default();
        let right = alike(name, &expected, &got);
        outcome.count(&format!("{name}_right"), right);
        if !right {
            wrong.push((format!("{name}: {expected}"), format!("{name}: {got}")));
        }
    }
    outcome.count("parsed", read.is_ok());
    outcome.count("all_fields_right", wrong.is_empty());
    if !wrong.is_empty() {
        let (expected, got): (Vec<_>, Vec<_>) = wrong.into_iter().unzip();
        let got = read.err().unwrap_or_else(|| got.join("\n"));
        outcome.fail(Failure::new(&case.name(), expected.join("\n"), got).with_files(&case.files));
    }
    outcome
}

/// Equal but for case and spaces; of postal codes also but for the zeros that stand for an absent extension.
fn alike(name: &str, expected: &str, got: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    let (expected, got) = (plain(expected), plain(got));
    if name != "postal_code" {
        return expected == got;
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    digits(&expected).trim_end_matches('0') == digits(&got).trim_end_matches('0')
}

/// As the data set writes it.
fn sex(sex: Sex) -> String {
    match sex {
        Sex::M => "Male",
        Sex::F => "Female",
        _ => "Other",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Collector;

    #[test]
    fn a_wrong_field_is_named() {
        let text = "@\n\u{1e}\rANSI 636002080001DL00310060DLDCSSAMPLE\nDACMORRIS\nDBB12311971\nDAK021330000  \nDAQS1\r";
        let expected = serde_json::json!({
            "files": [], "Last": "Sample", "First": "NORRIS", "DateOfBirth": "1971-12-31", "PostalCode": "02133",
        });
        let case = Case { line: 1, files: Vec::new(), expected };
        let mut collector = Collector::default();
        collector.absorb(judge(&case, aamva::parse(text).map_err(|error| error.to_string())));
        let report = collector.report("aamva", 1);
        let count = |name: &str| report.metrics[name].counted();
        assert_eq!((count("surname_right"), count("postal_code_right")), ("1 of 1".into(), "1 of 1".into()));
        assert_eq!(
            (count("first_name_right"), count("all_fields_right")),
            ("0 of 1".into(), "0 of 1".into())
        );
        assert_eq!(report.failures[0].expected, "first_name: NORRIS");
    }
}
