//! Printed dates: where they stand in a row, each place's longest reading.

use identity::date::{Century, DateText, parse_printed_short};
use jiff::civil::Date;

use super::{
    exact,
    labels::Span,
    rows::{Row, Rows, steps},
};
use crate::text::Page;

/// Longest printed date in characters, spaces dropped: `12SEPTEMBER/SEPTEMBRE2012`.
const CHARS_MAX: usize = 25;
/// Shortest: `2.1.84`.
const CHARS_MIN: usize = 6;

/// Every date of these rows, with where it stands.
pub fn all(rows: &Rows, century: Century, today: Date) -> Vec<(Span, DateText)> {
    rows.0.iter().enumerate().flat_map(|(i, row)| in_row(i, row, century, today)).collect()
}

fn in_row(number: usize, row: &Row, century: Century, today: Date) -> Vec<(Span, DateText)> {
    let chars = row.chars();
    let mut dates = Vec::new();
    let mut from = 0;
    while from < chars.len() {
        match longest(row, &chars, from, century, today) {
            Some((to, date)) => {
                dates.push((Span { row: number, from, to }, date));
                from = to;
            }
            None => from += 1,
        }
    }
    dates
}

/// The longest date that begins at this character and is no part of a longer number; what stands in the next column is
/// another number.
fn longest(
    row: &Row,
    chars: &[char],
    from: usize,
    century: Century,
    today: Date,
) -> Option<(usize, DateText)> {
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let within = |i: usize| i > 0 && digit(i - 1) && digit(i) && !row.parted(i);
    if !digit(from) || within(from) {
        return None;
    }
    let reach = chars[from..].iter().take(CHARS_MAX).take_while(|c| !matches!(c, '(' | ')' | '<')).count();
    (CHARS_MIN..=reach).rev().map(|length| from + length).filter(|to| !within(*to)).find_map(|to| {
        let ends = chars[to - 1].is_ascii_digit() || matches!(chars[to - 1], '日' | '일');
        let part = &chars[from..if ends { to } else { from }];
        let parse = |text: String| parse_printed_short(&text, century, today);
        Some((to, parse(part.iter().collect()).or_else(|| parse(letters_o(part)))?))
    })
}

/// The text with O for each zero before a letter: recognisers see a number in `140CT2010`.
fn letters_o(part: &[char]) -> String {
    let letter = |i: usize| part.get(i + 1).is_some_and(|c| c.is_alphabetic());
    part.iter().enumerate().map(|(i, c)| if *c == '0' && letter(i) { 'O' } else { *c }).collect()
}

/// A period as printed, and how sure its characters are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    pub issue: DateText,
    pub expiry: DateText,
    pub confidence: f32,
}

const DIGIT: &str = "0123456789";
/// `2017.06.20-2037.06.20`, and `2017.06.20-长期`.
const DAY: [&str; 10] = [DIGIT, DIGIT, DIGIT, DIGIT, ".", DIGIT, DIGIT, ".", DIGIT, DIGIT];
/// Least probability of a digit of a period that is decoded under its form.
const DIGIT_MIN: f32 = 0.3;

/// Every row's period, with where it stands: what two dates with a dash between them say, decoded under that form
/// where the characters leave something open.
pub fn periods(page: &Page, rows: &Rows) -> Vec<(Span, Period)> {
    let period = |(i, row): (usize, &Row)| {
        let chars = row.chars();
        let from = chars.iter().position(char::is_ascii_digit)?;
        let ends = |c: &char| c.is_ascii_digit() || ENDLESS.contains(c);
        let to = chars.iter().rposition(ends)? + 1;
        let span = Span { row: i, from, to };
        let text = row.part(from, to);
        let plain = || {
            let (issue, expiry) = two_days(&text)?;
            Some(Period { issue, expiry, confidence: row.place(from, to)?.confidence })
        };
        Some((span, decoded(page, row, span).or_else(plain)?))
    };
    rows.0.iter().enumerate().filter_map(period).collect()
}

/// The characters of 长期, simplified and traditional.
const ENDLESS: [char; 3] = ['长', '長', '期'];

fn decoded(page: &Page, row: &Row, span: Span) -> Option<Period> {
    let endless = row.part(span.from, span.to).contains(ENDLESS);
    let alphabets: Vec<&str> = if endless {
        DAY.into_iter().chain(["-", "长長", "期"]).collect()
    } else {
        DAY.into_iter().chain(["-"]).chain(DAY).collect()
    };
    let cells = exact::decode(&steps(page, row, (span.from, span.to)), &alphabets)?;
    let digits = || cells.iter().map(exact::Cell::first).filter(|(c, _)| c.is_ascii_digit());
    let confidence = digits().map(|(_, p)| p).fold(1.0, f32::min);
    let text: String = cells.iter().map(|cell| cell.first().0).collect();
    let (issue, expiry) = two_days(&text).filter(|_| confidence >= DIGIT_MIN)?;
    Some(Period { issue, expiry, confidence })
}

/// Two dates with any dash between them; the second may be `长期`.
fn two_days(text: &str) -> Option<(DateText, DateText)> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let from = day(digits.get(..8)?)?;
    if text.contains(ENDLESS) {
        return Some((from, DateText::Permanent));
    }
    Some((from, day(digits.get(8..16)?)?))
}

fn day(digits: &str) -> Option<DateText> {
    let (year, rest) = digits.split_at_checked(4)?;
    identity::date::parse_printed(&format!("{year}-{}-{}", rest.get(..2)?, rest.get(2..4)?))
}
