//! The number of the mainland's resident identity card, 公民身份号码 (GB 11643-1999).

use super::{NumberError, date, keyed, mod11, region};
use crate::sex::Sex;
use jiff::civil::Date;

/// What a valid number says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResidentId {
    /// The six digits of the area of first registration (GB/T 2260).
    pub region: String,
    /// The birth date.
    pub birth: Date,
    /// The sex: an odd sequence number is male.
    pub sex: Sex,
}

impl ResidentId {
    /// The name of the province of first registration.
    pub fn province(&self) -> &'static str {
        region::province(&self.region).unwrap_or_default()
    }
}

/// Reads 18 characters: area 6, birth 8, sequence 3, check 1 (`X` in either case; spaces and full-width forms do not matter).
///
/// # Errors
/// The first of these that is wrong: length, characters, check, birth date, area.
pub fn parse(text: &str) -> Result<ResidentId, NumberError> {
    let id = parse_any_region(text)?;
    if region::exists(&id.region) { Ok(id) } else { Err(NumberError::Region) }
}

/// Reads a number as [`parse`] does, but lets any area code be, so that specimens and foreign series can be compared.
///
/// # Errors
/// The first of these that is wrong: length, characters, check, birth date.
pub fn parse_any_region(text: &str) -> Result<ResidentId, NumberError> {
    let chars = keyed(text);
    if chars.len() == 15 && chars.iter().all(char::is_ascii_digit) {
        return Err(NumberError::FirstGeneration);
    }
    read(&mod11::verified(&chars)?)
}

/// Reads 17 digits in the layout of the standard.
pub(crate) fn read(digits: &str) -> Result<ResidentId, NumberError> {
    let odd = digits.as_bytes().get(16).is_some_and(|b| b % 2 == 1);
    let sex = if odd { Sex::M } else { Sex::F };
    Ok(ResidentId { region: digits[..6].to_owned(), birth: date(&digits[6..14])?, sex })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_numbers() {
        let rows = [
            ("11010219781027232X", Ok(("1978-10-27", Sex::F))),
            ("11010219781027232x", Ok(("1978-10-27", Sex::F))),
            ("370101190102039973", Ok(("1901-02-03", Sex::M))),
            ("110102 19781027 232Ｘ", Ok(("1978-10-27", Sex::F))),
            ("110101197608056896", Err(NumberError::Check { expected: '7' })),
            ("990101198401020019", Err(NumberError::Region)),
            ("110102197813272325", Err(NumberError::BirthDate)),
            ("110102781027232", Err(NumberError::FirstGeneration)),
            ("11010219781027232", Err(NumberError::Length)),
            ("1101021978102723２X0", Err(NumberError::Length)),
            ("11010219781O27232X", Err(NumberError::Character(11))),
            ("11010219781027232A", Err(NumberError::Character(17))),
            ("", Err(NumberError::Length)),
        ];
        let read = |text| parse(text).map(|id| (id.birth.to_string(), id.sex));
        let rows = rows.map(|(text, want)| (text, read(text), want.map(|(day, sex)| (day.to_owned(), sex))));
        let wrong: Vec<_> = rows.iter().filter(|(_, got, want)| got != want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn names_the_province() {
        assert_eq!(parse("11010219781027232X").unwrap().province(), "北京市");
    }
}
