//! Whether type and issuer are recognised.

use crate::{
    dataset::Case,
    outcome::{Failure, Outcome},
    reader::Reader,
};

pub(super) fn measure(case: &Case, reader: &Reader<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let read = case.files.first().and_then(|file| reader.document(file).ok());
    let document = read.map(|examination| examination.document).unwrap_or_default();
    let kind = document.kind.map(|reading| reading.kind.code());
    // The data set calls a card with a two-line MRZ of its own `td2_card`; to the catalogue it is an identity card.
    let expected = case.text("type").map(|text| if text == "td2_card" { "id_card" } else { text });
    let kind_right = kind == expected;
    // It fills a short code as the zone does, `D<<`; a reading says `D`.
    let issuer_right =
        document.issuer.as_deref() == case.text("issuer").map(|code| code.trim_end_matches('<'));
    outcome.count("type_right", kind_right);
    outcome.count("issuer_right", issuer_right);
    if !(kind_right && issuer_right) {
        let expected = format!("{} {}", expected.unwrap_or("?"), case.text("issuer").unwrap_or("?"));
        let got = format!("{} {}", kind.unwrap_or("?"), document.issuer.as_deref().unwrap_or("?"));
        outcome.fail(Failure::new(&case.name(), expected, got).with_files(&case.files));
    }
    outcome
}
