//! The number of the Taiwan Compatriot Permit, 台湾居民来往大陆通行证.

use super::{NumberError, digits, keyed};
use jiff::civil::{Date, date};

/// What a valid number says. It has no public check digit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compatriot {
    /// The eight digits that stay for life.
    pub lifelong: String,
    /// The count of issues that booklets before 2008-09-25 append.
    pub issues: Option<u8>,
    /// The letter or digit in brackets that those booklets may append.
    pub mark: Option<char>,
}

/// Reads 8 digits, with or without two digits of issues, these with or without a character in brackets.
///
/// # Errors
/// The first of these that is wrong: length, characters.
pub fn parse(text: &str) -> Result<Compatriot, NumberError> {
    let chars = keyed(text);
    let (numbers, mark) = match chars[..] {
        [ref numbers @ .., '(', mark, ')'] if numbers.len() == 10 => (numbers, Some(mark)),
        ref numbers => (numbers, None),
    };
    if !matches!(numbers.len(), 8 | 10) {
        return Err(NumberError::Length);
    }
    if mark.is_some_and(|c| !c.is_ascii_alphanumeric()) {
        return Err(NumberError::Character(11));
    }
    let number = digits(numbers, 0)?;
    Ok(Compatriot { lifelong: number[..8].to_owned(), issues: number[8..].parse().ok(), mark })
}

/// The first day on which a number of this form was issued: 8 digits alone since 2008-09-25.
pub fn since(text: &str) -> Option<Date> {
    (keyed(text).len() == 8).then(|| date(2008, 9, 25))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_numbers() {
        let rows = [
            ("12345678", Ok((None, None))),
            ("1234567801", Ok((Some(1), None))),
            ("1234567801(B)", Ok((Some(1), Some('B')))),
            ("1234567801（b）", Ok((Some(1), Some('B')))),
            ("12345678(B)", Err(NumberError::Length)),
            ("1234567801(?)", Err(NumberError::Character(11))),
            ("1234567", Err(NumberError::Length)),
            ("1234567B", Err(NumberError::Character(7))),
            ("", Err(NumberError::Length)),
        ];
        let read = |text| parse(text).map(|number| (number.issues, number.mark));
        let wrong: Vec<_> = rows.iter().filter(|(text, want)| read(text) != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
