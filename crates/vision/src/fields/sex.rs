//! The printed sex: one character or word beside or below its label.

use identity::sex::Sex;
use review::observation::{Field, FieldReading};

use super::{
    Sheet,
    labels::{self, Span},
    rows::Row,
};

const LABELS: [&str; 8] = ["性别", "性別", "SEX", "SEXE", "SEXO", "GESCHLECHT", "SESSO", "KJONN"];
const WORDS: [&str; 7] = ["FEMALE", "MALE", "男", "女", "F", "M", "X"];

/// The sex nearest to a label.
pub fn labelled(sheet: &Sheet<'_>) -> Option<FieldReading> {
    let rows = &sheet.rows;
    let found = labels::nearest(rows, &labels::find(rows, &LABELS), &all(sheet))?;
    reading(sheet, found)
}

/// The sex nearest to a label; without a label, the first 男 or 女.
pub fn chinese(sheet: &Sheet<'_>) -> Option<FieldReading> {
    let han = |span: &Span| !sheet.rows.0[span.row].glyphs[span.from].character.is_ascii();
    let first = || all(sheet).into_iter().find(|(span, _)| han(span)).and_then(|found| reading(sheet, found));
    labelled(sheet).or_else(first)
}

fn reading(sheet: &Sheet<'_>, (span, sex): (Span, Sex)) -> Option<FieldReading> {
    let place = sheet.rows.0[span.row].place(span.from, span.to)?;
    Some(sheet.printed(Field::Sex, sex.to_string(), &place))
}

fn all(sheet: &Sheet<'_>) -> Vec<(Span, Sex)> {
    sheet.rows.0.iter().enumerate().flat_map(|(i, row)| in_row(i, row)).collect()
}

/// Words that stand alone: no Latin letter or digit touches them, be it on paper or in the line as it was read.
fn in_row(number: usize, row: &Row) -> Vec<(Span, Sex)> {
    let plain: Vec<char> = row.plain.chars().collect();
    let touches = |a: usize, b: usize| {
        let (first, second) = (&row.glyphs[a], &row.glyphs[b]);
        let close = first.line == second.line && first.number + 1 == second.number;
        close && plain[a].is_ascii_alphanumeric() && plain[b].is_ascii_alphanumeric()
    };
    let mut found = Vec::new();
    let mut from = 0;
    while from < plain.len() {
        let word = WORDS.iter().find(|word| {
            let to = from + word.chars().count();
            let equal = plain.get(from..to).is_some_and(|part| part.iter().copied().eq(word.chars()));
            let begins = from.checked_sub(1).is_none_or(|before| !touches(before, from));
            equal && begins && (to == plain.len() || !touches(to - 1, to))
        });
        let length = word.map_or(1, |word| word.chars().count());
        let sex = word.and_then(|word| Sex::parse(word));
        found.extend(sex.map(|sex| (Span { row: number, from, to: from + length }, sex)));
        from += length;
    }
    found
}
