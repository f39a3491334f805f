//! What the measurements mean: observations in, findings out. It knows thresholds, not consequences.

mod age;
mod agreement;
mod consistency;
mod crosscheck;
mod document;
mod evidence;
mod expiry;
mod face;
mod licence;
mod liveness;
mod number;
mod plausibility;
mod quality;
mod record;
mod required;
mod specimen;
#[cfg(test)]
mod tests;
mod zone;

use jiff::civil::Date;

pub use crosscheck::{CrossCheck, CrossPair, CrossValue, Verdict};
pub use liveness::face_check_failure;
pub use record::read_identity;

use crate::{
    case::Claims,
    finding::{Finding, FindingCode},
    observation::Examination,
    policy::Policy,
    transition::ReadIdentity,
};
use evidence::Evidence;

/// What is known beside the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Circumstances {
    /// Whether the document is verified on another account: ask the store with [`read_identity`]'s document.
    pub duplicate_document: bool,
}

/// What an examination comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// Every conclusion, in a stable order.
    pub findings: Vec<Finding>,
    /// What an approval would record; `None` where the document could not be read well enough.
    pub identity: Option<ReadIdentity>,
    /// Each field from each source side by side.
    pub crosschecks: Vec<CrossCheck>,
}

/// Judges an examination by the policy's thresholds, as of the day `today`.
#[must_use]
pub fn judge(
    examination: &Examination,
    claims: &Claims,
    circumstances: &Circumstances,
    policy: &Policy,
    today: Date,
) -> Judgement {
    let evidence = Evidence::new(examination, claims, policy, today);
    let mut findings = Vec::new();
    findings.extend(quality::judge(&evidence));
    findings.extend(document::judge(&evidence));
    findings.extend(number::judge(&evidence, circumstances.duplicate_document));
    findings.extend(specimen::judge(&evidence));
    findings.extend(zone::judge(&evidence));
    findings.extend(licence::judge(&evidence));
    findings.extend(required::judge(&evidence));
    findings.extend(consistency::judge(&evidence));
    findings.extend(plausibility::judge(&evidence));
    findings.extend(expiry::judge(&evidence));
    findings.extend(age::judge(&evidence));
    findings.extend(face::judge(&evidence));
    findings.extend(liveness::judge(&evidence));
    let crosschecks = evidence.table.into_iter().map(|row| row.check).collect();
    Judgement { findings: once_each(findings), identity: read_identity(examination), crosschecks }
}

/// The first finding of each code, picture, field and rule: the same doubt from two measures is one doubt.
fn once_each(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings {
        let about = |finding: &Finding| {
            let rule =
                finding.detail.as_ref().filter(|_| finding.code != FindingCode::DocumentUnreadableField);
            (finding.code, finding.image, finding.field, rule.map(|detail| detail.rule))
        };
        let same = |other: &Finding| about(other) == about(&finding);
        if !kept.iter().any(same) {
            kept.push(finding);
        }
    }
    kept
}
