//! The face check: that it was run and followed, and what its film says against a living face before the camera.

use super::evidence::Evidence;
use crate::{
    finding::{Finding, FindingCode},
    liveness::replay,
    observation::{FilmKind, ImageRole, LivenessReading},
    policy::{Action, LivenessRule, Policy},
};

/// Where a selfie was handed in. In the sandbox a photograph may stand in for the check.
pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let rule = &evidence.policy.liveness;
    if evidence.image(ImageRole::Selfie).is_none() {
        return Vec::new();
    }
    let Some(reading) = &evidence.examination.liveness else {
        let wanted = rule.required && !evidence.policy.sandbox;
        return wanted.then(|| about(FindingCode::LivenessNotRun)).into_iter().collect();
    };
    of_reading(reading, evidence.policy)
}

/// The sub-reason that a face check is rejected with by what its film shows; `None` where nothing speaks against it.
#[must_use]
pub fn face_check_failure(reading: &LivenessReading, policy: &Policy) -> Option<String> {
    let findings = of_reading(reading, policy);
    let rules = findings.iter().map(|finding| policy.rule(finding.code));
    rules.filter(|rule| rule.action == Action::Decline).map(|rule| rule.reason.clone()).next()
}

fn of_reading(reading: &LivenessReading, policy: &Policy) -> Vec<Finding> {
    let rule = &policy.liveness;
    let mut findings = Vec::new();
    if replay(&rule.movements, &reading.plan, &reading.moments).is_err() {
        findings.push(about(FindingCode::LivenessNotFollowed));
    }
    if is_refused(&reading.camera, &rule.cameras_refused) {
        findings.push(about(FindingCode::LivenessVirtualCamera));
    }
    findings.extend(of_film(reading, rule));
    findings
}

fn about(code: FindingCode) -> Finding {
    Finding::new(code).about_image(ImageRole::Selfie)
}

/// Whether a camera's name holds one of the refused words, in whatever case.
fn is_refused(camera: &str, refused: &[String]) -> bool {
    let camera = camera.to_lowercase();
    refused.iter().any(|word| camera.contains(&word.to_lowercase()))
}

/// Measures that lie beyond their thresholds. One that could not be taken says nothing.
fn of_film(reading: &LivenessReading, rule: &LivenessRule) -> Vec<Finding> {
    let least = [
        (FilmKind::Depth, rule.depth_min, FindingCode::LivenessFlat),
        (FilmKind::Unevenness, rule.unevenness_min, FindingCode::LivenessEvenStream),
        (FilmKind::SamePerson, rule.same_person_min, FindingCode::LivenessAnotherFace),
        (FilmKind::Reflection, rule.reflection_min, FindingCode::LivenessNoReflection),
    ];
    let most = [
        (FilmKind::Repeated, rule.repeated_share_max, FindingCode::LivenessRepeatedFrames),
        (FilmKind::Framed, rule.framed_share_max, FindingCode::LivenessFramed),
    ];
    let measured = |kind, threshold, code, beyond: fn(f64, f64) -> bool| {
        let value = reading.measure(kind).filter(|value| beyond(*value, threshold));
        value.map(|value| about(code).measured(value, threshold))
    };
    let below = least.into_iter().filter_map(|(kind, min, code)| measured(kind, min, code, |v, t| v < t));
    let above = most.into_iter().filter_map(|(kind, max, code)| measured(kind, max, code, |v, t| v > t));
    below.chain(above).collect()
}
