//! What a specimen truly shows: the answers that a reader should find.

use crate::camera::{Ground, View};
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
    /// Corners of further documents in the picture, each clockwise from its top left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<[Point; 4]>,
    /// Corners of the document that lie outside the frame.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corners_outside: Vec<Corner>,
    /// The corner that a finger covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corner_covered: Option<Corner>,
    /// From where the document was seen; `None` on a selfie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<View>,
    /// What it lay on; `None` on a selfie and a scan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
}

impl ImageTruth {
    /// A picture in which nothing is marked.
    pub fn new(role: ImageRole, width_px: u32, height_px: u32) -> ImageTruth {
        ImageTruth {
            role,
            width_px,
            height_px,
            quad: None,
            portrait: None,
            fields: Vec::new(),
            degradations: Vec::new(),
            others: Vec::new(),
            corners_outside: Vec::new(),
            corner_covered: None,
            view: None,
            ground: None,
        }
    }
}

/// A corner of a document, as it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Corner {
    TopLeft,
    TopRight,
    BottomRight,
    BottomLeft,
}

impl Corner {
    /// Clockwise from the top left, in the order of every quad.
    pub const ALL: [Corner; 4] = [Corner::TopLeft, Corner::TopRight, Corner::BottomRight, Corner::BottomLeft];

    /// Its place in a quad.
    pub fn index(self) -> usize {
        self as usize
    }
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

/// The ways in which a photograph of a document goes wrong. Lengths are for a long side of 1600 pixels and grow with it;
/// `s` is the strength; light is linear, 1 is white.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DegradationKind {
    /// A hot spot of a lamp on the laminate, over the document's data: half-axes of 0.05 + 0.17 s and 0.04 + 0.11 s of its
    /// width, light √s × 2.4.
    Glare,
    /// Out of focus, with a lens that is not perfect: Gaussian, deviation 9 s pixels.
    Blur,
    /// Moved while the shutter was open: a straight line of 46 s pixels.
    MotionBlur,
    /// Too little light: (1 − s)³ of it.
    TooDark,
    /// Too much light: 1 + 9 s times as much.
    TooBright,
    /// A corner outside the frame, by 0.05 + 0.22 s of its width.
    CutOff,
    /// The document is small in the frame: 1 − 0.8 s of the size.
    TooSmall,
    /// A finger over a corner with data.
    Covered,
    /// The phone's own lamp: a round hot spot and light that falls off around it.
    Flash,
    /// A window's panes reflected on the laminate, light 0.9 s.
    WindowReflection,
    /// The shadow of a hand or of the phone, 0.9 s deep.
    Shadow,
    /// Light from one side: it changes by ± 0.9 s over the frame.
    UnevenLight,
    /// Light and dark beside the folds of a crumpled or bent page.
    Crease,
    /// Out of focus, with a perfect lens: a disc with a radius of 20 s pixels.
    Defocus,
    /// Moved while the rows were read: a skew of 0.2 s and a stretch of 0.08 s, and a blur of 8 s pixels.
    RollingShutter,
    /// Deviation of the noise: 1.6 + 44 s of 255 in the light, more in the shadows, less in colour.
    SensorNoise,
    /// The wrong colour of the light: red and blue apart by up to 1.2 s.
    WhiteBalance,
    /// Dark corners: 1 / (1 + 1.2 s r²)², r² the square of the distance in halves of the diagonal.
    Vignetting,
    /// A small file: JPEG quality 90 × (1 − s)^1.6, at least 4.
    Compression,
    /// A hand holds the document; its thumb reaches 0.02 + 0.4 s of the width over a side.
    Hand,
    /// The document is on a screen: its grid, its glass, its colours; the strength is the grid's coarseness.
    ScreenRecapture,
    /// The document is a colour print: halftone, paper, a cut edge; the strength is the screen's coarseness.
    PrintRecapture,
    /// The document is a photocopy in black toner; the strength is its harshness.
    Photocopy,
}

impl DegradationKind {
    /// Every kind.
    pub const ALL: [DegradationKind; 23] = [
        DegradationKind::Glare,
        DegradationKind::Blur,
        DegradationKind::MotionBlur,
        DegradationKind::TooDark,
        DegradationKind::TooBright,
        DegradationKind::CutOff,
        DegradationKind::TooSmall,
        DegradationKind::Covered,
        DegradationKind::Flash,
        DegradationKind::WindowReflection,
        DegradationKind::Shadow,
        DegradationKind::UnevenLight,
        DegradationKind::Crease,
        DegradationKind::Defocus,
        DegradationKind::RollingShutter,
        DegradationKind::SensorNoise,
        DegradationKind::WhiteBalance,
        DegradationKind::Vignetting,
        DegradationKind::Compression,
        DegradationKind::Hand,
        DegradationKind::ScreenRecapture,
        DegradationKind::PrintRecapture,
        DegradationKind::Photocopy,
    ];

    /// Whether the picture shows an image of a document in place of a document.
    pub fn is_attack(self) -> bool {
        matches!(
            self,
            DegradationKind::ScreenRecapture | DegradationKind::PrintRecapture | DegradationKind::Photocopy
        )
    }
}
