//! Pictures and what was read from them, on the wire.

use review::{
    decision,
    observation::{self, Examination, FieldReading, QualityMeasure, Source},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    decision::{CodedReason, Region, stable},
    name,
};

/// A picture that was handed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Evidence {
    id: Uuid,
    /// `front`, `back` or `selfie`.
    role: &'static str,
    width_px: u32,
    height_px: u32,
    /// Of the picture as it is kept.
    sha256: String,
    /// Empty here: the measures take seconds, see `POST /v1/client/read`.
    quality: Vec<Quality>,
    /// Empty here: see `POST /v1/client/read`.
    hints: Vec<Hint>,
}

/// What could be read from the document's pictures, for filling in a form.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reading {
    /// The document's type; null where it could not be told.
    #[schema(value_type = Option<String>)]
    kind: Option<Value>,
    /// ICAO code of the issuer.
    issuer: Option<String>,
    /// Each field from its most reliable source.
    fields: Vec<Field>,
    /// What would lead to a rejection as it is.
    hints: Vec<Hint>,
    /// What was measured of each picture.
    quality: Vec<Quality>,
}

/// A field that was read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Field {
    #[schema(value_type = String, example = "birth_date")]
    field: Value,
    value: String,
    /// 0–1.
    confidence: f32,
    region: Option<Region>,
}

/// What should be put right before submitting.
pub(crate) type Hint = CodedReason;

/// A measure of a picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Quality {
    image: &'static str,
    #[schema(value_type = String, example = "sharpness")]
    kind: Value,
    value: f64,
    /// What the policy held it against, where it did not suffice.
    threshold: Option<f64>,
    ok: bool,
    region: Option<Region>,
}

impl Evidence {
    /// Of its row.
    pub(crate) fn new(evidence: &storage::evidence::Evidence) -> Self {
        Self {
            id: evidence.id,
            role: name::role(evidence.role),
            width_px: evidence.width_px,
            height_px: evidence.height_px,
            sha256: evidence.digest.to_string(),
            quality: Vec::new(),
            hints: Vec::new(),
        }
    }
}

impl Reading {
    /// Of an examination, and what the policy would say to it.
    pub(crate) fn new(examination: &Examination, hints: &[decision::CodedReason]) -> Self {
        let document = &examination.document;
        Self {
            kind: document.kind.map(|kind| stable(kind.kind)),
            issuer: document.issuer.clone(),
            fields: best(&document.fields).into_iter().map(Field::new).collect(),
            hints: hints.iter().map(CodedReason::new).collect(),
            quality: examination.images.iter().flat_map(|image| qualities(image, hints)).collect(),
        }
    }
}

impl Field {
    fn new(reading: &FieldReading) -> Self {
        Self {
            field: stable(reading.field),
            value: reading.value.clone(),
            confidence: reading.confidence,
            region: reading.region.as_ref().map(Region::new),
        }
    }
}

/// Each field once: sources that carry check digits before print, and surer before less sure; where several sources
/// say the same, the surest of them.
fn best(fields: &[FieldReading]) -> Vec<&FieldReading> {
    let surest = |chosen: &FieldReading| {
        let same = fields.iter().filter(|other| other.field == chosen.field && other.value == chosen.value);
        same.max_by(|a, b| a.confidence.total_cmp(&b.confidence))
    };
    ranked(fields).into_iter().filter_map(surest).collect()
}

fn ranked(fields: &[FieldReading]) -> Vec<&FieldReading> {
    let mut best: Vec<&FieldReading> = Vec::new();
    for reading in fields {
        match best.iter_mut().find(|known| known.field == reading.field) {
            Some(known) if rank(reading) > rank(known) => *known = reading,
            Some(_) => {}
            None => best.push(reading),
        }
    }
    best
}

fn rank(reading: &FieldReading) -> (u8, f32) {
    let printed_matters = matches!(reading.field, observation::Field::Name);
    let source = match reading.source {
        Source::Claims => 0,
        Source::Printed if printed_matters => 4,
        Source::Printed => 1,
        Source::Mrz => 2,
        Source::Number | Source::Barcode => 3,
    };
    (source, reading.confidence)
}

fn qualities<'a>(
    image: &'a observation::ImageReading,
    hints: &'a [decision::CodedReason],
) -> impl Iterator<Item = Quality> + 'a {
    image.quality.iter().map(move |measure| quality(image.role, measure, hints))
}

fn quality(
    role: observation::ImageRole,
    measure: &QualityMeasure,
    hints: &[decision::CodedReason],
) -> Quality {
    let hint = hints.iter().find(|hint| hint.image == Some(role) && hint.value == Some(measure.value));
    Quality {
        image: name::role(role),
        kind: stable(measure.kind),
        value: measure.value,
        threshold: hint.and_then(|hint| hint.threshold),
        ok: hint.is_none(),
        region: measure.region.as_ref().map(Region::new),
    }
}
