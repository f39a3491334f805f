//! What the fields of a document say, in the wording of its issuer.

use crate::person::Person;
use crate::truth::FieldName;
use identity::sex::Sex;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The text of each field that a document may print.
pub(super) type Texts = BTreeMap<FieldName, String>;

/// How an issuer words its fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wording {
    pub(super) code: &'static str,
    pub(super) issuer: &'static str,
    pub(super) nationality: &'static str,
    pub(super) date: fn(Date) -> String,
    pub(super) sex: fn(Sex) -> &'static str,
}

/// The fields that most documents have; the layout decides which it prints.
pub(super) fn texts(person: &Person, wording: &Wording) -> Texts {
    let date = wording.date;
    let until = person.expiry_date.map_or_else(|| "长期".to_owned(), date);
    let latin = match person.given_names.as_str() {
        "" => person.surname.clone(),
        given => format!("{}, {given}", person.surname),
    };
    BTreeMap::from([
        (FieldName::Type, wording.code.to_owned()),
        (FieldName::Issuer, wording.issuer.to_owned()),
        (FieldName::DocumentNumber, person.document_number.clone()),
        (FieldName::Name, person.name_zh.clone()),
        (FieldName::NameLatin, latin),
        (FieldName::Surname, person.surname.clone()),
        (FieldName::GivenNames, person.given_names.clone()),
        (FieldName::Nationality, wording.nationality.to_owned()),
        (FieldName::Sex, (wording.sex)(person.sex).to_owned()),
        (FieldName::BirthDate, date(person.birth_date)),
        (FieldName::BirthPlace, person.birth_place.clone()),
        (FieldName::IssueDate, date(person.issue_date)),
        (FieldName::Validity, format!("{}-{until}", date(person.issue_date))),
        (FieldName::ExpiryDate, until),
        (FieldName::Authority, person.authority.clone()),
        (FieldName::Address, person.address.clone()),
    ])
}

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// `02 JAN 1984`, one of the forms of 9303-3 §4.2.3.
pub(super) fn with_month(date: Date) -> String {
    format!("{:02} {} {:04}", date.day(), MONTHS[date.month() as usize - 1], date.year())
}

/// `02 JAN/JANV 84`: two languages and a short year, as 9303-3 §4.2.3 allows.
pub(super) fn in_two_languages(date: Date) -> String {
    const OTHERS: [&str; 12] =
        ["JANV", "FÉV", "MARS", "AVR", "MAI", "JUIN", "JUIL", "AOÛT", "SEPT", "OCT", "NOV", "DÉC"];
    let month = date.month() as usize - 1;
    format!("{:02} {}/{} {:02}", date.day(), MONTHS[month], OTHERS[month], date.year().rem_euclid(100))
}

/// `02 1月/JAN 1984`.
pub(super) fn in_chinese_and_english(date: Date) -> String {
    let month = date.month();
    format!("{:02} {month}月/{} {:04}", date.day(), MONTHS[month as usize - 1], date.year())
}

/// `02.01.1984`.
pub(super) fn day_first(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

/// `02-01-1984`.
pub(super) fn dashed(date: Date) -> String {
    format!("{:02}-{:02}-{:04}", date.day(), date.month(), date.year())
}

/// `01/02/1984`, the month first.
pub(super) fn month_first(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.month(), date.day(), date.year())
}

/// `M`, `F` or `X`.
pub(super) fn letter(sex: Sex) -> &'static str {
    match sex {
        Sex::F => "F",
        Sex::M => "M",
        _ => "X",
    }
}

/// `男` or `女`.
pub(super) fn chinese(sex: Sex) -> &'static str {
    if sex == Sex::F { "女" } else { "男" }
}

/// `男/M` or `女/F`.
pub(super) fn both(sex: Sex) -> &'static str {
    if sex == Sex::F { "女/F" } else { "男/M" }
}
