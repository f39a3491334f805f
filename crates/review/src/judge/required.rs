//! Whether every field that this kind must give was read well enough.

use super::evidence::Evidence;
use crate::{
    finding::{Finding, FindingCode},
    observation::Field,
};

/// Fields that are missing or uncertain. A document of unknown kind is a doubt already.
pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let Some(kind) = evidence.kind() else { return Vec::new() };
    let required = evidence.policy.documents.required_fields(kind);
    required.iter().filter_map(|&field| unread(evidence, field)).collect()
}

fn unread(evidence: &Evidence<'_>, field: Field) -> Option<Finding> {
    let candidates = match field {
        Field::Name => vec![evidence.settled(Field::Name), evidence.settled(Field::LatinName)],
        other => vec![evidence.settled(other)],
    };
    if candidates.iter().flatten().any(|settled| settled.reliable) {
        return None;
    }
    let best = candidates.into_iter().flatten().next();
    let confidence = best.as_ref().map_or(0.0, |settled| f64::from(settled.reading.confidence));
    let finding = Finding::new(FindingCode::DocumentUnreadableField).about_field(field);
    let measured = finding.measured(confidence, evidence.thresholds().field_confidence_min);
    Some(measured.at(best.and_then(|settled| settled.reading.region.clone())))
}
