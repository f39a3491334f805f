//! Which findings, rejections and codes can come about under a policy's own settings.

use std::collections::BTreeSet;

use identity::catalogue::DocumentKind;

use super::{Found, RemarkKind};
use crate::{
    decision,
    finding::FindingCode as F,
    policy::{Action, CodeText, Policy, Rule},
};

/// Rules that nothing reaches, and rejections for which there are never witnesses enough.
pub(super) fn remarks(policy: &Policy) -> Vec<Found> {
    let counted = policy.rules.iter().filter(|(_, rule)| rule.action != Action::Ignore);
    let mut found: Vec<Found> = counted.filter_map(|(&code, rule)| remark(policy, code, rule)).collect();
    found.extend(never_suspected(policy));
    found
}

fn remark(policy: &Policy, finding: F, rule: &Rule) -> Option<Found> {
    let path = ["rules", finding.as_str()];
    if let Some(why) = impossible(policy, finding) {
        let message = format!("`{finding}` is never found: {why}");
        return Some(Found::new(RemarkKind::RuleUnreachable, &path, message));
    }
    let needed = policy.witnesses_min;
    let most = witnesses_max(finding);
    (rule.action == Action::Decline && irrevocable(policy, rule) && most < needed).then(|| {
        let message = format!(
            "`{finding}` never declines: its code needs {needed} witnesses and it has {most} at the most, so a person decides"
        );
        Found::new(RemarkKind::NeverDeclines, &path, message)
    })
}

/// Why a finding cannot be made; `None` where it can.
pub(super) fn impossible(policy: &Policy, finding: F) -> Option<&'static str> {
    document(policy, finding).or_else(|| picture(policy, finding)).or_else(|| person(policy, finding))
}

fn document(policy: &Policy, finding: F) -> Option<&'static str> {
    let documents = &policy.documents;
    let taken_of_all = |kind: DocumentKind| {
        documents.accepted.contains(&kind)
            && documents.accepted_of.values().all(|kinds| kinds.contains(&kind))
    };
    let others = || {
        let apart = [DocumentKind::TemporaryId, DocumentKind::StudentCard];
        DocumentKind::ALL.into_iter().filter(move |kind| !apart.contains(kind))
    };
    let all_regions = documents.regions_accepted.contains("*") && documents.regions_refused.is_empty();
    let (never, why) = match finding {
        F::DocumentSideMissing => (documents.back_required.is_empty(), "no kind needs its back"),
        F::DocumentExpiresSoon => (documents.remaining_days_min == 0, "`remaining_days_min` is 0"),
        F::DocumentTypeNotAccepted => (others().all(taken_of_all), "every kind is accepted"),
        F::DocumentTemporaryId => (taken_of_all(DocumentKind::TemporaryId), "temporary cards are accepted"),
        F::DocumentStudentCard => (taken_of_all(DocumentKind::StudentCard), "student cards are accepted"),
        F::DocumentRegionNotAccepted => (all_regions, "every issuer is accepted"),
        F::DocumentSpecimen => (policy.sandbox, "in the sandbox specimens are documents"),
        F::MrzAbsent => (documents.mrz_required.is_empty(), "no kind must have a machine-readable zone"),
        _ => (false, ""),
    };
    never.then_some(why)
}

/// A threshold at the end of its range is one that nothing lies beyond.
fn picture(policy: &Policy, finding: F) -> Option<&'static str> {
    let t = &policy.thresholds;
    let dark = t.brightness_min <= 0.0 && t.dark_share_max >= 1.0;
    let (never, why) = match finding {
        F::DocumentAbsent => {
            (t.document_confidence_min <= 0.0, "nothing lies below `document_confidence_min`")
        }
        F::DocumentGlare => (t.glare_share_max >= 1.0, "nothing lies above `glare_share_max`"),
        F::DocumentBlur => (t.sharpness_min <= 0.0, "nothing lies below `sharpness_min`"),
        F::DocumentTooDark => (dark, "nothing lies beyond `brightness_min` or `dark_share_max`"),
        F::DocumentTooBright => (t.bright_share_max >= 1.0, "nothing lies above `bright_share_max`"),
        F::DocumentTooSmall => (t.long_side_px_min <= 0.0, "nothing lies below `long_side_px_min`"),
        F::DocumentCutOff => (t.cut_off_share_max >= 1.0, "nothing lies above `cut_off_share_max`"),
        F::DocumentPhotocopy => (t.chroma_min <= 0.0, "nothing lies below `chroma_min`"),
        F::FaceMismatch => (t.face_no_match_max <= 0.0, "nothing lies below `face_no_match_max`"),
        F::FaceHeadAngle => (t.head_angle_deg_max >= 180.0, "nothing lies above `head_angle_deg_max`"),
        F::FaceTooDark => (t.face_brightness_min <= 0.0, "nothing lies below `face_brightness_min`"),
        _ => (false, ""),
    };
    never.then_some(why)
}

fn person(policy: &Policy, finding: F) -> Option<&'static str> {
    let live = &policy.liveness;
    let unasked = !live.required || policy.sandbox;
    let colourless = live.colours_count == 0 || live.reflection_min <= -1.0;
    let (never, why) = match finding {
        F::ClaimMismatch => (!policy.claims.compared, "claims are not compared"),
        F::ApplicantUnderage => (policy.applicant.age_years_min == 0, "`age_years_min` is 0"),
        F::FaceNotRun => (!policy.selfie_required, "no selfie is required"),
        F::LivenessNotRun => (unasked, "no face check is required, or a photograph may stand in for it"),
        F::LivenessFlat => (live.depth_min <= 0.0, "nothing lies below `depth_min`"),
        F::LivenessFramed => (live.framed_share_max >= 1.0, "nothing lies above `framed_share_max`"),
        F::LivenessAnotherFace => (live.same_person_min <= 0.0, "nothing lies below `same_person_min`"),
        F::LivenessNoReflection => {
            (colourless, "no colours are shown, or nothing lies below `reflection_min`")
        }
        F::LivenessRepeatedFrames => {
            (live.repeated_share_max >= 1.0, "nothing lies above `repeated_share_max`")
        }
        F::LivenessEvenStream => (live.unevenness_min <= 0.0, "nothing lies below `unevenness_min`"),
        F::LivenessVirtualCamera => (live.cameras_refused.is_empty(), "no camera is refused"),
        _ => (false, ""),
    };
    never.then_some(why)
}

/// The most sources on a document that can agree on what is behind a finding: what is printed, the zone, a number, a
/// barcode; for a known document also its number's own check digit.
fn witnesses_max(finding: F) -> u8 {
    match finding {
        F::DocumentDuplicate => 5,
        F::ApplicantUnderage
        | F::ClaimMismatch
        | F::DocumentExpired
        | F::DocumentExpiresSoon
        | F::DocumentExpiredOfficerCard => 4,
        _ => 0,
    }
}

pub(super) fn irrevocable(policy: &Policy, rule: &Rule) -> bool {
    rule.code.as_deref().and_then(|code| policy.code(code)).is_some_and(CodeText::irrevocable)
}

/// What a rule names when its finding is made: `E001/glare`; for `by_field` one for each field.
pub(super) fn spelled(policy: &Policy, rule: &Rule) -> BTreeSet<String> {
    let Some(code) = &rule.code else { return BTreeSet::new() };
    let spell = |reason: &str| decision::spelled(code, reason);
    match rule.reason.as_str() {
        "by_field" => policy.field_reasons.values().map(|reason| spell(reason)).collect(),
        reason => [spell(reason)].into(),
    }
}

/// Every code and sub-reason that some rule leads to, with the bare codes.
fn suspected(policy: &Policy) -> BTreeSet<String> {
    let counts =
        |finding: F, rule: &Rule| rule.action != Action::Ignore && impossible(policy, finding).is_none();
    let rules = policy.rules.iter().filter(|(finding, rule)| counts(**finding, rule));
    let names = rules.flat_map(|(_, rule)| rule.code.iter().cloned().chain(spelled(policy, rule)));
    names.collect()
}

/// Approving against a code takes two persons only where something raises that code.
fn never_suspected(policy: &Policy) -> Vec<Found> {
    let suspected = suspected(policy);
    let codes = policy.review.two_persons_overriding.iter().filter(|code| !suspected.contains(*code));
    let remark = |code: &String| {
        let message = format!("no finding leads to `{code}`: approving never goes against it");
        Found::new(RemarkKind::NeverSuspected, &["review", "two_persons_overriding"], message)
    };
    codes.map(remark).collect()
}

/// Codes and sub-reasons that no rule gives or suggests.
pub(super) fn by_person_alone(policy: &Policy) -> Vec<Found> {
    let suspected = suspected(policy);
    let note = |path: &[&str], name: &str| {
        let message =
            format!("no rule leads to `{name}`: only a person, or the face check while it runs, gives it");
        Found::new(RemarkKind::OnlyByPerson, path, message)
    };
    let mut found = Vec::new();
    for (name, code) in &policy.codes {
        if !suspected.contains(name) {
            found.push(note(&["codes", name], name));
            continue;
        }
        let silent = code.reasons.keys().filter(|reason| !suspected.contains(&format!("{name}/{reason}")));
        found.extend(
            silent.map(|reason| note(&["codes", name, "reasons", reason], &format!("{name}/{reason}"))),
        );
    }
    found
}
