//! What the picture's frame cuts off, and what it merely touches.

use super::{edges::Refined, line::Line, line::corners};
use crate::geometry::{Px, Quad, px};

/// A side without an edge that runs this near the frame's edge, as a share of the document's diagonal, is the
/// frame's edge: pictures are often cut to the document.
const TOUCHES: f32 = 0.03;
/// A place counts as beyond the frame from this share of the frame's longer side.
const BEYOND: f32 = 0.004;

/// The outline with the sides that merely touch the frame laid onto it.
pub fn settle(refined: &Refined, size_px: (u32, u32)) -> Quad {
    let (quad, frame) = (refined.quad, rectangle(size_px));
    let reach = TOUCHES * quad.0[2].minus(quad.0[0]).length();
    let side = |i: usize| {
        let (a, b) = quad.sides()[i];
        let touched = || frame.sides().into_iter().find_map(|edge| touching((a, b), edge, reach));
        let onto = if refined.seen[i] { None } else { touched() };
        onto.or_else(|| Line::through(a, b))
    };
    let [Some(a), Some(b), Some(c), Some(d)] = [0, 1, 2, 3].map(side) else { return quad };
    corners(&[a, b, c, d]).map_or(quad, Quad)
}

/// The frame's edge, if both ends of the side are within reach of it.
fn touching((a, b): (Px, Px), edge: (Px, Px), reach: f32) -> Option<Line> {
    let line = Line::through(edge.0, edge.1)?;
    let near = line.away(a).abs() <= reach && line.away(b).abs() <= reach;
    near.then_some(line)
}

/// Share of a segment that lies beyond the frame, 0–1.
pub fn beyond(a: Px, b: Px, size_px: (u32, u32)) -> f32 {
    let slack = BEYOND * size_px.0.max(size_px.1) as f32;
    let (lo, hi) = (px(-slack, -slack), px(size_px.0 as f32 + slack, size_px.1 as f32 + slack));
    let (mut from, mut to) = (0.0_f32, 1.0_f32);
    let d = b.minus(a);
    for (start, step, lo, hi) in [(a.x, d.x, lo.x, hi.x), (a.y, d.y, lo.y, hi.y)] {
        if step.abs() < 1e-6 {
            if start < lo || start > hi {
                return 1.0;
            }
            continue;
        }
        let (t0, t1) = ((lo - start) / step, (hi - start) / step);
        (from, to) = (from.max(t0.min(t1)), to.min(t0.max(t1)));
    }
    1.0 - (to - from).clamp(0.0, 1.0)
}

/// The part of a convex polygon that lies within a quadrilateral (Sutherland and Hodgman).
pub fn clipped(polygon: &[Px], within: &Quad) -> Vec<Px> {
    within.sides().into_iter().fold(polygon.to_vec(), |polygon, edge| clipped_by(&polygon, edge))
}

/// The part of a polygon that lies to the right of an edge, which is inside for clockwise corners.
fn clipped_by(polygon: &[Px], (a, b): (Px, Px)) -> Vec<Px> {
    let depth = |p: Px| b.minus(a).cross(p.minus(a));
    let pairs = polygon.iter().zip(polygon.iter().cycle().skip(1));
    let part = |(p, q): (&Px, &Px)| {
        let (dp, dq) = (depth(*p), depth(*q));
        let crosses = (dp < 0.0) != (dq < 0.0);
        let cut = crosses.then(|| p.plus(q.minus(*p).times(dp / (dp - dq))));
        [(dp >= 0.0).then_some(*p), cut]
    };
    pairs.flat_map(part).flatten().collect()
}

fn rectangle((width_px, height_px): (u32, u32)) -> Quad {
    Quad::rectangle(0.0, 0.0, width_px as f32, height_px as f32)
}
