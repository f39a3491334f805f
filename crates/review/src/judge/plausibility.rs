//! Data that cannot be: dates out of order, a validity that does not fit the kind and the age.

use identity::{
    catalogue::DocumentKind,
    date::{DateText, age_on},
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};

use super::evidence::Evidence;
use crate::{
    detail::{DataRule, Detail},
    finding::{Finding, FindingCode},
    observation::Field,
};

/// The oldest age in years that anybody has reached, rounded up (122 is documented).
const AGE_YEARS_MAX: i16 = 130;
/// The age from which the resident card is valid without an end.
const PERMANENT_AGE: i16 = 46;

/// The order of the dates, then the validity. What cannot be relied on proves nothing.
pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let dates = Dates {
        today: evidence.today,
        birth: evidence.day(Field::BirthDate),
        issue: evidence.day(Field::IssueDate),
        expiry: evidence.date(Field::ExpiryDate),
    };
    let broken = [
        (Field::BirthDate, dates.born_ahead()),
        (Field::BirthDate, dates.too_old()),
        (Field::IssueDate, dates.issued_before_birth()),
        (Field::IssueDate, dates.issued_ahead()),
        (Field::ExpiryDate, dates.expires_before_issue()),
        (Field::ExpiryDate, validity(evidence, &dates)),
    ];
    broken.into_iter().filter_map(|(field, detail)| Some(finding(evidence, field, detail?))).collect()
}

fn finding(evidence: &Evidence<'_>, field: Field, detail: Detail) -> Finding {
    let place = evidence.settled(field).and_then(|settled| settled.reading.region.clone());
    Finding::new(FindingCode::DocumentImpossibleData).about_field(field).at(place).because(detail)
}

/// The dates that can be relied on.
struct Dates {
    today: Date,
    birth: Option<Date>,
    issue: Option<Date>,
    expiry: Option<DateText>,
}

impl Dates {
    fn born_ahead(&self) -> Option<Detail> {
        let birth = self.birth.filter(|birth| *birth > self.today)?;
        Some(Detail::new(DataRule::BirthInThePast, format!("not after {}", self.today), birth))
    }

    fn too_old(&self) -> Option<Detail> {
        let age = age_on(self.birth?, self.today);
        let expected = format!("at most {AGE_YEARS_MAX} years");
        (age > AGE_YEARS_MAX).then(|| Detail::new(DataRule::AgeWithinLife, expected, format!("{age} years")))
    }

    fn issued_before_birth(&self) -> Option<Detail> {
        let (birth, issue) = self.birth.zip(self.issue).filter(|(birth, issue)| issue < birth)?;
        Some(Detail::new(DataRule::IssueAfterBirth, format!("not before {birth}"), issue))
    }

    fn issued_ahead(&self) -> Option<Detail> {
        let issue = self.issue.filter(|issue| *issue > self.today)?;
        Some(Detail::new(DataRule::IssueInThePast, format!("not after {}", self.today), issue))
    }

    fn expires_before_issue(&self) -> Option<Detail> {
        let (issue, end) =
            self.issue.zip(self.expiry.and_then(DateText::day)).filter(|(issue, end)| end < issue)?;
        Some(Detail::new(DataRule::ExpiryAfterIssue, format!("not before {issue}"), end))
    }
}

/// Whether the validity is as long as the kind's law makes it.
fn validity(evidence: &Evidence<'_>, dates: &Dates) -> Option<Detail> {
    let (birth, issue, expiry) = (dates.birth?, dates.issue?, dates.expiry?);
    let age = age_on(birth, issue);
    let allowed = lengths(evidence.kind()?, evidence.issuer(), age, issue)?;
    let expected = || {
        let years: Vec<String> = allowed.iter().map(ToString::to_string).collect();
        format!("{} years, issued at the age of {age}", years.join(" or "))
    };
    match expiry {
        DateText::Permanent if allowed.is_empty() => None,
        DateText::Permanent => {
            let from = format!("{}; permanent from the age of {PERMANENT_AGE}", expected());
            Some(Detail::new(DataRule::PermanentFromAge, from, "permanent"))
        }
        DateText::Day(end) if allowed.iter().any(|years| ends_after(issue, *years, end)) => None,
        DateText::Day(end) if allowed.is_empty() => {
            Some(Detail::new(DataRule::ValidityLength, format!("permanent, issued at the age of {age}"), end))
        }
        DateText::Day(end) => {
            Some(Detail::new(DataRule::ValidityLength, expected(), format!("{issue} to {end}")))
        }
    }
}

/// The years of validity that a document issued at this age on this day may have; empty means without an end, `None`
/// that nothing is known.
///
/// Resident card: Law of the PRC on Resident Identity Cards, article 5. Passport: Passport Law of the PRC, article 7, in
/// force since 2007-01-01. Permit for Hong Kong and Macao: the card of 2014. Home Return Permit: 10 years, for minors 5
/// and before 2013 3. Compatriot Permit: the card of 2015.
fn lengths(kind: DocumentKind, issuer: Option<&str>, age: i16, issue: Date) -> Option<Vec<i64>> {
    let grown = |from: i16, minor: &[i64]| if age < from { minor.to_vec() } else { vec![10] };
    match kind {
        DocumentKind::ResidentIdCn => Some(match age {
            ..16 => vec![5],
            16..=25 => vec![10],
            26..PERMANENT_AGE => vec![20],
            _ => Vec::new(),
        }),
        DocumentKind::Passport if issuer == Some("CHN") && issue >= date(2007, 1, 1) => Some(grown(16, &[5])),
        DocumentKind::HkMacaoPermit if issue >= date(2014, 9, 15) => Some(grown(16, &[5])),
        DocumentKind::HomeReturnPermit => Some(grown(18, &[3, 5])),
        DocumentKind::CompatriotPermit if issue >= date(2015, 9, 21) => Some(vec![5]),
        _ => None,
    }
}

/// Whether the validity ends on the same day of the year, or on the day before or after it: issuers differ.
fn ends_after(issue: Date, years: i64, end: Date) -> bool {
    let Ok(due) = issue.checked_add(years.years()) else { return false };
    (end - due).get_days().abs() <= 1
}
