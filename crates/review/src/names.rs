//! The stable words of the small enumerations, as serde writes them.

use crate::{
    case::{Claims, Status, Step},
    decision::Outcome,
    detail::DataRule,
    liveness::{Failure, Hint, Phase},
    observation::{Field, ImageRole, QualityKind, Source, Symbology},
    task::Level,
    ticket::{Attachment, TicketKind, TicketStatus},
};

macro_rules! words {
    ($name:ident { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $name {
            /// Every one, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The stable word on the wire, in records and in policies.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $word),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words!(TicketKind { Appeal => "appeal", Correction => "correction" });
words!(TicketStatus {
    Open => "open",
    WaitingForApplicant => "waiting_for_applicant",
    Granted => "granted",
    Refused => "refused",
    Withdrawn => "withdrawn",
});
words!(Attachment { Front => "front", Back => "back", Holder => "holder", OldFront => "old_front" });
words!(Level { Reviewer => "reviewer", Senior => "senior" });
words!(ImageRole { Front => "front", Back => "back", Selfie => "selfie" });
words!(Step { Front => "front", Back => "back", Selfie => "selfie", Claims => "claims" });
words!(Outcome { Approved => "approved", Review => "review", Rejected => "rejected" });
words!(Status {
    RequiresInput => "requires_input",
    Processing => "processing",
    InReview => "in_review",
    Approved => "approved",
    Declined => "declined",
    Canceled => "canceled",
});
words!(Source {
    Claims => "claims",
    Printed => "printed",
    Mrz => "mrz",
    Number => "number",
    Barcode => "barcode",
});
words!(Field {
    Name => "name",
    LatinName => "latin_name",
    BirthDate => "birth_date",
    DocumentNumber => "document_number",
    PersonalNumber => "personal_number",
    Sex => "sex",
    Nationality => "nationality",
    Authority => "authority",
    IssueDate => "issue_date",
    ExpiryDate => "expiry_date",
    Address => "address",
    Ethnicity => "ethnicity",
});
words!(Symbology { Pdf417 => "pdf417", QrCode => "qr_code" });
words!(DataRule {
    BirthInThePast => "birth_in_the_past",
    AgeWithinLife => "age_within_life",
    IssueAfterBirth => "issue_after_birth",
    IssueInThePast => "issue_in_the_past",
    ExpiryAfterIssue => "expiry_after_issue",
    ValidityLength => "validity_length",
    PermanentFromAge => "permanent_from_age",
    NumberForm => "number_form",
    NumberCheckDigit => "number_check_digit",
    NumberBirth => "number_birth",
    NumberSeries => "number_series",
    ZoneCheckDigit => "zone_check_digit",
    BarcodeForm => "barcode_form",
    BarcodeIssuer => "barcode_issuer",
    SpecimenIssuer => "specimen_issuer",
    SpecimenArea => "specimen_area",
    SpecimenNumber => "specimen_number",
    SpecimenName => "specimen_name",
});
words!(QualityKind {
    Sharpness => "sharpness",
    Brightness => "brightness",
    DarkShare => "dark_share",
    BrightShare => "bright_share",
    Glare => "glare",
    DocumentLongSidePx => "document_long_side_px",
    CutOff => "cut_off",
    Colour => "colour",
});
words!(Failure {
    TooDark => "too_dark",
    Backlit => "backlit",
    HeadAngle => "head_angle",
    BlinkFailed => "blink_failed",
    ChallengeNotFollowed => "challenge_not_followed",
    FaceLost => "face_lost",
    SeveralFaces => "several_faces",
});
words!(Hint {
    NoFace => "no_face",
    SeveralFaces => "several_faces",
    TooFar => "too_far",
    TooNear => "too_near",
    OffCentre => "off_centre",
    TooDark => "too_dark",
    TooBright => "too_bright",
    Backlit => "backlit",
    HeadAngle => "head_angle",
    HoldStill => "hold_still",
    NotThis => "not_this",
    BackToMiddle => "back_to_middle",
    BlinkAgain => "blink_again",
});
words!(Phase { Settle => "settle", Challenge => "challenge", Colours => "colours" });

impl Status {
    /// Whether nothing can change it any more.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Status::Approved | Status::Declined | Status::Canceled)
    }
}

impl Step {
    /// The picture that fulfils this step; `None` for the claims.
    #[must_use]
    pub fn image(self) -> Option<ImageRole> {
        match self {
            Step::Front => Some(ImageRole::Front),
            Step::Back => Some(ImageRole::Back),
            Step::Selfie => Some(ImageRole::Selfie),
            Step::Claims => None,
        }
    }
}

impl From<ImageRole> for Step {
    fn from(role: ImageRole) -> Step {
        match role {
            ImageRole::Front => Step::Front,
            ImageRole::Back => Step::Back,
            ImageRole::Selfie => Step::Selfie,
        }
    }
}

impl Claims {
    /// Each part by the name it has on the wire, typed or not.
    pub(crate) fn parts(&self) -> [(&'static str, &Option<String>); 6] {
        [
            ("name", &self.name),
            ("birth_date", &self.birth_date),
            ("document_number", &self.document_number),
            ("sex", &self.sex),
            ("expiry_date", &self.expiry_date),
            ("nationality", &self.nationality),
        ]
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts().iter().all(|(_, text)| text.as_ref().is_none_or(|t| t.trim().is_empty()))
    }

    /// What was typed for a field; `None` also for fields that are not asked for.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&str> {
        let text = match field {
            Field::Name => &self.name,
            Field::BirthDate => &self.birth_date,
            Field::DocumentNumber => &self.document_number,
            Field::Sex => &self.sex,
            Field::ExpiryDate => &self.expiry_date,
            Field::Nationality => &self.nationality,
            _ => return None,
        };
        text.as_deref().map(str::trim).filter(|t| !t.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same_as_wire<T: serde::Serialize + std::fmt::Display>(all: &[T]) {
        for value in all {
            assert_eq!(serde_json::to_string(value).unwrap(), format!("\"{value}\""));
        }
    }

    #[test]
    fn words_are_those_of_the_wire() {
        same_as_wire(ImageRole::ALL);
        same_as_wire(Step::ALL);
        same_as_wire(Outcome::ALL);
        same_as_wire(Status::ALL);
        same_as_wire(Source::ALL);
        same_as_wire(Field::ALL);
        same_as_wire(QualityKind::ALL);
        same_as_wire(Symbology::ALL);
        same_as_wire(DataRule::ALL);
    }
}
