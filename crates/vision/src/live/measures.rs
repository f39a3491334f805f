//! What only a whole film shows: depth, repeats, the clock, one person throughout, the answer to colours, edges around the face.

use review::observation::{FilmKind, FilmMeasure, Moment, Plan};

use super::{depth, reading::Seen};
use crate::{
    document, face,
    geometry::px,
    network::{NetworkError, Networks},
};

/// Turned at least this far from the frontal frame, in degrees, landmarks say something about depth.
const TURNED_DEG: f32 = 14.0;
/// Frames that are compared with the selfie, and frames in which edges are looked for.
const SAMPLES: usize = 5;
/// A head turned less than this is compared.
const FRONTAL_DEG: f32 = 12.0;
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
    seen: &[Seen],
    best: usize,
    plan: &Plan,
) -> Result<Vec<FilmMeasure>, NetworkError> {
    let moments: Vec<&Moment> = seen.iter().map(|s| &s.look.moment).collect();
    let values = [
        (FilmKind::Depth, depth_of(seen, best)),
        (FilmKind::Repeated, repeated(seen)),
        (FilmKind::Unevenness, unevenness(&moments)),
        (FilmKind::SamePerson, same_person(networks, seen, best)?),
        (FilmKind::Reflection, reflection(seen, plan)),
        (FilmKind::Framed, framed(networks, seen)?),
    ];
    Ok(values.into_iter().filter_map(|(kind, value)| Some(FilmMeasure { kind, value: value? })).collect())
}

/// Median over the frames in which the head is turned.
fn depth_of(seen: &[Seen], best: usize) -> Option<f64> {
    let frontal = seen.get(best)?.look.face.as_ref()?;
    let yaw = |s: &Seen| s.look.moment.face.as_ref().map(|f| f.pose.yaw_deg);
    let straight = yaw(&seen[best])?;
    let turned = seen.iter().filter(|s| yaw(s).is_some_and(|y| (y - straight).abs() >= TURNED_DEG));
    let stray = |s: &Seen| {
        depth::stray(&frontal.landmarks, &s.look.face.as_ref()?.landmarks, frontal.seen.inter_eye_px)
    };
    median(turned.filter_map(stray).collect())
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn repeated(seen: &[Seen]) -> Option<f64> {
    let pairs = seen.windows(2);
    let count = pairs.len();
    let same = pairs.filter(|pair| difference(&pair[0], &pair[1]) < SAME_FRAME).count();
    (count > 0).then(|| same as f64 / count as f64)
}

/// Mean difference of every 37th value.
fn difference(a: &Seen, b: &Seen) -> f32 {
    let pairs = a.rgb.as_raw().iter().zip(b.rgb.as_raw()).step_by(37);
    let (sum, count) = pairs.fold((0u32, 0u32), |(sum, n), (x, y)| (sum + u32::from(x.abs_diff(*y)), n + 1));
    sum as f32 / count.max(1) as f32
}

fn unevenness(moments: &[&Moment]) -> Option<f64> {
    let gaps: Vec<f64> =
        moments.windows(2).map(|w| f64::from(w[1].at_ms.saturating_sub(w[0].at_ms))).collect();
    let mean = gaps.iter().sum::<f64>() / gaps.len().max(1) as f64;
    let variance = gaps.iter().map(|gap| (gap - mean).powi(2)).sum::<f64>() / gaps.len().max(1) as f64;
    (gaps.len() >= 10 && mean > 0.0).then(|| variance.sqrt() / mean)
}

/// Least likeness between the selfie and frontal faces spread over the film.
fn same_person(networks: &Networks, seen: &[Seen], best: usize) -> Result<Option<f64>, NetworkError> {
    let Some(own) = seen.get(best).and_then(|s| s.look.face.as_ref()) else { return Ok(None) };
    let own = face::describe(networks, &seen[best].rgb, own)?;
    let frontal = |s: &&Seen| {
        s.look.moment.face.as_ref().is_some_and(|f| f.pose.yaw_deg.abs() < FRONTAL_DEG && f.eyes[0] > 0.2)
    };
    let frontal: Vec<&Seen> = seen.iter().filter(frontal).collect();
    let mut least: Option<f64> = None;
    for s in spread(&frontal) {
        let Some(other) = &s.look.face else { continue };
        let likeness = own.similarity(&face::describe(networks, &s.rgb, other)?);
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
fn reflection(seen: &[Seen], plan: &Plan) -> Option<f64> {
    let shown = seen.iter().filter(|s| s.look.face.is_some()).filter_map(|s| {
        let colour = plan.colours.get(usize::from(s.look.moment.colour?))?;
        Some((tone(colour.map(f32::from)), tone(s.look.skin)))
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
fn framed(networks: &Networks, seen: &[Seen]) -> Result<Option<f64>, NetworkError> {
    let all: Vec<&Seen> = seen.iter().filter(|s| s.look.face.is_some()).collect();
    let chosen = spread(&all);
    let mut count = 0;
    for s in &chosen {
        let Some(face) = &s.look.moment.face else { continue };
        let (width, height) = (s.rgb.width() as f32, s.rgb.height() as f32);
        let [left, top, across, down] = face.bounds;
        let middle = px((left + across / 2.0) * width, (top + down / 2.0) * height);
        let outlines = document::find(networks, &s.rgb)?;
        let holds = |o: &document::Outline| {
            let sides = o.seen.iter().filter(|seen| **seen).count();
            o.confidence >= OUTLINE_MIN && sides >= SIDES_MIN && o.quad.contains(middle)
        };
        count += usize::from(outlines.iter().any(holds));
    }
    Ok((!chosen.is_empty()).then(|| f64::from(count as u32) / chosen.len() as f64))
}
