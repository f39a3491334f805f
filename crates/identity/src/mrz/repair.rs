//! Repairs of misread characters that the alphabet of a place or a check digit proves; anything else stays as read.

use super::digit;
use super::layout::{self, Digit, Layout, Names, Span};
use super::parse::Text;
use super::types::CheckField;
use crate::catalogue;
use serde::{Deserialize, Serialize};

/// One repaired character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The line, from 0.
    pub line: usize,
    /// The column, from 0.
    pub column: usize,
    /// What was read.
    pub from: char,
    /// What must have been printed.
    pub to: char,
}

/// Lines after repair, with every change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repaired {
    /// The lines.
    pub lines: Vec<String>,
    /// The changes, in reading order.
    pub changes: Vec<Change>,
}

/// Repairs lines as a reader gave them.
///
/// Three proofs are accepted, each for a whole field, and only changes between characters that look alike are tried:
/// * the alphabet of the place: names and codes hold no digits, dates no letters, nothing but fillers follows a name, and
///   an issuer's or nationality's code must exist after the change;
/// * a date's check digit, which must be right after the change where it was not before;
/// * a check digit of a field of letters and digits: exactly one change of one character makes both it and the composite
///   digit (where the form has one) right.
///
/// Where more than one repair would do, or none, the field stays as it is. Lines that fit no form stay as they are.
pub fn repair(lines: &[String]) -> Repaired {
    let text = Text::new(lines);
    let Ok(format) = text.format() else {
        return Repaired { lines: lines.to_vec(), changes: Vec::new() };
    };
    let mut page = Page { rows: text.rows, layout: layout::of(format) };
    let before = page.rows.clone();
    page.repair();
    let changes = changes(&before, &page.rows);
    Repaired { lines: page.rows.iter().map(|row| row.iter().collect()).collect(), changes }
}

fn changes(before: &[Vec<char>], after: &[Vec<char>]) -> Vec<Change> {
    let mut changes = Vec::new();
    for (line, (old, new)) in before.iter().zip(after).enumerate() {
        for (column, (&from, &to)) in old.iter().zip(new).enumerate().filter(|(_, (from, to))| from != to) {
            changes.push(Change { line, column, from, to });
        }
    }
    changes
}

struct Page {
    rows: Vec<Vec<char>>,
    layout: &'static Layout,
}

impl Page {
    fn repair(&mut self) {
        self.fillers();
        self.names();
        self.codes();
        for digit in self.layout.digits.iter().filter(|digit| is_date(digit)) {
            self.date(digit);
        }
        for digit in
            self.layout.digits.iter().filter(|digit| !is_date(digit) && digit.field != CheckField::Composite)
        {
            self.mixed(digit);
        }
        self.composite();
    }

    /// Brackets and guillemets are no letters of any zone: they are fillers.
    fn fillers(&mut self) {
        for c in self
            .rows
            .iter_mut()
            .flatten()
            .filter(|c| matches!(c, '‹' | '«' | '〈' | '＜' | '(' | '{' | '[' | '≤'))
        {
            *c = '<';
        }
    }

    /// Names hold no digits, and nothing but fillers follows them.
    fn names(&mut self) {
        let spans = match self.layout.names {
            Names::Together(span) => vec![span],
            Names::Apart(surname, given) => vec![surname, given],
            Names::Absent => Vec::new(),
        };
        for span in spans {
            let field = self.cut(span);
            let letters: Option<Vec<char>> =
                field.iter().map(|&c| if c.is_ascii_digit() { letter_for(c) } else { Some(c) }).collect();
            let mut field = letters.unwrap_or(field);
            let end = end_of_names(&field);
            if field[end..].iter().all(|c| like_filler(*c)) {
                field[end..].fill('<');
            }
            self.set(span, &field);
        }
    }

    /// The codes of document, issuer and nationality hold no digits, and the latter two must exist.
    fn codes(&mut self) {
        for span in [self.layout.issuer, self.layout.nationality].into_iter().flatten() {
            let field = self.cut(span);
            let letters: Option<String> =
                field.iter().map(|&c| if c.is_ascii_digit() { letter_for(c) } else { Some(c) }).collect();
            let known = letters.filter(|code| catalogue::country(code.trim_end_matches('<')).is_some());
            if let Some(code) = known {
                self.set(span, &code.chars().collect::<Vec<_>>());
            }
        }
        let first = self.layout.document_code;
        if let Some(letter) = letter_for(self.rows[first.line][first.start]) {
            self.rows[first.line][first.start] = letter;
        }
    }

    /// A date and its digit hold no letters; the digit must be right afterwards.
    fn date(&mut self, digit: &Digit) {
        if self.right(digit) {
            return;
        }
        let before = self.rows.clone();
        let places =
            digit.over.iter().flat_map(|span| (span.start..span.end).map(|column| (span.line, column)));
        for (line, column) in places.chain([digit.at]) {
            let c = &mut self.rows[line][column];
            *c = digit_for(*c).unwrap_or(*c);
        }
        if !self.right(digit) {
            self.rows = before;
        }
    }

    /// A field of letters and digits: the one look-alike that makes its digit right, if there is exactly one.
    fn mixed(&mut self, digit: &Digit) {
        if self.overflows(digit) || self.right(digit) || self.may_be_empty(digit) {
            return;
        }
        let mut found = self.readings(digit);
        found.retain(|page| page.right(digit) && page.composite_may_be_right());
        if let [only] = &mut found[..] {
            self.rows = std::mem::take(&mut only.rows);
        }
    }

    /// The composite digit itself holds no letter.
    fn composite(&mut self) {
        let Some(digit) = self.layout.digits.iter().find(|digit| digit.field == CheckField::Composite) else {
            return;
        };
        let (line, column) = digit.at;
        let read = self.rows[line][column];
        if let Some(number) = digit_for(read) {
            self.rows[line][column] = number;
            if !self.right(digit) {
                self.rows[line][column] = read;
            }
        }
    }

    /// Whether the composite digit is right, or its place holds something that may yet be repaired.
    fn composite_may_be_right(&self) -> bool {
        let composite = self.layout.digits.iter().find(|digit| digit.field == CheckField::Composite);
        composite.is_none_or(|digit| {
            let read = self.rows[digit.at.0][digit.at.1];
            self.computed(digit).is_none_or(|computed| computed == digit_for(read).unwrap_or(read))
        })
    }

    /// Every way of taking one character of a field, or of its digit's place, for a look-alike.
    fn readings(&self, digit: &Digit) -> Vec<Page> {
        let places =
            digit.over.iter().flat_map(|span| (span.start..span.end).map(|column| (span.line, column)));
        let in_field =
            places.flat_map(|at| look_alikes(self.rows[at.0][at.1]).into_iter().map(move |c| (at, c)));
        let in_check = digit_for(self.rows[digit.at.0][digit.at.1]).map(|c| (digit.at, c));
        in_field.chain(in_check).map(|(at, c)| self.with(at, c)).collect()
    }

    fn with(&self, at: (usize, usize), c: char) -> Page {
        let mut rows = self.rows.clone();
        rows[at.0][at.1] = c;
        Page { rows, layout: self.layout }
    }

    fn overflows(&self, digit: &Digit) -> bool {
        let place = self.rows[digit.at.0][digit.at.1];
        digit.field == CheckField::DocumentNumber && self.layout.number_may_overflow && place == '<'
    }

    /// Whether it is an empty field of optional data, whose digit may be a filler.
    fn may_be_empty(&self, digit: &Digit) -> bool {
        let empty = digit.over.iter().all(|&span| self.cut(span).iter().all(|&c| c == '<'));
        digit.field == CheckField::OptionalData && empty && self.rows[digit.at.0][digit.at.1] == '<'
    }

    fn right(&self, digit: &Digit) -> bool {
        self.computed(digit) == Some(self.rows[digit.at.0][digit.at.1])
    }

    fn computed(&self, digit: &Digit) -> Option<char> {
        digit::of_chars(digit.over.iter().flat_map(|&span| self.cut(span)))
    }

    fn cut(&self, span: Span) -> Vec<char> {
        self.rows[span.line][span.start..span.end].to_vec()
    }

    fn set(&mut self, span: Span, chars: &[char]) {
        self.rows[span.line][span.start..span.end].copy_from_slice(chars);
    }
}

fn is_date(digit: &Digit) -> bool {
    matches!(digit.field, CheckField::BirthDate | CheckField::ExpiryDate)
}

/// Where the names end: at three fillers in a row, or at the second place with two (the first one divides the
/// surname from the given names).
fn end_of_names(field: &[char]) -> usize {
    let start = field.iter().position(|&c| c != '<').unwrap_or(field.len());
    let mut pairs = 0;
    let mut column = start;
    while column < field.len() {
        let fillers = field[column..].iter().take_while(|&&c| c == '<').count();
        pairs += usize::from(fillers == 2);
        if fillers >= 3 || pairs == 2 {
            return column;
        }
        column += fillers.max(1);
    }
    field.len()
}

/// What readers take a filler for.
fn like_filler(c: char) -> bool {
    matches!(c, '<' | 'K' | 'X' | 'C' | 'L' | 'S' | 'E')
}

/// The letter that looks like a digit.
fn letter_for(c: char) -> Option<char> {
    match c {
        '0' => Some('O'),
        '1' => Some('I'),
        '2' => Some('Z'),
        '5' => Some('S'),
        '6' => Some('G'),
        '8' => Some('B'),
        _ => None,
    }
}

/// The digit that looks like a letter.
fn digit_for(c: char) -> Option<char> {
    match c {
        'O' | 'D' | 'Q' => Some('0'),
        'I' | 'L' => Some('1'),
        'Z' => Some('2'),
        'S' => Some('5'),
        'G' => Some('6'),
        'B' => Some('8'),
        _ => None,
    }
}

/// What may have been printed where letters and digits are mixed.
fn look_alikes(c: char) -> Vec<char> {
    match c {
        '0' => vec!['O', 'D', 'Q'],
        'K' | 'X' => vec!['<'],
        _ => letter_for(c).or(digit_for(c)).into_iter().collect(),
    }
}
