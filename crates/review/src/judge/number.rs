//! Whether the document's number can be one of its kind, and whether it is verified elsewhere.

use identity::{
    catalogue::DocumentKind,
    number::{
        NumberError, compatriot, hkid, home_return, macao_hk_permit, permanent_residence, prc_passport,
        residence_permit, resident_id,
    },
};

use super::evidence::{Evidence, Settled};
use crate::{
    finding::{Finding, FindingCode},
    observation::Field,
};

/// The number's own rules, then the duplicate.
pub(super) fn judge(evidence: &Evidence<'_>, duplicate: bool) -> Vec<Finding> {
    let Some(number) = evidence.settled(Field::DocumentNumber) else {
        return duplicate.then(|| Finding::new(FindingCode::DocumentDuplicate)).into_iter().collect();
    };
    let verdict = verdict(evidence, &number.reading.value);
    let fault = verdict.and_then(Result::err).and_then(|error| fault(evidence, &number, error));
    let known =
        duplicate.then(|| verified_elsewhere(&number, has_check_digit(evidence) && verdict == Some(Ok(()))));
    fault.into_iter().chain(known).collect()
}

/// `None` for kinds whose numbers follow no rule that is known here.
fn verdict(evidence: &Evidence<'_>, number: &str) -> Option<Result<(), NumberError>> {
    let chinese = evidence.examination.document.issuer.as_deref() == Some("CHN");
    let result = match evidence.kind()? {
        DocumentKind::ResidentIdCn | DocumentKind::TemporaryId => resident_id::parse(number).map(drop),
        DocumentKind::Hkid => hkid::parse(number).map(drop),
        DocumentKind::HomeReturnPermit => home_return::parse(number).map(drop),
        DocumentKind::CompatriotPermit => compatriot::parse(number).map(drop),
        DocumentKind::HkMacaoPermit => macao_hk_permit::parse(number).map(drop),
        DocumentKind::Passport if chinese => prc_passport::parse(number).map(drop),
        DocumentKind::ResidencePermit if chinese => {
            let permanent = |_| permanent_residence::parse(number).map(drop);
            residence_permit::parse(number).map(drop).or_else(permanent)
        }
        _ => return None,
    };
    Some(result)
}

/// What a fault of the number means. A form that does not fit its kind was misread rather than invented.
fn fault(evidence: &Evidence<'_>, number: &Settled<'_>, error: NumberError) -> Option<Finding> {
    let code = match error {
        NumberError::Region if evidence.policy.sandbox => return None,
        NumberError::Region => FindingCode::DocumentSpecimen,
        NumberError::Check { .. } => FindingCode::NumberCheckDigit,
        NumberError::BirthDate | NumberError::FirstGeneration => FindingCode::DocumentImpossibleData,
        NumberError::Length | NumberError::Character(_) | NumberError::Prefix => {
            FindingCode::DocumentUnreadableField
        }
    };
    let finding = Finding::new(code).about_field(Field::DocumentNumber).at(number.reading.region.clone());
    Some(match code {
        FindingCode::DocumentUnreadableField => {
            finding.measured(f64::from(number.reading.confidence), evidence.thresholds().field_confidence_min)
        }
        _ => finding,
    })
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
