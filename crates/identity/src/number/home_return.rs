//! The number of the Home Return Permit, 港澳居民来往内地通行证.

use super::{NumberError, digits, keyed};
use jiff::civil::{Date, date};

/// Where the holder is a permanent resident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Home {
    /// `H`.
    HongKong,
    /// `M`.
    Macao,
}

/// What a valid number says. It has no public check digit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeReturn {
    /// Where the holder is a permanent resident.
    pub home: Home,
    /// Whether it is the permit for residents who are not Chinese citizens (`HA`, `MA`; since 2024-07-01).
    pub foreign_citizen: bool,
    /// The part that stays for life, letters included: `H12345678`, `HA1234567`.
    pub lifelong: String,
    /// The count of renewals that the card of 1999 appends: 0 for the first issue.
    pub renewals: Option<u8>,
}

/// Reads `H` or `M` and 8 digits, with or without two digits of renewals, or `HA`, `MA` and 7 digits.
///
/// # Errors
/// The first of these that is wrong: prefix, characters, length.
pub fn parse(text: &str) -> Result<HomeReturn, NumberError> {
    let chars = keyed(text);
    let home = match chars.first() {
        Some('H') => Home::HongKong,
        Some('M') => Home::Macao,
        Some(_) => return Err(NumberError::Prefix),
        None => return Err(NumberError::Length),
    };
    let foreign_citizen = chars.get(1) == Some(&'A');
    let letters = 1 + usize::from(foreign_citizen);
    let number = digits(&chars[letters..], letters)?;
    let renewals = match (chars.len(), foreign_citizen) {
        (9, _) => None,
        (11, false) => number[8..].parse().ok(),
        _ => return Err(NumberError::Length),
    };
    Ok(HomeReturn { home, foreign_citizen, lifelong: chars[..9].iter().collect(), renewals })
}

/// The first day on which a number of this form was issued: 9 characters since 2013-01-02, `HA` and `MA` since 2024-07-01.
pub fn since(text: &str) -> Option<Date> {
    match keyed(text)[..] {
        ['H' | 'M', 'A', ..] => Some(date(2024, 7, 1)),
        [_, ref rest @ ..] if rest.len() == 8 => Some(date(2013, 1, 2)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_numbers() {
        let rows = [
            ("H12345678", Ok((Home::HongKong, false, None))),
            ("m1234567801", Ok((Home::Macao, false, Some(1)))),
            ("HA1234567", Ok((Home::HongKong, true, None))),
            ("MA1234567", Ok((Home::Macao, true, None))),
            ("HA123456701", Err(NumberError::Length)),
            ("HB1234567", Err(NumberError::Character(1))),
            ("H1234567", Err(NumberError::Length)),
            ("H123456789", Err(NumberError::Length)),
            ("C12345678", Err(NumberError::Prefix)),
            ("H1234O678", Err(NumberError::Character(5))),
            ("", Err(NumberError::Length)),
        ];
        let read = |text| parse(text).map(|number| (number.home, number.foreign_citizen, number.renewals));
        let wrong: Vec<_> = rows.iter().filter(|(text, want)| read(text) != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn keeps_the_lifelong_part() {
        assert_eq!(parse("H1234567801").unwrap().lifelong, "H12345678");
    }
}
