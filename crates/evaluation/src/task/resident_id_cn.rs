//! The fields of one side of a mainland resident ID card.

use review::observation::{DocumentReading, Field, Source};

use crate::{
    dataset::Case,
    outcome::{Failure, Outcome},
    reader::Reader,
};

pub(super) fn measure(case: &Case, reader: &Reader<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let side = case.text("side").unwrap_or_default();
    let file = case.files.first();
    let read =
        file.and_then(|file| if side == "back" { reader.back(file) } else { reader.document(file) }.ok());
    let document = read.map(|examination| examination.document).unwrap_or_default();
    let mut wrong = Vec::new();
    for (name, field, expected) in expected(case) {
        let got = value(&document, field);
        let right = got == Some(expected.as_str());
        outcome.count(&format!("{name}_right"), right);
        if !right {
            wrong.push((format!("{name}: {expected}"), format!("{name}: {}", got.unwrap_or("not read"))));
        }
    }
    outcome.count("all_fields_right", wrong.is_empty());
    if !wrong.is_empty() {
        let (expected, got): (Vec<_>, Vec<_>) = wrong.into_iter().unzip();
        let failure = Failure::new(&case.name(), expected.join("\n"), got.join("\n"));
        outcome.fail(failure.with_files(&case.files));
    }
    outcome
}

fn value(document: &DocumentReading, field: Field) -> Option<&str> {
    let mut printed = document.fields.iter().filter(|reading| reading.source == Source::Printed);
    printed.find(|reading| reading.field == field).map(|reading| reading.value.as_str())
}

/// What the data set expects, written as our readings write it.
fn expected(case: &Case) -> Vec<(&'static str, Field, String)> {
    let mut fields = Vec::new();
    let mut push = |name, field, key: &str, write: fn(&str) -> String| {
        if let Some(text) = case.text(key) {
            fields.push((name, field, write(text)));
        }
    };
    push("name", Field::Name, "name", str::to_owned);
    push("ethnicity", Field::Ethnicity, "nation", str::to_owned);
    push("sex", Field::Sex, "sex", |text| if text == "女" { "F".into() } else { "M".into() });
    push("birth_date", Field::BirthDate, "birth", date);
    push("address", Field::Address, "address", str::to_owned);
    push("number", Field::DocumentNumber, "id", str::to_owned);
    push("authority", Field::Authority, "authority", str::to_owned);
    push("issue_date", Field::IssueDate, "validity", |text| date(text.split('-').next().unwrap_or_default()));
    push("expiry_date", Field::ExpiryDate, "validity", |text| {
        date(text.rsplit('-').next().unwrap_or_default())
    });
    fields
}

/// `1961-4-15` and `2017.06.20` as `1961-04-15`, 长期 as `permanent`.
fn date(text: &str) -> String {
    if text.contains("长期") {
        return "permanent".into();
    }
    let parts: Vec<String> = text.split(['-', '.']).map(|part| format!("{part:0>2}")).collect();
    parts.join("-")
}
