//! The light on the scene: how much of it falls where, and what shines on top; smooth, so a coarse grid holds it.

use super::frame::Frame;
use super::hand::{inside, smooth};
use super::projection::Sight;
use super::sheet::Sheet;
use crate::noise;
use crate::random::pick;
use crate::truth::Point;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use std::f32::consts::TAU;

/// The light of one place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    /// What the scene's own light is multiplied by.
    pub(super) gain: f32,
    /// What a reflection adds.
    pub(super) glow: f32,
}

/// Changes the light of a place of the frame, in pixels.
pub(super) type Cause<'a> = Box<dyn Fn(f32, f32, &mut Node) + 'a>;

/// Nodes every few pixels, 400 along the long side.
pub(super) struct Light {
    per_px: f32,
    columns: usize,
    nodes: Vec<Node>,
}

impl Light {
    pub(super) fn cast(frame: &Frame, causes: &[Cause]) -> Light {
        let step = (frame.width.max(frame.height) as f32 / 400.0).max(1.0);
        let count = |side: usize| (side as f32 / step) as usize + 3;
        let (columns, rows) = (count(frame.width), count(frame.height));
        let node = |i: usize| {
            let mut node = Node { gain: 1.0, glow: 0.0 };
            let (x, y) = ((i % columns) as f32 * step, (i / columns) as f32 * step);
            causes.iter().for_each(|cause| cause(x, y, &mut node));
            node
        };
        Light { per_px: 1.0 / step, columns, nodes: (0..columns * rows).map(node).collect() }
    }

    /// The nodes of a row of pixels.
    pub(super) fn row(&self, y: f32, out: &mut Vec<Node>) {
        let place = y * self.per_px;
        let (upper, share) = (place as usize, place.fract());
        let rows = self.nodes[upper * self.columns..].split_at(self.columns);
        out.clear();
        out.extend(rows.0.iter().zip(rows.1).map(|(a, b)| between(*a, *b, share)));
    }

    /// The light at a pixel of that row.
    #[inline]
    pub(super) fn at(&self, row: &[Node], x: f32) -> Node {
        let place = x * self.per_px;
        let left = place as usize;
        between(row[left], row[left + 1], place - left as f32)
    }
}

#[inline]
fn between(a: Node, b: Node, share: f32) -> Node {
    Node { gain: a.gain + (b.gain - a.gain) * share, glow: a.glow + (b.glow - a.glow) * share }
}

/// Length of the document's upper edge in the frame.
fn width(subject: &[Point; 4]) -> f32 {
    (subject[1].x - subject[0].x).hypot(subject[1].y - subject[0].y).max(1.0)
}

/// Falls off to one side: `slope` is the change from the middle to the right and the lower border.
pub(super) fn slope<'a>(frame: &Frame, slope: (f32, f32)) -> Cause<'a> {
    let (w, h) = (frame.width as f32, frame.height as f32);
    Box::new(move |x, y, node| {
        let side = slope.0 * (x / w - 0.5) * 2.0 + slope.1 * (y / h - 0.5) * 2.0;
        node.gain *= (1.0 + side).max(0.04);
    })
}

/// One side bright, the other dark, with a soft cloud of light.
pub(super) fn uneven<'a>(frame: &Frame, strength: f32, rng: &mut ChaCha8Rng) -> Cause<'a> {
    let (angle, seed): (f32, u32) = (rng.random_range(0.0..TAU), rng.random());
    let (w, h) = (frame.width as f32, frame.height as f32);
    Box::new(move |x, y, node| {
        let (u, v) = (x / w - 0.5, y / h - 0.5);
        let side =
            (u * angle.cos() + v * angle.sin()) * 1.6 + (noise::plane(u * 2.2, v * 2.2, seed) - 0.5) * 0.8;
        node.gain *= (1.0 + 0.9 * strength * side.clamp(-1.0, 1.0)).max(0.03);
    })
}

/// A lamp's reflection on the laminate over the data, with a bloom around it.
pub(super) fn glare<'a>(subject: &[Point; 4], strength: f32, seed: u32) -> Cause<'a> {
    let width = width(subject);
    let offset = noise::plane(0.5, 0.5, seed) * 0.12;
    let centre = inside(subject, 0.46 + offset, 0.42 + offset);
    let (rx, ry) = (width * (0.05 + 0.17 * strength), width * (0.04 + 0.11 * strength));
    Box::new(move |x, y, node| {
        let (dx, dy) = ((x - centre.x) / rx, (y - centre.y) / ry);
        let r = (dx + 0.25 * dy).hypot(dy);
        let core = 1.0 - smooth(0.75, 1.15, r);
        let bloom = (-r * r / 3.5).exp() * 0.35;
        node.glow += strength.sqrt() * (2.4 * core + bloom);
    })
}

/// The phone's lamp: brighter towards its spot, the spot itself, and a star of stray light.
pub(super) fn flash<'a>(
    frame: &Frame,
    subject: &[Point; 4],
    strength: f32,
    rng: &mut ChaCha8Rng,
) -> Cause<'a> {
    let centre = inside(subject, rng.random_range(0.15..0.85), rng.random_range(0.15..0.85));
    let radius = width(subject) * (0.02 + 0.10 * strength);
    let reach = frame.width.max(frame.height) as f32 * 0.55;
    Box::new(move |x, y, node| {
        let away = (x - centre.x).hypot(y - centre.y);
        let r = away / radius;
        let fall = 1.0 / (1.0 + (away / reach).powi(2));
        node.gain *= 1.0 + strength * (1.5 * fall - 0.9);
        node.glow += strength * (2.0 / (1.0 + r.powi(4)) + 0.25 / (1.0 + 0.5 * r * r));
    })
}

/// A window's panes, slanted, with their bars.
pub(super) fn window<'a>(subject: &[Point; 4], strength: f32, rng: &mut ChaCha8Rng) -> Cause<'a> {
    let width = width(subject);
    let centre = inside(subject, rng.random_range(0.1..0.9), rng.random_range(0.1..0.9));
    let (w, h) = (width * rng.random_range(0.22..0.5), width * rng.random_range(0.25..0.6));
    let (turn, lean): (f32, f32) = (rng.random_range(-0.6..0.6), rng.random_range(-0.35..0.35));
    let (columns, rows) = (rng.random_range(1..4) as f32, rng.random_range(1..4) as f32);
    let soft = rng.random_range(0.03..0.12_f32);
    Box::new(move |x, y, node| {
        let (dx, dy) = (x - centre.x, y - centre.y);
        let v = (turn.cos() * dy - turn.sin() * dx) / h + 0.5;
        let u = (turn.cos() * dx + turn.sin() * dy) / (w * (1.0 + lean * (v - 0.5))) + 0.5;
        let edge = u.min(1.0 - u).min(v.min(1.0 - v));
        let bar = |place: f32, panes: f32| ((place * panes).fract() - 0.5).abs() * 2.0;
        let bars = smooth(1.0, 0.90, bar(u, columns)).min(smooth(1.0, 0.90, bar(v, rows)));
        let sky = 0.75 + 0.25 * (1.0 - v);
        node.glow += 0.9 * strength * smooth(-soft, soft, edge) * (0.25 + 0.75 * bars) * sky;
    })
}

/// The shadow of the phone, or of a hand with spread fingers.
pub(super) fn shadow<'a>(subject: &[Point; 4], strength: f32, rng: &mut ChaCha8Rng) -> Cause<'a> {
    let width = width(subject);
    let centre = inside(subject, rng.random_range(-0.2..1.2), rng.random_range(-0.2..1.2));
    let (turn, soft): (f32, f32) = (rng.random_range(0.0..TAU), width * rng.random_range(0.02..0.14));
    let hand = rng.random_bool(0.5);
    Box::new(move |x, y, node| {
        let (dx, dy) = ((x - centre.x) / width, (y - centre.y) / width);
        let (u, v) = (turn.cos() * dx + turn.sin() * dy, turn.cos() * dy - turn.sin() * dx);
        let away = if hand { hand_outline(u, v) } else { (u.abs() - 0.34).max(-v) } * width;
        node.gain *= 1.0 - 0.9 * strength * smooth(soft, -soft, away);
    })
}

/// Distance from a hand that reaches to the right: palm and four fingers.
fn hand_outline(u: f32, v: f32) -> f32 {
    let palm = ((u + 0.35).max(0.0)).hypot(v) - 0.24;
    let finger =
        |i: f32| ((u - 0.2).max(-0.4 - u).max(0.0)).hypot(v - 0.13 * (i - 1.5) * (1.0 + u.max(0.0))) - 0.052;
    [0.0, 1.0, 2.0, 3.0].map(finger).into_iter().fold(palm, f32::min)
}

/// Folds of the page: one side of each is turned to the light, the other away from it.
pub(super) fn crease<'a>(sight: Sight, sheet: &'a Sheet, strength: f32, rng: &mut ChaCha8Rng) -> Cause<'a> {
    let (w, h) = sheet.size_mm;
    let folds: Vec<[f32; 5]> = (0..rng.random_range(1..5))
        .map(|_| {
            let angle = pick(rng, &[0.0, 1.57, 0.5, 2.3]) + rng.random_range(-0.25..0.25_f32);
            let (x, y) = (w * rng.random_range(0.15..0.85), h * rng.random_range(0.15..0.85));
            [x, y, angle.cos(), angle.sin(), rng.random_range(4.0..22.0)]
        })
        .collect();
    Box::new(move |x, y, node| {
        let spot = sight.spot(x, y);
        let on = sheet.to_sheet(spot.x, spot.y);
        if sheet.outside(on) > 0.0 {
            return;
        }
        for [fx, fy, c, s, reach] in &folds {
            let away = (on.0 - fx) * c + (on.1 - fy) * s;
            node.gain *= 1.0 + 0.75 * strength * away.signum() * (-away.abs() / reach).exp();
        }
    })
}

/// Dark corners, of everything that comes through the lens.
pub(super) fn vignette<'a>(frame: &Frame, strength: f32) -> Cause<'a> {
    let (w, h) = (frame.width as f32, frame.height as f32);
    let per_square = 4.0 / (w * w + h * h);
    Box::new(move |x, y, node| {
        let square = ((x - w / 2.0).powi(2) + (y - h / 2.0).powi(2)) * per_square;
        let through = (1.0 + 1.2 * strength * square).powi(-2);
        *node = Node { gain: node.gain * through, glow: node.glow * through };
    })
}
