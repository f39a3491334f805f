//! The geometry of a head: skull, face, features, hair, neck and shoulders as one distance field.

use super::identity::{HairStyle, Identity};
use super::solid::{carve, ellipsoid, join, rod, smooth, sphere};
use super::{Expression, Portrait, Pose, Worn};
use crate::noise;
use glam::{Mat3, Vec2, Vec3, vec3};

/// What a ray hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Material {
    Skin,
    Eye,
    Hair,
    Clothes,
    Frame,
    Mouth,
    Teeth,
    Mask,
    Hat,
}

/// A head ready to be measured: the places of its features, computed once.
pub(super) struct Head<'a> {
    pub(super) who: &'a Identity,
    pub(super) does: Expression,
    pub(super) eye: Vec3,
    pub(super) eye_radius: f32,
    /// Tip of the nose.
    pub(super) nose: Vec3,
    /// Middle of the line between the lips.
    pub(super) mouth: Vec3,
    pub(super) mouth_half: f32,
    /// No feature stands out of the skull by more than this.
    pub(super) nose_out: f32,
    pub(super) chin: Vec3,
    pub(super) jaw_drop: f32,
    lid_upper: Vec2,
    lid_lower: Vec2,
    turn: Mat3,
    pub(super) worn: Worn,
}

/// Where the head turns on the neck.
const PIVOT: Vec3 = Vec3::new(0.0, -6.0, -3.0);
/// Where the lids hinge, before the eye's centre.
const HINGE: f32 = 0.5;

impl<'a> Head<'a> {
    pub(super) fn new(portrait: &'a Portrait) -> Head<'a> {
        let who = &portrait.identity;
        let does = portrait.expression;
        let open = (does.eyes_open * who.eye_open).clamp(0.0, 1.5);
        let nose_y = -who.nose_length;
        let mouth_y = nose_y - 2.7 * who.face_length + who.mouth_height * 0.6;
        let (upper, lower) = (-26.0 + 68.0 * open, 28.0 + 3.0 * open);
        Head {
            who,
            does,
            eye: vec3(who.eye_spacing, 0.0, 4.95 - who.eye_depth),
            eye_radius: 1.24 * who.eye_size,
            nose: vec3(0.0, nose_y, 8.75 + who.nose_projection),
            mouth: vec3(0.0, mouth_y, 6.85),
            mouth_half: 2.35 * who.mouth_width,
            nose_out: (who.nose_projection + who.nose_tip + 2.4).max(3.4),
            chin: vec3(0.0, mouth_y - 3.05 * who.face_length - who.chin_length, 5.0),
            jaw_drop: does.mouth_open.clamp(0.0, 1.0) * 2.4,
            lid_upper: Vec2::from_angle(upper.to_radians()),
            lid_lower: Vec2::from_angle(lower.to_radians()),
            turn: turn(portrait.pose),
            worn: portrait.worn,
        }
    }

    /// From the room into the head's own frame.
    pub(super) fn local(&self, p: Vec3) -> Vec3 {
        self.turn.transpose() * (p - PIVOT) + PIVOT
    }

    /// From the head's own frame into the room.
    pub(super) fn placed(&self, q: Vec3) -> Vec3 {
        self.turn * (q - PIVOT) + PIVOT
    }

    /// Distance from a place of the room to anything.
    pub(super) fn distance(&self, p: Vec3) -> f32 {
        let q = self.local(p);
        let body = self.neck(p).min(self.clothes(p));
        if sphere(q, vec3(0.0, 0.0, -0.5), 15.5) > 2.0 {
            return body.min(sphere(q, vec3(0.0, 0.0, -0.5), 15.0)).min(self.hair(q));
        }
        let skin = join(self.skin(q), self.neck(p), 2.0);
        let solid = skin.min(self.eyeball(q)).min(self.teeth(q));
        let worn = self.frame(q).min(self.mask(q)).min(self.hat(q));
        solid.min(self.hair(q)).min(self.clothes(p)).min(worn)
    }

    /// What is nearest to a place that a ray has hit.
    pub(super) fn material(&self, p: Vec3) -> Material {
        let q = self.local(p);
        let skin = join(self.skin(q), self.neck(p), 2.0);
        let all = [
            (Material::Skin, skin),
            (Material::Eye, self.eyeball(q)),
            (Material::Hair, self.hair(q)),
            (Material::Clothes, self.clothes(p)),
            (Material::Frame, self.frame(q)),
            (Material::Teeth, self.teeth(q)),
            (Material::Mask, self.mask(q)),
            (Material::Hat, self.hat(q)),
        ];
        let nearest = all.into_iter().min_by(|a, b| a.1.total_cmp(&b.1)).map_or(Material::Skin, |(m, _)| m);
        if nearest == Material::Skin && self.cavity(mirror(q)) < 0.12 { Material::Mouth } else { nearest }
    }

    fn skin(&self, q: Vec3) -> f32 {
        let m = mirror(q);
        let mut d = self.skull(m);
        if d > self.nose_out + 2.4 {
            return d - self.nose_out;
        }
        d = join(d, self.ear(m), 0.5);
        if q.z > 0.0 {
            d = join(d, self.brow(m), 1.3);
            d = carve(d, self.socket(m), 1.6);
            d = self.nose(d, m);
            d = self.mouth(d, m);
            d = self.eyelids(d, m);
        }
        d
    }

    pub(super) fn skull(&self, m: Vec3) -> f32 {
        let who = self.who;
        let w = who.face_width;
        let cranium = ellipsoid(m, vec3(0.0, 3.2, -1.9), vec3(7.5 * w, 8.7, 9.2));
        let forehead = ellipsoid(
            m,
            vec3(0.0, 4.4 + who.forehead * 0.5, 0.9),
            vec3(6.1 * w, 5.2, 6.2 + 0.35 * who.forehead),
        );
        let length = 8.2 * who.face_length;
        let face = ellipsoid(m, vec3(0.0, -2.6, 0.6), vec3(6.2 * w, length, 6.3));
        let drop = vec3(0.0, -self.jaw_drop * 0.9, 0.0);
        let angle = vec3(4.15 * who.jaw_width, self.mouth.y + 0.3, 0.2);
        let point = self.chin + vec3(0.75 * who.chin_width, 0.1, -0.25) + drop;
        let jaw = rod(m, angle + drop * 0.3, point, 1.55, 1.4);
        let chin = ellipsoid(m, self.chin + drop, vec3(1.6 * who.chin_width, 1.35, 1.45));
        let cheek = sphere(m, vec3(4.0 * w, -2.2, 3.3), 1.9 + 0.28 * who.cheekbones);
        let flesh = sphere(m, vec3(2.9 * w, -5.2, 4.0), 2.0 + 0.35 * who.cheek_fullness);
        let mut d = join(join(cranium, forehead, 2.5), face, 2.4);
        d = join(d, jaw, 3.2);
        d = join(d, chin, 2.0);
        d = join(d, cheek, 2.4);
        join(d, flesh, 3.2)
    }

    fn ear(&self, m: Vec3) -> f32 {
        let size = self.who.ear_size;
        let centre = vec3(7.25 * self.who.face_width, -1.6, -1.6);
        if m.distance_squared(centre) > 25.0 * size {
            return m.distance(centre) - 3.4 * size;
        }
        let q = m - centre;
        let q = vec3(q.x * 0.88 + q.z * 0.47, q.y, q.z * 0.88 - q.x * 0.47);
        let shell = ellipsoid(q, Vec3::ZERO, vec3(0.55, 2.9, 1.65) * size);
        let lobe = sphere(q, vec3(-0.1, -2.4, 0.5) * size, 0.75 * size);
        let bowl = ellipsoid(q, vec3(0.55, 0.1, 0.35) * size, vec3(0.55, 1.9, 0.95) * size);
        carve(join(shell, lobe, 0.6), bowl, 0.35)
    }

    fn brow(&self, m: Vec3) -> f32 {
        let y = 1.55 + self.who.brow_height * 0.5;
        let out = 0.25 * self.who.brow_ridge;
        rod(m, vec3(1.1, y, 5.6 + out), vec3(4.6, y, 4.1 + out * 0.5), 0.8, 0.65)
    }

    fn socket(&self, m: Vec3) -> f32 {
        ellipsoid(m, vec3(self.eye.x - 0.2, -0.05, self.eye.z + 3.05), vec3(2.7, 1.75, 2.15))
    }

    pub(super) fn nose(&self, d: f32, m: Vec3) -> f32 {
        let (who, tip) = (self.who, self.nose);
        if m.x > 4.5 && self.nose_out > 3.4 {
            // A ray from the side must not step over a long nose.
            return d.min(m.x - 2.2);
        }
        if m.x > 4.5 || m.y > 4.0 || m.y < tip.y - 3.0 {
            return d;
        }
        let bridge = vec3(0.0, 0.55, 5.75 + 0.55 * who.nose_bridge);
        let waist = bridge.lerp(tip, 0.55) + vec3(0.0, 0.0, 0.25 * who.nose_bridge - 0.1);
        let w = who.nose_width;
        let upper = rod(m, bridge, waist, 0.74 * w, 0.72 * w);
        let lower = rod(m, waist, tip, 0.72 * w, 0.86 * who.nose_tip);
        let flank = rod(m, vec3(0.75 * w, -0.4, 5.3), vec3(1.0 * w, tip.y + 0.5, tip.z - 2.2), 0.75, 0.85);
        let wing = ellipsoid(m, vec3(1.3 * w, tip.y - 0.2, tip.z - 1.4), vec3(0.68 * w, 0.74, 0.98));
        let base = sphere(m, tip + vec3(0.0, -0.45, -0.9), 0.66);
        let mut nose = join(join(upper, lower, 0.8), flank, 1.6);
        nose = join(join(nose, wing, 0.45), base, 0.7);
        let d = join(d, nose, 0.9);
        let hole = ellipsoid(m, vec3(0.66 * w, tip.y - 0.92, tip.z - 0.95), vec3(0.36 * w, 0.32, 0.56));
        carve(d, hole, 0.25)
    }

    fn mouth(&self, d: f32, m: Vec3) -> f32 {
        let c = self.mouth;
        // The mound of a wide mouth reaches farther, and its end shows as a seam when the head turns.
        let reach = if self.who.mouth_width > 1.2 { 4.0 * self.who.mouth_width + 2.8 } else { 5.5 };
        if m.x > reach || (m.y - c.y).abs() > 5.0 {
            return d;
        }
        let mound = ellipsoid(m, vec3(0.0, c.y - 0.1, 4.5), vec3(4.0 * self.who.mouth_width, 2.6, 1.95));
        let d = join(d, mound, 2.8);
        let d = join(d, self.lips(m), 0.42);
        let slit = self.slit(m);
        let d = carve(d, slit, 0.14);
        if self.jaw_drop > 0.05 { carve(d, self.cavity(m), 0.25) } else { d }
    }

    fn lips(&self, m: Vec3) -> f32 {
        let (who, c) = (self.who, self.mouth);
        let corner = self.corner();
        let (up, down) = (0.40 * who.lip_upper.max(0.4), 0.50 * who.lip_lower.max(0.4));
        let drop = vec3(0.0, -self.jaw_drop, 0.0);
        let bow = c + vec3(0.75, up, -0.1);
        let upper = rod(m, c + vec3(0.0, up - 0.06, 0.05), bow, up, up).min(rod(m, bow, corner, up, 0.2));
        let full = c + vec3(0.9, -down - 0.02, -0.14) + drop;
        let lower = rod(m, c + vec3(0.0, -down - 0.06, 0.02) + drop, full, down, down * 0.96);
        upper.min(join(lower, rod(m, full, corner, down * 0.96, 0.2), 0.3))
    }

    /// How far inside the red of the lips a place is, in centimetres; negative outside.
    pub(super) fn lip_depth(&self, m: Vec3) -> f32 {
        let t = m.x / self.mouth_half;
        if t >= 1.0 || m.z < 3.0 {
            return -1.0;
        }
        let who = self.who;
        let line = self.mouth_line(m.x);
        let bow = 0.86 + 0.2 * smooth(0.0, 0.26, t) - 0.06 * t;
        let top = line + 0.72 * who.lip_upper.max(0.3) * bow * (1.0 - t.powf(1.7)) + 0.02;
        let gap = 2.0 * self.jaw_drop * (1.0 - t * t);
        let bottom = line - gap - 0.9 * who.lip_lower.max(0.3) * (1.0 - t * t).powf(0.75) - 0.02;
        (top - m.y).min(m.y - bottom)
    }

    /// Height of the line between the lips.
    pub(super) fn mouth_line(&self, x: f32) -> f32 {
        let t = (x / self.mouth_half).min(1.1);
        self.mouth.y - 0.05 + (self.corner().y - self.mouth.y + 0.05) * t * t
    }

    fn corner(&self) -> Vec3 {
        self.mouth + vec3(self.mouth_half, 0.45 * self.does.smile + 0.04 - 0.4 * self.jaw_drop, -1.0)
    }

    fn slit(&self, m: Vec3) -> f32 {
        let c = self.mouth + vec3(0.0, -0.05, 0.42);
        let mid = c + vec3(1.1, 0.02, -0.2);
        rod(m, c, mid, 0.12, 0.12).min(rod(m, mid, self.corner() + vec3(0.0, 0.0, 0.25), 0.12, 0.08))
    }

    fn cavity(&self, m: Vec3) -> f32 {
        if self.jaw_drop <= 0.05 {
            return 1.0;
        }
        let height = 0.5 * self.jaw_drop;
        let centre = self.mouth + vec3(0.0, -height, -0.4);
        ellipsoid(m, centre, vec3(self.mouth_half * 0.86, height + 0.12, 1.9))
    }

    fn teeth(&self, q: Vec3) -> f32 {
        if self.jaw_drop <= 0.05 {
            return 100.0;
        }
        let m = mirror(q);
        let edge = self.mouth + vec3(0.0, 0.12, -1.2);
        rod(m, edge, edge + vec3(1.7, 0.05, -1.0), 0.42, 0.36)
    }

    fn eyeball(&self, q: Vec3) -> f32 {
        sphere(mirror(q), self.eye, self.eye_radius)
    }

    /// Carves the opening and lays the lids over the eyeball.
    fn eyelids(&self, d: f32, m: Vec3) -> f32 {
        let e = m - self.eye;
        if e.length_squared() > 14.0 {
            return d;
        }
        let opening = self.opening(m);
        let reach = vec3(e.x * 0.92, e.y, (e.z - 1.2) * 0.8).length() - self.eye_radius - 0.1;
        let d = carve(d, opening.max(reach), 0.2);
        let stretched = vec3(e.x * 0.84, e.y, e.z);
        let lid = stretched.length() - (self.eye_radius + 0.17);
        let lid = lid.max(-opening).max(-(stretched.length() - self.eye_radius + 0.2));
        join(d, lid, 0.42)
    }

    /// Signed distance to the wedge between the lids: negative where the eye shows.
    pub(super) fn opening(&self, m: Vec3) -> f32 {
        let e = m - self.eye;
        let y = e.y - self.who.eye_tilt * e.x - 0.05;
        let forward = e.z - HINGE * self.who.eye_size;
        let above = y * self.lid_upper.x - forward * self.lid_upper.y;
        let below = -(y * self.lid_lower.x + forward * self.lid_lower.y);
        above.max(below)
    }

    fn neck(&self, p: Vec3) -> f32 {
        let w = self.who.neck;
        let column = rod(p, vec3(0.0, -6.0, -3.6), vec3(0.0, -18.5, -4.6), 4.5 * w, 5.2 * w);
        let throat = sphere(p, vec3(0.0, -13.0, 0.4), 1.1 * w);
        join(column, throat, 2.5)
    }

    fn clothes(&self, p: Vec3) -> f32 {
        let m = mirror(p);
        let shoulders = rod(m, vec3(0.0, -20.5, -4.8), vec3(15.5, -24.5, -5.5), 5.4, 4.6);
        let chest = ellipsoid(m, vec3(0.0, -31.0, -4.0), vec3(18.0, 12.5, 8.5));
        let d = join(shoulders, chest, 4.0);
        let opening = rod(p, vec3(0.0, -14.0, -2.0), vec3(0.0, -20.6, 1.4), 6.2 * self.who.neck, 3.4);
        carve(d, opening, 0.5)
    }

    fn hair(&self, q: Vec3) -> f32 {
        self.pressed(self.loose_hair(q), q)
    }

    fn loose_hair(&self, q: Vec3) -> f32 {
        let (style, w) = (self.who.hair_style, self.who.face_width);
        let thick = match style {
            HairStyle::Bald => return 100.0,
            HairStyle::Cropped => 0.25,
            HairStyle::Tied => 0.45,
            HairStyle::Short | HairStyle::Parted => 0.95,
            HairStyle::Bob | HairStyle::Long => 1.0,
        };
        let top = if matches!(style, HairStyle::Short | HairStyle::Parted) { 0.6 } else { 0.1 };
        let radii = vec3(7.5 * w + 0.15 + thick * 0.6, 8.75 + thick + top, 9.2 + thick);
        let centre = vec3(0.0, 3.2, -1.9);
        let cap = ellipsoid(q, centre, radii);
        if cap > 9.0 && q.y > -4.0 {
            return cap - 3.0;
        }
        let smooth_hair = self.length_of_hair(carve(cap, self.hairline(q, 0.0), 1.5), q, 0.0);
        if smooth_hair > 1.6 {
            return smooth_hair - 0.7;
        }
        let locks = self.locks(q);
        let ragged = 0.4 * locks + 0.22 * self.strands(q);
        let d = carve(cap - locks * 0.16 * thick, self.hairline(q, ragged), 1.5);
        self.length_of_hair(d, q, locks)
    }

    /// Fine ridges along the strands, −1–1.
    pub(super) fn locks(&self, q: Vec3) -> f32 {
        let around = q.x.atan2(q.z + 2.0);
        let seed = self.who.seed as u32;
        noise::space(around * 9.0, q.y * 0.25, q.z * 0.15, seed) * 2.0 - 1.0
    }

    /// Single strands, −1–1.
    fn strands(&self, q: Vec3) -> f32 {
        let around = q.x.atan2(q.z + 2.0);
        noise::space(around * 34.0, q.y * 0.4, q.z * 0.3, self.who.seed as u32 ^ 6) * 2.0 - 1.0
    }

    /// Negative where no hair grows: the face below a line that drops at the temples to behind the ears.
    ///
    /// `ragged` moves the line by so many centimetres.
    pub(super) fn hairline(&self, q: Vec3, ragged: f32) -> f32 {
        let who = self.who;
        let part = if who.hair_style == HairStyle::Parted { 0.16 * q.x } else { 0.0 };
        let fringe = if who.hair_style == HairStyle::Bob { -3.4 } else { 0.0 };
        let temple = (0.03 * who.hairline - 0.05) * (q.x * q.x).min(26.0);
        let front = 7.0 + who.hairline + part + fringe + temple + ragged;
        let side = -0.8 + ragged;
        let nape = -6.8;
        let line = nape + (side - nape) * smooth(-5.5, -0.6, q.z) + (front - side) * smooth(0.9, 4.4, q.z);
        (q.y - line) * 0.75
    }

    fn length_of_hair(&self, d: f32, q: Vec3, locks: f32) -> f32 {
        let m = mirror(q);
        let w = self.who.face_width;
        let (bottom, spread) = match self.who.hair_style {
            HairStyle::Long => (-15.5, 1.6),
            HairStyle::Bob => (-8.5, 1.0),
            HairStyle::Tied => {
                let bun = sphere(q, vec3(0.0, 5.0, -12.0), 3.4);
                return join(d, bun, 1.0);
            }
            _ => return d,
        };
        let curtain = rod(m, vec3(7.0 * w, 3.0, -2.6), vec3(7.3 * w + spread, bottom, -2.8), 1.7, 1.9);
        let back = ellipsoid(
            q,
            vec3(0.0, bottom * 0.5, -6.0),
            vec3(7.0 * w + spread, 3.0 - bottom * 0.5 + 4.0, 3.4),
        );
        join(d, join(curtain, back, 2.5) - 0.22 * locks, 2.4)
    }
}

pub(super) fn mirror(q: Vec3) -> Vec3 {
    vec3(q.x.abs(), q.y, q.z)
}

fn turn(pose: Pose) -> Mat3 {
    Mat3::from_rotation_z(-pose.roll_deg.to_radians())
        * Mat3::from_rotation_y(pose.yaw_deg.to_radians())
        * Mat3::from_rotation_x(-pose.pitch_deg.to_radians())
}
