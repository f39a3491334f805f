//! The mainland resident identity card: fields by their labels and where they stand.

use identity::{
    catalogue::DocumentKind,
    date::{DateText, parse_printed},
    name::is_han,
    sex::Sex,
};
use review::observation::{Field, FieldReading};

use super::{
    Sheet, citizen, dates, labels, places,
    rows::{Glyph, Place, Row, place},
};

/// Digits of a year.
const YEAR_DIGITS: usize = 4;
/// Most rows of an address.
const ADDRESS_ROWS_MAX: usize = 4;
/// Labels by what they announce, each also in the ways that recognisers misread one character of it.
const NAME: [&str; 3] = ["姓名", "姓各", "娃名"];
const SEX: [&str; 3] = ["性别", "性別", "性刷"];
const ETHNICITY: [&str; 2] = ["民族", "民旅"];
const BIRTH: [&str; 2] = ["出生", "出牛"];
const ADDRESS: [&str; 4] = ["住址", "住扯", "往址", "佳址"];
const NUMBER: [&str; 4] = ["公民身份号码", "身份号码", "公民身份", "公民身"];
const AUTHORITY: [&str; 3] = ["签发机关", "签发机", "发机关"];
const VALIDITY: [&str; 4] = ["有效期限", "有效期", "效期限", "有效"];

/// The 56 ethnic groups (GB/T 3304), as the card prints them.
const ETHNICITIES: &str = "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 \
    纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 \
    塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺";

/// Fields of both sides, when the document is this card or its temporary form.
pub fn read(sheets: &[Sheet<'_>], kind: Option<DocumentKind>) -> Vec<FieldReading> {
    if !matches!(kind, Some(DocumentKind::ResidentIdCn | DocumentKind::TemporaryId)) {
        return Vec::new();
    }
    let number = sheets.iter().find_map(number);
    let mut fields: Vec<FieldReading> = number.iter().cloned().collect();
    for sheet in sheets {
        fields.extend(side(sheet, number.as_ref().map(|number| number.value.as_str())));
    }
    fields
}

/// Fields of one side but the number, which helps to read places.
fn side(sheet: &Sheet<'_>, number: Option<&str>) -> Vec<FieldReading> {
    let mut fields = Vec::new();
    fields.extend(name(sheet));
    fields.extend(sex(sheet));
    fields.extend(ethnicity(sheet));
    fields.extend(birth(sheet));
    fields.extend(several_rows(sheet, Field::Address, number));
    fields.extend(several_rows(sheet, Field::Authority, number));
    fields.extend(validity(sheet));
    fields
}

/// The first row that holds one of the labels, and where the value begins.
fn labelled<'a>(sheet: &'a Sheet<'_>, labels: &[&str]) -> Option<(usize, &'a Row, usize)> {
    labels.iter().find_map(|label| {
        let mut rows = sheet.rows.0.iter().enumerate();
        rows.find_map(|(i, row)| row.after(label).map(|from| (i, row, from)))
    })
}

fn name(sheet: &Sheet<'_>) -> Option<FieldReading> {
    let (_, row, from) = labelled(sheet, &NAME)?;
    let chars = row.chars();
    // What stands before and after is ink of the label's box or of the ground.
    let first = from + chars[from..].iter().position(|c| is_han(*c))?;
    let end = chars.iter().rposition(|c| is_han(*c))? + 1;
    let value = with_lost_dot(row, first, end).unwrap_or_else(|| with_dots(&row.part(first, end)));
    Some(sheet.printed(Field::Name, value, &row.place(first, end)?))
}

/// The name with a dot where a place between two characters is empty, if there is one such place: recognisers lose it.
fn with_lost_dot(row: &Row, first: usize, end: usize) -> Option<String> {
    /// Chinese names are shorter, or spaced evenly.
    const CHARS_MIN: usize = 4;
    /// Such a place is this many times as wide as the others.
    const WIDER: f32 = 1.45;
    let glyphs = row.glyphs.get(first..end)?;
    if glyphs.len() < CHARS_MIN || !glyphs.iter().all(|glyph| is_han(glyph.character)) {
        return None;
    }
    let gaps: Vec<f32> =
        glyphs.windows(2).map(|pair| pair[1].centre.minus(pair[0].centre).length()).collect();
    let mut sorted = gaps.clone();
    sorted.sort_by(f32::total_cmp);
    let wide = |gap: &f32| *gap > WIDER * sorted[(sorted.len() - 1) / 2];
    let at = gaps.iter().position(wide).filter(|_| gaps.iter().filter(|gap| wide(gap)).count() == 1)?;
    Some(format!("{}·{}", row.part(first, first + at + 1), row.part(first + at + 1, end)))
}

/// Names of other languages have parts with a dot between; a recogniser may see a stroke there.
fn with_dots(name: &str) -> String {
    /// Shorter names with such a character are Chinese ones, which may hold 一.
    const FOREIGN_MIN: usize = 6;
    if name.chars().count() < FOREIGN_MIN {
        return name.to_owned();
    }
    name.replace(['一', '-', '—', '－', '•', '・', '.', '。', ':', '：'], "·")
}

fn sex(sheet: &Sheet<'_>) -> Option<FieldReading> {
    let (_, row, from) = labelled(sheet, &SEX)?;
    let at = from + row.chars()[from..].iter().take(3).position(|c| matches!(c, '男' | '女'))?;
    let sex = Sex::parse(&row.part(at, at + 1))?;
    Some(sheet.printed(Field::Sex, sex.to_string(), &row.place(at, at + 1)?))
}

/// One of the names that the card may print; what precedes it in the box is background.
fn ethnicity(sheet: &Sheet<'_>) -> Option<FieldReading> {
    let (_, row, from) = labelled(sheet, &ETHNICITY)?;
    // No group has 士 in its name, which 土 is mistaken for.
    let value = row.part(from, row.glyphs.len()).replace('士', "土");
    let known =
        ETHNICITIES.split_whitespace().filter(|name| value.contains(name)).max_by_key(|name| name.len());
    let Some(known) = known else {
        let place = row.place(from, row.glyphs.len())?;
        return (!value.is_empty()).then(|| sheet.printed(Field::Ethnicity, value, &place));
    };
    let at = from + value[..value.find(known)?].chars().count();
    Some(sheet.printed(Field::Ethnicity, known.to_owned(), &row.place(at, at + known.chars().count())?))
}

fn birth(sheet: &Sheet<'_>) -> Option<FieldReading> {
    let (_, row, from) = labelled(sheet, &BIRTH)?;
    let text = row.part(from, row.glyphs.len());
    let date = parse_printed(&text).or_else(|| in_groups(&text))?;
    Some(sheet.printed(Field::BirthDate, date.to_string(), &row.place(from, row.glyphs.len())?))
}

/// A day from groups of digits, whatever was read of the blue 年, 月 and 日 between them; a year and a month that run
/// together are told apart, for a year has four digits.
fn in_groups(text: &str) -> Option<DateText> {
    let mut groups: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let first = *groups.first()?;
    if first.len() > YEAR_DIGITS && groups.len() == 3 {
        // The box before repeats the first digit, or the one behind the last.
        let mut windows = (0..=first.len() - YEAR_DIGITS).map(|from| &first[from..from + YEAR_DIGITS]).rev();
        groups[0] = windows.find(|year| year.starts_with("19") || year.starts_with("20"))?;
    } else if first.len() > YEAR_DIGITS {
        let (year, rest) = first.split_at(YEAR_DIGITS);
        groups.splice(..1, [year, rest]);
    }
    if let [year, rest] = groups[..]
        && rest.len() == 4
    {
        groups = vec![year, &rest[..2], &rest[2..]];
    }
    let [year, month, day] = groups[..] else { return None };
    parse_printed(&format!("{year}-{month}-{day}"))
}

/// An address or an authority, which may run over several rows; these begin where the first one's value begins and end
/// at a number or the next label.
fn several_rows(sheet: &Sheet<'_>, field: Field, number: Option<&str>) -> Option<FieldReading> {
    let (labels, next): (&[&str], &[&str]) =
        if field == Field::Address { (&ADDRESS, &NUMBER) } else { (&AUTHORITY, &VALIDITY) };
    let (first, row, from) = labelled(sheet, labels)?;
    let mut glyphs: Vec<Glyph> = row.glyphs[from..].to_vec();
    let label_end = row.glyphs[..from].iter().map(|glyph| glyph.centre.x).fold(f32::MIN, f32::max);
    // Centre of the label's last character, whose box the value's may overlap: the value begins half a box later.
    let left = label_end + 0.35 * row.height;
    // The value's box may reach back over the label's last character.
    let repeated = |glyph: &Glyph| glyph.character == row.glyphs[from - 1].character;
    let mut last = row.middle;
    for row in sheet.rows.0.iter().skip(first + 1).take(ADDRESS_ROWS_MAX) {
        let ends = next.iter().any(|label| row.text.contains(label))
            || citizen::read(sheet.side.page, row).is_some();
        if ends || row.middle - last > 3.0 * row.height {
            break;
        }
        glyphs.extend(row.glyphs.iter().filter(|glyph| glyph.centre.x > left).cloned());
        last = row.middle;
    }
    if glyphs.first().is_some_and(repeated) {
        glyphs.remove(0);
    }
    // What remains of a neighbour's ink behind the last character is no part of a name.
    while glyphs.last().is_some_and(|glyph| !glyph.character.is_alphanumeric() && glyph.character != ')') {
        glyphs.pop();
    }
    places::settle(&mut glyphs, number, field == Field::Authority);
    let place = place(&glyphs)?;
    let value = glyphs.iter().map(|glyph| glyph.character).collect();
    Some(sheet.printed(field, value, &place))
}

/// The number, wherever it stands: with its label, or as the only run of 18 digits.
fn number(sheet: &Sheet<'_>) -> Option<FieldReading> {
    let (value, place) = sheet.rows.0.iter().rev().find_map(|row| citizen::read(sheet.side.page, row))?;
    Some(sheet.printed(Field::DocumentNumber, value, &place))
}

/// Issue and expiry, printed as `2017.06.20-长期`: the period nearest to the label.
fn validity(sheet: &Sheet<'_>) -> Vec<FieldReading> {
    let rows = &sheet.rows;
    let periods = dates::periods(sheet.side.page, rows);
    let Some((span, period)) = labels::nearest(rows, &labels::find(rows, &VALIDITY), &periods) else {
        return Vec::new();
    };
    let Some(place) = rows.0[span.row].place(span.from, span.to) else { return Vec::new() };
    let place = Place { confidence: period.confidence, ..place };
    vec![
        sheet.printed(Field::IssueDate, period.issue.to_string(), &place),
        sheet.printed(Field::ExpiryDate, period.expiry.to_string(), &place),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_between_parts_of_a_name_is_told_from_a_stroke() {
        assert_eq!(with_dots("古丽娜尔一玉素甫"), "古丽娜尔·玉素甫");
        assert_eq!(with_dots("丁一"), "丁一");
    }

    #[test]
    fn a_day_is_read_whatever_became_of_the_words_between() {
        let rows = [
            ("1981年6月28日", Some("1981-06-28")),
            ("1981午6月28", Some("1981-06-28")),
            ("19816月28日", Some("1981-06-28")),
            ("1981年1218", Some("1981-12-18")),
            ("11981年6月28日", Some("1981-06-28")),
            ("1981年628", None),
            ("1981", None),
            ("年月日", None),
            ("1981年13月28日", None),
        ];
        let rows = rows.map(|(text, want)| (text, in_groups(text).map(|date| date.to_string()), want));
        let wrong: Vec<_> = rows.iter().filter(|(_, got, want)| got.as_deref() != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
