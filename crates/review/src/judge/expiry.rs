//! Whether the document is still valid, for long enough.

use identity::{catalogue::DocumentKind, date::DateText};

use super::evidence::Evidence;
use crate::{
    finding::{Finding, FindingCode},
    observation::Field,
};

/// A document is valid through the day that it prints. 长期 never ends.
pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let Some(settled) = evidence.relied_on(Field::ExpiryDate) else { return Vec::new() };
    let Some(DateText::Day(end)) = settled.reading.date() else { return Vec::new() };
    let days_left = i64::from((end - evidence.today).get_days());
    let days_min = evidence.policy.documents.remaining_days_min;
    let (code, value, threshold) = if days_left < 0 {
        (expired(evidence), -days_left, 0)
    } else if days_left < i64::from(days_min) {
        (FindingCode::DocumentExpiresSoon, days_left, days_min)
    } else {
        return Vec::new();
    };
    let finding = Finding::new(code).about_field(Field::ExpiryDate).at(settled.reading.region.clone());
    let measured = finding.measured(value as f64, f64::from(threshold));
    vec![Finding { witnesses: settled.witnesses, ..measured }]
}

fn expired(evidence: &Evidence<'_>) -> FindingCode {
    match evidence.kind() {
        Some(DocumentKind::OfficerCard) => FindingCode::DocumentExpiredOfficerCard,
        _ => FindingCode::DocumentExpired,
    }
}
