//! Whether the document's number can be one of its kind, and whether it is verified elsewhere.

use identity::{
    catalogue::DocumentKind,
    number::{
        NumberError, compatriot, hkid, home_return, macao_hk_permit, permanent_residence, prc_passport,
        residence_permit, resident_id,
    },
};
use jiff::civil::Date;

use super::crosscheck::Settled;
use super::evidence::Evidence;
use crate::{
    detail::{DataRule, Detail},
    finding::{Finding, FindingCode},
    observation::Field,
};

/// The number's own rules, then the duplicate.
pub(super) fn judge(evidence: &Evidence<'_>, duplicate: bool) -> Vec<Finding> {
    let Some(number) = evidence.settled(Field::DocumentNumber) else {
        return duplicate.then(|| Finding::new(FindingCode::DocumentDuplicate)).into_iter().collect();
    };
    let verdict = rules(evidence).map(|rules| (rules.parse)(&number.reading.value));
    let fault = verdict.and_then(Result::err).and_then(|error| fault(evidence, &number, error));
    let early = too_early(evidence, &number);
    let known =
        duplicate.then(|| verified_elsewhere(&number, has_check_digit(evidence) && verdict == Some(Ok(()))));
    fault.into_iter().chain(early).chain(known).collect()
}

/// What is known of the numbers of a kind.
struct Rules {
    parse: fn(&str) -> Result<(), NumberError>,
    /// The forms, for those who look into it.
    forms: &'static str,
    /// The first day on which a number of this form was issued.
    since: fn(&str) -> Option<Date>,
}

/// Says whether a number has its form.
type Parse = fn(&str) -> Result<(), NumberError>;
/// The first day on which numbers of this form were issued.
type Since = fn(&str) -> Option<Date>;

/// `None` for kinds whose numbers follow no rule that is known here.
fn rules(evidence: &Evidence<'_>) -> Option<Rules> {
    let chinese = evidence.issuer() == Some("CHN");
    let never: Since = |_| None;
    let (parse, forms, since): (Parse, &str, Since) = match evidence.kind()? {
        DocumentKind::ResidentIdCn | DocumentKind::TemporaryId => (
            |text| resident_id::parse(text).map(drop),
            "18 characters, the last a check (GB 11643-1999)",
            never,
        ),
        DocumentKind::Hkid => (|text| hkid::parse(text).map(drop), "@{1,2}#{6}(check)", never),
        DocumentKind::HomeReturnPermit => (
            |text| home_return::parse(text).map(drop),
            "H or M and 8 or 10 digits; HA or MA and 7",
            home_return::since,
        ),
        DocumentKind::CompatriotPermit => {
            (|text| compatriot::parse(text).map(drop), "8 digits; 10 before 2008-09-25", compatriot::since)
        }
        DocumentKind::HkMacaoPermit => (
            |text| macao_hk_permit::parse(text).map(drop),
            "C and 8, C@ and 7, W and 8 digits",
            macao_hk_permit::since,
        ),
        DocumentKind::Passport if chinese => {
            let forms = "E and 8, E@ and 7, G and 8, 14, 15, PE, SE, DE and 7 digits";
            (|text| prc_passport::parse(text).map(drop), forms, prc_passport::since)
        }
        DocumentKind::ResidencePermit if chinese => (residence, "18 characters, the last a check", never),
        _ => return None,
    };
    Some(Rules { parse, forms, since })
}

fn residence(number: &str) -> Result<(), NumberError> {
    residence_permit::parse(number).map(drop).or_else(|_| permanent_residence::parse(number).map(drop))
}

/// What a fault of the number means. A form that does not fit its kind was misread rather than invented, unless a check
/// digit or an error correction vouches for how it was read.
fn fault(evidence: &Evidence<'_>, number: &Settled<'_>, error: NumberError) -> Option<Finding> {
    let text: Vec<char> = number.reading.value.chars().filter(|c| !c.is_whitespace()).collect();
    let last = text.iter().rev().find(|c| c.is_alphanumeric());
    let part = |from: usize, to: usize| text.iter().skip(from).take(to - from).collect::<String>();
    let forms = rules(evidence)?.forms;
    let (code, detail) = match error {
        // An area that does not exist is a specimen's: that measure says so.
        NumberError::Region => return None,
        NumberError::Check { expected } => (
            FindingCode::NumberCheckDigit,
            Detail::new(DataRule::NumberCheckDigit, expected, last.map(char::to_string).unwrap_or_default()),
        ),
        NumberError::BirthDate => {
            (FindingCode::DocumentImpossibleData, Detail::new(DataRule::NumberBirth, "a day", part(6, 14)))
        }
        NumberError::FirstGeneration => (
            FindingCode::DocumentImpossibleData,
            Detail::new(DataRule::NumberForm, "18 characters since 2013-01-01", "15 digits"),
        ),
        NumberError::Length | NumberError::Character(_) | NumberError::Prefix => {
            let vouched = evidence.checked(number.reading);
            let code = if vouched { FindingCode::NumberForm } else { FindingCode::DocumentUnreadableField };
            (code, Detail::new(DataRule::NumberForm, forms, error))
        }
    };
    let finding = Finding::new(code).about_field(Field::DocumentNumber).at(number.reading.region.clone());
    let finding = finding.because(detail);
    Some(match code {
        FindingCode::DocumentUnreadableField => {
            finding.measured(f64::from(number.reading.confidence), evidence.thresholds().field_confidence_min)
        }
        _ => finding,
    })
}

/// A form of number that did not exist yet on the day of issue.
fn too_early(evidence: &Evidence<'_>, number: &Settled<'_>) -> Option<Finding> {
    let since = (rules(evidence)?.since)(&number.reading.value).filter(|_| number.reliable)?;
    let issue = evidence.day(Field::IssueDate).filter(|issue| *issue < since)?;
    let finding = Finding::new(FindingCode::DocumentImpossibleData).about_field(Field::DocumentNumber);
    let detail =
        Detail::new(DataRule::NumberSeries, format!("issued from {since} on"), format!("issued {issue}"));
    Some(finding.at(number.reading.region.clone()).because(detail))
}

fn has_check_digit(evidence: &Evidence<'_>) -> bool {
    matches!(
        evidence.kind(),
        Some(DocumentKind::ResidentIdCn | DocumentKind::Hkid | DocumentKind::ResidencePermit)
    )
}

/// A number whose own check digit holds has a witness more: a misread digit would have broken it, and what was
/// misread would hardly be a number that is verified already.
fn verified_elsewhere(number: &Settled<'_>, check_digit_holds: bool) -> Finding {
    let finding = Finding::new(FindingCode::DocumentDuplicate).about_field(Field::DocumentNumber);
    let witnesses = number.witnesses.saturating_add(u8::from(check_digit_holds));
    Finding { witnesses, ..finding.at(number.reading.region.clone()) }
}
