//! Fields of the machine-readable zone.

use identity::{date::DateText, mrz::Format};
use jiff::civil::Date;
use review::observation::{Field, FieldReading, Source};

use super::Side;
use crate::mrz::Found;

/// Every field that the zone holds; dates that are no dates are left out.
pub fn read(side: Side<'_>, found: &Found, today: Date) -> Vec<FieldReading> {
    let mrz = &found.mrz;
    let date = |date: Option<Date>| date.map(|date| DateText::Day(date).to_string());
    let sex = !matches!(mrz.format, Format::OneLine);
    let values = [
        (Field::LatinName, latin_name(&mrz.surname, &mrz.given_names)),
        (Field::DocumentNumber, some(&mrz.document_number)),
        (Field::BirthDate, date(mrz.birth_date.as_birth(today))),
        (Field::ExpiryDate, date(mrz.expiry_date.as_expiry(today))),
        (Field::Sex, sex.then(|| mrz.sex.to_string())),
        (Field::Nationality, mrz.nationality.clone()),
        (Field::PersonalNumber, mrz.optional_data.first().and_then(|text| some(text))),
    ];
    let region = found.outline.region(side.role, side.size_px);
    let confidence = found.confidence();
    let field = |(field, value): (Field, Option<String>)| {
        value.map(|value| FieldReading {
            field,
            source: Source::Mrz,
            value,
            confidence,
            region: Some(region.clone()),
        })
    };
    values.into_iter().filter_map(field).collect()
}

/// `SURNAME, GIVEN NAMES`, or whichever of them there is.
pub fn latin_name(surname: &str, given: &str) -> Option<String> {
    match (surname.is_empty(), given.is_empty()) {
        (false, false) => Some(format!("{surname}, {given}")),
        (false, true) => Some(surname.to_owned()),
        (true, false) => Some(given.to_owned()),
        (true, true) => None,
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
