//! Whether the pictures of the document can be used.

use super::evidence::Evidence;
use crate::{
    finding::{Finding, FindingCode},
    observation::{ImageReading, ImageRole, QualityKind, QualityMeasure},
    policy::Thresholds,
};

/// Front and back, measure by measure.
pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let sides = [ImageRole::Front, ImageRole::Back].into_iter().filter_map(|role| evidence.image(role));
    sides.flat_map(|image| of_picture(evidence, image)).collect()
}

fn of_picture(evidence: &Evidence<'_>, image: &ImageReading) -> Vec<Finding> {
    let mut findings: Vec<Finding> = presence(evidence, image).into_iter().collect();
    // Without a document in the frame only what is true of the whole frame means anything.
    let absent = findings.iter().any(|finding| finding.code == FindingCode::DocumentAbsent);
    let measures = image.quality.iter().filter(|measure| !absent || of_whole_frame(measure.kind));
    findings.extend(measures.filter_map(|measure| of_measure(evidence.thresholds(), image.role, measure)));
    findings
}

/// None where there is nothing to see or read, several where a second outline is seen clearly.
fn presence(evidence: &Evidence<'_>, image: &ImageReading) -> Option<Finding> {
    let thresholds = evidence.thresholds();
    let best = image.documents.first().map_or(0.0, |sighting| f64::from(sighting.confidence));
    if best < thresholds.document_confidence_min && !was_read(evidence, image.role) {
        let absent = Finding::new(FindingCode::DocumentAbsent).about_image(image.role);
        return Some(absent.measured(best, thresholds.document_confidence_min));
    }
    let clear = |confidence: f32| f64::from(confidence) >= thresholds.second_document_confidence_min;
    let count = 1 + image.documents.iter().skip(1).filter(|sighting| clear(sighting.confidence)).count();
    let second = image.documents.iter().skip(1).find(|sighting| clear(sighting.confidence))?;
    let several = Finding::new(FindingCode::DocumentSeveral).about_image(image.role);
    Some(several.measured(count as f64, 1.0).at(Some(second.region.clone())))
}

/// Whether any field was read from this picture.
fn was_read(evidence: &Evidence<'_>, role: ImageRole) -> bool {
    let fields = evidence.examination.document.fields.iter();
    fields.filter_map(|field| field.region.as_ref()).any(|region| region.image == role)
}

fn of_whole_frame(kind: QualityKind) -> bool {
    matches!(kind, QualityKind::Brightness | QualityKind::DarkShare | QualityKind::BrightShare)
}

fn of_measure(thresholds: &Thresholds, role: ImageRole, measure: &QualityMeasure) -> Option<Finding> {
    let (code, threshold, below) = match measure.kind {
        QualityKind::Sharpness => (FindingCode::DocumentBlur, thresholds.sharpness_min, true),
        QualityKind::Brightness => (FindingCode::DocumentTooDark, thresholds.brightness_min, true),
        QualityKind::DarkShare => (FindingCode::DocumentTooDark, thresholds.dark_share_max, false),
        QualityKind::BrightShare => (FindingCode::DocumentTooBright, thresholds.bright_share_max, false),
        QualityKind::Glare => (FindingCode::DocumentGlare, thresholds.glare_share_max, false),
        QualityKind::DocumentLongSidePx => (FindingCode::DocumentTooSmall, thresholds.long_side_px_min, true),
        QualityKind::CutOff => (FindingCode::DocumentCutOff, thresholds.cut_off_share_max, false),
        QualityKind::Colour => (FindingCode::DocumentPhotocopy, thresholds.chroma_min, true),
    };
    let bad =
        measure.value.is_nan() || if below { measure.value < threshold } else { measure.value > threshold };
    let finding = Finding::new(code).about_image(role).measured(measure.value, threshold);
    bad.then(|| finding.at(measure.region.clone()))
}
