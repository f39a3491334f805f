//! What only a whole film shows: depth, repeats, the clock, one person throughout, the answer to colours, edges around the face.

use image::RgbImage;
use review::observation::{FaceMoment, FilmKind, FilmMeasure, Moment, Plan};

use super::{
    depth,
    reading::{ExamineError, Takes},
};
use crate::{
    document,
    face::{self, Face},
    geometry::px,
    network::Networks,
};

/// Turned at least this far from the frontal frame, in degrees, landmarks say something about depth.
const TURNED_DEG: f32 = 14.0;
/// Frames that are compared with the selfie, and frames in which edges are looked for.
const SAMPLES: usize = 5;
/// A head turned less than this is compared.
const FRONTAL_DEG: f32 = 12.0;
/// Opening from which its eyes count as open.
const EYES_OPEN: f32 = 0.2;
/// Mean difference 0–255 of two frames below which the second is the first again.
const SAME_FRAME: f32 = 0.05;
/// Confidence from which an outline counts as a sheet or a screen, and how many of its sides must be seen.
const OUTLINE_MIN: f32 = 0.6;
const SIDES_MIN: usize = 3;
/// Frames with a colour on the screen that a correlation is taken from.
const ANSWERS_MIN: usize = 6;

/// Every measure that the film allows.
pub(super) fn of(
    networks: &Networks,
    takes: &Takes<'_>,
    best: usize,
    plan: &Plan,
) -> Result<Vec<FilmMeasure>, ExamineError> {
    let moments: Vec<&Moment> = takes.looks.iter().map(|look| &look.moment).collect();
    let values = [
        (FilmKind::Depth, depth_of(takes, best)),
        (FilmKind::Repeated, takes.repeated),
        (FilmKind::Unevenness, unevenness(&moments)),
        (FilmKind::SamePerson, same_person(networks, takes, best)?),
        (FilmKind::Reflection, reflection(takes, plan)),
        (FilmKind::Framed, framed(networks, takes)?),
    ];
    Ok(values.into_iter().filter_map(|(kind, value)| Some(FilmMeasure { kind, value: value? })).collect())
}

/// Median over the frames in which the head is turned.
fn depth_of(takes: &Takes<'_>, best: usize) -> Option<f64> {
    let look = takes.looks.get(best)?;
    let (frontal, straight) = (look.face.as_ref()?, look.moment.face?.pose.yaw_deg);
    let turned = takes.faces().filter(|(_, _, m)| (m.pose.yaw_deg - straight).abs() >= TURNED_DEG);
    let stray = |(_, face, _): (usize, &Face, &FaceMoment)| {
        depth::stray(&frontal.landmarks, &face.landmarks, frontal.seen.inter_eye_px)
    };
    median(turned.filter_map(stray).collect())
}

/// The middle one of the values in order; the upper of two.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Whether a frame is the one before: no mean difference over every 37th value. A camera's noise makes no two frames alike.
pub(super) fn is_repeat(before: &RgbImage, now: &RgbImage) -> bool {
    let pairs = before.as_raw().iter().zip(now.as_raw()).step_by(37);
    let (sum, count) = pairs.fold((0u32, 0u32), |(sum, n), (x, y)| (sum + u32::from(x.abs_diff(*y)), n + 1));
    (sum as f32) < SAME_FRAME * count as f32
}

fn unevenness(moments: &[&Moment]) -> Option<f64> {
    let gaps: Vec<f64> =
        moments.windows(2).map(|w| f64::from(w[1].at_ms.saturating_sub(w[0].at_ms))).collect();
    let mean = gaps.iter().sum::<f64>() / gaps.len().max(1) as f64;
    let variance = gaps.iter().map(|gap| (gap - mean).powi(2)).sum::<f64>() / gaps.len().max(1) as f64;
    (gaps.len() >= 10 && mean > 0.0).then(|| variance.sqrt() / mean)
}

/// Least likeness between the selfie and frontal faces spread over the film.
fn same_person(networks: &Networks, takes: &Takes<'_>, best: usize) -> Result<Option<f64>, ExamineError> {
    let Some(own) = takes.looks.get(best).and_then(|look| look.face.as_ref()) else { return Ok(None) };
    let own = face::describe(networks, &takes.picture(best)?, own)?;
    let frontal = |m: &FaceMoment| m.pose.yaw_deg.abs() < FRONTAL_DEG && m.eyes[0] > EYES_OPEN;
    let frontal: Vec<(usize, &Face)> =
        takes.faces().filter(|(_, _, m)| frontal(m)).map(|(i, face, _)| (i, face)).collect();
    let mut least: Option<f64> = None;
    for (index, other) in spread(&frontal) {
        let likeness = own.similarity(&face::describe(networks, &takes.picture(index)?, other)?);
        least = Some(least.map_or(likeness, |least| least.min(likeness)));
    }
    Ok(least)
}

/// At most [`SAMPLES`], evenly spread.
fn spread<T: Copy>(all: &[T]) -> Vec<T> {
    let count = all.len().min(SAMPLES);
    (0..count).map(|i| all[i * (all.len() - 1) / (count - 1).max(1)]).collect()
}

/// Red, green and blue, each as a share of their sum.
type Tone = [f64; 3];

/// How the skin's colour follows the screen's: Pearson's correlation over the three channels of the frames in which colours
/// were shown, each channel's share of the whole against its mean.
fn reflection(takes: &Takes<'_>, plan: &Plan) -> Option<f64> {
    let shown = takes.looks.iter().filter(|look| look.face.is_some()).filter_map(|look| {
        let colour = plan.colours.get(usize::from(look.moment.colour?))?;
        Some((tone(colour.map(f32::from)), tone(look.skin)))
    });
    let (screen, skin): (Vec<Tone>, Vec<Tone>) = shown.unzip();
    if screen.len() < ANSWERS_MIN {
        return None;
    }
    let (screen, skin) = (centred(&screen), centred(&skin));
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let size = (dot(&screen, &screen) * dot(&skin, &skin)).sqrt();
    (size > 0.0).then(|| dot(&screen, &skin) / size)
}

fn tone(colour: [f32; 3]) -> Tone {
    let sum: f32 = colour.iter().sum();
    colour.map(|v| f64::from(v / sum.max(1.0)))
}

/// Every channel less its mean, one after the other.
fn centred(tones: &[Tone]) -> Vec<f64> {
    let mean = |c: usize| tones.iter().map(|t| t[c]).sum::<f64>() / tones.len() as f64;
    let means: Tone = std::array::from_fn(mean);
    tones.iter().flat_map(|t| std::array::from_fn::<f64, 3, _>(|c| t[c] - means[c])).collect()
}

/// Share of frames in which a sheet's or a screen's outline holds the face.
fn framed(networks: &Networks, takes: &Takes<'_>) -> Result<Option<f64>, ExamineError> {
    let faces: Vec<(usize, &FaceMoment)> = takes.faces().map(|(i, _, moment)| (i, moment)).collect();
    let chosen = spread(&faces);
    let mut count = 0.0;
    for (index, moment) in &chosen {
        let picture = takes.picture(*index)?;
        let (width, height) = (picture.width() as f32, picture.height() as f32);
        let [left, top, across, down] = moment.bounds;
        let middle = px((left + across / 2.0) * width, (top + down / 2.0) * height);
        let outlines = document::find(networks, &picture)?;
        let holds = |o: &document::Outline| {
            let sides = o.seen.iter().filter(|seen| **seen).count();
            o.confidence >= OUTLINE_MIN && sides >= SIDES_MIN && o.quad.contains(middle)
        };
        count += f64::from(u8::from(outlines.iter().any(holds)));
    }
    Ok((!chosen.is_empty()).then(|| count / chosen.len() as f64))
}
