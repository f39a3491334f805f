//! Printed labels and the values that stand to their right or below them.

use identity::name::transliterate;

use super::rows::{Row, Rows};

/// A value stands below its label at most this many heights, and at most this many to its side.
const BELOW_HEIGHTS: f32 = 3.0;
const ASIDE_HEIGHTS: f32 = 14.0;
/// Rows that are less than this many heights apart are one.
const SAME_ROW: f32 = 0.7;
/// A value below its label begins at most this many heights to the left of it.
const LEFT_HEIGHTS: f32 = 1.5;
/// What lies below is this many times as far as what lies aside: rows are read along.
const DOWN_WEIGHT: f32 = 3.0;

/// Some characters of a row: `from..to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Number of the row.
    pub row: usize,
    pub from: usize,
    pub to: usize,
}

/// The places of all the words; where one word holds another, the longer one.
pub fn find(rows: &Rows, words: &[&str]) -> Vec<Span> {
    let numbered = rows.0.iter().enumerate();
    numbered.flat_map(|(i, row)| words.iter().filter_map(move |word| find_in(i, row, word))).collect()
}

/// A word in a row whose label text is in capitals without marks.
fn find_in(number: usize, row: &Row, word: &str) -> Option<Span> {
    let from = row.plain[..row.plain.find(word)?].chars().count();
    Some(Span { row: number, from, to: from + word.chars().count() })
}

/// A character as labels are compared: one character, in capitals, Latin letters without their marks.
pub fn plain(character: char) -> char {
    let mut letters = character.to_uppercase();
    let upper = match (letters.next(), letters.next()) {
        (Some(letter), None) => letter,
        _ => character,
    };
    if upper.is_ascii() || upper as u32 >= FIRST_OTHER {
        return upper;
    }
    let written = transliterate(&upper.to_string());
    let mut letters = written.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => letter,
        // Ü is UE to machines, but U on labels that were read without its mark.
        (Some(letter), Some(_)) if upper.is_alphabetic() => letter,
        _ => upper,
    }
}

/// The first character after the blocks of Latin letters.
const FIRST_OTHER: u32 = 0x250;

/// How far a value is from its label, in heights; `None` where it is neither right of it nor below.
pub fn distance(rows: &Rows, label: Span, value: Span) -> Option<f32> {
    let (row, other) = (rows.0.get(label.row)?, rows.0.get(value.row)?);
    let height = row.height.max(1.0);
    let (begin, end) = (row.glyphs.get(label.from)?.centre.x, row.glyphs.get(label.to - 1)?.centre.x);
    let x = other.glyphs.get(value.from)?.centre.x;
    let down = (other.middle - row.middle) / height;
    if label.row == value.row || down.abs() < SAME_ROW {
        let after = x > end && (label.row != value.row || value.from >= label.to);
        return (after && (x - end) / height < ASIDE_HEIGHTS).then_some((x - end) / height);
    }
    // A word of a label may be found in its middle: the value begins below the word or below the label.
    let line = row.glyphs[label.from].line;
    let start = row.glyphs.iter().find(|glyph| glyph.line == line).map_or(begin, |glyph| glyph.centre.x);
    let below = (0.0..BELOW_HEIGHTS).contains(&down)
        && (start - LEFT_HEIGHTS * height..end + ASIDE_HEIGHTS * height).contains(&x);
    let aside = (x - begin).abs().min((x - start).abs()) / height;
    below.then_some(down * DOWN_WEIGHT + aside)
}

/// Of some values, the one that is nearest to any of the labels.
pub fn nearest<T: Clone>(rows: &Rows, labels: &[Span], values: &[(Span, T)]) -> Option<(Span, T)> {
    let pairs = labels.iter().flat_map(|label| values.iter().map(move |value| (*label, value)));
    let far = pairs.filter_map(|(label, value)| Some((distance(rows, label, value.0)?, value)));
    far.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, value)| value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_case_do_not_hide_a_label() {
        let rows = [
            ('é', 'E'),
            ('a', 'A'),
            ('ü', 'U'),
            ('签', '签'),
            ('я', 'Я'),
            ('簽', '簽'),
            ('/', '/'),
            ('ß', 'S'),
        ];
        let wrong: Vec<_> = rows.iter().filter(|(c, want)| plain(*c) != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
