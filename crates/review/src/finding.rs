//! What a measurement means: stable risk codes with the numbers behind them.

use identity::diagnosis::Diagnosis;
use serde::{Deserialize, Serialize};

use crate::{
    detail::Detail,
    observation::{Field, ImageRole, Region},
};

/// One conclusion from the observations. The policy maps its `code` to an outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Which risk.
    pub code: FindingCode,
    /// The picture that it is about, when it is about one.
    pub image: Option<ImageRole>,
    /// The field that it is about, when it is about one.
    pub field: Option<Field>,
    /// What was measured, in the unit of the code.
    pub value: Option<f64>,
    /// The policy's threshold that it was held against.
    pub threshold: Option<f64>,
    /// Where it shows.
    pub region: Option<Region>,
    /// Why two values differ, where that can be told.
    pub diagnosis: Option<Diagnosis>,
    /// The rule that the data broke, where it is about one.
    #[serde(default)]
    pub detail: Option<Detail>,
    /// How many independent sources on the document agree on the fact behind it (two are needed for what cannot be undone).
    pub witnesses: u8,
}

/// Every risk that the review knows. The names on the wire and in policies are `document.glare` and so on: see [`FindingCode::as_str`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FindingCode {
    /// No document in the picture.
    #[serde(rename = "document.absent")]
    DocumentAbsent,
    /// More than one document in the picture.
    #[serde(rename = "document.several")]
    DocumentSeveral,
    /// A side that this type needs was not handed in.
    #[serde(rename = "document.side_missing")]
    DocumentSideMissing,
    /// Specular glare, share of the document 0–1.
    #[serde(rename = "document.glare")]
    DocumentGlare,
    /// Sharpness 0–1 below the threshold.
    #[serde(rename = "document.blur")]
    DocumentBlur,
    /// Mean luminance 0–255 below the threshold.
    #[serde(rename = "document.too_dark")]
    DocumentTooDark,
    /// Share blown out 0–1 above the threshold.
    #[serde(rename = "document.too_bright")]
    DocumentTooBright,
    /// Long side in pixels below the threshold.
    #[serde(rename = "document.too_small")]
    DocumentTooSmall,
    /// Share of the outline beyond the frame 0–1.
    #[serde(rename = "document.cut_off")]
    DocumentCutOff,
    /// Text that must be there could not be read: a required field is missing or below the confidence threshold.
    #[serde(rename = "document.unreadable_field")]
    DocumentUnreadableField,
    /// Expired: value is the days since expiry.
    #[serde(rename = "document.expired")]
    DocumentExpired,
    /// Expires soon: value is the days left.
    #[serde(rename = "document.expires_soon")]
    DocumentExpiresSoon,
    /// The type is not accepted by the policy.
    #[serde(rename = "document.type_not_accepted")]
    DocumentTypeNotAccepted,
    /// The type could not be told.
    #[serde(rename = "document.type_unknown")]
    DocumentTypeUnknown,
    /// A temporary identity card.
    #[serde(rename = "document.temporary_id")]
    DocumentTemporaryId,
    /// A student card.
    #[serde(rename = "document.student_card")]
    DocumentStudentCard,
    /// An officer's card that is past its expiry.
    #[serde(rename = "document.expired_officer_card")]
    DocumentExpiredOfficerCard,
    /// The issuing state or region is not accepted by the policy.
    #[serde(rename = "document.region_not_accepted")]
    DocumentRegionNotAccepted,
    /// This document is verified on another account.
    #[serde(rename = "document.duplicate")]
    DocumentDuplicate,
    /// Front and back belong to different documents.
    #[serde(rename = "document.side_mismatch")]
    DocumentSideMismatch,
    /// A specimen outside the sandbox: issuer `UTO`, a number whose area does not exist, a published specimen's or a
    /// known template's number or name.
    #[serde(rename = "document.specimen")]
    DocumentSpecimen,
    /// Data that cannot be: dates out of order, an area code that does not exist, a validity that does not fit the age.
    #[serde(rename = "document.impossible_data")]
    DocumentImpossibleData,
    /// Mean chroma so low that it looks like a photocopy.
    #[serde(rename = "document.photocopy")]
    DocumentPhotocopy,
    /// An MRZ was expected for this type and none was found.
    #[serde(rename = "mrz.absent")]
    MrzAbsent,
    /// A check digit does not hold; value is how many do not.
    #[serde(rename = "mrz.check_digit")]
    MrzCheckDigit,
    /// The resident ID number's (or another number's) own check digit does not hold.
    #[serde(rename = "number.check_digit")]
    NumberCheckDigit,
    /// The number has none of the forms of its issuer, and it was hardly misread.
    #[serde(rename = "number.form")]
    NumberForm,
    /// The barcode does not keep its own standard; value is how many faults it has.
    #[serde(rename = "barcode.malformed")]
    BarcodeMalformed,
    /// The barcode's issuer does not exist or issues elsewhere.
    #[serde(rename = "barcode.issuer")]
    BarcodeIssuer,
    /// Two sources on the document differ in `field`.
    #[serde(rename = "field.inconsistent")]
    FieldInconsistent,
    /// What the applicant typed differs from the document in `field`.
    #[serde(rename = "claim.mismatch")]
    ClaimMismatch,
    /// Under the policy's age: value is the age in years.
    #[serde(rename = "applicant.underage")]
    ApplicantUnderage,
    /// The birth date could not be established, so the age is unknown.
    #[serde(rename = "applicant.age_unknown")]
    ApplicantAgeUnknown,
    /// No portrait was found on the document.
    #[serde(rename = "face.portrait_absent")]
    FacePortraitAbsent,
    /// No face was found in the selfie.
    #[serde(rename = "face.selfie_absent")]
    FaceSelfieAbsent,
    /// Several faces in the selfie: value is how many.
    #[serde(rename = "face.several")]
    FaceSeveral,
    /// The head is turned too far: value is the largest angle in degrees.
    #[serde(rename = "face.head_angle")]
    FaceHeadAngle,
    /// The selfie is too dark: mean luminance of the face 0–255.
    #[serde(rename = "face.too_dark")]
    FaceTooDark,
    /// The faces differ: similarity below the lower threshold.
    #[serde(rename = "face.mismatch")]
    FaceMismatch,
    /// Similarity between the two thresholds: the machine cannot tell.
    #[serde(rename = "face.cannot_tell")]
    FaceCannotTell,
    /// No selfie was handed in though the policy wants one.
    #[serde(rename = "face.not_run")]
    FaceNotRun,
    /// No face check was run though the policy wants one.
    #[serde(rename = "liveness.not_run")]
    LivenessNotRun,
    /// The film does not show the movements that were asked for.
    #[serde(rename = "liveness.not_followed")]
    LivenessNotFollowed,
    /// The turning head moves as a flat picture does: see [`crate::observation::FilmKind::Depth`].
    #[serde(rename = "liveness.flat")]
    LivenessFlat,
    /// Straight edges surround the face: share of frames 0–1.
    #[serde(rename = "liveness.framed")]
    LivenessFramed,
    /// The face changed during the check: least likeness 0–1.
    #[serde(rename = "liveness.another_face")]
    LivenessAnotherFace,
    /// The face did not answer the colours of the screen: correlation −1–1.
    #[serde(rename = "liveness.no_reflection")]
    LivenessNoReflection,
    /// Frames repeat pixel for pixel: share 0–1.
    #[serde(rename = "liveness.repeated_frames")]
    LivenessRepeatedFrames,
    /// The frames come as evenly as only a played file does: see [`crate::observation::FilmKind::Unevenness`].
    #[serde(rename = "liveness.even_stream")]
    LivenessEvenStream,
    /// The camera calls itself by the name of a program.
    #[serde(rename = "liveness.virtual_camera")]
    LivenessVirtualCamera,
    /// The examination could not be finished; a person must look.
    #[serde(rename = "examination.failed")]
    ExaminationFailed,
}

impl FindingCode {
    /// Every code, in the order of declaration.
    pub const ALL: [FindingCode; 51] = [
        FindingCode::DocumentAbsent,
        FindingCode::DocumentSeveral,
        FindingCode::DocumentSideMissing,
        FindingCode::DocumentGlare,
        FindingCode::DocumentBlur,
        FindingCode::DocumentTooDark,
        FindingCode::DocumentTooBright,
        FindingCode::DocumentTooSmall,
        FindingCode::DocumentCutOff,
        FindingCode::DocumentUnreadableField,
        FindingCode::DocumentExpired,
        FindingCode::DocumentExpiresSoon,
        FindingCode::DocumentTypeNotAccepted,
        FindingCode::DocumentTypeUnknown,
        FindingCode::DocumentTemporaryId,
        FindingCode::DocumentStudentCard,
        FindingCode::DocumentExpiredOfficerCard,
        FindingCode::DocumentRegionNotAccepted,
        FindingCode::DocumentDuplicate,
        FindingCode::DocumentSideMismatch,
        FindingCode::DocumentSpecimen,
        FindingCode::DocumentImpossibleData,
        FindingCode::DocumentPhotocopy,
        FindingCode::MrzAbsent,
        FindingCode::MrzCheckDigit,
        FindingCode::NumberCheckDigit,
        FindingCode::NumberForm,
        FindingCode::BarcodeMalformed,
        FindingCode::BarcodeIssuer,
        FindingCode::FieldInconsistent,
        FindingCode::ClaimMismatch,
        FindingCode::ApplicantUnderage,
        FindingCode::ApplicantAgeUnknown,
        FindingCode::FacePortraitAbsent,
        FindingCode::FaceSelfieAbsent,
        FindingCode::FaceSeveral,
        FindingCode::FaceHeadAngle,
        FindingCode::FaceTooDark,
        FindingCode::FaceMismatch,
        FindingCode::FaceCannotTell,
        FindingCode::FaceNotRun,
        FindingCode::LivenessNotRun,
        FindingCode::LivenessNotFollowed,
        FindingCode::LivenessFlat,
        FindingCode::LivenessFramed,
        FindingCode::LivenessAnotherFace,
        FindingCode::LivenessNoReflection,
        FindingCode::LivenessRepeatedFrames,
        FindingCode::LivenessEvenStream,
        FindingCode::LivenessVirtualCamera,
        FindingCode::ExaminationFailed,
    ];

    /// The stable name on the wire and in policies, such as `document.glare`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            FindingCode::DocumentAbsent => "document.absent",
            FindingCode::DocumentSeveral => "document.several",
            FindingCode::DocumentSideMissing => "document.side_missing",
            FindingCode::DocumentGlare => "document.glare",
            FindingCode::DocumentBlur => "document.blur",
            FindingCode::DocumentTooDark => "document.too_dark",
            FindingCode::DocumentTooBright => "document.too_bright",
            FindingCode::DocumentTooSmall => "document.too_small",
            FindingCode::DocumentCutOff => "document.cut_off",
            FindingCode::DocumentUnreadableField => "document.unreadable_field",
            FindingCode::DocumentExpired => "document.expired",
            FindingCode::DocumentExpiresSoon => "document.expires_soon",
            FindingCode::DocumentTypeNotAccepted => "document.type_not_accepted",
            FindingCode::DocumentTypeUnknown => "document.type_unknown",
            FindingCode::DocumentTemporaryId => "document.temporary_id",
            FindingCode::DocumentStudentCard => "document.student_card",
            FindingCode::DocumentExpiredOfficerCard => "document.expired_officer_card",
            FindingCode::DocumentRegionNotAccepted => "document.region_not_accepted",
            FindingCode::DocumentDuplicate => "document.duplicate",
            FindingCode::DocumentSideMismatch => "document.side_mismatch",
            FindingCode::DocumentSpecimen => "document.specimen",
            FindingCode::DocumentImpossibleData => "document.impossible_data",
            FindingCode::DocumentPhotocopy => "document.photocopy",
            FindingCode::MrzAbsent => "mrz.absent",
            FindingCode::MrzCheckDigit => "mrz.check_digit",
            FindingCode::NumberCheckDigit => "number.check_digit",
            FindingCode::NumberForm => "number.form",
            FindingCode::BarcodeMalformed => "barcode.malformed",
            FindingCode::BarcodeIssuer => "barcode.issuer",
            FindingCode::FieldInconsistent => "field.inconsistent",
            FindingCode::ClaimMismatch => "claim.mismatch",
            FindingCode::ApplicantUnderage => "applicant.underage",
            FindingCode::ApplicantAgeUnknown => "applicant.age_unknown",
            FindingCode::FacePortraitAbsent => "face.portrait_absent",
            FindingCode::FaceSelfieAbsent => "face.selfie_absent",
            FindingCode::FaceSeveral => "face.several",
            FindingCode::FaceHeadAngle => "face.head_angle",
            FindingCode::FaceTooDark => "face.too_dark",
            FindingCode::FaceMismatch => "face.mismatch",
            FindingCode::FaceCannotTell => "face.cannot_tell",
            FindingCode::FaceNotRun => "face.not_run",
            FindingCode::LivenessNotRun => "liveness.not_run",
            FindingCode::LivenessNotFollowed => "liveness.not_followed",
            FindingCode::LivenessFlat => "liveness.flat",
            FindingCode::LivenessFramed => "liveness.framed",
            FindingCode::LivenessAnotherFace => "liveness.another_face",
            FindingCode::LivenessNoReflection => "liveness.no_reflection",
            FindingCode::LivenessRepeatedFrames => "liveness.repeated_frames",
            FindingCode::LivenessEvenStream => "liveness.even_stream",
            FindingCode::LivenessVirtualCamera => "liveness.virtual_camera",
            FindingCode::ExaminationFailed => "examination.failed",
        }
    }
}

impl std::fmt::Display for FindingCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Finding {
    /// A finding about nothing in particular: the other parts are filled in with the `about_…` and `with_…` methods.
    #[must_use]
    pub fn new(code: FindingCode) -> Finding {
        Finding {
            code,
            image: None,
            field: None,
            value: None,
            threshold: None,
            region: None,
            diagnosis: None,
            detail: None,
            witnesses: 0,
        }
    }

    /// The same, about a picture.
    #[must_use]
    pub fn about_image(self, image: ImageRole) -> Finding {
        Finding { image: Some(image), ..self }
    }

    /// The same, about a field.
    #[must_use]
    pub fn about_field(self, field: Field) -> Finding {
        Finding { field: Some(field), ..self }
    }

    /// The same, with a place, which also tells the picture.
    #[must_use]
    pub fn at(self, region: Option<Region>) -> Finding {
        let image = region.as_ref().map(|r| r.image).or(self.image);
        Finding { region, image, ..self }
    }

    /// The same, with the rule that was broken.
    #[must_use]
    pub fn because(self, detail: Detail) -> Finding {
        Finding { detail: Some(detail), ..self }
    }

    /// The same, with a measured value held against a threshold.
    #[must_use]
    pub fn measured(self, value: f64, threshold: f64) -> Finding {
        Finding { value: Some(value), threshold: Some(threshold), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_complete_and_names_match_the_wire() {
        assert_eq!(FindingCode::ALL.len(), FindingCode::ExaminationFailed as usize + 1);
        for (index, code) in FindingCode::ALL.into_iter().enumerate() {
            assert_eq!(code as usize, index, "{code}");
            let wire = serde_json::to_string(&code).unwrap();
            assert_eq!(wire, format!("\"{code}\""));
        }
    }
}
