//! Dates in the words and orders that documents print.

use super::DateText;
use crate::name::transliterate;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// The most characters of a text that may be a date.
const CHARS_MAX: usize = 48;
/// The years that a date on a document may have.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2199;
/// The year before the first of the Minguo calendar, 民國.
const MINGUO_ZERO: i16 = 1911;
/// What documents print in place of an end.
const PERMANENT: [&str; 10] = [
    "长期",
    "長期",
    "长期有效",
    "長期有效",
    "永久",
    "PERMANENT",
    "INDEFINITE",
    "UNLIMITED",
    "UNBEFRISTET",
    "ILLIMITE",
];

/// In which century a year of two digits lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Century {
    /// The latest day that is not after today: births and issues.
    Past,
    /// From 49 years before to 50 years after today: expiries.
    Near,
}

/// As [`parse_printed`], and years of two digits too (`02 JAN 84`, `26-11-18`), day first, resolved against `today`.
pub fn parse_printed_short(text: &str, century: Century, today: Date) -> Option<DateText> {
    if let Some(date) = parse_printed(text) {
        return Some(date);
    }
    if text.chars().count() > CHARS_MAX {
        return None;
    }
    let parts = parts(&text.nfkc().collect::<String>())?;
    short_day(&parts, century, today).map(DateText::Day)
}

/// Reads one date as documents print it; `None` if the text is not exactly one date.
///
/// It knows year first (`1984.01.02`, `1984年1月2日`, `民國73年1月2日`, `19840102`), day first (`02.01.1984`; month first
/// only where the other order is no date), and a month in words of ten languages (`02 JAN 1984`, `12 AUG/AOÛT 2012`).
/// Years of two digits are left to [`parse_printed_short`]. `长期` and its like are [`DateText::Permanent`].
pub fn parse_printed(text: &str) -> Option<DateText> {
    if text.chars().count() > CHARS_MAX {
        return None;
    }
    let text: String = text.nfkc().collect();
    let bare: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    if PERMANENT.contains(&transliterate(&bare).as_str()) && !text.contains(|c: char| c.is_ascii_digit()) {
        return Some(DateText::Permanent);
    }
    let parts = parts(&text)?;
    day(&parts).map(DateText::Day)
}

/// What a printed date is made of; signs between are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A number and how many digits it has.
    Number(i32, usize),
    Month(i8),
    /// 民國.
    Minguo,
}

fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let chars: Vec<char> = text.chars().collect();
    for run in chars.chunk_by(|a, b| class(*a) == class(*b)) {
        let run_text: String = run.iter().collect();
        match class(run[0]) {
            Class::Digit => parts.push(Part::Number(run_text.parse().ok()?, run.len())),
            Class::Word => {
                let month = Part::Month(month(&run_text)?);
                // Bilingual documents print the month twice.
                if parts.last() != Some(&month) {
                    parts.push(month);
                }
            }
            Class::Unit if matches!(run_text.as_str(), "民國" | "民国" | "中華民國") => {
                parts.push(Part::Minguo);
            }
            Class::Unit if run.iter().all(|c| "年月日号號년월일".contains(*c)) => {}
            Class::Unit => return None,
            Class::Sign => {}
        }
    }
    Some(parts)
}

#[derive(PartialEq, Eq)]
enum Class {
    Digit,
    /// Latin letters.
    Word,
    /// Characters of other scripts.
    Unit,
    Sign,
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        _ if c.is_alphabetic() && (c as u32) < 0x250 => Class::Word,
        _ if c.is_alphabetic() => Class::Unit,
        _ => Class::Sign,
    }
}

fn day(parts: &[Part]) -> Option<Date> {
    use Part::{Minguo, Month, Number};
    match *parts {
        [Number(y, 4), Number(m, 1..=2), Number(d, 1..=2)] => date(y, m, d),
        [Number(y, 4), Month(m), Number(d, 1..=2)] => date(y, m.into(), d),
        [Number(all, 8)] => date(all / 10_000, all / 100 % 100, all % 100),
        [Number(d, 1..=2), Number(m, 1..=2), Number(y, 4)] => date(y, m, d).or_else(|| date(y, d, m)),
        [Number(d, 1..=2), Month(m), Number(y, 4)] | [Month(m), Number(d, 1..=2), Number(y, 4)] => {
            date(y, m.into(), d)
        }
        [Minguo, Number(y, 1..=3), Number(m, 1..=2), Number(d, 1..=2)] => {
            date(y + i32::from(MINGUO_ZERO), m, d)
        }
        _ => None,
    }
}

fn short_day(parts: &[Part], century: Century, today: Date) -> Option<Date> {
    use Part::{Month, Number};
    let in_years = |of: &dyn Fn(i32) -> Option<Date>| {
        let fits = |date: &Date| match century {
            Century::Past => *date <= today,
            Century::Near => (-49..=50).contains(&(date.year() - today.year())),
        };
        let base = i32::from(today.year()) / 100 * 100;
        [base + 100, base, base - 100].into_iter().filter_map(of).find(fits)
    };
    match *parts {
        [Number(d, 1..=2), Number(m, 1..=2), Number(y, 2)] => {
            in_years(&|base| date(base + y, m, d).or_else(|| date(base + y, d, m)))
        }
        [Number(d, 1..=2), Month(m), Number(y, 2)] | [Month(m), Number(d, 1..=2), Number(y, 2)] => {
            in_years(&|base| date(base + y, m.into(), d))
        }
        _ => None,
    }
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

fn month(word: &str) -> Option<i8> {
    static MONTHS: OnceLock<HashMap<&'static str, i8>> = OnceLock::new();
    let months = MONTHS.get_or_init(|| include_str!("../../data/months.tsv").lines().flat_map(row).collect());
    months.get(transliterate(word).as_str()).copied()
}

fn row(line: &'static str) -> Vec<(&'static str, i8)> {
    let columns = line.split_once('\t').and_then(|(month, words)| Some((month.parse::<i8>().ok()?, words)));
    columns.into_iter().flat_map(|(month, words)| words.split(' ').map(move |word| (word, month))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_documents_print() {
        let rows = [
            ("1984.01.02", Some("1984-01-02")),
            ("1984-01-02", Some("1984-01-02")),
            ("1984/1/2", Some("1984-01-02")),
            ("1984年1月2日", Some("1984-01-02")),
            ("１９８４年１月２日", Some("1984-01-02")),
            ("1984 年 1 月 2 日", Some("1984-01-02")),
            ("1984년 1월 2일", Some("1984-01-02")),
            ("民國73年1月2日", Some("1984-01-02")),
            ("19840102", Some("1984-01-02")),
            ("02 JAN 1984", Some("1984-01-02")),
            ("02JAN1984", Some("1984-01-02")),
            ("12 AUG/AOÛT 2012", Some("2012-08-12")),
            ("12 AUG/SEP 2012", None),
            ("2. März 1984", Some("1984-03-02")),
            ("Jan 2, 1984", Some("1984-01-02")),
            ("02.01.1984", Some("1984-01-02")),
            ("02/01/1984.", Some("1984-01-02")),
            ("01/25/1984", Some("1984-01-25")),
            ("31.02.1984", None),
            ("1984.13.01", None),
            ("02 JAN 84", None),
            ("2005.10.08-2025.10.08", None),
            ("长期", Some("permanent")),
            ("長期", Some("permanent")),
            (" 长 期 ", Some("permanent")),
            ("2005.10.08-长期", None),
            ("Permanent", Some("permanent")),
            ("illimité", Some("permanent")),
            ("99999999999999999999", None),
            ("0000.00.00", None),
            ("日期", None),
            ("", None),
        ];
        let rows = rows.map(|(text, want)| (text, parse_printed(text).map(|date| date.to_string()), want));
        let wrong: Vec<_> = rows.iter().filter(|(_, got, want)| got.as_deref() != *want).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn short_years_are_resolved_by_what_the_date_means() {
        use jiff::civil::date;
        let rows = [
            ("02 JAN 84", Century::Past, Some("1984-01-02")),
            ("02 JAN/JAN 84", Century::Past, Some("1984-01-02")),
            ("2 Janv 1984", Century::Past, Some("1984-01-02")),
            ("26-11-18", Century::Past, Some("2018-11-26")),
            ("26-11-31", Century::Past, Some("1931-11-26")),
            ("26-11-31", Century::Near, Some("2031-11-26")),
            ("26-11-80", Century::Near, Some("1980-11-26")),
            ("03-06-1985", Century::Past, Some("1985-06-03")),
            ("31-02-18", Century::Past, None),
            ("(06-96)", Century::Past, None),
            ("长期", Century::Near, Some("permanent")),
        ];
        let read =
            |text, century| parse_printed_short(text, century, date(2026, 3, 1)).map(|d| d.to_string());
        let rows = rows.map(|(text, century, want)| (text, read(text, century), want));
        let wrong: Vec<_> = rows.iter().filter(|(_, got, want)| got.as_deref() != *want).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn every_month_has_its_words() {
        for (word, number) in [("JANUARY", 1), ("ENE", 1), ("OUT", 10), ("dez", 12), ("Août", 8)] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        assert_eq!(month("MON"), None);
    }
}
