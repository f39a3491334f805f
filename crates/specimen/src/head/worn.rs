//! What a head wears: glasses, a mask over mouth and nose, a hat.

use super::HairStyle;
use super::shape::{Head, mirror};
use super::solid::{carve, ellipsoid, join, ring, rod, smooth};
use glam::{Vec3, vec2, vec3};
use serde::{Deserialize, Serialize};

/// What a head wears; nothing by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Worn {
    /// Glasses with a dark frame.
    pub glasses: bool,
    /// A pleated mask from the bridge of the nose to below the chin.
    pub mask: bool,
    /// A cap with a peak or a knitted hat, as the person's seed says.
    pub hat: bool,
}

/// Farther than any of this reaches.
const ABSENT_CM: f32 = 100.0;
/// How far the cloth of a mask keeps from the skin.
const MASK_GAP_CM: f32 = 0.3;

impl Head<'_> {
    pub(super) fn frame(&self, q: Vec3) -> f32 {
        if !self.worn.glasses {
            return ABSENT_CM;
        }
        let m = mirror(q);
        let centre = self.eye + vec3(0.25, -0.25, 2.6);
        let rim = ring(m, centre, vec2(2.55, 1.95), 0.13);
        let bridge =
            rod(m, vec3(0.0, 0.25, centre.z + 0.25), vec3(centre.x - 2.4, 0.1, centre.z), 0.13, 0.13);
        let arm =
            rod(m, centre + vec3(2.5, 0.4, 0.0), vec3(7.6 * self.who.face_width, 0.2, -2.0), 0.13, 0.13);
        rim.min(bridge).min(arm)
    }

    /// Cloth that spans from the nose over the lips to the chin, and the loops that hold it at the ears.
    pub(super) fn mask(&self, q: Vec3) -> f32 {
        if !self.worn.mask {
            return ABSENT_CM;
        }
        let m = mirror(q);
        let rough = self.skull(m);
        if rough > 5.0 + self.nose_out {
            return rough - self.nose_out - 1.5;
        }
        // The neck rounds the jaw off, and cloth hangs loose there.
        let loose = 0.55 * smooth(self.mouth.y + 1.0, self.chin.y + 0.5, m.y);
        let cloth = self.spanned(rough, m) - MASK_GAP_CM - loose;
        let cut = carve_box(m.y - self.mask_top(m.x), self.mask_bottom() - m.y, 0.6 - m.z);
        cloth.max(cut).min(self.loops(m))
    }

    /// The lower face as a cloth sees it: nose, lips and chin bridged.
    fn spanned(&self, rough: f32, m: Vec3) -> f32 {
        let drop = vec3(0.0, -self.jaw_drop, 0.0);
        let nose = self.nose(rough, m);
        let bridge = vec3(0.0, 0.55, 5.9 + 0.55 * self.who.nose_bridge.max(0.0));
        let ridge = rod(m, bridge, self.nose, 0.8 * self.who.nose_width, 0.95);
        let wings = rod(m, self.nose - vec3(0.0, 0.2, 1.4), self.nose + vec3(1.4, -0.2, -1.7), 0.8, 0.8);
        let over = join(nose, join(ridge, wings, 1.2), 2.6);
        let lips =
            rod(m, self.mouth - vec3(0.0, 0.0, 0.1), self.mouth + drop - vec3(0.0, 0.5, 0.1), 0.8, 0.8);
        let sides = rod(m, self.mouth, self.mouth + vec3(self.mouth_half, 0.0, -1.4), 0.8, 0.7);
        let mound =
            ellipsoid(m, vec3(0.0, self.mouth.y - 0.1, 4.5), vec3(4.0 * self.who.mouth_width, 2.6, 1.95));
        join(join(over, mound, 3.0), join(lips, sides, 1.0), 3.0)
    }

    fn mask_top(&self, x: f32) -> f32 {
        0.42 * self.nose.y - 0.012 * x * x - 0.25 * smooth(1.0, 3.5, x)
    }

    fn mask_bottom(&self) -> f32 {
        self.chin.y - 1.0 - 0.7 * self.jaw_drop
    }

    fn loops(&self, m: Vec3) -> f32 {
        let ear = vec3(7.35 * self.who.face_width, -0.2, -1.2);
        let upper = vec3(5.75 * self.who.face_width, self.mask_top(5.8) - 0.3, 1.4);
        let lower = vec3(5.3 * self.who.face_width, self.mouth.y - 1.2, 1.0);
        rod(m, upper, ear, 0.09, 0.09).min(rod(m, lower, ear - vec3(0.0, 3.2, 0.4), 0.09, 0.09))
    }

    /// Height below which a hat leaves the head bare.
    fn hat_edge(&self, q: Vec3) -> f32 {
        let back = if self.peaked() { 0.28 } else { 0.12 };
        4.6 + 0.35 * self.who.forehead + back * (q.z - 6.0)
    }

    /// Whether the hat has a peak.
    pub(super) fn peaked(&self) -> bool {
        self.who.seed.is_multiple_of(2)
    }

    pub(super) fn hat(&self, q: Vec3) -> f32 {
        if !self.worn.hat {
            return ABSENT_CM;
        }
        let above = q.y - self.hat_edge(q);
        let reach = self.hat_reach();
        let dome = ellipsoid(q, vec3(0.0, 3.4, -1.9), reach);
        let crown = carve(dome, above + 0.1, 0.3);
        if self.peaked() { join(crown, self.peak(q), 0.4) } else { join(crown, roll(dome, above), 0.3) }
    }

    /// Half axes of the hat: the hair is pressed under it.
    fn hat_reach(&self) -> Vec3 {
        let hair = if self.who.hair_style == HairStyle::Bald { 0.3 } else { 0.8 };
        vec3(7.5 * self.who.face_width + 0.3 + hair, 8.9 + hair, 9.4 + hair)
    }

    /// A curved board over the forehead.
    fn peak(&self, q: Vec3) -> f32 {
        let base = vec3(0.0, 5.35 + 0.35 * self.who.forehead, 6.4);
        let p = q - base;
        let sag = 0.34 * p.z.max(0.0) + 0.035 * p.x * p.x;
        let flat = (p.y + sag).abs() - 0.14;
        let outline = (vec2(p.x / 6.3, p.z / 6.2).length() - 1.0) * 5.0;
        0.8 * flat.max(outline).max(-p.z - 2.5)
    }

    /// Hair under a hat ends at its edge.
    pub(super) fn pressed(&self, hair: f32, q: Vec3) -> f32 {
        if self.worn.hat { hair.max((q.y - self.hat_edge(q) - 0.6) * 0.9) } else { hair }
    }
}

/// The rolled edge of a knitted hat.
fn roll(dome: f32, above: f32) -> f32 {
    let height = (above - 1.4).abs() - 1.3;
    vec2(dome.abs(), height.max(0.0)).length() - 0.45
}

fn carve_box(top: f32, bottom: f32, back: f32) -> f32 {
    top.max(bottom).max(back)
}
