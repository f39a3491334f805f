//! What a machine-readable zone holds.

use crate::sex::Sex;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The form of a machine-readable zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Format {
    /// Three lines of 30: cards (ICAO 9303-5).
    #[serde(rename = "TD1")]
    Td1,
    /// Two lines of 36: larger cards (ICAO 9303-6).
    #[serde(rename = "TD2")]
    Td2,
    /// Two lines of 44: passport booklets (ICAO 9303-4).
    #[serde(rename = "TD3")]
    Td3,
    /// Two lines of 44: visas of the large size (ICAO 9303-7).
    #[serde(rename = "MRVA")]
    MrvA,
    /// Two lines of 36: visas of the small size (ICAO 9303-7).
    #[serde(rename = "MRVB")]
    MrvB,
    /// One line of 30: the mainland's exit-entry permits to Hong Kong, Macao (`CS`) and Taiwan (`CD`).
    #[serde(rename = "1x30")]
    OneLine,
    /// Two lines of 36 with digits of its own: the French identity card of 1988 to 2021 (`IDFRA`).
    #[serde(rename = "FRENCH_NATIONAL_ID")]
    FrenchId,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 7] = [
        Format::Td1,
        Format::Td2,
        Format::Td3,
        Format::MrvA,
        Format::MrvB,
        Format::OneLine,
        Format::FrenchId,
    ];

    /// How many lines it has, 1 to 3.
    pub fn lines(self) -> usize {
        match self {
            Format::Td1 => 3,
            Format::OneLine => 1,
            Format::Td2 | Format::Td3 | Format::MrvA | Format::MrvB | Format::FrenchId => 2,
        }
    }

    /// How many characters each line has: 30, 36 or 44.
    pub fn width(self) -> usize {
        match self {
            Format::Td1 | Format::OneLine => 30,
            Format::Td2 | Format::MrvB | Format::FrenchId => 36,
            Format::Td3 | Format::MrvA => 44,
        }
    }

    /// The stable word used in records and reports.
    pub fn code(self) -> &'static str {
        match self {
            Format::Td1 => "TD1",
            Format::Td2 => "TD2",
            Format::Td3 => "TD3",
            Format::MrvA => "MRVA",
            Format::MrvB => "MRVB",
            Format::OneLine => "1x30",
            Format::FrenchId => "FRENCH_NATIONAL_ID",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What a check digit protects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckField {
    /// The document number, with its overflow into the optional data if it has one.
    DocumentNumber,
    /// The birth date.
    BirthDate,
    /// The expiry date.
    ExpiryDate,
    /// The optional data (TD3: personal number).
    OptionalData,
    /// All of the numbers together.
    Composite,
}

/// One check digit, as printed and as computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What it protects.
    pub field: CheckField,
    /// Where it stands: line and column, both from 0.
    pub position: (usize, usize),
    /// The character that is printed there.
    pub printed: char,
    /// The digit that belongs there; `<` where the protected characters are outside the alphabet.
    pub computed: char,
    /// Whether the printed character is acceptable.
    pub ok: bool,
}

/// A machine-readable zone as printed, with its fields cut out; nothing in it is corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mrz {
    /// The form.
    pub format: Format,
    /// The lines exactly as printed.
    pub lines: Vec<String>,
    /// One or two characters, fillers removed: `P`, `ID`, `CS`.
    pub document_code: String,
    /// The issuing state or organisation as printed, fillers removed: `D`, `CHN`.
    pub issuer: String,
    /// The whole document number, fillers removed.
    pub document_number: String,
    /// The primary identifier, words separated by a space; empty where the form has no name.
    pub surname: String,
    /// The secondary identifiers, separated by a space; empty where there are none.
    pub given_names: String,
    /// The nationality, fillers removed; `None` where the form has none or it is empty.
    pub nationality: Option<String>,
    /// The birth date.
    pub birth_date: MrzDate,
    /// The expiry date; empty where the form has none.
    pub expiry_date: MrzDate,
    /// The sex.
    pub sex: Sex,
    /// The optional data, a text for each optional field of the form in order, trailing fillers and a number's overflow
    /// removed; empty texts at the end are left out, so a zone without optional data has none.
    pub optional_data: Vec<String>,
    /// Whether the name fills its field, so that it may be cut off (ICAO 9303-3 §4.6).
    pub names_truncated: bool,
    /// Every check digit.
    pub checks: Vec<Check>,
    /// Whether every character is A–Z, 0–9 or `<`.
    pub alphabet_ok: bool,
}

impl Mrz {
    /// Whether every character is of the alphabet and every check digit is right.
    pub fn valid(&self) -> bool {
        self.alphabet_ok && self.checks.iter().all(|check| check.ok)
    }

    /// The check digit of one field, if the form has it.
    pub fn check(&self, field: CheckField) -> Option<&Check> {
        self.checks.iter().find(|check| check.field == field)
    }
}

/// A date of a machine-readable zone: `YYMMDD`, unknown parts `<` (ICAO 9303-3 §4.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MrzDate {
    /// The characters as printed; empty where the form has no such date.
    pub text: String,
}

impl MrzDate {
    /// The birth date: the latest century in which it is not after `today`.
    ///
    /// `None` if a part is unknown or it is no date. People over 99 cannot be told from children.
    pub fn as_birth(&self, today: Date) -> Option<Date> {
        let date = self.in_century(century(today))?;
        if date <= today { Some(date) } else { self.in_century(century(today) - 100) }
    }

    /// The expiry date: the century that puts it within 49 years before and 50 years after `today`.
    ///
    /// `None` if a part is unknown or it is no date.
    pub fn as_expiry(&self, today: Date) -> Option<Date> {
        let base = century(today);
        let near = |c: i16| {
            let year = c + self.numbers().map_or(0, |(y, _, _)| y);
            (today.year() - 49..=today.year() + 50).contains(&year)
        };
        [base - 100, base, base + 100].into_iter().find(|&c| near(c)).and_then(|c| self.in_century(c))
    }

    fn in_century(&self, century: i16) -> Option<Date> {
        let (year, month, day) = self.numbers()?;
        Date::new(century.checked_add(year)?, month, day).ok()
    }

    fn numbers(&self) -> Option<(i16, i8, i8)> {
        if self.text.len() != 6 || !self.text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Some((self.text[0..2].parse().ok()?, self.text[2..4].parse().ok()?, self.text[4..6].parse().ok()?))
    }
}

fn century(today: Date) -> i16 {
    today.year() - today.year().rem_euclid(100)
}
