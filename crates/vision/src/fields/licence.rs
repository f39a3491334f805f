//! Fields of a barcode that follows the North American standard for driving licences and identity cards.

use identity::{
    aamva::{self, Address, Payload},
    catalogue::DocumentKind,
    date::DateText,
};
use jiff::civil::Date;
use review::observation::{Field, FieldReading, KindReading, Source};

use super::{
    Sheet, Side,
    rows::{Place, Row},
    zone::latin_name,
};
use crate::barcode::Found;

/// A barcode's error correction vouches for every character of it.
const CONFIDENCE: f32 = 1.0;

/// The first barcode of a side that is such a payload.
pub fn payload<'a>(side: Side<'a>) -> Option<(&'a Found, Payload)> {
    side.barcodes.iter().find_map(|found| Some((found, aamva::parse(&found.payload).ok()?)))
}

/// The type that its subfiles say.
pub fn kind(payload: &Payload) -> KindReading {
    let kind = if payload.is_identity_card() { DocumentKind::IdCard } else { DocumentKind::DrivingLicence };
    KindReading { kind, confidence: CONFIDENCE }
}

/// The country that issued it: that of its issuer's number, else the one that it names.
pub fn issuer(payload: &Payload) -> Option<String> {
    payload.issuer().map(|issuer| issuer.country.to_owned()).or_else(|| payload.holder.country.clone())
}

/// Every field that the payload holds.
pub fn read(side: Side<'_>, found: &Found, payload: &Payload) -> Vec<FieldReading> {
    let holder = &payload.holder;
    let date = |date: Option<Date>| date.map(|date| DateText::Day(date).to_string());
    let number = holder.number.as_ref().map(|number| number.split_whitespace().collect::<String>());
    let values = [
        (Field::LatinName, holder.name()),
        (Field::DocumentNumber, number),
        (Field::BirthDate, date(holder.birth)),
        (Field::IssueDate, date(holder.issue)),
        (Field::ExpiryDate, date(holder.expiry)),
        (Field::Sex, holder.sex.map(|sex| sex.to_string())),
        (Field::Address, address(&holder.address, holder.jurisdiction.as_deref())),
    ];
    let region = found.quad.region(side.role, side.size_px);
    let field = |(field, value): (Field, Option<String>)| {
        value.map(|value| FieldReading {
            field,
            source: Source::Barcode,
            value,
            confidence: CONFIDENCE,
            region: Some(region.clone()),
        })
    };
    values.into_iter().filter_map(field).collect()
}

/// Shorter numbers stand anywhere by chance.
const NUMBER_CHARS_MIN: usize = 5;
/// Labels of dates on licences, in capitals, spaces dropped.
const BIRTH: [&str; 3] = ["DOB", "DATEOFBIRTH", "DDN"];
const EXPIRY: [&str; 2] = ["EXP", "EXPIRES"];
const ISSUE: [&str; 2] = ["ISS", "ISSUED"];

/// What is printed of the payload's fields: the number and the name where they stand as encoded, each date where it
/// stands as encoded or beside its label.
pub fn printed(sheet: &Sheet<'_>, payload: &Payload) -> Vec<FieldReading> {
    let holder = &payload.holder;
    let dates: Vec<Printed> = sheet.rows.0.iter().enumerate().flat_map(|(i, row)| dates_in(i, row)).collect();
    let number = holder.number.as_deref().map(|number| number.replace([' ', '-'], ""));
    let mut fields = Vec::new();
    fields.extend(number.and_then(|number| {
        let place = standing(sheet, &number).filter(|_| number.len() >= NUMBER_CHARS_MIN)?;
        Some(sheet.printed(Field::DocumentNumber, number, &place))
    }));
    fields.extend(name(sheet, payload));
    fields.extend(date(sheet, &dates, Field::BirthDate, &BIRTH, holder.birth));
    fields.extend(date(sheet, &dates, Field::ExpiryDate, &EXPIRY, holder.expiry));
    fields.extend(date(sheet, &dates, Field::IssueDate, &ISSUE, holder.issue));
    fields
}

fn name(sheet: &Sheet<'_>, payload: &Payload) -> Option<FieldReading> {
    let given = [&payload.holder.first_name, &payload.holder.middle_names].into_iter().flatten();
    let given: Vec<&str> = given.map(String::as_str).collect();
    let (surname, given) = (payload.holder.surname.as_deref()?, given.join(" "));
    let place = standing(sheet, surname)?;
    standing(sheet, &given)?;
    Some(sheet.printed(Field::LatinName, latin_name(surname, &given)?, &place))
}

/// Where a text stands on a sheet, whatever its case, spaces and hyphens.
fn standing(sheet: &Sheet<'_>, text: &str) -> Option<Place> {
    let plain = |c: &char| c.is_alphanumeric();
    let wanted: Vec<char> = text.chars().filter(plain).flat_map(char::to_uppercase).collect();
    let in_row = |row: &Row| {
        let chars: Vec<(usize, char)> =
            row.chars().into_iter().enumerate().filter(|(_, c)| plain(c)).collect();
        let same = |window: &&[(usize, char)]| {
            window.iter().map(|(_, c)| c.to_ascii_uppercase()).eq(wanted.iter().copied())
        };
        let window = chars.windows(wanted.len().max(1)).find(same)?;
        row.place(window.first()?.0, window.last()?.0 + 1)
    };
    sheet.rows.0.iter().find_map(in_row)
}

/// A date in a row, by character numbers.
struct Printed {
    row: usize,
    from: usize,
    date: Date,
}

/// Characters of `08/31/1978` and of `1978-08-31`.
const DATE_CHARS: usize = 10;

fn dates_in(number: usize, row: &Row) -> Vec<Printed> {
    let last = row.glyphs.len().saturating_sub(DATE_CHARS - 1);
    let found = (0..last).filter_map(|from| {
        let date = north_american(&row.part(from, from + DATE_CHARS))?;
        Some(Printed { row: number, from, date })
    });
    found.collect()
}

/// Month first as in the United States, or year first as in Canada.
fn north_american(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '-']).collect();
    let (year, month, day) = match parts[..] {
        [month, day, year] if year.len() == 4 => (year, month, day),
        [year, month, day] if year.len() == 4 => (year, month, day),
        _ => return None,
    };
    let two = |text: &str| text.parse::<i8>().ok().filter(|_| text.len() == 2);
    Date::new(year.parse().ok()?, two(month)?, two(day)?).ok()
}

/// The date that equals the encoded one, else the first one behind a label.
fn date(
    sheet: &Sheet<'_>,
    dates: &[Printed],
    field: Field,
    labels: &[&str],
    encoded: Option<Date>,
) -> Option<FieldReading> {
    let equal = dates.iter().find(|printed| Some(printed.date) == encoded);
    let labelled = || {
        dates.iter().find(|printed| {
            let before = sheet.rows.0[printed.row].part(0, printed.from).to_uppercase();
            labels.iter().any(|label| before.trim_end_matches([':', '.']).ends_with(label))
        })
    };
    let chosen = equal.or_else(labelled)?;
    let place = sheet.rows.0[chosen.row].place(chosen.from, chosen.from + DATE_CHARS)?;
    Some(sheet.printed(field, DateText::Day(chosen.date).to_string(), &place))
}

/// `24 BEACON STREET, BOSTON, MA 02133`.
fn address(address: &Address, jurisdiction: Option<&str>) -> Option<String> {
    let place: Vec<&str> = jurisdiction.into_iter().chain(address.postal_code.as_deref()).collect();
    let place = (!place.is_empty()).then(|| place.join(" "));
    let parts: Vec<&str> = [address.street.as_deref(), address.city.as_deref(), place.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
