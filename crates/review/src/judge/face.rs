//! The selfie by itself, and the selfie against the portrait: alike, not alike, or not to be told.

use super::evidence::Evidence;
use crate::{
    finding::{Finding, FindingCode},
    observation::{FaceSeen, ImageReading, ImageRole, QualityKind},
};

/// Nothing where no selfie is there and none is wanted.
pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let Some(selfie) = evidence.image(ImageRole::Selfie) else {
        let wanted = evidence.policy.selfie_required;
        let missing = Finding::new(FindingCode::FaceNotRun).about_image(ImageRole::Selfie);
        return wanted.then_some(missing).into_iter().collect();
    };
    let mut findings = of_selfie(evidence, selfie);
    let face = &evidence.examination.face;
    if face.portrait.is_none() {
        findings.push(Finding::new(FindingCode::FacePortraitAbsent).about_image(ImageRole::Front));
    }
    if face.portrait.is_some() && face.selfie.is_some() {
        findings.extend(likeness(evidence, face.similarity));
    }
    findings
}

fn of_selfie(evidence: &Evidence<'_>, selfie: &ImageReading) -> Vec<Finding> {
    let Some(face) = &evidence.examination.face.selfie else {
        return vec![Finding::new(FindingCode::FaceSelfieAbsent).about_image(ImageRole::Selfie)];
    };
    let found = [several(evidence, selfie), head_angle(evidence, face), too_dark(evidence, selfie)];
    found.into_iter().flatten().collect()
}

fn several(evidence: &Evidence<'_>, selfie: &ImageReading) -> Option<Finding> {
    let largest = selfie.faces.iter().map(|face| face.inter_eye_px).reduce(f32::max)?;
    let share_min = evidence.thresholds().second_face_share_min;
    let counts = |face: &&FaceSeen| f64::from(face.inter_eye_px) >= share_min * f64::from(largest);
    let mut faces: Vec<&FaceSeen> = selfie.faces.iter().filter(counts).collect();
    faces.sort_by(|a, b| b.inter_eye_px.total_cmp(&a.inter_eye_px));
    let second = faces.get(1)?;
    let finding = Finding::new(FindingCode::FaceSeveral).measured(faces.len() as f64, 1.0);
    Some(finding.at(Some(second.region.clone())))
}

fn head_angle(evidence: &Evidence<'_>, face: &FaceSeen) -> Option<Finding> {
    let pose = face.pose?;
    let largest = [pose.yaw_deg, pose.pitch_deg, pose.roll_deg].map(f32::abs).into_iter().fold(0.0, f32::max);
    let threshold = evidence.thresholds().head_angle_deg_max;
    let finding = Finding::new(FindingCode::FaceHeadAngle).measured(f64::from(largest), threshold);
    (f64::from(largest) > threshold).then(|| finding.at(Some(face.region.clone())))
}

fn too_dark(evidence: &Evidence<'_>, selfie: &ImageReading) -> Option<Finding> {
    let measure = selfie.quality.iter().find(|measure| measure.kind == QualityKind::Brightness)?;
    let threshold = evidence.thresholds().face_brightness_min;
    let finding = Finding::new(FindingCode::FaceTooDark).about_image(ImageRole::Selfie);
    (measure.value < threshold).then(|| finding.measured(measure.value, threshold).at(measure.region.clone()))
}

/// Below the lower threshold two persons, from the upper one the same; between them the machine cannot tell.
fn likeness(evidence: &Evidence<'_>, similarity: Option<f64>) -> Option<Finding> {
    let thresholds = evidence.thresholds();
    let about = |code| Finding::new(code).about_image(ImageRole::Selfie);
    match similarity {
        Some(value) if value >= thresholds.face_match_min => None,
        Some(value) if value < thresholds.face_no_match_max => {
            Some(about(FindingCode::FaceMismatch).measured(value, thresholds.face_no_match_max))
        }
        Some(value) => Some(about(FindingCode::FaceCannotTell).measured(value, thresholds.face_match_min)),
        None => Some(about(FindingCode::FaceCannotTell)),
    }
}
