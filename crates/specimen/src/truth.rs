//! What a specimen truly shows: the answers that a reader should find.

use crate::{person::Person, request::Kind};
use serde::{Deserialize, Serialize};

/// Everything that is known of a rendered specimen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroundTruth {
    /// Which document.
    pub kind: Kind,
    /// Seed it was drawn from.
    pub seed: u64,
    /// ICAO code of the issuer, such as `UTO` or `CHN`; empty where the document states none.
    pub issuer: String,
    /// Lines of the machine-readable zone as printed; empty where the document has none.
    pub mrz: Vec<String>,
    /// Payload of the two-dimensional barcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// One entry for each picture, in the order of `Rendered::images`.
    pub images: Vec<ImageTruth>,
    /// The holder; `None` without a document.
    pub person: Option<Person>,
}

/// What one picture shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImageTruth {
    /// Which picture.
    pub role: ImageRole,
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
    /// The document's corners, clockwise from its top left; outside the frame where it is cut off. `None` on a selfie.
    pub quad: Option<[Point; 4]>,
    /// The printed portrait's corners.
    pub portrait: Option<[Point; 4]>,
    /// Printed fields.
    pub fields: Vec<FieldTruth>,
    /// What was done to the picture.
    pub degradations: Vec<Degradation>,
}

/// A printed field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldTruth {
    /// Which.
    pub name: FieldName,
    /// The characters as printed; lines of an address are joined.
    pub text: String,
    /// Corners of the text, clockwise from its top left as read.
    pub quad: [Point; 4],
    /// Whether a character of it is of a CJK extension, so that few readers know it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rare: bool,
}

/// The fields that documents print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldName {
    /// Document code, `P`.
    Type,
    /// Code of the issuing state.
    Issuer,
    /// Number of the document.
    DocumentNumber,
    /// Whole name where it is one field.
    Name,
    /// Surname.
    Surname,
    /// Given names.
    GivenNames,
    /// Nationality.
    Nationality,
    /// Sex.
    Sex,
    /// Birth date.
    BirthDate,
    /// Place of birth.
    BirthPlace,
    /// Issue date.
    IssueDate,
    /// Expiry date.
    ExpiryDate,
    /// Both dates in one line, as the resident ID prints them.
    Validity,
    /// Issuing authority.
    Authority,
    /// Ethnic group (民族).
    Ethnicity,
    /// Address.
    Address,
    /// First line of the machine-readable zone.
    Mrz1,
    /// Second line.
    Mrz2,
    /// Third line.
    Mrz3,
    /// Name in Latin letters beside a Chinese one.
    NameLatin,
    /// Code numbers of a name's characters.
    CommercialCode,
    /// Place of issue.
    IssuePlace,
    /// How often the document has been issued.
    IssueCount,
    /// Number of the person, beside the document's.
    PersonalNumber,
    /// Class of a visa or of a licence to drive.
    Category,
    /// Number of entries that a visa allows.
    Entries,
    /// Body height.
    Height,
    /// Colour of the eyes.
    Eyes,
    /// Military unit.
    Unit,
    /// Position held.
    Position,
    /// Military rank.
    Rank,
    /// A two-dimensional barcode; the text is its payload.
    Barcode,
}

/// Which picture of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImageRole {
    /// The side with the portrait.
    Front,
    /// The other side.
    Back,
    /// The applicant's own face.
    Selfie,
}

/// A point in pixels of the picture: x to the right, y downwards, pixel centres at .5.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

/// Something that went wrong on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Degradation {
    /// What.
    pub kind: DegradationKind,
    /// From 0, nothing, to 1, hopeless; about 0.5 should be refused.
    pub strength: f32,
}

impl Degradation {
    /// A degradation of the given strength, brought into 0–1.
    pub fn new(kind: DegradationKind, strength: f32) -> Degradation {
        Degradation { kind, strength: strength.clamp(0.0, 1.0) }
    }
}

/// The ways in which a photograph of a document goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DegradationKind {
    /// A hot spot of a lamp on the laminate, over the document's data.
    Glare,
    /// Out of focus.
    Blur,
    /// Moved while the shutter was open.
    MotionBlur,
    /// Too little light.
    TooDark,
    /// Too much light.
    TooBright,
    /// A corner outside the frame.
    CutOff,
    /// The document is small in the frame.
    TooSmall,
    /// A finger over a corner with data.
    Covered,
}

impl DegradationKind {
    /// Every kind.
    pub const ALL: [DegradationKind; 8] = [
        DegradationKind::Glare,
        DegradationKind::Blur,
        DegradationKind::MotionBlur,
        DegradationKind::TooDark,
        DegradationKind::TooBright,
        DegradationKind::CutOff,
        DegradationKind::TooSmall,
        DegradationKind::Covered,
    ];
}
