//! Reading a machine-readable zone: the text stays as printed, the check digits judge it.

use super::digit;
use super::layout::{self, Digit, Layout, Names, Span};
use super::names::{self, NameParts};
use super::types::{Check, CheckField, Format, Mrz, MrzDate};
use crate::sex::Sex;

/// Why lines are no machine-readable zone. It never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// No form has this many lines.
    #[error("a machine-readable zone has one, two or three lines, not {0}")]
    LineCount(usize),
    /// No form with this many lines has lines of these lengths, in characters.
    #[error("line {line} has {width} characters, which fits no form of {lines} lines")]
    Width {
        /// The first line that does not fit, from 0.
        line: usize,
        /// Its characters.
        width: usize,
        /// The number of lines.
        lines: usize,
    },
}

/// Reads lines as printed.
///
/// The form follows from the number of lines, their width and their first characters. Characters outside the
/// alphabet are kept and reported by `alphabet_ok`; wrong check digits are kept and reported by `checks`.
///
/// # Errors
/// If the number of lines or their width fits no form.
pub fn parse(lines: &[impl AsRef<str>]) -> Result<Mrz, ParseError> {
    let text = Text::new(lines);
    let format = text.format()?;
    let layout = layout::of(format);
    let number = text.number(layout);
    let names = text.names(layout);
    let issuer = layout.issuer.map_or_else(|| "CHN".to_owned(), |span| strip(&text.cut(span)));
    Ok(Mrz {
        format,
        lines: lines.iter().map(|line| line.as_ref().to_owned()).collect(),
        document_code: strip(&text.cut(layout.document_code)),
        issuer,
        surname: names.surname,
        given_names: names.given_names,
        nationality: layout.nationality.map(|span| strip(&text.cut(span))).filter(|code| !code.is_empty()),
        birth_date: MrzDate { text: text.cut(layout.birth) },
        expiry_date: MrzDate { text: layout.expiry.map(|span| text.cut(span)).unwrap_or_default() },
        sex: layout.sex.and_then(|span| Sex::parse(&text.cut(span))).unwrap_or(Sex::X),
        optional_data: text.optional_data(layout, &number),
        names_truncated: names.truncated,
        checks: layout.digits.iter().map(|digit| text.check(digit, &number)).collect(),
        alphabet_ok: text.alphabet_ok(),
        document_number: number.text,
    })
}

/// The lines as characters, so that a foreign letter takes one column.
pub(crate) struct Text {
    pub(crate) rows: Vec<Vec<char>>,
}

/// The document number, and what its digit is computed over where it runs on in the optional data.
struct Number {
    text: String,
    overflow: Option<Overflow>,
}

/// A number of more than nine characters (ICAO 9303-5 §4.2.2 note j): nine characters, `<` where the
/// digit would be, and in the optional data the rest, the digit over all of it, and `<`.
struct Overflow {
    digit_at: (usize, usize),
    protected: String,
}

impl Text {
    pub(crate) fn new(lines: &[impl AsRef<str>]) -> Text {
        Text { rows: lines.iter().take(4).map(|line| line.as_ref().chars().take(64).collect()).collect() }
    }

    /// The form, from the number of lines, their width and their first characters.
    pub(crate) fn format(&self) -> Result<Format, ParseError> {
        let lines = self.rows.len();
        let first = self.rows.first().ok_or(ParseError::LineCount(0))?;
        let visa = first.first() == Some(&'V');
        let format = match (lines, first.len()) {
            (1, _) => Format::OneLine,
            (2, 36) if visa => Format::MrvB,
            (2, 36) if self.french() => Format::FrenchId,
            (2, 36) => Format::Td2,
            (2, _) if visa => Format::MrvA,
            (2, _) => Format::Td3,
            (3, _) => Format::Td1,
            _ => return Err(ParseError::LineCount(lines)),
        };
        match self.rows.iter().position(|row| row.len() != format.width()) {
            Some(line) => Err(ParseError::Width { line, width: self.rows[line].len(), lines }),
            None => Ok(format),
        }
    }

    /// Whether it is the French card: its second line has no nationality, and its sex stands in the last column but one.
    fn french(&self) -> bool {
        let start: String = self.rows[0].iter().take(5).collect();
        let sex = self.rows[1].get(34).copied();
        start == "IDFRA" && matches!(sex, Some('M' | 'F')) && self.rows[1].get(27..33).is_some_and(digits)
    }

    pub(crate) fn cut(&self, span: Span) -> String {
        self.rows[span.line][span.start..span.end].iter().collect()
    }

    fn names(&self, layout: &Layout) -> NameParts {
        match layout.names {
            Names::Together(span) => names::together(&self.cut(span)),
            Names::Apart(surname, given) => names::apart(&self.cut(surname), &self.cut(given)),
            Names::Absent => names::absent(),
        }
    }

    fn number(&self, layout: &Layout) -> Number {
        let printed = self.cut(layout.number);
        if layout.number_may_overflow
            && let Some(number) = self.overflowing(layout, &printed)
        {
            return number;
        }
        Number { text: strip(&printed), overflow: None }
    }

    /// The number that runs on in the first optional field, if the digit's place is empty and the field begins with more.
    fn overflowing(&self, layout: &Layout, printed: &str) -> Option<Number> {
        let span = *layout.optional.first()?;
        let place = layout.digits.first()?.at;
        let rest: Vec<char> = self.cut(span).chars().take_while(|&c| c != '<').collect();
        let (_, tail) = rest.split_last()?;
        if self.rows[place.0][place.1] != '<' || printed.ends_with('<') || tail.is_empty() {
            return None;
        }
        let tail: String = tail.iter().collect();
        let digit_at = (span.line, span.start + rest.len() - 1);
        let protected = format!("{printed}{tail}");
        Some(Number {
            text: format!("{}{tail}", strip(printed)),
            overflow: Some(Overflow { digit_at, protected }),
        })
    }

    fn optional_data(&self, layout: &Layout, number: &Number) -> Vec<String> {
        let cut = |(index, &span): (usize, &Span)| match &number.overflow {
            Some(overflow) if index == 0 => {
                self.cut(Span { start: (overflow.digit_at.1 + 2).min(span.end), ..span })
            }
            _ => self.cut(span),
        };
        let fields = layout.optional.iter().enumerate().map(cut);
        let mut texts: Vec<String> = fields.map(|field| field.trim_end_matches('<').to_owned()).collect();
        let used = texts.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
        texts.truncate(used);
        texts
    }

    fn check(&self, digit: &Digit, number: &Number) -> Check {
        if digit.field == CheckField::DocumentNumber
            && let Some(overflow) = &number.overflow
        {
            let strict = self.check_at(digit.field, overflow.digit_at, &overflow.protected);
            // Some Belgian cards count the filler at the digit's place in; both ways are in use.
            let counted =
                overflow.protected.chars().take(9).chain(['<']).chain(overflow.protected.chars().skip(9));
            let loose = self.check_at(digit.field, overflow.digit_at, &counted.collect::<String>());
            return if loose.ok { loose } else { strict };
        }
        let protected: String = digit.over.iter().map(|&span| self.cut(span)).collect();
        self.check_at(digit.field, digit.at, &protected)
    }

    fn check_at(&self, field: CheckField, position: (usize, usize), protected: &str) -> Check {
        let printed = self.rows[position.0][position.1];
        let computed = digit::check_digit(protected).unwrap_or('<');
        let empty = protected.chars().all(|c| c == '<');
        let may_be_filler = empty && printed == '<' && field == CheckField::OptionalData;
        let ok = may_be_filler || (computed != '<' && printed == computed);
        Check { field, position, printed, computed, ok }
    }

    fn alphabet_ok(&self) -> bool {
        self.rows.iter().flatten().all(|&c| digit::value(c).is_some())
    }
}

fn digits(chars: &[char]) -> bool {
    chars.iter().all(|c| c.is_ascii_digit() || *c == '<')
}

/// The text without leading and trailing fillers, inner ones kept.
fn strip(field: &str) -> String {
    field.trim_matches('<').to_owned()
}
