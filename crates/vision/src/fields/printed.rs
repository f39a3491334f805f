//! The printed zone of a document with a machine-readable one: dates, number and name found by label or by match.

use identity::{
    date::{DateText, parse_printed},
    diagnosis::Agreement,
    mrz::Mrz,
    name::compare_with_mrz,
};
use jiff::civil::Date;
use review::observation::{Field, FieldReading};

use super::{Sheet, rows::Row, zone::latin_name};
use crate::mrz::Found;

/// Labels in capitals, spaces dropped, as they stand on passports and cards of many languages.
const BIRTH: [&str; 8] =
    ["BIRTH", "NAISSANCE", "出生", "NACIMIENTO", "GEBURT", "NASCITA", "NASCIMENTO", "РОЖДЕНИЯ"];
const EXPIRY: [&str; 9] = [
    "EXPIRY",
    "EXPIRATION",
    "有效期至",
    "CADUCIDAD",
    "SCADENZA",
    "VALIDADE",
    "VALIDUNTIL",
    "GULTIG",
    "EXPIRES",
];
const ISSUE: [&str; 6] = ["DATEOFISSUE", "DELIVRANCE", "签发日期", "EXPEDICION", "RILASCIO", "ISSUED"];
/// Longest printed date in characters, spaces dropped: `12AUGUST/AOÛT2012`.
const DATE_CHARS_MAX: usize = 18;
/// Shortest printed date: `1JAN2020`, `20200101`.
const DATE_CHARS_MIN: usize = 8;
/// A value stands below its label at most this many heights.
const BELOW_HEIGHTS: f32 = 3.0;
/// A printed number that differs in one character is still the number if it is at least this long.
const NUMBER_CHARS_MIN: usize = 7;

/// Printed counterparts of the zone's fields on one side.
pub fn read(sheet: &Sheet<'_>, found: &Found, today: Date) -> Vec<FieldReading> {
    let mut fields = Vec::new();
    let dates: Vec<Printed> = sheet.rows.0.iter().enumerate().flat_map(|(i, row)| dates_in(i, row)).collect();
    let mrz = &found.mrz;
    fields.extend(date(sheet, &dates, Field::BirthDate, &BIRTH, mrz.birth_date.as_birth(today)));
    fields.extend(date(sheet, &dates, Field::ExpiryDate, &EXPIRY, mrz.expiry_date.as_expiry(today)));
    fields.extend(date(sheet, &dates, Field::IssueDate, &ISSUE, None));
    fields.extend(number(sheet, &mrz.document_number));
    fields.extend(name(sheet, mrz));
    fields
}

/// A date in a row, by character numbers.
#[derive(Debug, Clone)]
struct Printed {
    row: usize,
    from: usize,
    to: usize,
    date: DateText,
}

/// Dates of a row, the longest reading of each place.
fn dates_in(number: usize, row: &Row) -> Vec<Printed> {
    let count = row.glyphs.len();
    let mut dates = Vec::new();
    let mut from = 0;
    while from < count {
        let fits = |to: &usize| *to <= count && parse_printed(&row.part(from, *to)).is_some();
        let starts = row.glyphs[from].character.is_ascii_digit() && !follows_digit(row, from);
        let lengths = (from + DATE_CHARS_MIN..=from + DATE_CHARS_MAX).rev();
        match lengths.into_iter().filter(|_| starts).find(fits) {
            Some(to) => {
                let date = parse_printed(&row.part(from, to));
                dates.extend(date.map(|date| Printed { row: number, from, to, date }));
                from = to;
            }
            None => from += 1,
        }
    }
    dates
}

fn follows_digit(row: &Row, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| row.glyphs[before].character.is_ascii_digit())
}

/// The date beside or below one of the labels; where no label was read, the one that equals the zone's.
fn date(
    sheet: &Sheet<'_>,
    dates: &[Printed],
    field: Field,
    labels: &[&str],
    zone: Option<Date>,
) -> Option<FieldReading> {
    let equal = dates.iter().find(|d| zone.is_some() && d.date.day() == zone);
    let chosen = equal.or_else(|| labelled(sheet, dates, labels))?;
    let place = sheet.rows.0[chosen.row].place(chosen.from, chosen.to)?;
    Some(sheet.printed(field, chosen.date.to_string(), &place))
}

/// The nearest date to the right of a label, or below it.
fn labelled<'a>(sheet: &Sheet<'_>, dates: &'a [Printed], labels: &[&str]) -> Option<&'a Printed> {
    sheet.rows.0.iter().enumerate().find_map(|(i, row)| {
        let text = identity::name::transliterate(&row.text).to_uppercase();
        let at = labels.iter().find_map(|label| row.before(label).or_else(|| text.find(label)))?;
        let x = row.glyphs.get(at).or(row.glyphs.last())?.centre.x;
        let distance = |d: &&Printed| {
            let glyph = &sheet.rows.0[d.row].glyphs[d.from];
            let down = sheet.rows.0[d.row].middle - row.middle;
            let aside = (glyph.centre.x - x).abs();
            let near = d.row == i || (0.0..BELOW_HEIGHTS * row.height.max(1.0)).contains(&down);
            (near && aside < 14.0 * row.height).then_some(down.abs() * 3.0 + aside)
        };
        let near = dates.iter().filter_map(|d| distance(&d).map(|far| (far, d)));
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, d)| d)
    })
}

/// The printed number: the same characters, or all but one of them where it is long.
fn number(sheet: &Sheet<'_>, zone: &str) -> Option<FieldReading> {
    let length = zone.chars().count();
    if length < 5 {
        return None;
    }
    let plain = |row: &Row| -> Vec<(usize, char)> {
        row.chars().into_iter().enumerate().filter(|(_, c)| c.is_alphanumeric()).collect()
    };
    let zone: Vec<char> = zone.chars().collect();
    let matches = |text: &[(usize, char)], near: bool| {
        let chars: Vec<char> = text.iter().map(|(_, c)| *c).collect();
        chars == zone || (near && length >= NUMBER_CHARS_MIN && one_character(&chars, &zone))
    };
    [false, true].into_iter().find_map(|near| {
        sheet.rows.0.iter().find_map(|row| {
            let plain = plain(row);
            let window = plain.windows(length).find(|window| matches(window, near))?;
            let (from, to) = (window.first()?.0, window.last()?.0 + 1);
            let value = window.iter().map(|(_, c)| *c).collect();
            Some(sheet.printed(Field::DocumentNumber, value, &row.place(from, to)?))
        })
    })
}

/// Whether two texts of one length differ in exactly one place.
fn one_character(a: &[char], b: &[char]) -> bool {
    a.len() == b.len() && a.iter().zip(b).filter(|(a, b)| a != b).count() == 1
}

/// The printed Latin name, word for word as the zone has it, and the Chinese name that is its reading.
fn name(sheet: &Sheet<'_>, mrz: &Mrz) -> Vec<FieldReading> {
    let surname = part(sheet, &mrz.surname);
    let given = part(sheet, &mrz.given_names);
    let mut fields = Vec::new();
    if let (Some((a, first)), Some((b, _))) = (&surname, &given) {
        let value = latin_name(a, b).unwrap_or_default();
        fields.extend(first.as_ref().map(|place| sheet.printed(Field::LatinName, value, place)));
    }
    fields.extend(sheet.rows.0.iter().find_map(|row| chinese(sheet, row, mrz)));
    fields
}

/// A part of the name as printed and where; an empty part needs no place.
fn part(sheet: &Sheet<'_>, zone: &str) -> Option<(String, Option<super::rows::Place>)> {
    if zone.is_empty() {
        return Some((String::new(), None));
    }
    let wanted: String = zone.chars().filter(|c| !c.is_whitespace()).collect();
    sheet.rows.0.iter().find_map(|row| {
        let chars = row.chars();
        let plain: String =
            chars.iter().map(|c| if c.is_ascii() { c.to_ascii_uppercase() } else { *c }).collect();
        let at = plain.find(&wanted)?;
        let from = plain[..at].chars().count();
        let place = row.place(from, from + wanted.chars().count());
        Some((zone.to_owned(), place))
    })
}

/// A run of Chinese characters whose pinyin is the zone's name.
fn chinese(sheet: &Sheet<'_>, row: &Row, mrz: &Mrz) -> Option<FieldReading> {
    let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let chars = row.chars();
    let starts =
        (0..chars.len()).filter(|i| han(chars[*i]) && i.checked_sub(1).is_none_or(|b| !han(chars[b])));
    starts.into_iter().find_map(|from| {
        let run = chars[from..].iter().take_while(|c| han(**c)).count();
        (2..=run.min(6)).flat_map(|length| (0..=run - length).map(move |skip| (skip, length))).find_map(
            |(skip, length)| {
                let text = row.part(from + skip, from + skip + length);
                let same = matches!(
                    compare_with_mrz(&text, mrz),
                    Agreement::Differs(Some(identity::diagnosis::Diagnosis::Romanised))
                );
                let place = row.place(from + skip, from + skip + length)?;
                same.then(|| sheet.printed(Field::Name, text, &place))
            },
        )
    })
}
