//! Permits of the Chinese region and the Hong Kong card: number by its pattern, dates and name by their labels.

use identity::{
    catalogue::DocumentKind,
    date::parse_printed,
    number::{compatriot, hkid, home_return, macao_hk_permit},
    sex::Sex,
};
use review::observation::{Field, FieldReading};

use super::{Sheet, resident_id::period, rows::Row};

/// Fields of the side, when the document is one of these.
pub fn read(sheet: &Sheet<'_>, kind: Option<DocumentKind>) -> Vec<FieldReading> {
    let is_number: fn(&str) -> bool = match kind {
        Some(DocumentKind::HomeReturnPermit) => |text| home_return::parse(text).is_ok(),
        Some(DocumentKind::CompatriotPermit) => |text| compatriot::parse(text).is_ok(),
        Some(DocumentKind::HkMacaoPermit | DocumentKind::TaiwanTravelPermit) => {
            |text| macao_hk_permit::parse(text).is_ok()
        }
        Some(DocumentKind::Hkid) => |text| hkid::parse(text).is_ok(),
        _ => return Vec::new(),
    };
    let mut fields = Vec::new();
    let rows = &sheet.rows.0;
    fields.extend(rows.iter().find_map(|row| number(sheet, row, is_number)));
    fields.extend(rows.iter().find_map(|row| chinese_name(sheet, row)));
    fields.extend(rows.iter().find_map(|row| birth(sheet, row)));
    fields.extend(rows.iter().find_map(|row| sex(sheet, row)));
    fields.extend(rows.iter().find_map(|row| validity(sheet, row)).unwrap_or_default());
    fields
}

/// The longest run of the row's characters that is a number of the document's kind.
fn number(sheet: &Sheet<'_>, row: &Row, is_number: fn(&str) -> bool) -> Option<FieldReading> {
    let count = row.glyphs.len();
    let spans = (7..=13).rev().flat_map(|length| (0..count).map(move |from| (from, from + length)));
    let (from, to) = spans.filter(|(_, to)| *to <= count).find(|(from, to)| {
        let outside = |i: Option<usize>| {
            i.and_then(|i| row.glyphs.get(i)).is_none_or(|glyph| !glyph.character.is_ascii_alphanumeric())
        };
        outside(from.checked_sub(1)) && outside(Some(*to)) && is_number(&row.part(*from, *to))
    })?;
    Some(sheet.printed(Field::DocumentNumber, row.part(from, to), &row.place(from, to)?))
}

fn chinese_name(sheet: &Sheet<'_>, row: &Row) -> Option<FieldReading> {
    let from = row.after("姓名")?;
    let han = |c: char| {
        ('\u{3400}'..='\u{9fff}').contains(&c) || ('\u{20000}'..='\u{3ffff}').contains(&c) || c == '·'
    };
    let count = row.chars()[from..].iter().take_while(|c| han(**c)).count();
    let place = row.place(from, from + count)?;
    Some(sheet.printed(Field::Name, row.part(from, from + count), &place))
}

fn birth(sheet: &Sheet<'_>, row: &Row) -> Option<FieldReading> {
    let from = ["出生日期", "出生"].iter().find_map(|label| row.after(label))?;
    let to = from
        + row.chars()[from..].iter().take_while(|c| c.is_ascii_digit() || ".-/年月日".contains(**c)).count();
    let date = parse_printed(&row.part(from, to))?;
    Some(sheet.printed(Field::BirthDate, date.to_string(), &row.place(from, to)?))
}

fn sex(sheet: &Sheet<'_>, row: &Row) -> Option<FieldReading> {
    let from = ["性别", "性別"].iter().find_map(|label| row.after(label))?;
    let sex = Sex::parse(&row.part(from, from + 1))?;
    Some(sheet.printed(Field::Sex, sex.to_string(), &row.place(from, from + 1)?))
}

fn validity(sheet: &Sheet<'_>, row: &Row) -> Option<Vec<FieldReading>> {
    let from = ["有效期限", "有效期"].iter().find_map(|label| row.after(label))?;
    let to = row.glyphs.len();
    let (issue, expiry) = period(&row.part(from, to))?;
    let place = row.place(from, to)?;
    Some(vec![
        sheet.printed(Field::IssueDate, issue.to_string(), &place),
        sheet.printed(Field::ExpiryDate, expiry.to_string(), &place),
    ])
}
