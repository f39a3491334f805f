//! The document's edges around its text: on each side the straightest strong edge outside the text block.

use image::RgbImage;

use super::{Outline, TEXT_MARGIN, TEXT_ONLY};
use crate::{
    geometry::{Px, Quad, px, rectangle_along},
    text::Page,
    warp,
};

/// Longer side in pixels at which edges are looked for.
const LOOK_PX: f32 = 480.0;
/// An edge's mean step in grey levels must reach this.
const STEP_MIN: f32 = 6.0;
/// Share of an edge's length along which the step has the same sign and is visible.
const CONTINUITY_MIN: f32 = 0.62;
/// Steepest slope against the text, either way.
const SLOPE_MAX: f32 = 0.1;
const SLOPE_STEP: f32 = 0.02;

/// The page set upright at a small scale, with the way back.
struct Upright {
    grey: Vec<f32>,
    width: usize,
    height: usize,
    /// Upper left corner in upright page coordinates, and pixels of this view for one of the page.
    origin: Px,
    scale: f32,
}

/// A line `position + slope × (t − middle)` along one side.
#[derive(Debug, Clone, Copy)]
struct Edge {
    position: f32,
    slope: f32,
    strength: f32,
}

/// The outline around a text block (smallest and largest corner, page upright).
pub fn find(picture: &RgbImage, page: &Page, block: (Px, Px)) -> Outline {
    let Some(view) = upright(picture, page.along) else { return text_only(page, block, picture) };
    let local = |p: Px| p.minus(view.origin).times(view.scale);
    let (lo, hi) = (local(block.0), local(block.1));
    let rows = |from: f32, to: f32| search(&view, (lo.x, hi.x), (from, to), false);
    let columns = |from: f32, to: f32| search(&view, (lo.y, hi.y), (from, to), true);
    let edges = [
        rows(1.0, lo.y),
        columns(hi.x, view.width as f32 - 2.0),
        rows(hi.y, view.height as f32 - 2.0),
        columns(1.0, lo.x),
    ];
    let seen = edges.map(|edge| edge.is_some());
    let lines = completed(edges, &view, (lo, hi), seen);
    let quad = crossings(lines);
    let back = |p: Px| {
        let p = p.times(1.0 / view.scale).plus(view.origin);
        let across = px(-page.along.y, page.along.x);
        page.along.times(p.x).plus(across.times(p.y))
    };
    Outline { quad: Quad(quad.0.map(back)), confidence: confidence(&quad, seen), seen, cut: [false; 4] }
}

/// Turns the whole frame so that text is level.
fn upright(picture: &RgbImage, along: Px) -> Option<Upright> {
    let frame = Quad::rectangle(0.0, 0.0, picture.width() as f32, picture.height() as f32);
    let turned = rectangle_along(&frame.0, along);
    let scale = (LOOK_PX / turned.width().max(turned.height())).min(1.0);
    let (width, height) = ((turned.width() * scale) as u32, (turned.height() * scale) as u32);
    let view = warp::cut_out(picture, &turned, width, height)?;
    let grey =
        view.pixels().map(|p| 0.3 * f32::from(p.0[0]) + 0.6 * f32::from(p.0[1]) + 0.1 * f32::from(p.0[2]));
    let across = px(-along.y, along.x);
    let origin = px(turned.0[0].dot(along), turned.0[0].dot(across));
    Some(Upright {
        grey: grey.collect(),
        width: view.width() as usize,
        height: view.height() as usize,
        origin,
        scale,
    })
}

impl Upright {
    /// Step of grey across a level line at `position`, at `t` along it; `upright` lines run from top to bottom.
    fn step(&self, position: f32, t: usize, upright: bool) -> f32 {
        let limit = if upright { self.width } else { self.height };
        let at = |offset: f32| {
            let place = ((position + offset).max(0.0) as usize).min(limit - 1);
            if upright { self.grey[t * self.width + place] } else { self.grey[place * self.width + t] }
        };
        at(1.0) - at(-1.0)
    }
}

/// The strongest edge between two positions, measured along the block's extent.
fn search(view: &Upright, (from_t, to_t): (f32, f32), (from, to): (f32, f32), upright: bool) -> Option<Edge> {
    let limit = if upright { view.height } else { view.width };
    let ts: Vec<usize> =
        ((from_t.max(0.0) as usize)..(to_t.max(0.0) as usize).min(limit)).step_by(2).collect();
    let middle = (from_t + to_t) / 2.0;
    let slopes = (SLOPE_MAX / SLOPE_STEP) as i32;
    let positions = (from.max(1.0) as usize..to.max(1.0) as usize).map(|p| p as f32);
    let edges = positions
        .flat_map(|position| (-slopes..=slopes).map(move |slope| (position, slope as f32 * SLOPE_STEP)));
    edges
        .filter_map(|(position, slope)| measured(view, &ts, (position, slope, middle), upright))
        .max_by(|a, b| a.strength.total_cmp(&b.strength))
}

/// The edge at a position and slope, if it is strong and continuous enough.
fn measured(
    view: &Upright,
    ts: &[usize],
    (position, slope, middle): (f32, f32, f32),
    upright: bool,
) -> Option<Edge> {
    let steps = ts.iter().map(|t| view.step(position + slope * (*t as f32 - middle), *t, upright));
    let (sum, up, down) = steps.fold((0.0, 0, 0), |(sum, up, down), step| {
        (sum + step, up + usize::from(step > 4.0), down + usize::from(step < -4.0))
    });
    let count = ts.len().max(1) as f32;
    let (mean, continuity) = ((sum / count).abs(), up.max(down) as f32 / count);
    (ts.len() >= 8 && mean >= STEP_MIN && continuity >= CONTINUITY_MIN).then_some(Edge {
        position: position - slope * middle,
        slope,
        strength: mean.min(40.0) * continuity,
    })
}

/// Fills sides without an edge: with the frame's edge where at least two other sides were seen, else the text's extent.
fn completed(edges: [Option<Edge>; 4], view: &Upright, (lo, hi): (Px, Px), seen: [bool; 4]) -> [Edge; 4] {
    let many = seen.iter().filter(|seen| **seen).count() >= 2;
    let (w, h) = (view.width as f32, view.height as f32);
    let margin = hi.minus(lo).times(TEXT_MARGIN);
    let text = [lo.y - margin.y, hi.x + margin.x, hi.y + margin.y, lo.x - margin.x];
    let frame = [0.0, w, h, 0.0];
    let level = |position: f32| Edge { position, slope: 0.0, strength: 0.0 };
    [0, 1, 2, 3].map(|i| {
        let limit = if i % 2 == 0 { h } else { w };
        edges[i].unwrap_or(level(if many { frame[i] } else { text[i].clamp(0.0, limit) }))
    })
}

/// Where neighbouring sides cross: top with left, top with right, bottom with right, bottom with left.
fn crossings([top, right, bottom, left]: [Edge; 4]) -> Quad {
    let cross = |level: Edge, upright: Edge| {
        // y = a + m x, x = b + n y
        let y = (level.position + level.slope * upright.position) / (1.0 - level.slope * upright.slope);
        px(upright.position + upright.slope * y, y)
    };
    Quad([cross(top, left), cross(top, right), cross(bottom, right), cross(bottom, left)])
}

/// More for each edge that was seen, less for proportions that no document has.
fn confidence(quad: &Quad, seen: [bool; 4]) -> f32 {
    let seen = seen.iter().filter(|seen| **seen).count() as f32;
    let ratio = quad.width() / quad.height().max(1.0);
    let proportioned = (1.2..1.75).contains(&ratio) || (0.57..0.85).contains(&ratio);
    (TEXT_ONLY + 0.15 * seen) * if proportioned { 1.0 } else { 0.7 }
}

/// The text's extent, a little enlarged.
fn text_only(page: &Page, (lo, hi): (Px, Px), picture: &RgbImage) -> Outline {
    let across = px(-page.along.y, page.along.x);
    let size = hi.minus(lo);
    let quad = Quad::rectangle(lo.x, lo.y, size.x, size.y).grown(TEXT_MARGIN * size.x, TEXT_MARGIN * size.y);
    let (w, h) = (picture.width() as f32, picture.height() as f32);
    let back = |p: Px| {
        let p = page.along.times(p.x).plus(across.times(p.y));
        px(p.x.clamp(0.0, w), p.y.clamp(0.0, h))
    };
    Outline { quad: Quad(quad.0.map(back)), confidence: TEXT_ONLY, seen: [false; 4], cut: [false; 4] }
}
