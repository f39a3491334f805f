//! What vision measured, as plain data that can be stored, shown and judged again.

use identity::{
    catalogue::DocumentKind,
    date::DateText,
    mrz::{Check, Format},
};
use serde::{Deserialize, Serialize};

mod liveness;

pub use liveness::{Ask, FaceMoment, FilmKind, FilmMeasure, LivenessReading, Moment, Plan};

/// Everything that was measured for one attempt. No judgement, no applicant, no policy.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Examination {
    /// One entry for each image that was examined, in the order front, back, selfie.
    pub images: Vec<ImageReading>,
    /// What the document says, gathered from all its images.
    pub document: DocumentReading,
    /// The portrait and the selfie, compared.
    pub face: FaceReading,
    /// The face check, where the selfie comes from one.
    #[serde(default)]
    pub liveness: Option<LivenessReading>,
    /// The networks that took part, so that the decision can be run again.
    pub models: Vec<ModelUsed>,
}

/// Which picture of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImageRole {
    /// The side that carries the portrait (for a passport, the data page).
    Front,
    /// The other side of a card.
    Back,
    /// The applicant's own face.
    Selfie,
}

/// A point of an upright image, as fractions of its width and height: 0–1 inside the frame,
/// outside that range where something is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Fraction of the width, to the right.
    pub x: f32,
    /// Fraction of the height, downwards.
    pub y: f32,
}

/// A convex polygon on one image; four corners in nearly all cases, clockwise from the top left as read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// The image that it lies on.
    pub image: ImageRole,
    /// Its corners, at least three.
    pub corners: Vec<Point>,
}

/// What one picture shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImageReading {
    /// Which picture.
    pub role: ImageRole,
    /// Width and height in pixels after EXIF orientation was applied.
    pub width_px: u32,
    /// See `width_px`.
    pub height_px: u32,
    /// What the file said of itself.
    pub facts: CaptureFacts,
    /// Measures of usability, each at most once for each kind.
    pub quality: Vec<QualityMeasure>,
    /// Documents in the frame, best first. Empty for a selfie.
    pub documents: Vec<Sighting>,
    /// Faces in the frame, largest first.
    pub faces: Vec<FaceSeen>,
    /// Text lines in reading order. Empty for a selfie.
    pub text: Vec<TextLine>,
}

/// Facts of the uploaded file that survive its re-encoding without metadata.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CaptureFacts {
    /// `jpeg`, `png` or `webp`, sniffed from the content.
    pub format: String,
    /// Whether EXIF says that the flash fired.
    pub flash_fired: Option<bool>,
    /// EXIF Software, at most 64 printable characters (an editor's name is a hint).
    pub software: Option<String>,
}

/// One measure of one picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QualityMeasure {
    /// What was measured.
    pub kind: QualityKind,
    /// In the unit of the kind.
    pub value: f64,
    /// Where it is worst, when it has a place.
    pub region: Option<Region>,
}

/// The measures and their units. On a document picture they are taken inside the document where one was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QualityKind {
    /// Edge sharpness 0–1; 1 is pixel-sharp, below about 0.2 small print is lost.
    Sharpness,
    /// Mean luminance 0–255.
    Brightness,
    /// Share of the area below luminance 30, 0–1.
    DarkShare,
    /// Share of the area that is blown out without being paper white by design, 0–1.
    BrightShare,
    /// Share of the area covered by specular glare, 0–1; the region is the largest patch.
    Glare,
    /// Longer side of the document in pixels of the original image.
    DocumentLongSidePx,
    /// Share of the document's outline that lies on or beyond the frame's edge, 0–1.
    CutOff,
    /// Mean chroma 0–1 of the document; near 0 for photocopies.
    Colour,
}

/// Something found with a confidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sighting {
    /// Where.
    pub region: Region,
    /// 0–1.
    pub confidence: f32,
}

/// A face in a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FaceSeen {
    /// Bounding box.
    pub region: Region,
    /// The detector's confidence 0–1.
    pub confidence: f32,
    /// Distance between the eyes' centres in pixels of the original image.
    pub inter_eye_px: f32,
    /// Head pose in degrees where landmarks were taken: positive yaw turns to the picture's right.
    pub pose: Option<HeadPose>,
}

/// Head pose in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HeadPose {
    /// Turn to the side.
    pub yaw_deg: f32,
    /// Nod.
    pub pitch_deg: f32,
    /// Tilt within the picture.
    pub roll_deg: f32,
}

/// One recognised line.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct TextLine {
    /// Where.
    pub region: Region,
    /// The most probable text.
    pub text: String,
    /// Confidence 0–1 of each character of `text`, same length in `char`s.
    pub confidences: Vec<f32>,
}

/// What the document says, each field from each source.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DocumentReading {
    /// The type, when layout, text or MRZ gave it away.
    pub kind: Option<KindReading>,
    /// ICAO code of the issuing state or organisation, such as `CHN` or `UTO`.
    pub issuer: Option<String>,
    /// Field values; the same field may come from several sources.
    pub fields: Vec<FieldReading>,
    /// The machine-readable zone, if one was found and parsed.
    pub mrz: Option<MrzReading>,
    /// Barcodes, in the order of the pictures.
    #[serde(default)]
    pub barcodes: Vec<BarcodeReading>,
}

/// The document's type with its confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct KindReading {
    /// Which type.
    pub kind: DocumentKind,
    /// 0–1.
    pub confidence: f32,
}

/// One field from one source.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldReading {
    /// Which field.
    pub field: Field,
    /// Who says so.
    pub source: Source,
    /// Normalised: dates are [`DateText`] values (`YYYY-MM-DD`, or `permanent` for 长期), sex `M`, `F` or `X`, countries
    /// as ICAO codes, names and addresses as printed, numbers without spaces.
    pub value: String,
    /// Least confidence 0–1 among the characters that it was read from.
    pub confidence: f32,
    /// Where it is printed.
    pub region: Option<Region>,
}

impl FieldReading {
    /// The value as a date, for date fields.
    #[must_use]
    pub fn date(&self) -> Option<DateText> {
        self.value.parse().ok()
    }
}

/// The fields of an identity document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The whole name as one string, surname first, as printed. In Chinese characters where the document has them.
    Name,
    /// The romanised or Latin name, `SURNAME, GIVEN NAMES`.
    LatinName,
    /// Date of birth.
    BirthDate,
    /// The document's own number.
    DocumentNumber,
    /// A number of the person that is not the document's, such as the MRZ's personal number.
    PersonalNumber,
    /// Sex.
    Sex,
    /// Nationality, ICAO code.
    Nationality,
    /// Issuing authority.
    Authority,
    /// Date of issue.
    IssueDate,
    /// Date of expiry.
    ExpiryDate,
    /// Address.
    Address,
    /// 民族 of the mainland resident ID.
    Ethnicity,
}

/// Where a value comes from. Two different ones are independent witnesses of the same fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The applicant typed it.
    Claims,
    /// Printed on the document for people to read.
    Printed,
    /// The machine-readable zone.
    Mrz,
    /// Encoded in a number, such as the birth date within the resident ID number.
    Number,
    /// A barcode.
    Barcode,
}

/// The machine-readable zone as read.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct MrzReading {
    /// Its format.
    pub format: Format,
    /// Its lines, after the repairs that check digits prove.
    pub lines: Vec<String>,
    /// How many characters those repairs changed.
    pub repaired_count: u32,
    /// Every check digit with its verdict.
    pub checks: Vec<Check>,
    /// All check digits hold, every field keeps its alphabet, and the reading is right with a probability of 0.9 or more (names have no digit).
    pub valid: bool,
    /// Least confidence 0–1 among its characters.
    pub confidence: f32,
    /// Probability 0–1 that every character of every line is right.
    #[serde(default)]
    pub probability: f32,
    /// Where it lies.
    pub region: Option<Region>,
}

/// A barcode as read; its error correction has already put right what the picture lost.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct BarcodeReading {
    /// How it is printed.
    pub symbology: Symbology,
    /// What it says, one character for each byte where it is not text of another encoding.
    pub payload: String,
    /// Where it lies.
    pub region: Option<Region>,
}

/// The kinds of barcodes that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Symbology {
    /// ISO/IEC 15438, on North American licences and cards.
    Pdf417,
    /// ISO/IEC 18004.
    QrCode,
}

/// The two faces of an attempt.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FaceReading {
    /// The portrait on the document.
    pub portrait: Option<FaceSeen>,
    /// The face of the selfie.
    pub selfie: Option<FaceSeen>,
    /// Likeness of the two, 0–1, larger is more alike; `None` when either is missing.
    pub similarity: Option<f64>,
}

/// A network that took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelUsed {
    /// Name in the manifest, such as `face-descriptor`.
    pub name: String,
    /// Version in the manifest.
    pub version: String,
    /// SHA-256 of the ONNX file, lower-case hexadecimal.
    pub sha256: String,
}
