//! The JSON of `bonafide check --json`; its schema is `docs/check.schema.json`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

/// The automatic preliminary review of one set of pictures.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Check {
    /// `approved`, `review` (a person decides) or `rejected`.
    pub outcome: &'static str,
    /// Rejection codes, gravest first.
    pub codes: Vec<Code>,
    /// Type and issuer.
    pub document: Document,
    /// Every field from every source.
    pub fields: Vec<Field>,
    /// Each fact with what every source says of it.
    pub crosschecks: Vec<CrossCheck>,
    /// Whether claims were compared: `run` or `not_run`.
    pub claims: &'static str,
    /// The machine-readable zone, or null.
    pub mrz: Option<Mrz>,
    /// The two faces.
    pub face: Face,
    /// Measures by picture (`front`, `back`, `selfie`) and name.
    pub quality: BTreeMap<&'static str, BTreeMap<String, Quality>>,
    /// Every conclusion, also those that led to no code.
    pub findings: Vec<Finding>,
    /// Policy and its version, such as `exchange@1`.
    pub policy: String,
    /// The day that age and expiry were computed for, `YYYY-MM-DD`.
    pub today: String,
    /// Networks by name.
    pub models: BTreeMap<String, Model>,
    /// Wall-clock milliseconds by step, with `total` and, as far as spent inside networks, `networks`.
    pub timings_ms: BTreeMap<String, f64>,
}

/// A rejection code.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Code {
    /// `E001`, …
    pub code: String,
    /// Sub-reason, or empty.
    pub reason: String,
    /// `front`, `back` or `selfie`.
    pub image: Option<&'static str>,
    /// The field that it is about.
    pub field: Option<String>,
    /// Why two values differ.
    pub diagnosis: Option<String>,
    /// Where.
    pub region: Option<Region>,
    /// Measured.
    pub value: Option<f64>,
    /// Against.
    pub threshold: Option<f64>,
    /// What to do, in English.
    pub remedy: String,
}

/// A conclusion.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Finding {
    /// Such as `document.glare`.
    pub code: String,
    /// `front`, `back` or `selfie`.
    pub image: Option<&'static str>,
    /// The field that it is about.
    pub field: Option<String>,
    /// Measured.
    pub value: Option<f64>,
    /// Against.
    pub threshold: Option<f64>,
    /// Where.
    pub region: Option<Region>,
    /// The rule that the document's data broke, or null.
    pub detail: Option<Detail>,
}

/// A rule that no genuine document breaks.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Detail {
    /// Such as `issue_after_birth`.
    pub rule: &'static str,
    /// What the rule expects.
    pub expected: String,
    /// What the document says.
    pub found: String,
}

/// A polygon on a picture.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Region {
    /// `front`, `back` or `selfie`.
    pub image: &'static str,
    /// Corners as fractions of the upright picture's width and height.
    pub corners: Vec<[f32; 2]>,
}

/// The document.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Document {
    /// Such as `passport` or `resident_id_cn`; null when it could not be told.
    #[serde(rename = "type")]
    pub kind: Option<&'static str>,
    /// ICAO code of the issuer.
    pub issuer: Option<String>,
}

/// A field from a source.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Field {
    /// Such as `birth_date`.
    pub field: String,
    /// `printed`, `mrz`, `number`, `barcode`.
    pub source: String,
    /// Normalised value.
    pub value: String,
    /// Least confidence of its characters, 0–1.
    pub confidence: f32,
    /// Where.
    pub region: Option<Region>,
}

/// One fact and its witnesses.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CrossCheck {
    /// Such as `birth_date`.
    pub field: String,
    /// Value by source.
    pub sources: BTreeMap<String, String>,
    /// Every value with its source, the document's first.
    pub values: Vec<CrossValue>,
    /// Every two of the values, compared.
    pub pairs: Vec<CrossPair>,
    /// What it comes to: `single`, `agree`, `unreadable`, `claim_mismatch`, `inconsistent` or `side_mismatch`.
    pub verdict: &'static str,
    /// Whether they all agree.
    pub agree: bool,
    /// Why they differ, where that can be told.
    pub diagnosis: Option<String>,
}

/// What one source says.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CrossValue {
    /// `printed`, `mrz`, `number`, `barcode` or `claims`.
    pub source: String,
    /// As read or as typed.
    pub value: String,
    /// 0–1; 1 for what was typed.
    pub confidence: f32,
    /// Whether it can be relied on: read with confidence, or held by a check digit.
    pub reliable: bool,
    /// Where it is printed.
    pub region: Option<Region>,
}

/// Two values of a row.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CrossPair {
    /// Place of the one among the values, from 0.
    pub a: usize,
    /// Place of the other.
    pub b: usize,
    /// Whether they mean the same.
    pub agree: bool,
    /// Why they differ, where that can be told.
    pub diagnosis: Option<String>,
}

/// The machine-readable zone.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Mrz {
    /// `TD1`, `TD2`, `TD3`, `MRVA`, `MRVB` or `1x30`.
    pub format: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// All check digits hold.
    pub valid: bool,
    /// Least confidence of its characters, 0–1.
    pub confidence: f32,
    /// Each check digit.
    pub checks: Vec<MrzCheck>,
}

/// A check digit.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MrzCheck {
    /// What it covers.
    pub field: String,
    /// As printed.
    pub printed: char,
    /// As computed.
    pub computed: char,
    /// Equal, or `<` where the standard allows it.
    pub ok: bool,
}

/// The faces.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Face {
    /// `match`, `no_match`, `cannot_tell` or `not_run`.
    pub verdict: &'static str,
    /// 0–1, or null.
    pub similarity: Option<f64>,
}

/// A measure.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Quality {
    /// In the unit of the measure.
    pub value: f64,
    /// Where it is worst.
    pub region: Option<Region>,
}

/// A network.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Model {
    /// Version in the manifest.
    pub version: String,
    /// Of the ONNX file.
    pub sha256: String,
}
