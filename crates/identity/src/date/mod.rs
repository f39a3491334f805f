//! Dates as documents print them, ages, and why two dates differ.

mod printed;

pub use printed::{Century, parse_printed, parse_printed_short};

use crate::diagnosis::{Diagnosis, one_character, transposed};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// A date as printed: a day, or the `长期` of a card without an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateText {
    /// A day.
    Day(Date),
    /// Without an end.
    Permanent,
}

impl DateText {
    /// The day, if it is one.
    pub fn day(self) -> Option<Date> {
        match self {
            DateText::Day(date) => Some(date),
            DateText::Permanent => None,
        }
    }
}

impl From<Date> for DateText {
    fn from(date: Date) -> DateText {
        DateText::Day(date)
    }
}

/// The text is neither `YYYY-MM-DD` nor `permanent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a date as YYYY-MM-DD, or `permanent`")]
pub struct DateTextError;

impl FromStr for DateText {
    type Err = DateTextError;

    fn from_str(text: &str) -> Result<DateText, DateTextError> {
        match text {
            "permanent" => Ok(DateText::Permanent),
            _ if text.len() == 10 => text.parse().map(DateText::Day).map_err(|_| DateTextError),
            _ => Err(DateTextError),
        }
    }
}

impl fmt::Display for DateText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateText::Day(date) => date.fmt(f),
            DateText::Permanent => f.write_str("permanent"),
        }
    }
}

impl Serialize for DateText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<DateText, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The completed years between a birth and a day; a birth on 29 February counts from 1 March in common years.
///
/// Negative if the birth lies ahead.
pub fn age_on(birth: Date, today: Date) -> i16 {
    let had_birthday = (today.month(), today.day()) >= (birth.month(), birth.day());
    today.year() - birth.year() - i16::from(!had_birthday)
}

/// Why two unequal dates differ; `None` if they are equal or no familiar cause fits.
pub fn diagnose(a: Date, b: Date) -> Option<Diagnosis> {
    if a == b {
        return None;
    }
    if a.year() == b.year() && a.month() == b.day() && a.day() == b.month() {
        return Some(Diagnosis::DayMonthSwapped);
    }
    let (a, b) = (printed_digits(a), printed_digits(b));
    if transposed(&a, &b) {
        return Some(Diagnosis::Transposed);
    }
    one_character(&a, &b).then_some(Diagnosis::OneCharacter)
}

fn printed_digits(date: Date) -> Vec<char> {
    date.to_string().chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn is_written_as_a_day_or_permanent() {
        for text in ["1984-01-02", "permanent"] {
            let read: DateText = text.parse().unwrap();
            assert_eq!(read.to_string(), text);
            assert_eq!(serde_json::to_string(&read).unwrap(), format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<DateText>(&format!("\"{text}\"")).unwrap(), read);
        }
        let refused = ["", "1984-1-2", "1984-02-30", "Permanent", "长期", "1984-01-02T00", "+1984-01-0"];
        let wrong: Vec<_> = refused.iter().filter(|text| text.parse::<DateText>().is_ok()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn counts_completed_years() {
        let rows = [
            (date(2000, 5, 10), date(2018, 5, 9), 17),
            (date(2000, 5, 10), date(2018, 5, 10), 18),
            (date(2004, 2, 29), date(2022, 2, 28), 17),
            (date(2004, 2, 29), date(2022, 3, 1), 18),
            (date(2004, 2, 29), date(2024, 2, 29), 20),
            (date(2030, 1, 1), date(2026, 1, 1), -4),
        ];
        let wrong: Vec<_> =
            rows.iter().filter(|(birth, today, want)| age_on(*birth, *today) != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn says_why_dates_differ() {
        let rows = [
            (date(1984, 1, 2), date(1984, 2, 1), Some(Diagnosis::DayMonthSwapped)),
            (date(1984, 1, 2), date(1948, 1, 2), Some(Diagnosis::Transposed)),
            (date(1984, 1, 12), date(1984, 1, 21), Some(Diagnosis::Transposed)),
            (date(1984, 1, 2), date(1984, 1, 3), Some(Diagnosis::OneCharacter)),
            (date(1984, 1, 2), date(1984, 1, 2), None),
            (date(1984, 1, 2), date(1995, 7, 30), None),
        ];
        let wrong: Vec<_> = rows
            .iter()
            .filter(|(a, b, want)| diagnose(*a, *b) != *want || diagnose(*b, *a) != *want)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
