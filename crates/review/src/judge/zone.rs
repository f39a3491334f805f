//! The machine-readable zone: whether it is there, and whether its check digits hold.

use identity::mrz::{Check, CheckField};

use super::evidence::Evidence;
use crate::{
    detail::{DataRule, Detail},
    finding::{Finding, FindingCode},
    observation::{ImageRole, MrzReading},
};

/// The zone of a kind that has one.
pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let found = match &evidence.examination.document.mrz {
        Some(zone) => faulty(evidence, zone),
        None => absent(evidence),
    };
    found.into_iter().collect()
}

fn absent(evidence: &Evidence<'_>) -> Option<Finding> {
    let documents = &evidence.policy.documents;
    let kind = evidence.kind().filter(|kind| documents.mrz_required.contains(kind))?;
    let side = if documents.back_required.contains(&kind) { ImageRole::Back } else { ImageRole::Front };
    Some(Finding::new(FindingCode::MrzAbsent).about_image(side))
}

fn faulty(evidence: &Evidence<'_>, zone: &MrzReading) -> Option<Finding> {
    let wrong: Vec<&Check> = zone.checks.iter().filter(|check| !check.ok).collect();
    if !wrong.is_empty() {
        let finding = Finding::new(FindingCode::MrzCheckDigit).measured(wrong.len() as f64, 0.0);
        return Some(finding.at(zone.region.clone()).because(detail(&wrong)));
    }
    // All check digits hold, and yet a character stands where its field does not let it.
    let finding = Finding::new(FindingCode::DocumentUnreadableField).at(zone.region.clone());
    let measured = finding.measured(f64::from(zone.confidence), evidence.thresholds().field_confidence_min);
    (!zone.valid).then_some(measured)
}

/// Which digits belong there and which stand there.
fn detail(wrong: &[&Check]) -> Detail {
    let list = |digit: fn(&Check) -> char| {
        wrong
            .iter()
            .map(|check| format!("{} {}", name(check.field), digit(check)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    Detail::new(DataRule::ZoneCheckDigit, list(|check| check.computed), list(|check| check.printed))
}

fn name(field: CheckField) -> &'static str {
    match field {
        CheckField::DocumentNumber => "document_number",
        CheckField::BirthDate => "birth_date",
        CheckField::ExpiryDate => "expiry_date",
        CheckField::OptionalData => "optional_data",
        CheckField::Composite => "composite",
    }
}
