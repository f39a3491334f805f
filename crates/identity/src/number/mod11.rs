//! The check character of 18-digit numbers: ISO 7064 MOD 11-2 as GB 11643-1999 uses it.

use super::NumberError;

/// GB 11643-1999: the weight of each of the first 17 digits.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each remainder of the weighted sum divided by 11.
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// The check character of 17 digits; `None` unless there are exactly 17.
pub fn check_character(digits: &str) -> Option<char> {
    let values: Option<Vec<u32>> = digits.chars().map(|c| c.to_digit(10)).collect();
    let values = values.filter(|values| values.len() == WEIGHTS.len())?;
    let sum: u32 = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    CHECKS.get((sum % 11) as usize).copied()
}

/// Splits 18 characters into 17 digits and a right check character.
pub(crate) fn verified(chars: &[char]) -> Result<String, NumberError> {
    let (&[.., check], 18) = (chars, chars.len()) else {
        return Err(NumberError::Length);
    };
    let digits = super::digits(&chars[..17], 0)?;
    if !check.is_ascii_digit() && check != 'X' {
        return Err(NumberError::Character(17));
    }
    match check_character(&digits) {
        Some(expected) if expected == check => Ok(digits),
        Some(expected) => Err(NumberError::Check { expected }),
        None => Err(NumberError::Length),
    }
}
