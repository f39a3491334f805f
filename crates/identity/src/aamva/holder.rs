//! Whose document it is: names, dates, number and address out of the elements of any version.

use jiff::civil::Date;

use super::{
    Fault,
    elements::{Element, value},
    issuer,
};
use crate::sex::Sex;

/// Words that stand for a value that is not there.
const NOTHING: [&str; 4] = ["NONE", "UNAVL", "UNAVAIL", "N/A"];

/// What the elements say of the holder and the document. A field is `None` where it is missing or cannot be read.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Holder {
    /// Family name.
    pub surname: Option<String>,
    /// First given name.
    pub first_name: Option<String>,
    /// Further given names.
    pub middle_names: Option<String>,
    /// `JR`, `III` and the like.
    pub suffix: Option<String>,
    /// Whether a part of the name was cut off to fit the card.
    pub name_truncated: bool,
    /// The document's number, as it is encoded.
    pub number: Option<String>,
    /// Birth.
    pub birth: Option<Date>,
    /// Issue.
    pub issue: Option<Date>,
    /// Expiry.
    pub expiry: Option<Date>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Height in centimetres, rounded.
    pub height_cm: Option<u16>,
    /// The ICAO code of the country that is named: `USA`, `CAN`, `MEX`.
    pub country: Option<String>,
    /// The jurisdiction of the address: `TX`.
    pub jurisdiction: Option<String>,
    /// Address.
    pub address: Address,
}

/// Where the holder lives.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// Street and number.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
}

impl Holder {
    /// `SURNAME, GIVEN NAMES`, or whichever of them there is.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        let given: Vec<&str> =
            [&self.first_name, &self.middle_names].into_iter().flatten().map(String::as_str).collect();
        let parts: Vec<String> =
            self.surname.iter().cloned().chain((!given.is_empty()).then(|| given.join(" "))).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// In which order a payload writes its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateOrder {
    /// MMDDCCYY: the United States since 2003.
    MonthFirst,
    /// CCYYMMDD: Canada, and everybody in the standard of 2000.
    YearFirst,
}

pub(super) fn date_order(version: u8, iin: &str, elements: &[Element]) -> DateOrder {
    let named = value(elements, "DCG").filter(|code| matches!(*code, "USA" | "CAN" | "MEX"));
    match named.or_else(|| issuer(iin).map(|issuer| issuer.country)) {
        _ if version < 2 => DateOrder::YearFirst,
        Some("CAN") => DateOrder::YearFirst,
        _ => DateOrder::MonthFirst,
    }
}

pub(super) fn read(elements: &[Element], version: u8, order: DateOrder, faults: &mut Vec<Fault>) -> Holder {
    let text = |id: &str| value(elements, id).map(str::to_owned);
    let mut date = |id: &'static str| {
        let digits = value(elements, id)?;
        let (date, as_expected) = date(digits, order);
        if !as_expected {
            faults.push(Fault::Date(id));
        }
        date
    };
    let (birth, issue, expiry) = (date("DBB"), date("DBD"), date("DBA"));
    Holder {
        name_truncated: ["DDE", "DDF", "DDG"].into_iter().any(|id| value(elements, id) == Some("T")),
        number: text("DAQ"),
        birth,
        issue,
        expiry,
        sex: value(elements, "DBC").and_then(sex),
        height_cm: value(elements, "DAU").and_then(|text| height_cm(text, version)),
        country: text("DCG").filter(|code| code.len() == 3),
        jurisdiction: text("DAJ").map(|code| code.to_uppercase()),
        address: Address { street: street(elements), city: text("DAI"), postal_code: text("DAK") },
        ..names(elements)
    }
}

/// Reads eight digits in one order.
type ReadDate = fn(&str) -> Option<Date>;

/// The date of eight digits, and whether it is one in the expected order.
fn date(digits: &str, order: DateOrder) -> (Option<Date>, bool) {
    let (first, second): (ReadDate, ReadDate) = match order {
        DateOrder::MonthFirst => (month_first, year_first),
        DateOrder::YearFirst => (year_first, month_first),
    };
    match first(digits) {
        Some(date) => (Some(date), true),
        None => (second(digits), false),
    }
}

fn month_first(digits: &str) -> Option<Date> {
    day(digits.get(4..8)?, digits.get(..2)?, digits.get(2..4)?).filter(|_| digits.len() == 8)
}

fn year_first(digits: &str) -> Option<Date> {
    day(digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?).filter(|_| digits.len() == 8)
}

/// A year outside 1850–2199 is none that a document has: the digits were in another order.
fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let year = year.parse().ok().filter(|year| (1850..=2199).contains(year))?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

fn sex(text: &str) -> Option<Sex> {
    match text {
        "1" => Some(Sex::M),
        "2" => Some(Sex::F),
        "9" => Some(Sex::X),
        other => Sex::parse(other),
    }
}

/// Inches and centimetres say so; the standard of 2000 writes feet and inches as three digits.
fn height_cm(text: &str, version: u8) -> Option<u16> {
    let number: String = text.chars().filter(char::is_ascii_digit).collect();
    let value: u16 = number.parse().ok().filter(|_| number.len() <= 3)?;
    let inches = |inches: u16| (f32::from(inches) * 2.54).round() as u16;
    let upper = text.to_uppercase();
    match () {
        () if upper.contains("CM") => Some(value),
        () if upper.contains("IN") => Some(inches(value)),
        () if version < 2 && number.len() == 3 && value % 100 < 12 => {
            Some(inches(value / 100 * 12 + value % 100))
        }
        () => None,
    }
    .filter(|cm| *cm > 0)
}

fn street(elements: &[Element]) -> Option<String> {
    let lines: Vec<&str> =
        ["DAG", "DAH"].into_iter().filter_map(|id| something(value(elements, id))).collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

fn something(text: Option<&str>) -> Option<&str> {
    let text = text?.trim_matches([',', ' ']);
    (!text.is_empty() && !NOTHING.contains(&text)).then_some(text)
}

/// The parts of the name: each its own element since 2009, given names in one element before, all in one in 2000.
fn names(elements: &[Element]) -> Holder {
    let part = |id: &str| something(value(elements, id)).map(str::to_owned);
    let whole = value(elements, "DAA").map(whole_name).unwrap_or_default();
    let given = part("DAC").or_else(|| part("DCT"));
    // One element for all given names where there is none for the further ones.
    let (first, rest) = match (part("DAC"), value(elements, "DAD"), &given) {
        (Some(first), Some(_), _) => (Some(first), part("DAD")),
        (_, _, Some(given)) => split_given(given),
        _ => (None, None),
    };
    Holder {
        surname: part("DCS").or_else(|| part("DAB")).or(whole.surname),
        first_name: first.or(whole.first_name),
        middle_names: rest.or(whole.middle_names),
        suffix: part("DCU").or_else(|| part("DAE")).or(whole.suffix),
        ..Holder::default()
    }
}

/// `LAST,FIRST,MIDDLE,SUFFIX`; some write the given names without a comma, some the whole name in the order of speech.
fn whole_name(text: &str) -> Holder {
    let part = |text: &&str| something(Some(text)).map(str::to_owned);
    let parts: Vec<&str> = text.split([',', '@']).collect();
    if let [spoken] = parts[..] {
        let (given, surname) = spoken.trim().rsplit_once(' ').unwrap_or(("", spoken));
        let (first_name, middle_names) = split_given(given);
        return Holder { surname: part(&surname), first_name, middle_names, ..Holder::default() };
    }
    let (first_name, middle_names) = match parts.get(2) {
        Some(middle) => (parts.get(1).and_then(part), part(middle)),
        None => split_given(parts.get(1).copied().unwrap_or_default()),
    };
    let (surname, suffix) = (parts.first().and_then(part), parts.get(3).and_then(part));
    Holder { surname, first_name, middle_names, suffix, ..Holder::default() }
}

fn split_given(given: &str) -> (Option<String>, Option<String>) {
    let mut words = given.split([',', ' ']).filter(|word| !word.is_empty());
    let first = words.next().map(str::to_owned);
    let rest: Vec<&str> = words.collect();
    (first, (!rest.is_empty()).then(|| rest.join(" ")))
}
