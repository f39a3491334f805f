//! The number of the passport of the People's Republic of China.

use super::{NumberError, digits, keyed};
use jiff::civil::{Date, date};

/// Which series a number belongs to. None has a check digit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Series {
    /// Ordinary with chip: `E` and 8 digits, since 2017-04 `E`, a letter other than I and O, and 7 digits.
    Ordinary,
    /// Ordinary before: `G` and 8 digits, or `14`, `15` and 7 digits.
    Former,
    /// Official: `PE` public affairs, `SE` service, `DE` diplomatic, and 7 digits.
    Official,
}

/// Reads a number of any of the series.
///
/// # Errors
/// The first of these that is wrong: length, prefix, characters.
pub fn parse(text: &str) -> Result<Series, NumberError> {
    let chars = keyed(text);
    let (&[first, second, ..], 9) = (&chars[..], chars.len()) else {
        return Err(NumberError::Length);
    };
    match (first, second) {
        ('E', 'I' | 'O') => Err(NumberError::Character(1)),
        ('E', 'A'..='Z') => digits(&chars[2..], 2).map(|_| Series::Ordinary),
        ('E', _) => digits(&chars[1..], 1).map(|_| Series::Ordinary),
        ('G', _) => digits(&chars[1..], 1).map(|_| Series::Former),
        ('1', '4' | '5') => digits(&chars[2..], 2).map(|_| Series::Former),
        ('P' | 'S' | 'D', 'E') => digits(&chars[2..], 2).map(|_| Series::Official),
        _ => Err(NumberError::Prefix),
    }
}

/// The first day on which a number of this form was issued: `E` since 2012-05-15, with a letter behind it since 2017-04.
pub fn since(text: &str) -> Option<Date> {
    match keyed(text).get(..2)? {
        ['E', 'A'..='Z'] => Some(date(2017, 4, 1)),
        ['E', _] => Some(date(2012, 5, 15)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_numbers() {
        let rows = [
            ("E59659321", Ok(Series::Ordinary)),
            ("EA1234567", Ok(Series::Ordinary)),
            ("G62292599", Ok(Series::Former)),
            ("141234567", Ok(Series::Former)),
            ("PE1234567", Ok(Series::Official)),
            ("EO1234567", Err(NumberError::Character(1))),
            ("EAB234567", Err(NumberError::Character(2))),
            ("L89890236", Err(NumberError::Prefix)),
            ("E1234567", Err(NumberError::Length)),
            ("", Err(NumberError::Length)),
        ];
        let wrong: Vec<_> = rows.iter().filter(|(text, want)| parse(text) != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
