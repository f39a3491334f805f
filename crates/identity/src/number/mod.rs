//! Document numbers that carry a meaning or a check of their own: each is parsed into a type or refused with a reason.

pub mod compatriot;
pub mod hkid;
pub mod home_return;
pub mod macao_hk_permit;
pub mod mod11;
pub mod permanent_residence;
pub mod prc_passport;
pub mod region;
pub mod residence_permit;
pub mod resident_id;

use jiff::civil::Date;

/// Why a text is no valid number of its kind. It never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// The length is none that the kind has.
    #[error("the number has the wrong length")]
    Length,
    /// A character stands where the kind does not let it.
    #[error("character {0} does not belong there")]
    Character(usize),
    /// The prefix is none of the kind's.
    #[error("the number begins with something else")]
    Prefix,
    /// The area code does not exist.
    #[error("the area code does not exist")]
    Region,
    /// The birth date within the number is no date.
    #[error("the birth date in the number does not exist")]
    BirthDate,
    /// The check character is wrong.
    #[error("the check character should be {expected}")]
    Check {
        /// The character that belongs there.
        expected: char,
    },
    /// A first-generation number of 15 digits, invalid since 2013-01-01.
    #[error("the number is of the first generation, which is no longer valid")]
    FirstGeneration,
}

/// The text without spaces, full-width forms and case, at most 32 characters: as it would be keyed.
pub(crate) fn keyed(text: &str) -> Vec<char> {
    use unicode_normalization::UnicodeNormalization;
    let chars = text.chars().take(64).nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase);
    chars.take(32).collect()
}

/// The digits of a part, or which character (from 0 in the whole number) is none.
pub(crate) fn digits(chars: &[char], offset: usize) -> Result<String, NumberError> {
    match chars.iter().position(|c| !c.is_ascii_digit()) {
        Some(index) => Err(NumberError::Character(offset + index)),
        None => Ok(chars.iter().collect()),
    }
}

/// A date from eight digits YYYYMMDD.
pub(crate) fn date(digits: &str) -> Result<Date, NumberError> {
    let part = |range: std::ops::Range<usize>| digits.get(range).ok_or(NumberError::BirthDate);
    let year = part(0..4)?.parse().map_err(|_| NumberError::BirthDate)?;
    let month = part(4..6)?.parse().map_err(|_| NumberError::BirthDate)?;
    let day = part(6..8)?.parse().map_err(|_| NumberError::BirthDate)?;
    Date::new(year, month, day).map_err(|_| NumberError::BirthDate)
}
