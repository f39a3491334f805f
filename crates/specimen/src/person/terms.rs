//! From when until when a document is valid.

use super::years_between;
use crate::request::{Kind, Request};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// Issue and expiry: as stated, or so that the document was issued within its term before `today`.
pub(super) fn validity(rng: &mut ChaCha8Rng, request: &Request, birth: Date) -> (Date, Option<Date>) {
    let (kind, stated) = (request.kind, &request.person);
    let days_ago = if kind == Kind::TemporaryIdCn { 5..40 } else { 365..4 * 365 };
    let drawn = request.today.saturating_sub(rng.random_range::<i32, _>(days_ago).days()).max(birth);
    let issue = match (stated.issue_date, stated.expiry_date) {
        (Some(issue), _) => issue,
        (None, Some(expiry)) => expiry.saturating_sub(term_before(kind, expiry, birth)).max(birth),
        (None, None) => drawn,
    };
    let computed = term(kind, issue, birth).map(|term| issue.saturating_add(term));
    (issue, stated.expiry_date.or(computed))
}

/// How long a document is valid; the resident ID by age at issue: <16 5 years, 16–25 10, 26–45 20, from 46 unlimited.
fn term(kind: Kind, issue: Date, birth: Date) -> Option<Span> {
    let age = years_between(birth, issue);
    match kind {
        Kind::TemporaryIdCn => Some(3.months()),
        Kind::Hkid => None,
        Kind::StudentCard => Some(4.years()),
        Kind::CompatriotPermit | Kind::VisaA | Kind::VisaB | Kind::OfficerCard => Some(5.years()),
        Kind::DrivingLicenceUs => Some(8.years()),
        Kind::HomeReturnPermit if age < 18 => Some(5.years()),
        _ if age < 16 => Some(5.years()),
        Kind::ResidentIdCn if age >= 46 => None,
        Kind::ResidentIdCn if age >= 26 => Some(20.years()),
        _ => Some(10.years()),
    }
}

/// The term that a document with this expiry must have had.
fn term_before(kind: Kind, expiry: Date, birth: Date) -> Span {
    let fits = |candidate: &Span| {
        let given = term(kind, expiry.saturating_sub(*candidate), birth);
        given.is_some_and(|given| given.fieldwise() == candidate.fieldwise())
    };
    let candidates = [20.years(), 10.years(), 8.years(), 5.years(), 4.years(), 3.months()];
    candidates.into_iter().find(fits).unwrap_or_else(|| 10.years())
}
