//! Fingers before the document.

use super::frame::Frame;
use super::grain::ROUGH;
use super::light::{Light, Node};
use crate::canvas::{Colour, mix};
use crate::truth::{Corner, Point};

/// Tones of skin, printed values.
pub(super) const SKINS: [u32; 6] = [0xf0cdb4, 0xdfae8c, 0xc68f69, 0xa26c48, 0x76492f, 0x4a2e20];

/// A finger: from its tip to where it leaves, with the radius of its end.
pub(super) struct Finger {
    tip: Point,
    root: Point,
    radius: f32,
}

impl Finger {
    /// One that reaches over a corner of the document.
    pub(super) fn over_corner(subject: &[Point; 4], corner: Corner, strength: f32) -> Finger {
        let (right, below) = match corner {
            Corner::TopLeft => (false, false),
            Corner::TopRight => (true, false),
            Corner::BottomRight => (true, true),
            Corner::BottomLeft => (false, true),
        };
        let place = |u: f32, v: f32| {
            inside(subject, if right { 1.0 - u } else { u }, if below { v } else { 1.0 - v })
        };
        let radius = width(subject) * (0.05 + 0.05 * strength);
        Finger::new(place(0.06 + 0.44 * strength, 0.93 - 0.30 * strength), place(-0.5, 1.45), radius)
    }

    /// A thumb that comes over the left side (or the right), at a height of 0–1.
    pub(super) fn over_side(subject: &[Point; 4], right: bool, height: f32, strength: f32) -> Finger {
        let place = |u: f32, v: f32| inside(subject, if right { 1.0 - u } else { u }, v);
        let radius = width(subject) * 0.075;
        let reach = 0.02 + 0.4 * strength - 0.075;
        Finger::new(place(reach, height), place(-0.6, height + 0.5), radius)
    }

    /// It goes on in its direction until it leaves the frame.
    fn new(tip: Point, towards: Point, radius: f32) -> Finger {
        let root = Point { x: tip.x + (towards.x - tip.x) * 8.0, y: tip.y + (towards.y - tip.y) * 8.0 };
        Finger { tip, root, radius }
    }

    /// Draws it, round and wrinkled, with its nail and its shadow.
    pub(super) fn draw(&self, frame: &mut Frame, light: &Light, skin: Colour) {
        let reach = self.radius * 2.2;
        let (x0, x1) = span(self.tip.x, self.root.x, reach, frame.width);
        let (y0, y1) = span(self.tip.y, self.root.y, reach, frame.height);
        let skin = skin.map(|value| value * value);
        let mut nodes = Vec::new();
        for y in y0..y1 {
            light.row(y as f32 + 0.5, &mut nodes);
            for x in x0..x1 {
                let at = (x as f32 + 0.5, y as f32 + 0.5);
                let pixel = &mut frame.pixels[y * frame.width + x];
                *pixel = self.over(*pixel, at, light.at(&nodes, at.0), skin);
            }
        }
    }

    fn over(&self, below: Colour, (x, y): (f32, f32), light: Node, skin: Colour) -> Colour {
        let (away, along) = beside(x, y, self.tip, self.root);
        // Fingers grow thicker towards the hand.
        let edge = away / (self.radius * (1.0 + 0.12 * (along / self.radius).min(4.0)));
        if edge > 1.5 {
            return below;
        }
        let round = (1.0 - edge * edge).max(0.0).sqrt();
        let fold = 1.0 - 0.25 * (1.0 - ((along / self.radius - 2.6).abs() * 3.5)).max(0.0);
        let wrinkle = 0.88 + 0.24 * ROUGH.at(along / self.radius * 34.0, edge * 12.0);
        let mut lit = skin.map(|value| value * (0.30 + 0.75 * round) * wrinkle * fold * light.gain);
        let nail = ((along / self.radius - 0.05) / 0.75).hypot(edge / 0.62);
        if along > 0.0 && nail < 1.0 {
            lit = [lit[0] * 1.12, lit[1] * 1.18, lit[2] * 1.22]
                .map(|value| value + 0.05 * (1.0 - nail) * light.gain);
        }
        let shadow = below.map(|value| value * (0.40 + 0.60 * smooth(0.95, 1.5, edge)));
        mix(lit, shadow, smooth(0.97, 1.01, edge))
    }
}

fn width(quad: &[Point; 4]) -> f32 {
    (quad[1].x - quad[0].x).hypot(quad[1].y - quad[0].y)
}

fn span(a: f32, b: f32, reach: f32, limit: usize) -> (usize, usize) {
    let clamp = |value: f32| value.clamp(0.0, limit as f32) as usize;
    (clamp(a.min(b) - reach), clamp(a.max(b) + reach))
}

/// A place of a quad, given as shares of its width and height.
pub(super) fn inside(quad: &[Point; 4], u: f32, v: f32) -> Point {
    let between = |a: Point, b: Point, t: f32| Point { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
    between(between(quad[0], quad[1], u), between(quad[3], quad[2], u), v)
}

/// Distance of a place from the stretch, and how far along it.
fn beside(x: f32, y: f32, tip: Point, root: Point) -> (f32, f32) {
    let (dx, dy) = (root.x - tip.x, root.y - tip.y);
    let length = dx.hypot(dy).max(1e-3);
    let along = (((x - tip.x) * dx + (y - tip.y) * dy) / length).clamp(0.0, length);
    let (px, py) = (tip.x + dx / length * along, tip.y + dy / length * along);
    ((x - px).hypot(y - py), along)
}

/// 0 below `from`, 1 above `to`, an S between.
pub(super) fn smooth(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
