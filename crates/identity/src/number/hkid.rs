//! The number of the Hong Kong identity card.

use super::{NumberError, digits, keyed};

/// What a valid number says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hkid {
    /// One or two letters that tell the kind of registration.
    pub prefix: String,
    /// The number as printed on the card: `A123456(3)`.
    pub printed: String,
}

/// Reads one or two letters, six digits and the check character, with or without its brackets.
///
/// # Errors
/// The first of these that is wrong: length, characters, check.
pub fn parse(text: &str) -> Result<Hkid, NumberError> {
    let chars: Vec<char> = keyed(text).into_iter().filter(|c| !matches!(c, '(' | ')')).collect();
    let letters = chars.len().checked_sub(7).filter(|n| matches!(n, 1 | 2)).ok_or(NumberError::Length)?;
    if let Some(index) = chars[..letters].iter().position(|c| !c.is_ascii_uppercase()) {
        return Err(NumberError::Character(index));
    }
    let number = digits(&chars[letters..letters + 6], letters)?;
    let prefix: String = chars[..letters].iter().collect();
    let check = chars[letters + 6];
    let expected = check_character(&chars[..letters + 6]);
    if !check.is_ascii_digit() && check != 'A' {
        return Err(NumberError::Character(letters + 6));
    }
    if check != expected {
        return Err(NumberError::Check { expected });
    }
    Ok(Hkid { printed: format!("{prefix}{number}({check})"), prefix })
}

/// A = 10 … Z = 35, a missing first letter is 36; weights 9 to 2; what is missing to a multiple of 11, 10 being `A`.
fn check_character(chars: &[char]) -> char {
    let missing = (8 - chars.len().min(8)) as u32 * 36 * 9;
    let weights = (2..=9).rev().skip(8 - chars.len().min(8));
    let sum: u32 = chars.iter().zip(weights).map(|(c, weight)| c.to_digit(36).unwrap_or(0) * weight).sum();
    match (11 - (sum + missing) % 11) % 11 {
        10 => 'A',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_numbers() {
        let rows = [
            ("A123456(3)", Ok("A123456(3)")),
            ("AB123456(9)", Ok("AB123456(9)")),
            ("E364912(5)", Ok("E364912(5)")),
            ("ab987654（3）", Ok("AB987654(3)")),
            ("A1234563", Ok("A123456(3)")),
            ("A123456(4)", Err(NumberError::Check { expected: '3' })),
            ("A123456(B)", Err(NumberError::Character(7))),
            ("1123456(3)", Err(NumberError::Character(0))),
            ("A12345O(3)", Err(NumberError::Character(6))),
            ("ABC123456(3)", Err(NumberError::Length)),
            ("A123456", Err(NumberError::Length)),
            ("", Err(NumberError::Length)),
        ];
        let read = |text| parse(text).map(|number| number.printed);
        let rows = rows.map(|(text, want)| (text, read(text), want.map(str::to_owned)));
        let wrong: Vec<_> = rows.iter().filter(|(_, got, want)| got != want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
