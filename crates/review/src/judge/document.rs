//! Whether it is a document that is taken: its kind, its issuer, its sides.

use identity::catalogue::{CountryKind, DocumentKind, country};

use super::evidence::Evidence;
use crate::{
    finding::{Finding, FindingCode},
    observation::ImageRole,
};

/// Kind, sides and issuer.
pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let Some(kind) = evidence.kind() else { return vec![unknown(evidence)] };
    [accepted(evidence, kind), back(evidence, kind), issuer(evidence)].into_iter().flatten().collect()
}

fn unknown(evidence: &Evidence<'_>) -> Finding {
    let finding = Finding::new(FindingCode::DocumentTypeUnknown).about_image(ImageRole::Front);
    match evidence.examination.document.kind {
        Some(kind) => finding.measured(f64::from(kind.confidence), evidence.thresholds().kind_confidence_min),
        None => finding,
    }
}

/// An officer's card that has expired is the measure of expiry's matter.
fn accepted(evidence: &Evidence<'_>, kind: DocumentKind) -> Option<Finding> {
    let code = match kind {
        DocumentKind::TemporaryId => FindingCode::DocumentTemporaryId,
        DocumentKind::StudentCard => FindingCode::DocumentStudentCard,
        _ => FindingCode::DocumentTypeNotAccepted,
    };
    let issuer = evidence.issuer().and_then(country).map(|issuer| issuer.code);
    let taken = evidence.policy.documents.accepts(kind, issuer);
    (!taken).then(|| Finding::new(code).about_image(ImageRole::Front))
}

fn back(evidence: &Evidence<'_>, kind: DocumentKind) -> Option<Finding> {
    let needed = evidence.policy.documents.back_required.contains(&kind);
    let missing = needed && evidence.image(ImageRole::Back).is_none();
    missing.then(|| Finding::new(FindingCode::DocumentSideMissing).about_image(ImageRole::Back))
}

fn issuer(evidence: &Evidence<'_>) -> Option<Finding> {
    let code = evidence.examination.document.issuer.as_deref();
    let Some(issuer) = code.and_then(country) else {
        return Some(Finding::new(FindingCode::DocumentTypeUnknown).about_image(ImageRole::Front));
    };
    if issuer.kind == CountryKind::Specimen {
        // The measure of specimens says what to make of it.
        return None;
    }
    let taken = evidence.policy.documents.accepts_region(issuer.code);
    (!taken).then(|| Finding::new(FindingCode::DocumentRegionNotAccepted).about_image(ImageRole::Front))
}
