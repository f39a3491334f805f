//! Permits of the Chinese region and the Hong Kong card: number by its pattern, the rest by labels and where it stands.

use identity::{
    catalogue::DocumentKind,
    date::{Century, DateText},
    number::{NumberError, compatriot, hkid, home_return, macao_hk_permit},
};
use jiff::civil::Date;
use review::observation::{Field, FieldReading};

use super::{
    Sheet, dates,
    labels::{self, Span},
    rows::{Place, Row},
    sex,
};

const NAME: [&str; 1] = ["姓名"];
const BIRTH: [&str; 3] = ["出生日期", "DATEOFBIRTH", "出生"];
const NUMBER: [&str; 5] = ["证件号码", "證件號碼", "证件号", "号码", "DOCUMENTNO"];
const ISSUE: [&str; 3] = ["簽發日期", "签发日期", "DATEOFISSUE"];
const EXPIRY: [&str; 4] = ["有效期至", "有效日期", "DATEOFEXPIRY", "VALIDUNTIL"];
const VALIDITY: [&str; 3] = ["有效期限", "有效期", "VALIDITY"];
const AUTHORITY: [&str; 3] = ["签发机关", "簽發機關", "AUTHORITY"];
/// Labels that end a value when they follow it in the same row.
const OTHERS: [&str; 12] = [
    "姓名",
    "出生日期",
    "性别",
    "性別",
    "证件号码",
    "有效期限",
    "签发机关",
    "签发地点",
    "签发次数",
    "换证次数",
    "簽發日期",
    "NAME",
];
/// Characters of a Chinese name, and of a Latin one with its spaces.
const HAN_NAME_MIN: usize = 2;
const HAN_NAME_MAX: usize = 12;
const LATIN_NAME_MIN: usize = 4;
/// A Latin name stands within so many heights below the Chinese one.
const NAMES_APART: f32 = 3.5;

/// Fields of the side, when the document is one of these. `today` resolves years of two digits.
pub fn read(sheet: &Sheet<'_>, kind: Option<DocumentKind>, today: Date) -> Vec<FieldReading> {
    let Some(is_number) = kind.and_then(pattern) else { return Vec::new() };
    let mut fields = Vec::new();
    fields.extend(number(sheet, is_number));
    fields.extend(if kind == Some(DocumentKind::Hkid) { unlabelled_names(sheet) } else { names(sheet) });
    fields.extend(date(sheet, Field::BirthDate, &BIRTH, Century::Past, today));
    fields.extend(sex::chinese(sheet));
    fields.extend(validity(sheet));
    fields.extend(date(sheet, Field::IssueDate, &ISSUE, Century::Past, today));
    fields.extend(date(sheet, Field::ExpiryDate, &EXPIRY, Century::Near, today));
    fields.extend(authority(sheet));
    fields
}

/// What the numbers of these documents look like. A wrong check digit is reproduced, so it is no reason to refuse.
fn pattern(kind: DocumentKind) -> Option<fn(&str) -> bool> {
    match kind {
        DocumentKind::HomeReturnPermit => Some(|text| home_return::parse(text).is_ok()),
        DocumentKind::CompatriotPermit => Some(|text| compatriot::parse(text).is_ok()),
        DocumentKind::HkMacaoPermit | DocumentKind::TaiwanTravelPermit => {
            Some(|text| macao_hk_permit::parse(text).is_ok())
        }
        DocumentKind::Hkid => Some(hkid_as_printed),
        _ => None,
    }
}

/// With its brackets, whether or not the check digit holds.
fn hkid_as_printed(text: &str) -> bool {
    text.ends_with(')') && matches!(hkid::parse(text), Ok(_) | Err(NumberError::Check { .. }))
}

/// The number nearest to its label; without one, the first that looks like it.
fn number(sheet: &Sheet<'_>, is_number: fn(&str) -> bool) -> Option<FieldReading> {
    let rows = &sheet.rows;
    let found: Vec<(Span, ())> = (0..rows.0.len())
        .filter_map(|i| number_in(&rows.0[i], is_number).map(|(from, to)| (Span { row: i, from, to }, ())))
        .collect();
    let labelled = labels::nearest(rows, &labels::find(rows, &NUMBER), &found);
    let (span, ()) = labelled.or_else(|| found.first().copied())?;
    let row = &rows.0[span.row];
    let value = row.part(span.from, span.to).replace('（', "(").replace('）', ")");
    Some(sheet.printed(Field::DocumentNumber, value, &row.place(span.from, span.to)?))
}

/// The longest run of the row's characters that is a number of the document's kind.
pub fn number_in(row: &Row, is_number: impl Fn(&str) -> bool) -> Option<(usize, usize)> {
    let count = row.glyphs.len();
    let spans = (7..=13).rev().flat_map(|length| (0..count).map(move |from| (from, from + length)));
    spans.filter(|(_, to)| *to <= count).find(|(from, to)| {
        let outside = |i: Option<usize>| {
            i.and_then(|i| row.glyphs.get(i)).is_none_or(|glyph| !glyph.character.is_ascii_alphanumeric())
        };
        outside(from.checked_sub(1))
            && outside(Some(*to))
            && is_number(&row.part(*from, *to).replace('（', "(").replace('）', ")"))
    })
}

/// The Chinese name beside or below its label, and the Latin one below that.
fn names(sheet: &Sheet<'_>) -> Vec<FieldReading> {
    let rows = &sheet.rows;
    let runs: Vec<(Span, ())> =
        (0..rows.0.len()).flat_map(|i| han_runs(i, &rows.0[i])).map(|span| (span, ())).collect();
    let labels = labels::find(rows, &NAME);
    let Some((span, ())) = labels::nearest(rows, &labels, &runs) else { return Vec::new() };
    with_latin_name(sheet, span)
}

/// A name without a label: a Latin one with a comma, and the Chinese one above it.
fn unlabelled_names(sheet: &Sheet<'_>) -> Vec<FieldReading> {
    let rows = &sheet.rows.0;
    let latin = (0..rows.len())
        .find_map(|i| latin_run(i, &rows[i]).filter(|s| rows[i].part(s.from, s.to).contains([',', '，'])));
    let Some(latin) = latin else { return Vec::new() };
    let above = (0..latin.row).rev().take(3).flat_map(|i| han_runs(i, &rows[i]));
    let x = |span: &Span| rows[span.row].glyphs[span.from].centre.x;
    let near = |span: &Span| (x(span) - x(&latin)).abs();
    let han = above
        .filter(|span| apart(sheet, *span, latin) < NAMES_APART)
        .min_by(|a, b| near(a).total_cmp(&near(b)));
    match han {
        Some(han) => with_latin_name(sheet, han),
        None => latin_name(sheet, latin).into_iter().collect(),
    }
}

fn with_latin_name(sheet: &Sheet<'_>, han: Span) -> Vec<FieldReading> {
    let rows = &sheet.rows.0;
    let row = &rows[han.row];
    let place = row.place(han.from, han.to);
    let name = place.map(|place| sheet.printed(Field::Name, row.part(han.from, han.to), &place));
    let mut below = (han.row..rows.len()).take(4).filter_map(|i| latin_run(i, &rows[i]));
    let latin = below.find(|span| (0.0..NAMES_APART).contains(&apart(sheet, han, *span)));
    name.into_iter().chain(latin.and_then(|span| latin_name(sheet, span))).collect()
}

/// How far the second lies below the first, in the first's heights.
fn apart(sheet: &Sheet<'_>, above: Span, below: Span) -> f32 {
    let rows = &sheet.rows.0;
    (rows[below.row].middle - rows[above.row].middle) / rows[above.row].height.max(1.0)
}

fn latin_name(sheet: &Sheet<'_>, span: Span) -> Option<FieldReading> {
    let row = &sheet.rows.0[span.row];
    let text = row.spaced(span.from, span.to).replace('，', ",");
    // The space after a comma is often too narrow to be seen.
    let text = text.split(',').map(str::trim).collect::<Vec<_>>().join(", ");
    Some(sheet.printed(Field::LatinName, text, &row.place(span.from, span.to)?))
}

/// Runs of Chinese characters of a name's length that are no label, longest part first.
fn han_runs(number: usize, row: &Row) -> Vec<Span> {
    let chars = row.chars();
    let taken: Vec<(usize, usize)> = OTHERS
        .iter()
        .filter_map(|label| row.plain.find(label).map(|at| (row.plain[..at].chars().count(), *label)))
        .map(|(from, label)| (from, from + label.chars().count()))
        .collect();
    let name = |i: usize| is_han(chars[i]) && !taken.iter().any(|(from, to)| (*from..*to).contains(&i));
    let mut runs = Vec::new();
    let mut from = 0;
    for to in 0..=chars.len() {
        if to == chars.len() || !name(to) {
            if (HAN_NAME_MIN..=HAN_NAME_MAX).contains(&(to - from.min(to))) {
                runs.push(Span { row: number, from, to });
            }
            from = to + 1;
        }
    }
    runs
}

/// Chinese characters, those of the extensions included, and the dot within names of minorities.
pub fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c) || ('\u{20000}'..='\u{3ffff}').contains(&c) || c == '·'
}

/// The row's first run of Latin letters that may be a name.
fn latin_run(number: usize, row: &Row) -> Option<Span> {
    let chars = row.chars();
    let letter = |c: &char| c.is_ascii_alphabetic() || matches!(c, ',' | '，' | '-' | '\'' | '.');
    let from = chars.iter().position(char::is_ascii_alphabetic)?;
    let to = from + chars[from..].iter().take_while(|c| letter(c)).count();
    let label = ["NAME", "SEX", "DATE", "PERMIT", "CARD", "HONGKONG", "SPECIMEN"];
    let plain: String = row.plain.chars().skip(from).take(to - from).collect();
    let fits = to - from >= LATIN_NAME_MIN && !label.iter().any(|word| plain.contains(word));
    fits.then_some(Span { row: number, from, to })
}

fn date(
    sheet: &Sheet<'_>,
    field: Field,
    words: &[&str],
    century: Century,
    today: Date,
) -> Option<FieldReading> {
    let rows = &sheet.rows;
    let days: Vec<(Span, DateText)> = dates::all(rows, century, today);
    let (span, date) = labels::nearest(rows, &labels::find(rows, words), &days)?;
    let place = rows.0[span.row].place(span.from, span.to)?;
    Some(sheet.printed(field, date.to_string(), &place))
}

/// Both dates of a period, beside or below the label.
fn validity(sheet: &Sheet<'_>) -> Vec<FieldReading> {
    let rows = &sheet.rows;
    let periods = dates::periods(sheet.side.page, rows);
    let found = labels::nearest(rows, &labels::find(rows, &VALIDITY), &periods);
    let Some((span, period)) = found else { return Vec::new() };
    let Some(place) = rows.0[span.row].place(span.from, span.to) else { return Vec::new() };
    let place = Place { confidence: period.confidence, ..place };
    vec![
        sheet.printed(Field::IssueDate, period.issue.to_string(), &place),
        sheet.printed(Field::ExpiryDate, period.expiry.to_string(), &place),
    ]
}

/// The run of Chinese characters beside or below the label, such as 公安部出入境管理局.
fn authority(sheet: &Sheet<'_>) -> Option<FieldReading> {
    let rows = &sheet.rows;
    let runs: Vec<(Span, ())> =
        (0..rows.0.len()).flat_map(|i| han_runs(i, &rows.0[i])).map(|span| (span, ())).collect();
    let (span, ()) = labels::nearest(rows, &labels::find(rows, &AUTHORITY), &runs)?;
    let row = &rows.0[span.row];
    Some(sheet.printed(Field::Authority, row.part(span.from, span.to), &row.place(span.from, span.to)?))
}
