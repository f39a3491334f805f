//! Writing a machine-readable zone: transliterated, cut to length, with every check digit.

use super::digit;
use super::layout::{self, Digit, Layout, Names, Span};
use super::names;
use super::types::{CheckField, Format, MrzDate};
use crate::name::transliterate;
use crate::sex::Sex;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a machine-readable zone says, before it is laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MrzFields {
    /// One or two letters: `P`, `ID`, `CS`.
    pub document_code: String,
    /// One to three letters (Doc 9303-3 §5); not written where the form has no issuer.
    pub issuer: String,
    /// The number; hyphens and spaces become fillers. TD1 and TD2 let it run on into the optional data.
    pub document_number: String,
    /// The primary identifier in any script that Doc 9303-3 §6 transliterates.
    pub surname: String,
    /// The secondary identifiers.
    pub given_names: String,
    /// One to three letters, or empty; not written where the form has no nationality.
    pub nationality: String,
    /// The birth date.
    pub birth_date: MrzDate,
    /// The expiry date; not written where the form has none.
    pub expiry_date: MrzDate,
    /// The sex; not written where the form has none.
    pub sex: Sex,
    /// The optional data, a text for each optional field of the form, in order; missing ones stay empty.
    pub optional_data: Vec<String>,
}

/// Why fields do not fit the form. It never repeats their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// A field is longer than the form lets it be.
    #[error("{field} is longer than {width_max} characters")]
    TooLong {
        /// The field's name.
        field: &'static str,
        /// The most characters it may have.
        width_max: usize,
    },
    /// A field holds a character that is neither A–Z, 0–9 nor `<` and cannot be transliterated.
    #[error("{0} holds a character outside the alphabet of machine-readable zones")]
    Alphabet(&'static str),
    /// A date is not six digits or fillers.
    #[error("{0} is not written as YYMMDD")]
    Date(&'static str),
    /// More texts of optional data than the form has fields.
    #[error("the form has {0} optional fields")]
    OptionalData(usize),
}

impl MrzDate {
    /// The date as YYMMDD.
    pub fn from_date(date: Date) -> MrzDate {
        let year = date.year().rem_euclid(100);
        MrzDate { text: format!("{year:02}{:02}{:02}", date.month(), date.day()) }
    }

    /// The date of which nothing is known: six fillers.
    pub fn unknown() -> MrzDate {
        MrzDate { text: "<<<<<<".to_owned() }
    }
}

/// Lays the fields out as lines.
///
/// Names are transliterated (Doc 9303-3 §6) and, where they are too long, cut as the Doc 9303 parts show: the
/// surname keeps precedence, at least one character of the given names stays, and the field ends in a letter.
///
/// # Errors
/// If a field other than the names does not fit, or a character cannot be written.
pub fn write(format: Format, fields: &MrzFields) -> Result<Vec<String>, WriteError> {
    let layout = layout::of(format);
    let mut page = Page { rows: vec![vec!['<'; format.width()]; format.lines()] };
    page.put("document_code", layout.document_code, &fields.document_code)?;
    page.put_if("issuer", layout.issuer, &fields.issuer)?;
    page.put_if("nationality", layout.nationality, &fields.nationality)?;
    page.put_date("birth_date", layout.birth, &fields.birth_date)?;
    if let Some(expiry) = layout.expiry {
        page.put_date("expiry_date", expiry, &fields.expiry_date)?;
    }
    page.put_if("sex", layout.sex, &fields.sex.mrz_char().to_string())?;
    page.put_names(layout, fields)?;
    let overflow = page.put_number(layout, &fields.document_number)?;
    page.put_optional(layout, &fields.optional_data, overflow.unwrap_or_default())?;
    for digit in layout.digits {
        page.put_digit(digit, overflow.is_some());
    }
    Ok(page.rows.into_iter().map(|row| row.into_iter().collect()).collect())
}

struct Page {
    rows: Vec<Vec<char>>,
}

impl Page {
    fn put_if(&mut self, field: &'static str, span: Option<Span>, text: &str) -> Result<(), WriteError> {
        span.map_or(Ok(()), |span| self.put(field, span, text))
    }

    fn put(&mut self, field: &'static str, span: Span, text: &str) -> Result<(), WriteError> {
        let chars = code(field, text)?;
        let width_max = span.end - span.start;
        if chars.len() > width_max {
            return Err(WriteError::TooLong { field, width_max });
        }
        self.set(span, &chars);
        Ok(())
    }

    fn set(&mut self, span: Span, chars: &[char]) {
        for (place, &c) in self.rows[span.line][span.start..span.end].iter_mut().zip(chars) {
            *place = c;
        }
    }

    fn put_date(&mut self, field: &'static str, span: Span, date: &MrzDate) -> Result<(), WriteError> {
        let chars: Vec<char> = date.text.chars().collect();
        if chars.len() != 6 || !chars.iter().all(|c| c.is_ascii_digit() || *c == '<') {
            return Err(WriteError::Date(field));
        }
        self.set(span, &chars);
        Ok(())
    }

    fn put_names(&mut self, layout: &Layout, fields: &MrzFields) -> Result<(), WriteError> {
        let surname = name_words("surname", &fields.surname)?;
        let given = name_words("given_names", &fields.given_names)?;
        match layout.names {
            Names::Together(span) => self.set(span, &names::fit(&surname, &given, span.end - span.start)),
            Names::Apart(left, right) => {
                self.set(left, &names::fit(&surname, &[], left.end - left.start));
                self.set(right, &names::fit(&given, &[], right.end - right.start));
            }
            Names::Absent => {}
        }
        Ok(())
    }

    /// Writes the number; returns the characters it took from the first optional field if it runs on there.
    fn put_number(&mut self, layout: &Layout, text: &str) -> Result<Option<usize>, WriteError> {
        let field = "document_number";
        let chars = code(field, text)?;
        let width = layout.number.end - layout.number.start;
        if chars.len() <= width {
            self.set(layout.number, &chars);
            return Ok(None);
        }
        let room = layout.optional.first().map_or(0, |span| span.end - span.start);
        let width_max = if layout.number_may_overflow { width + room - 2 } else { width };
        if chars.len() > width_max || chars.contains(&'<') {
            return Err(WriteError::TooLong { field, width_max });
        }
        self.set(layout.number, &chars[..width]);
        let rest = chars[width..].iter().copied().chain(digit::of_chars(chars.iter().copied()));
        let rest: Vec<char> = rest.collect();
        self.set(layout.optional[0], &rest);
        Ok(Some(rest.len() + 1))
    }

    /// Writes the optional data; the first `taken` characters of the first field belong to the number.
    fn put_optional(&mut self, layout: &Layout, texts: &[String], taken: usize) -> Result<(), WriteError> {
        if texts.len() > layout.optional.len() {
            return Err(WriteError::OptionalData(layout.optional.len()));
        }
        for (index, (&span, text)) in layout.optional.iter().zip(texts).enumerate() {
            let start = if index == 0 { (span.start + taken).min(span.end) } else { span.start };
            self.put("optional_data", Span { start, ..span }, text)?;
        }
        Ok(())
    }

    fn put_digit(&mut self, digit: &Digit, number_overflows: bool) {
        let protected: Vec<char> = digit.over.iter().flat_map(|&span| self.cut(span)).copied().collect();
        let empty_optional = digit.field == CheckField::OptionalData && protected.iter().all(|&c| c == '<');
        let filler = empty_optional || (digit.field == CheckField::DocumentNumber && number_overflows);
        let computed = digit::of_chars(protected.into_iter()).unwrap_or('<');
        self.rows[digit.at.0][digit.at.1] = if filler { '<' } else { computed };
    }

    fn cut(&self, span: Span) -> &[char] {
        &self.rows[span.line][span.start..span.end]
    }
}

/// A code in the alphabet: capitals, with hyphens and spaces as fillers.
fn code(field: &'static str, text: &str) -> Result<Vec<char>, WriteError> {
    let chars: Vec<char> =
        text.chars().map(|c| if matches!(c, '-' | ' ') { '<' } else { c.to_ascii_uppercase() }).collect();
    if chars.iter().all(|&c| digit::value(c).is_some()) {
        Ok(chars)
    } else {
        Err(WriteError::Alphabet(field))
    }
}

/// The words of a name in A–Z; digits are not let into names.
fn name_words(field: &'static str, text: &str) -> Result<Vec<Vec<char>>, WriteError> {
    let latin = transliterate(text);
    let words: Vec<Vec<char>> =
        latin.split([' ', '<']).filter(|word| !word.is_empty()).map(|word| word.chars().collect()).collect();
    let alphabet = words.iter().flatten().all(char::is_ascii_uppercase);
    if alphabet { Ok(words) } else { Err(WriteError::Alphabet(field)) }
}
