//! Moves the sides of an outline onto the edges that the picture shows, to a fraction of a pixel.
//!
//! Lenses and bulging pages make arcs of straight sides, so an arc is looked for.

use image::RgbImage;

use super::arc::{Arc, corners};
use crate::geometry::{Px, Quad, px};

/// Places along a side at which its edge is looked for.
const PLACES: usize = 48;
/// Left out at both ends of a side, as a share of it: corners are rounded there (ISO/IEC 7810: 3.18 mm of 54).
const END: f32 = 0.08;
/// An edge is looked for this far on both sides, as a share of the outline's diagonal, and at least so many pixels.
const REACH: f32 = 0.016;
const REACH_PX_MIN: f32 = 4.0;
/// Weakest step in grey levels that counts as an edge, and the one that is worth half of the strongest.
const STEP_MIN: f32 = 5.0;
const STEP_GOOD: f32 = 28.0;
/// Largest bulge of a side between its ends, as a share of the reach.
const BULGE_MAX: f32 = 0.6;
/// A side is moved when at least this share of its places has an edge on one line.
const SUPPORT_MIN: f32 = 0.4;
/// An edge belongs to the line when it is this near, in pixels.
const NEAR_PX: f32 = 2.5;

/// The outline after its sides were moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Refined {
    pub quad: Quad,
    /// Whether an edge was found along the top, right, bottom and left side.
    pub seen: [bool; 4],
}

/// Moves each side whose edge shows.
pub fn refine(picture: &RgbImage, quad: &Quad) -> Refined {
    let diagonal = quad.0[2].minus(quad.0[0]).length().max(quad.0[3].minus(quad.0[1]).length());
    let reach = (REACH * diagonal).max(REACH_PX_MIN).round().min(64.0);
    let edges = quad.sides().map(|side| edge(picture, side, reach));
    let seen = [0, 1, 2, 3].map(|i: usize| edges[i].is_some());
    let sides = quad.sides().map(|(a, b)| Arc::straight(a, b));
    let arcs = [0, 1, 2, 3].map(|i: usize| edges[i].unwrap_or(sides[i]));
    let stays = |moved: &[Px; 4]| {
        moved.iter().zip(quad.0).all(|(a, b)| a.minus(b).length() <= 4.0 * reach && a.x.is_finite())
    };
    match corners(&arcs).filter(stays) {
        Some(moved) => Refined { quad: Quad(moved), seen },
        None => Refined { quad: *quad, seen: [false; 4] },
    }
}

/// The edge beside a side: the arc over which most steps lie, then through them as exactly as they tell.
fn edge(picture: &RgbImage, (a, b): (Px, Px), reach: f32) -> Option<Arc> {
    let strip = Strip::of(picture, a, b, reach as i32)?;
    let points = strip.points(&strip.best_way()?);
    if (points.len() as f32) < SUPPORT_MIN * PLACES as f32 {
        return None;
    }
    Arc::fitted(a, b, &points)
}

/// Steps of the picture across one side.
struct Strip {
    /// Where along the side each row was taken, 0–1, and its `2 · reach + 1` steps in grey levels.
    rows: Vec<(f32, Vec<f32>)>,
    reach: i32,
}

/// An arc across a strip: its offsets from the side at the side's first and last end, and how far it bulges between.
#[derive(Debug, Clone, Copy)]
struct Way {
    first: f32,
    last: f32,
    bulge: f32,
}

impl Way {
    fn offset(&self, t: f32) -> f32 {
        self.first * (1.0 - t) + self.last * t + self.bulge * 4.0 * t * (1.0 - t)
    }

    /// Far from where the network saw the side an edge must be stronger, and so must an arc.
    fn doubt(&self, reach: f32) -> f32 {
        let (far, bent) = (self.first.abs().max(self.last.abs()) / reach, self.bulge / reach);
        (1.0 - 0.5 * far * far) * (1.0 - 0.4 * bent * bent)
    }
}

impl Strip {
    /// `None` when too little of the side lies in the picture.
    fn of(picture: &RgbImage, a: Px, b: Px, reach: i32) -> Option<Self> {
        let along = b.minus(a);
        let length = along.length();
        if !(length.is_finite() && length >= 16.0) {
            return None;
        }
        let (unit, normal) = (along.times(1.0 / length), px(-along.y, along.x).times(1.0 / length));
        let place = |i: usize| END + (1.0 - 2.0 * END) * i as f32 / (PLACES - 1) as f32;
        let row = |i: usize| {
            let across = steps(picture, a.plus(along.times(place(i))), unit, normal, reach)?;
            Some((place(i), across))
        };
        let rows: Vec<(f32, Vec<f32>)> = (0..PLACES).filter_map(row).collect();
        (rows.len() as f32 >= SUPPORT_MIN * PLACES as f32).then_some(Self { rows, reach })
    }

    /// The way with the most edge.
    fn best_way(&self) -> Option<Way> {
        let coarse = self.rows.iter().step_by(2);
        let worth: Vec<(f32, Vec<f32>)> = coarse.map(|(t, row)| (*t, worth(row))).collect();
        let limit = 2 * self.reach;
        let value = |way: &Way| -> f32 {
            let at = |(t, row): &(f32, Vec<f32>)| {
                row[((way.offset(*t).round() as i32 + self.reach).clamp(0, limit)) as usize]
            };
            worth.iter().map(at).sum::<f32>() * way.doubt(self.reach as f32)
        };
        let best = self.ways().map(|way| (way, value(&way))).max_by(|a, b| a.1.total_cmp(&b.1))?;
        (best.1 > 0.0).then_some(best.0)
    }

    /// Every way to try.
    fn ways(&self) -> impl Iterator<Item = Way> + use<> {
        /// Bulges in either direction.
        const BULGES: i32 = 3;
        let (reach, bulge) = (self.reach, BULGE_MAX * self.reach as f32 / BULGES as f32);
        let ends = (-reach..=reach).flat_map(move |first| (-reach..=reach).map(move |last| (first, last)));
        ends.flat_map(move |(first, last)| {
            (-BULGES..=BULGES).map(move |k| Way {
                first: first as f32,
                last: last as f32,
                bulge: k as f32 * bulge,
            })
        })
    }

    /// The edge's place in each row near the way: how far along the side, how far off it, and its weight.
    fn points(&self, way: &Way) -> Vec<(f32, f32, f32)> {
        let reach = self.reach as f32;
        let point = |(t, row): &(f32, Vec<f32>)| {
            let (place, step) = peak(row, way.offset(*t) + reach)?;
            Some((*t, place - reach, step.min(STEP_GOOD)))
        };
        self.rows.iter().filter_map(point).collect()
    }
}

/// The strongest step within reach of a place in a row, to a fraction of a pixel (parabola through three values).
fn peak(row: &[f32], place: f32) -> Option<(f32, f32)> {
    let near = |i: &usize| (*i as f32 - place).abs() <= NEAR_PX;
    let top = (1..row.len().saturating_sub(1)).filter(near).max_by(|a, b| row[*a].total_cmp(&row[*b]))?;
    let (before, here, after) = (row[top - 1], row[top], row[top + 1]);
    let bend = before - 2.0 * here + after;
    let shift = if bend < -1e-3 { (0.5 * (before - after) / bend).clamp(-0.5, 0.5) } else { 0.0 };
    (here >= STEP_MIN && here >= before && here >= after).then_some((top as f32 + shift, here))
}

/// What a row says for an edge at each of its places, 0–1, spread a little to both sides.
fn worth(row: &[f32]) -> Vec<f32> {
    let good = |step: f32| if step < STEP_MIN { 0.0 } else { step / (step + STEP_GOOD) };
    let at = |i: Option<usize>| i.and_then(|i| row.get(i)).map_or(0.0, |step| good(*step));
    let spread = |i: usize| at(Some(i)).max(0.7 * at(i.checked_sub(1)).max(at(Some(i + 1))));
    (0..row.len()).map(spread).collect()
}

/// Steps of the colour along the normal through `p`; `None` where that leaves the picture.
fn steps(picture: &RgbImage, p: Px, unit: Px, normal: Px, reach: i32) -> Option<Vec<f32>> {
    /// Half the length over which a step is taken: two pixels before against two after.
    const HALF: i32 = 2;
    let ends = [-reach - HALF, reach + HALF].map(|offset| p.plus(normal.times(offset as f32)));
    if !ends.iter().all(|end| inside(picture, *end)) {
        return None;
    }
    let colour = |offset: i32| {
        let p = p.plus(normal.times(offset as f32));
        let three = [-1.5, 0.0, 1.5].map(|shift| sample(picture, p.plus(unit.times(shift))));
        [0, 1, 2].map(|c| three.iter().map(|colour| colour[c]).sum::<f32>() / 3.0)
    };
    let colours: Vec<[f32; 3]> = (-reach - HALF..=reach + HALF).map(colour).collect();
    let step = |window: &[[f32; 3]]| -> f32 {
        let difference =
            |c: usize| (window[4][c] + 2.0 * window[3][c] - 2.0 * window[1][c] - window[0][c]) / 3.0;
        ((0..3).map(|c| difference(c).powi(2)).sum::<f32>() / 3.0).sqrt()
    };
    Some(colours.windows(5).map(step).collect())
}

fn inside(picture: &RgbImage, p: Px) -> bool {
    p.x >= 0.0 && p.y >= 0.0 && p.x <= picture.width() as f32 && p.y <= picture.height() as f32
}

/// Bilinear between the pixels' centres, the frame's edge repeated.
fn sample(picture: &RgbImage, p: Px) -> [f32; 3] {
    let (right, bottom) = (picture.width() - 1, picture.height() - 1);
    let (x, y) = ((p.x - 0.5).clamp(0.0, right as f32), (p.y - 0.5).clamp(0.0, bottom as f32));
    let (x0, y0) = (x as u32, y as u32);
    let (x1, y1) = ((x0 + 1).min(right), (y0 + 1).min(bottom));
    let (fx, fy) = (x - x0 as f32, y - y0 as f32);
    let at = |x: u32, y: u32| picture.get_pixel(x, y).0.map(f32::from);
    let (a, b, c, d) = (at(x0, y0), at(x1, y0), at(x0, y1), at(x1, y1));
    [0, 1, 2].map(|i| (a[i] * (1.0 - fx) + b[i] * fx) * (1.0 - fy) + (c[i] * (1.0 - fx) + d[i] * fx) * fy)
}
