//! The number of the foreigner's permanent residence card, 外国人永久居留身份证.

use super::{NumberError, date, digits, keyed, mod11};
use jiff::civil::Date;

/// What a valid number says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PermanentResidence {
    /// The card of 2023: 9, area 2, country 3, birth 8, sequence 3, check 1 as in GB 11643-1999.
    Card2023 {
        /// The two digits of the province that issued it.
        province: String,
        /// The three digits of the nationality (ISO 3166-1 numeric).
        country: String,
        /// The birth date.
        birth: Date,
    },
    /// The card before: three letters of the nationality and twelve digits without a public check.
    Former {
        /// The nationality, ISO 3166-1 alpha-3.
        nationality: String,
    },
}

/// Reads 18 digits beginning with 9, or three letters and 12 digits.
///
/// # Errors
/// The first of these that is wrong: length, characters, check, prefix, birth date.
pub fn parse(text: &str) -> Result<PermanentResidence, NumberError> {
    let chars = keyed(text);
    if chars.len() == 15 {
        return former(&chars);
    }
    let digits = mod11::verified(&chars)?;
    if !digits.starts_with('9') {
        return Err(NumberError::Prefix);
    }
    let (province, country) = (digits[1..3].to_owned(), digits[3..6].to_owned());
    Ok(PermanentResidence::Card2023 { province, country, birth: date(&digits[6..14])? })
}

fn former(chars: &[char]) -> Result<PermanentResidence, NumberError> {
    if let Some(index) = chars[..3].iter().position(|c| !c.is_ascii_uppercase()) {
        return Err(NumberError::Character(index));
    }
    digits(&chars[3..], 3)?;
    Ok(PermanentResidence::Former { nationality: chars[..3].iter().collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_numbers() {
        let check = mod11::check_character("91184019840102001").unwrap();
        let card = parse(&format!("91184019840102001{check}")).unwrap();
        let PermanentResidence::Card2023 { province, country, birth } = card else {
            panic!("the card of 2023")
        };
        assert_eq!(
            (province.as_str(), country.as_str(), birth.to_string().as_str()),
            ("11", "840", "1984-01-02")
        );
        let rows = [
            ("USA110084010200", Ok(PermanentResidence::Former { nationality: "USA".to_owned() })),
            ("US1110084010200", Err(NumberError::Character(2))),
            ("USA11008401020A", Err(NumberError::Character(14))),
            ("11010219781027232X", Err(NumberError::Prefix)),
            ("9", Err(NumberError::Length)),
        ];
        let wrong: Vec<_> = rows.iter().filter(|(text, want)| parse(text) != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
