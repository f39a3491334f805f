//! Data that cannot be: dates out of order, a validity that does not fit the age.

use identity::{
    catalogue::DocumentKind,
    date::{DateText, age_on},
};
use jiff::{ToSpan, civil::Date};

use super::evidence::Evidence;
use crate::{
    finding::{Finding, FindingCode},
    observation::Field,
};

/// The oldest age in years that anybody has reached, rounded up (122 is documented).
const AGE_YEARS_MAX: i16 = 130;

/// The order of the dates, then the resident card's validity. What cannot be relied on proves nothing.
pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let birth = evidence.day(Field::BirthDate);
    let issue = evidence.day(Field::IssueDate);
    let expiry = evidence.date(Field::ExpiryDate);
    let ends = expiry.and_then(DateText::day);
    let before = |a: Option<Date>, b: Option<Date>| a.zip(b).is_some_and(|(a, b)| a < b);
    let today = Some(evidence.today);
    let rules = [
        (
            Field::BirthDate,
            before(today, birth) || birth.is_some_and(|day| age_on(day, evidence.today) > AGE_YEARS_MAX),
        ),
        (Field::IssueDate, before(issue, birth) || before(today, issue)),
        (Field::ExpiryDate, before(ends, issue) || wrong_validity(evidence, birth, issue, expiry)),
    ];
    rules.into_iter().filter(|(_, wrong)| *wrong).map(|(field, _)| finding(evidence, field)).collect()
}

fn finding(evidence: &Evidence<'_>, field: Field) -> Finding {
    let place = evidence.settled(field).and_then(|settled| settled.reading.region.clone());
    Finding::new(FindingCode::DocumentImpossibleData).about_field(field).at(place)
}

fn wrong_validity(
    evidence: &Evidence<'_>,
    birth: Option<Date>,
    issue: Option<Date>,
    expiry: Option<DateText>,
) -> bool {
    let (Some(DocumentKind::ResidentIdCn), Some(birth), Some(issue), Some(expiry)) =
        (evidence.kind(), birth, issue, expiry)
    else {
        return false;
    };
    match (resident_id_years(age_on(birth, issue)), expiry) {
        (None, DateText::Permanent) => false,
        (Some(years), DateText::Day(end)) => !ends_after(issue, years, end),
        (None, DateText::Day(_)) | (Some(_), DateText::Permanent) => true,
    }
}

/// Years of validity of a resident identity card by the holder's age at issue; `None` is 长期 (Law of the PRC on
/// Resident Identity Cards, article 5).
fn resident_id_years(age_at_issue: i16) -> Option<i64> {
    match age_at_issue {
        ..16 => Some(5),
        16..=25 => Some(10),
        26..=45 => Some(20),
        46.. => None,
    }
}

/// Whether the validity ends on the same day of the year, or on the day before or after it: issuers differ.
fn ends_after(issue: Date, years: i64, end: Date) -> bool {
    let Ok(due) = issue.checked_add(years.years()) else { return false };
    (end - due).get_days().abs() <= 1
}
