//! The number of the permit of mainland residents for Hong Kong and Macao, 往来港澳通行证.

use super::{NumberError, digits, keyed};
use jiff::civil::{Date, date};

/// Which series a number belongs to. None has a public check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Series {
    /// The card of 2014: `C` and 8 digits.
    Digits,
    /// Since 2018-12: `C`, a letter other than I and O, and 7 digits.
    Letter,
    /// The former booklet: `W` and 8 digits.
    Booklet,
}

/// Reads `C` and 8 digits, `C` and a letter and 7 digits, or `W` and 8 digits.
///
/// # Errors
/// The first of these that is wrong: prefix, length, characters.
pub fn parse(text: &str) -> Result<Series, NumberError> {
    let chars = keyed(text);
    let (Some(first), 9) = (chars.first(), chars.len()) else {
        return Err(NumberError::Length);
    };
    match (first, chars[1]) {
        ('C', 'I' | 'O') => Err(NumberError::Character(1)),
        ('C', 'A'..='Z') => digits(&chars[2..], 2).map(|_| Series::Letter),
        ('C', _) => digits(&chars[1..], 1).map(|_| Series::Digits),
        ('W', _) => digits(&chars[1..], 1).map(|_| Series::Booklet),
        _ => Err(NumberError::Prefix),
    }
}

/// The first day on which a number of this form was issued: the card since 2014-05-20, with a letter behind its `C` since
/// 2018-12.
pub fn since(text: &str) -> Option<Date> {
    match keyed(text).get(..2)? {
        ['C', 'A'..='Z'] => Some(date(2018, 12, 1)),
        ['C', _] => Some(date(2014, 5, 20)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_numbers() {
        let rows = [
            ("C88608477", Ok(Series::Digits)),
            ("CA0000001", Ok(Series::Letter)),
            ("W12345678", Ok(Series::Booklet)),
            ("CO0000001", Err(NumberError::Character(1))),
            ("CI0000001", Err(NumberError::Character(1))),
            ("CAA000001", Err(NumberError::Character(2))),
            ("E12345678", Err(NumberError::Prefix)),
            ("C1234567", Err(NumberError::Length)),
            ("", Err(NumberError::Length)),
        ];
        let wrong: Vec<_> = rows.iter().filter(|(text, want)| parse(text) != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
