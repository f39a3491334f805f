//! The printed zone of a document with a machine-readable one: each of the zone's fields looked for among the rows.
//!
//! What the zone says tells where to look, not what to read: a value that is near but different is reported as it is
//! printed, so that the comparison of both can say why they differ.

use identity::{
    catalogue::{Country, countries, country},
    date::{Century, DateText, diagnose},
    diagnosis::{Agreement, Diagnosis},
    mrz::Mrz,
    name::{compare_with_mrz, transliterate},
};
use jiff::civil::Date;
use review::observation::{Field, FieldReading};

use super::{
    Sheet, dates,
    labels::{self, Span},
    permit::is_han,
    rows::{Glyph, Place, Row},
    search::{self, Stretch},
    sex,
    zone::latin_name,
};
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
const NATIONALITY: [&str; 6] =
    ["NATIONALITY", "NATIONALITE", "国籍", "國籍", "NACIONALIDAD", "STAATSANGEHORIGKEIT"];
/// A printed number or name that differs in this share of its characters is still the one that was looked for.
const NEAR_SHARE: f32 = 0.17;
/// Shorter texts are only found whole: something like them stands on every page.
const NEAR_CHARS_MIN: usize = 6;
/// A number shorter than this is not looked for.
const NUMBER_CHARS_MIN: usize = 5;
/// The recogniser leaves a character open between two that differ by less than this many nats.
const OPEN: f32 = 2.0;
/// Shapes that print does not tell apart.
const SAME_SHAPE: [(char, char); 3] = [('O', '0'), ('I', '1'), ('L', '1')];

/// Printed counterparts of the zone's fields on one side.
pub fn read(sheet: &Sheet<'_>, found: &Found, today: Date) -> Vec<FieldReading> {
    let mrz = &found.mrz;
    let past = dates::all(&sheet.rows, Century::Past, today);
    let near = dates::all(&sheet.rows, Century::Near, today);
    let mut fields = Vec::new();
    let (birth, expiry) = (mrz.birth_date.as_birth(today), mrz.expiry_date.as_expiry(today));
    fields.extend(date(sheet, &but(past.clone(), expiry), Field::BirthDate, &BIRTH, birth));
    fields.extend(date(sheet, &but(near, birth), Field::ExpiryDate, &EXPIRY, expiry));
    fields.extend(date(sheet, &but(but(past, birth), expiry), Field::IssueDate, &ISSUE, None));
    fields.extend(number(sheet, &mrz.document_number));
    fields.extend(name(sheet, mrz));
    fields.extend(sheet.rows.0.iter().find_map(|row| chinese(sheet, row, mrz)));
    fields.extend(sex::labelled(sheet));
    fields.extend(mrz.nationality.as_deref().and_then(|code| nationality(sheet, code)));
    fields
}

/// The dates without those that the zone gives to another field.
fn but(mut dates: Vec<(Span, DateText)>, other: Option<Date>) -> Vec<(Span, DateText)> {
    dates.retain(|(_, date)| other.is_none() || date.day() != other);
    dates
}

/// The date that equals the zone's, else the one beside or below a label, else one so near that it must be meant.
fn date(
    sheet: &Sheet<'_>,
    dates: &[(Span, DateText)],
    field: Field,
    words: &[&str],
    zone: Option<Date>,
) -> Option<FieldReading> {
    let equal = dates.iter().find(|(_, date)| zone.is_some() && date.day() == zone).copied();
    let labelled = || labels::nearest(&sheet.rows, &labels::find(&sheet.rows, words), dates);
    // A card of ten years prints two dates that differ in one digit of the year.
    let meant = |date: Date| zone.is_some_and(|z| z.year() == date.year() && diagnose(z, date).is_some());
    let near = || dates.iter().find(|(_, date)| date.day().is_some_and(meant)).copied();
    let (span, date) = equal.or_else(labelled).or_else(near)?;
    let place = sheet.rows.0[span.row].place(span.from, span.to)?;
    Some(sheet.printed(field, date.to_string(), &place))
}

/// The printed number: the stretch of letters and digits that comes closest to the zone's.
fn number(sheet: &Sheet<'_>, zone: &str) -> Option<FieldReading> {
    let wanted: Vec<char> = zone.chars().filter(|c| c.is_alphanumeric()).collect();
    if wanted.len() < NUMBER_CHARS_MIN {
        return None;
    }
    let (row, glyphs, stretch) = closest(sheet, &wanted, char::is_alphanumeric)?;
    let part = &glyphs[stretch.from..stretch.to];
    let aligned = part.len() == wanted.len();
    let read = |(i, n): (usize, &usize)| {
        let glyph = &row.glyphs[*n];
        wanted.get(i).copied().filter(|c| aligned && open(glyph, *c)).unwrap_or(glyph.character)
    };
    let value = part.iter().enumerate().map(read).collect();
    let place = row.place(*part.first()?, part.last()? + 1)?;
    Some(sheet.printed(Field::DocumentNumber, value, &place))
}

/// The row and its stretch of characters of a class that comes closest to the wanted text, if it is close enough. The
/// middle value numbers the row's characters of that class.
fn closest<'a>(
    sheet: &'a Sheet<'_>,
    wanted: &[char],
    class: fn(char) -> bool,
) -> Option<(&'a Row, Vec<usize>, Stretch)> {
    let near = NEAR_SHARE * wanted.len() as f32;
    let found = sheet.rows.0.iter().filter_map(|row| {
        let of_class: Vec<usize> =
            (0..row.glyphs.len()).filter(|i| class(row.glyphs[*i].character)).collect();
        let same = |i: usize, c: char| open(&row.glyphs[of_class[i]], c);
        let stretch = if wanted.len() < NEAR_CHARS_MIN {
            alone(row, &of_class, wanted)?
        } else {
            search::closest(of_class.len(), wanted, same)?
        };
        (stretch.distance as f32 <= near).then_some((row, of_class, stretch))
    });
    found.min_by_key(|(_, _, stretch)| stretch.distance)
}

/// A short text as it is, with no other character touching it.
fn alone(row: &Row, of_class: &[usize], wanted: &[char]) -> Option<Stretch> {
    let touch = |a: usize, b: usize| {
        let (first, second) = (&row.glyphs[a], &row.glyphs[b]);
        first.line == second.line && first.number + 1 == second.number
    };
    let whole = |(from, window): (usize, &[usize])| {
        let same = window.iter().zip(wanted).all(|(n, c)| open(&row.glyphs[*n], *c));
        let to = from + wanted.len();
        let before = from.checked_sub(1).is_some_and(|b| touch(of_class[b], of_class[from]));
        let after = of_class.get(to).is_some_and(|after| touch(of_class[to - 1], *after));
        (same && !before && !after).then_some(Stretch { distance: 0, from, to })
    };
    of_class.windows(wanted.len().max(1)).enumerate().find_map(whole)
}

/// Whether a glyph is the wanted character, or the picture leaves open that it is.
fn open(glyph: &Glyph, wanted: char) -> bool {
    let said = labels::plain(glyph.character);
    let shapes = SAME_SHAPE.iter().any(|(a, b)| (said, wanted) == (*a, *b) || (said, wanted) == (*b, *a));
    let p = |c: char| glyph.alternatives.iter().find(|(other, _)| *other == c).map_or(0.0, |(_, p)| *p);
    said == wanted || shapes || p(wanted) > p(glyph.character) * (-OPEN).exp()
}

/// The printed Latin name, both parts as they stand. A part that is not found leaves the name unread.
fn name(sheet: &Sheet<'_>, mrz: &Mrz) -> Option<FieldReading> {
    let (surname, given) = (part(sheet, &mrz.surname)?, part(sheet, &mrz.given_names)?);
    let (first, _) = surname.as_ref().or(given.as_ref())?;
    let text =
        |part: &Option<(Place, String)>| part.as_ref().map(|(_, text)| text.clone()).unwrap_or_default();
    let mut place = first.clone();
    place.confidence =
        [&surname, &given].iter().filter_map(|part| part.as_ref()).fold(1.0, |c, (p, _)| p.confidence.min(c));
    let value = latin_name(&text(&surname), &text(&given))?;
    Some(sheet.printed(Field::LatinName, value, &place))
}

/// A part of the name as printed, and where; `Some(None)` for an empty part, `None` for one that is not found.
#[expect(clippy::option_option, reason = "an empty part is found wherever one looks")]
fn part(sheet: &Sheet<'_>, zone: &str) -> Option<Option<(Place, String)>> {
    if zone.is_empty() {
        return Some(None);
    }
    let wanted: Vec<char> = zone.chars().filter(|c| c.is_alphabetic()).collect();
    let short: Vec<char> = zone.replace("AE", "A").replace("OE", "O").replace("UE", "U").chars().collect();
    let short: Vec<char> = short.into_iter().filter(|c| c.is_alphabetic()).collect();
    let letter = |c: char| c.is_alphabetic() && !is_han(c);
    // Ä is AE to machines but A on labels; the closer of both ways of writing tells.
    let found = [wanted, short].into_iter().filter_map(|wanted| closest(sheet, &wanted, letter));
    let (row, letters, stretch) = found.min_by_key(|(_, _, stretch)| stretch.distance)?;
    let (from, to) = (letters[stretch.from], letters[stretch.to - 1] + 1);
    let printed = row.spaced(from, to);
    // Spaces are often too narrow to be seen: where the letters are the zone's, so are the words.
    let text = if transliterate(&printed).replace(' ', "") == zone.replace(' ', "") && printed.is_ascii() {
        zone.to_owned()
    } else {
        printed
    };
    Some(Some((row.place(from, to)?, text)))
}

/// A run of Chinese characters whose pinyin is the zone's name.
fn chinese(sheet: &Sheet<'_>, row: &Row, mrz: &Mrz) -> Option<FieldReading> {
    let chars = row.chars();
    let starts =
        (0..chars.len()).filter(|i| is_han(chars[*i]) && i.checked_sub(1).is_none_or(|b| !is_han(chars[b])));
    starts.into_iter().find_map(|from| {
        let run = chars[from..].iter().take_while(|c| is_han(**c)).count();
        let parts = (2..=run.min(6)).flat_map(|length| (0..=run - length).map(move |skip| (skip, length)));
        parts.into_iter().find_map(|(skip, length)| {
            let (from, to) = (from + skip, from + skip + length);
            let text = row.part(from, to);
            let same = compare_with_mrz(&text, mrz) == Agreement::Differs(Some(Diagnosis::Romanised));
            let place = row.place(from, to)?;
            same.then(|| sheet.printed(Field::Name, text, &place))
        })
    })
}

/// The nationality beside or below its label: a code or a country's name. Adjectives are not known.
fn nationality(sheet: &Sheet<'_>, zone: &str) -> Option<FieldReading> {
    let rows = &sheet.rows;
    let labels = labels::find(rows, &NATIONALITY);
    let own: Vec<&Country> = country(zone).into_iter().collect();
    let within = |of: &[&'static Country]| -> Vec<(Span, &'static str)> {
        let rows = rows.0.iter().enumerate();
        rows.flat_map(|(i, row)| {
            of.iter().filter_map(move |country| Some((names(i, row, country)?, country.code)))
        })
        .collect()
    };
    let all: Vec<&'static Country> = countries().iter().collect();
    let found = labels::nearest(rows, &labels, &within(&own));
    let (span, code) = found.or_else(|| labels::nearest(rows, &labels, &within(&all)))?;
    let place = rows.0[span.row].place(span.from, span.to)?;
    Some(sheet.printed(Field::Nationality, code.to_owned(), &place))
}

/// Where a row names a country: by its code standing alone, or by its name.
fn names(number: usize, row: &Row, country: &Country) -> Option<Span> {
    let english: String = country.name_en.to_uppercase().split_whitespace().collect();
    let words = [english.as_str(), country.name_zh_hans, country.name_zh_hant];
    let by_name = words.iter().find_map(|word| {
        let from = row.plain[..row.plain.find(word)?].chars().count();
        Some(Span { row: number, from, to: from + word.chars().count() })
    });
    by_name.or_else(|| {
        let plain: Vec<char> = row.plain.chars().collect();
        let code: Vec<char> = country.code.chars().filter(|_| country.code.len() == 3).collect();
        let letter = |i: Option<usize>| i.and_then(|i| plain.get(i)).is_some_and(|c| c.is_alphanumeric());
        let fits = |from: &usize| {
            !code.is_empty()
                && plain[*from..].starts_with(&code)
                && !letter(from.checked_sub(1))
                && !letter(Some(from + code.len()))
        };
        let from = (0..plain.len()).find(fits)?;
        Some(Span { row: number, from, to: from + code.len() })
    })
}
