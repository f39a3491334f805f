//! Why two readings of one field differ, when the difference has a familiar cause.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The cause of a difference between two values of one field, as far as the values alone show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Diagnosis {
    /// `〇`, `○`, `零`, the letter O and the digit 0 were exchanged.
    ZeroVariant,
    /// One value is in traditional characters, the other in simplified ones.
    ScriptVariant,
    /// One value is the pinyin of the other's Chinese characters.
    Romanised,
    /// Day and month were exchanged.
    DayMonthSwapped,
    /// Two neighbouring characters were exchanged.
    Transposed,
    /// The values differ in exactly one character (replaced, left out or added).
    OneCharacter,
}

impl Diagnosis {
    /// The stable word used in records and reports.
    pub fn code(self) -> &'static str {
        match self {
            Diagnosis::ZeroVariant => "zero_variant",
            Diagnosis::ScriptVariant => "script_variant",
            Diagnosis::Romanised => "romanised",
            Diagnosis::DayMonthSwapped => "day_month_swapped",
            Diagnosis::Transposed => "transposed",
            Diagnosis::OneCharacter => "one_character",
        }
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Whether two values of one field mean the same, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Both mean the same.
    Same,
    /// They differ; the diagnosis is `None` where no familiar cause fits.
    Differs(Option<Diagnosis>),
}

/// Compares two short codes (document numbers and the like) by their letters and digits alone.
///
/// Case, spaces, hyphens, brackets and MRZ fillers carry no meaning.
pub fn compare_codes(a: &str, b: &str) -> Agreement {
    let (a, b) = (bare(a), bare(b));
    if a == b {
        return Agreement::Same;
    }
    Agreement::Differs(of_spelling(&a, &b))
}

/// The cause that explains two unequal spellings, if it is a zero, one exchange or one character.
pub(crate) fn of_spelling(a: &[char], b: &[char]) -> Option<Diagnosis> {
    if a.iter().map(|&c| zero(c)).eq(b.iter().map(|&c| zero(c))) {
        return Some(Diagnosis::ZeroVariant);
    }
    if transposed(a, b) {
        return Some(Diagnosis::Transposed);
    }
    one_character(a, b).then_some(Diagnosis::OneCharacter)
}

/// Whether the two differ by one exchange of neighbours.
pub(crate) fn transposed(a: &[char], b: &[char]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let at: Vec<usize> = (0..a.len()).filter(|&i| a[i] != b[i]).collect();
    matches!(at[..], [i, j] if j == i + 1 && a[i] == b[j] && a[j] == b[i])
}

/// Whether the two differ by one replaced, missing or additional character.
pub(crate) fn one_character(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let same_start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    match long.len() - short.len() {
        0 => same_start < long.len() && short[same_start + 1..] == long[same_start + 1..],
        1 => short[same_start..] == long[same_start + 1..],
        _ => false,
    }
}

/// Every form of zero as `0`.
pub(crate) fn zero(c: char) -> char {
    match c {
        '〇' | '○' | '◯' | '零' | 'O' | 'o' | 'Ｏ' | '０' | 'О' | 'о' => '0',
        other => other,
    }
}

/// Letters and digits, upper case.
pub(crate) fn bare(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric() || zero(*c) == '0').flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_codes_by_meaning_and_names_the_cause() {
        let rows = [
            ("C1234567", "c123 4567", Agreement::Same),
            ("A123456(3)", "A1234563", Agreement::Same),
            ("L898902C<", "L898902C", Agreement::Same),
            ("EO1234567", "E01234567", Agreement::Differs(Some(Diagnosis::ZeroVariant))),
            ("E12345678", "E12354678", Agreement::Differs(Some(Diagnosis::Transposed))),
            ("E12345678", "E12345670", Agreement::Differs(Some(Diagnosis::OneCharacter))),
            ("E12345678", "E1234567", Agreement::Differs(Some(Diagnosis::OneCharacter))),
            ("E12345678", "E9234567", Agreement::Differs(None)),
            ("", "AB", Agreement::Differs(None)),
            ("", "", Agreement::Same),
        ];
        let wrong: Vec<_> = rows
            .iter()
            .filter(|(a, b, want)| compare_codes(a, b) != *want || compare_codes(b, a) != *want)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
