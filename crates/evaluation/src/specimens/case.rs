//! One specimen: rendered, photographed, compressed, read, and held against its truth.

use std::time::Instant;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use image::RgbImage;
use review::observation::{CaptureFacts, Examination, ImageReading, MrzReading};
use serde::{Deserialize, Serialize};
use specimen::{
    Drawn, GroundTruth, ImageRole, Kind, Look, PortraitDetail, RenderError, Request, request::Variety,
};

use super::{
    Plan, face_check, finder, resident_id,
    set::{Scope, SpecimenSet},
};
use crate::{
    measure::zone,
    outcome::{Failure, Outcome},
    reader::{Outlines, Reader},
};

/// As phones save photographs.
const JPEG_QUALITY: u8 = 92;
/// Long side and quality of the pictures in the page.
const THUMBNAIL: (u32, u8) = (800, 75);

/// What one seed gave.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Record {
    pub seed: u64,
    /// Wall-clock time of the reading, from the file's bytes on.
    pub seconds: f64,
    pub outcome: Outcome,
}

/// A photograph as it would be handed in.
struct Photograph {
    picture: RgbImage,
    jpeg: Vec<u8>,
    truth: GroundTruth,
}

/// What was expected and what came out where the two differ.
pub(super) type Wrong = Vec<(String, String)>;

/// Renders and reads one specimen.
pub(super) fn record(plan: &Plan<'_>, seed: u64, reader: &Reader<'_>) -> Record {
    if plan.set == SpecimenSet::FaceCheck {
        return face_check::record(seed, reader);
    }
    let kind = plan.set.kind(seed);
    let case = format!("{}, seed {seed}", kind.code());
    let photograph = match photograph(plan, kind, seed) {
        Ok(photograph) => photograph,
        Err(error) => return Record { seed, seconds: 0.0, outcome: not_rendered(&case, &error) },
    };
    let started = Instant::now();
    let mut seconds = 0.0;
    let mut outcome = Outcome::of(&case, || {
        let read = match plan.set.scope() {
            Scope::Examination => reader.front(&photograph.jpeg),
            Scope::Outlines => reader.outlines(&photograph.jpeg).map(only_outlines),
            Scope::Zone => reader.zone(&photograph.jpeg).map(only_zone),
        };
        seconds = started.elapsed().as_secs_f64();
        judge(&case, plan.set.scope(), &photograph.truth, &read)
    });
    outcome.count("panicked", outcome.panicked);
    if !outcome.failures.is_empty() {
        outcome.pictures.extend(thumbnail(&photograph.picture));
    }
    Record { seed, seconds, outcome }
}

/// An examination that saw nothing but outlines.
fn only_outlines(outlines: Outlines) -> Examination {
    let (width_px, height_px) = outlines.size_px;
    let image = ImageReading {
        role: review::observation::ImageRole::Front,
        width_px,
        height_px,
        facts: CaptureFacts::default(),
        quality: Vec::new(),
        documents: outlines.documents,
        faces: Vec::new(),
        text: Vec::new(),
    };
    Examination { images: vec![image], ..Examination::default() }
}

/// An examination that saw nothing but a zone.
fn only_zone(mrz: Option<MrzReading>) -> Examination {
    let mut examination = Examination::default();
    examination.document.mrz = mrz;
    examination
}

/// The side that is read, in fonts and by a camera that nothing was trained on. Its portrait is coarse: nobody looks at it
/// here, and a fine one takes longer to compute than everything else together.
fn photograph(plan: &Plan<'_>, kind: Kind, seed: u64) -> Result<Photograph, RenderError> {
    let look = Look::draw(plan.set.conditions(), seed);
    let request = Request { look, variety: Variety::HeldBack, ..Request::new(kind, seed, plan.today) };
    let drawn = Drawn::new(&request, PortraitDetail::Low)?;
    let mut roles = drawn.roles().into_iter();
    let role = roles.find(|role| plan.set.scope() != Scope::Zone || drawn.bears_zone(*role));
    let (picture, truth) = drawn.take(role.unwrap_or(ImageRole::Front), &request.look, seed);
    let jpeg = specimen::encode_jpeg(&picture, JPEG_QUALITY)?;
    Ok(Photograph { picture, jpeg, truth: drawn.truth(vec![truth]) })
}

/// Measures everything that the truth knows.
fn judge(case: &str, scope: Scope, truth: &GroundTruth, read: &Result<Examination, String>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut wrong = Wrong::new();
    let nothing = Examination::default();
    let seen = read.as_ref().unwrap_or(&nothing);
    if let Err(error) = read {
        wrong.push(("a picture that can be read".into(), error.clone()));
    }
    if scope != Scope::Zone {
        finder::judge(truth, seen, &mut outcome, &mut wrong);
    }
    if scope == Scope::Zone {
        let reading = seen.document.mrz.as_ref();
        if !zone::judge(&truth.mrz, reading, &mut outcome) {
            wrong.push((truth.mrz.join("\n"), zone::describe(reading)));
        }
    }
    if scope == Scope::Examination && truth.kind == Kind::ResidentIdCn {
        resident_id::judge(truth, seen, &mut outcome, &mut wrong);
    }
    if !wrong.is_empty() {
        let (expected, got): (Vec<_>, Vec<_>) = wrong.into_iter().unzip();
        outcome.fail(Failure::new(case, expected.join("\n"), got.join("\n")));
    }
    outcome
}

fn not_rendered(case: &str, error: &RenderError) -> Outcome {
    let mut outcome = Outcome::default();
    outcome.count("not_rendered", true);
    outcome.fail(Failure::new(case, "a rendered specimen", error.to_string()));
    outcome
}

/// The picture small enough for a page, in base64.
fn thumbnail(picture: &RgbImage) -> Option<String> {
    let (side, quality) = THUMBNAIL;
    let longer = picture.width().max(picture.height()).max(1);
    let scaled =
        |length: u32| (u64::from(length) * u64::from(side.min(longer)) / u64::from(longer)).max(1) as u32;
    let small = image::imageops::thumbnail(picture, scaled(picture.width()), scaled(picture.height()));
    specimen::encode_jpeg(&small, quality).ok().map(|jpeg| STANDARD.encode(jpeg))
}
