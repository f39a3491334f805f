//! Whether the fields of a mainland resident ID card's front are right.

use review::observation::{DocumentReading, Examination, Field, Source};
use specimen::{FieldName, GroundTruth, person::Person};

use super::case::Wrong;
use crate::{measure::text::characters_right, outcome::Outcome};

/// Compares every field of the front with what the holder's card prints.
pub(super) fn judge(truth: &GroundTruth, seen: &Examination, outcome: &mut Outcome, wrong: &mut Wrong) {
    let Some(person) = &truth.person else { return };
    let before = wrong.len();
    for (metric, field, expected) in expected(person, is_rare(truth)) {
        let got = printed(&seen.document, field).unwrap_or_default();
        outcome.count(metric, got == expected);
        if field == Field::Address {
            outcome.tally("address_characters_right", characters_right(&expected, got));
        }
        if got != expected {
            wrong.push((expected, if got.is_empty() { "not read".into() } else { got.to_owned() }));
        }
    }
    outcome.count("all_fields_right", wrong.len() == before);
}

fn printed(document: &DocumentReading, field: Field) -> Option<&str> {
    let mut printed = document.fields.iter().filter(|reading| reading.source == Source::Printed);
    printed.find(|reading| reading.field == field).map(|reading| reading.value.as_str())
}

/// Whether the front prints a name with a character of a CJK extension.
fn is_rare(truth: &GroundTruth) -> bool {
    let fields = truth.images.first().map(|front| front.fields.as_slice()).unwrap_or_default();
    fields.iter().any(|field| field.name == FieldName::Name && field.rare)
}

/// The fields as our readings write them; names with rare characters are counted apart.
fn expected(person: &Person, rare: bool) -> [(&'static str, Field, String); 6] {
    let name = if rare { "name_rare_right" } else { "name_right" };
    [
        (name, Field::Name, person.name_zh.clone()),
        ("sex_right", Field::Sex, person.sex.to_string()),
        ("ethnicity_right", Field::Ethnicity, person.ethnicity.clone()),
        ("birth_date_right", Field::BirthDate, person.birth_date.to_string()),
        ("address_right", Field::Address, person.address.clone()),
        ("number_right", Field::DocumentNumber, person.document_number.clone()),
    ]
}
