//! The number of the residence permit for Hong Kong, Macao and Taiwan residents, 港澳台居民居住证.

use super::resident_id::{self, ResidentId};
use super::{NumberError, keyed, mod11};

/// Where the holder is a resident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Home {
    /// Prefix 810000.
    HongKong,
    /// Prefix 820000.
    Macao,
    /// Prefix 830000.
    Taiwan,
}

/// What a valid number says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResidencePermit {
    /// Where the holder is a resident.
    pub home: Home,
    /// Birth date and sex, in the layout of a citizen's number.
    pub person: ResidentId,
}

/// Reads 18 characters: prefix 6, birth 8, sequence 3, check 1 as in GB 11643-1999.
///
/// # Errors
/// The first of these that is wrong: length, characters, check, prefix, birth date.
pub fn parse(text: &str) -> Result<ResidencePermit, NumberError> {
    let digits = mod11::verified(&keyed(text))?;
    let home = match &digits[..6] {
        "810000" => Home::HongKong,
        "820000" => Home::Macao,
        "830000" => Home::Taiwan,
        _ => return Err(NumberError::Prefix),
    };
    Ok(ResidencePermit { home, person: resident_id::read(&digits)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_numbers() {
        let rows = [
            ("810000197810272327", Ok(Home::HongKong)),
            ("830000197810272320", Ok(Home::Taiwan)),
            ("830000197810272321", Err(NumberError::Check { expected: '0' })),
            ("11010219781027232X", Err(NumberError::Prefix)),
            ("8300001978102723", Err(NumberError::Length)),
        ];
        let wrong: Vec<_> =
            rows.iter().filter(|(text, want)| parse(text).map(|permit| permit.home) != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
