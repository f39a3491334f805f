//! Whether two values of one field mean the same, and if not, why.

use identity::{
    catalogue::countries,
    date::{DateText, diagnose, parse_printed},
    diagnosis::{Agreement, compare_codes},
    mrz::Mrz,
    name::{compare, compare_with_mrz},
    sex::Sex,
};

use crate::observation::{Field, Source};

/// A value with who says it.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) source: Source,
    pub(super) text: &'a str,
}

/// Compares by the meaning of the field. `zone` is the machine-readable zone, which may cut names off.
pub(super) fn of(field: Field, a: Said<'_>, b: Said<'_>, zone: Option<&Mrz>) -> Agreement {
    match field {
        Field::Name | Field::LatinName => names(a, b, zone),
        Field::BirthDate | Field::IssueDate | Field::ExpiryDate => dates(a.text, b.text),
        Field::DocumentNumber | Field::PersonalNumber => compare_codes(a.text, b.text),
        Field::Sex => same(Sex::parse(a.text).is_some() && Sex::parse(a.text) == Sex::parse(b.text)),
        Field::Nationality => same(country(a.text) == country(b.text)),
        Field::Authority | Field::Address | Field::Ethnicity => same(a.text.trim() == b.text.trim()),
    }
}

/// A typed or read date: `YYYY-MM-DD`, `permanent`, or any form that documents print.
pub(super) fn date(text: &str) -> Option<DateText> {
    text.trim().parse().ok().or_else(|| parse_printed(text.trim()))
}

/// Whether a name holds Chinese characters or others of East Asia (all of Unicode's ideographs lie above U+2E80).
pub(super) fn has_ideographs(text: &str) -> bool {
    text.chars().any(|c| c >= '\u{2E80}')
}

fn names(a: Said<'_>, b: Said<'_>, zone: Option<&Mrz>) -> Agreement {
    match (a.source, b.source, zone) {
        (Source::Mrz, Source::Mrz, _) => compare(a.text, b.text),
        (Source::Mrz, _, Some(zone)) => compare_with_mrz(b.text, zone),
        (_, Source::Mrz, Some(zone)) => compare_with_mrz(a.text, zone),
        _ => compare(a.text, b.text),
    }
}

fn dates(a: &str, b: &str) -> Agreement {
    match (date(a), date(b)) {
        (Some(a), Some(b)) if a == b => Agreement::Same,
        (Some(DateText::Day(a)), Some(DateText::Day(b))) => Agreement::Differs(diagnose(a, b)),
        _ => Agreement::Differs(None),
    }
}

fn same(same: bool) -> Agreement {
    if same { Agreement::Same } else { Agreement::Differs(None) }
}

/// The ICAO code of what may have been typed as an ISO code of two letters; Germany's `D` as `DEU`.
fn country(text: &str) -> String {
    let code = text.trim().to_uppercase();
    let by_alpha2 = || countries().iter().find(|c| c.alpha2 == Some(code.as_str())).map(|c| c.code);
    match code.as_str() {
        "D" | "DE" => "DEU".to_owned(),
        _ if code.len() == 2 => by_alpha2().map_or(code.clone(), str::to_owned),
        _ => code,
    }
}
