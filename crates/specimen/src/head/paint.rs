//! Colour and gloss of every place of a head: skin with its marks, eyes, brows, lips, hair.

use super::shape::{Head, Material};
use super::solid::{rod, smooth};
use crate::noise;
use glam::{Vec3, vec3};

/// How a place of the surface answers light.
pub(super) struct Surface {
    /// Linear reflectance.
    pub(super) colour: Vec3,
    pub(super) normal: Vec3,
    /// Strength of the highlight.
    pub(super) gloss: f32,
    /// Sharpness of the highlight.
    polish: f32,
    /// How far light creeps around edges, by channel: red the farthest in skin.
    wrap: Vec3,
}

impl Surface {
    /// Diffuse answer to a lamp at the given cosine, of which a share arrives.
    pub(super) fn diffuse(&self, cosine: f32, reach: f32) -> Vec3 {
        let bent = (Vec3::splat(cosine) + self.wrap) / (Vec3::ONE + self.wrap);
        let bled = Vec3::splat(reach) + (1.0 - reach) * self.wrap * 0.25;
        bent.max(Vec3::ZERO) * bled
    }

    /// Mirror answer (Blinn).
    pub(super) fn shine(&self, normal: Vec3, towards: Vec3, back: Vec3) -> f32 {
        let half = (towards + back).normalize_or(Vec3::Z);
        self.gloss * normal.dot(half).max(0.0).powf(self.polish)
    }

    fn dull(colour: Vec3, normal: Vec3) -> Surface {
        Surface { colour, normal, gloss: 0.02, polish: 8.0, wrap: Vec3::splat(0.1) }
    }
}

/// The surface at a place of the room.
pub(super) fn surface(head: &Head, p: Vec3, normal: Vec3, material: Material) -> Surface {
    let q = head.local(p);
    match material {
        Material::Skin => skin(head, q, normal),
        Material::Eye => eye(head, q, normal),
        Material::Hair => hair(head, q, normal),
        Material::Clothes => cloth(head, p, normal),
        Material::Frame => Surface { gloss: 0.5, polish: 60.0, ..Surface::dull(Vec3::splat(0.015), normal) },
        Material::Mouth => Surface::dull(vec3(0.10, 0.015, 0.015), normal),
        Material::Teeth => {
            Surface { gloss: 0.25, polish: 40.0, ..Surface::dull(vec3(0.62, 0.58, 0.50), normal) }
        }
        Material::Mask => mask(head, q, normal),
        Material::Hat => hat(head, q, normal),
    }
}

fn skin(head: &Head, q: Vec3, normal: Vec3) -> Surface {
    let who = head.who;
    let m = vec3(q.x.abs(), q.y, q.z);
    let seed = who.seed as u32;
    let mut colour =
        Vec3::from(who.skin) * (0.93 + 0.14 * noise::space(q.x * 0.6, q.y * 0.6, q.z * 0.6, seed));
    colour *= 0.96 + 0.08 * noise::space(q.x * 5.0, q.y * 5.0, q.z * 5.0, seed ^ 5);
    colour = flush(head, colour, m);
    colour = spots(head, colour, q);
    colour = folds(head, colour, m);
    colour = stubble(head, colour, m);
    let lips = lip_share(head, m);
    colour = colour.lerp(Vec3::from(who.lips), lips);
    colour = colour.lerp(vec3(0.05, 0.012, 0.012), mouth_line(head, m));
    colour = around_eyes(head, colour, m);
    let brow = brow_share(head, m);
    colour = colour.lerp(Vec3::from(who.hair) * 0.9, brow);
    colour = colour.lerp(Vec3::from(who.hair) * 0.8, scalp(head, q));
    let oily = 0.10 + 0.06 * smooth(-7.0, -3.0, q.y) * smooth(3.0, 0.5, m.x);
    Surface {
        colour,
        normal: pores(q, normal, seed),
        gloss: (oily + 0.14 * lips) * (1.0 - brow),
        polish: 14.0 + 16.0 * lips,
        wrap: vec3(0.32, 0.16, 0.11) * (1.0 - 0.6 * brow),
    }
}

/// Fine bumps; they also break up highlights.
fn pores(q: Vec3, normal: Vec3, seed: u32) -> Vec3 {
    let bump = |axis: u32| noise::space(q.x * 9.0, q.y * 9.0, q.z * 9.0, seed ^ (axis * 77 + 1)) - 0.5;
    (normal + vec3(bump(0), bump(1), bump(2)) * 0.10).normalize()
}

/// Blood shows at cheeks, nose, ears and chin.
fn flush(head: &Head, colour: Vec3, m: Vec3) -> Vec3 {
    let cheek = near(m, vec3(4.2, -3.6, 4.6), 2.6);
    let nose = near(m, head.nose, 1.7);
    let ear = smooth(6.4, 7.6, m.x);
    let chin = near(m, head.chin + vec3(0.0, 0.0, 1.4), 1.8);
    let amount = ((0.5 * cheek + 0.55 * nose + 0.6 * ear + 0.3 * chin) * head.who.flush).min(1.2);
    colour * Vec3::ONE.lerp(vec3(1.05, 0.80, 0.79), amount)
}

/// Freckles and a few moles, at places of their own for each person.
fn spots(head: &Head, colour: Vec3, q: Vec3) -> Vec3 {
    let seed = head.who.seed as u32;
    let freckle = smooth(0.68, 0.80, noise::space(q.x * 3.6, q.y * 3.6, q.z * 3.6, seed ^ 31));
    let field = near(q, vec3(q.x, -3.0, 6.5), 4.5) * head.who.freckles.min(1.0);
    let mole = (0..3).map(|n| mole(head, q, n)).fold(0.0, f32::max);
    let tanned = colour * Vec3::ONE.lerp(vec3(0.72, 0.56, 0.45), freckle * field);
    tanned.lerp(tanned * vec3(0.30, 0.22, 0.20), mole)
}

fn mole(head: &Head, q: Vec3, n: u32) -> f32 {
    let draw = |k: f32| noise::plane(n as f32 * 3.0 + 0.5, k + 0.5, head.who.seed as u32 ^ 0x51);
    let side = if draw(0.0) < 0.5 { -1.0 } else { 1.0 };
    let (x, y) = (side * (2.3 + (draw(0.0) * 2.0).fract() * 3.4), 0.5 - draw(1.0) * 10.0);
    let radius = 0.10 + 0.16 * draw(2.0);
    if q.z < 0.0 { 0.0 } else { 1.0 - smooth(radius * 0.7, radius, (q.x - x).hypot(q.y - y)) }
}

/// Lines from the nose to the mouth, below the eyes and on the forehead deepen with age.
fn folds(head: &Head, colour: Vec3, m: Vec3) -> Vec3 {
    let age = head.who.age;
    let mouth = head.mouth;
    let from = vec3(1.75 * head.who.nose_width, head.nose.y - 0.2, 6.3);
    let to = mouth + vec3(head.mouth_half + 0.55, -0.3, -1.4);
    let laugh = 1.0 - smooth(0.0, 0.42, rod(m, from, to, 0.05, 0.05));
    let bag_at = head.eye + vec3(0.0, -1.25, 1.2);
    let bag = 1.0
        - smooth(0.0, 0.5, rod(m, bag_at - vec3(1.1, -0.15, 0.0), bag_at + vec3(1.0, 0.2, -0.4), 0.1, 0.1));
    let wave = ((m.y * 4.2 + (m.x * 0.8).cos() * 0.6).sin() * 0.5 + 0.5).powi(6);
    let forehead = wave * smooth(2.6, 3.6, m.y) * smooth(6.6, 5.4, m.y) * smooth(5.0, 3.0, m.x);
    let depth = 0.10 + 0.42 * age;
    let amount = (laugh * depth * 0.8 + bag * depth * 0.7 + forehead * age * 0.28).min(0.7);
    colour * Vec3::ONE.lerp(vec3(0.66, 0.52, 0.48), amount)
}

/// Beard and moustache: hairs where dense, shadow where shaven.
fn stubble(head: &Head, colour: Vec3, m: Vec3) -> Vec3 {
    let who = head.who;
    if who.sex == identity::sex::Sex::F {
        return colour;
    }
    let mouth = head.mouth;
    let line = mouth.y + 0.4 + smooth(2.5, 6.8, m.x) * 4.6;
    let jaw =
        smooth(line, line - 1.5, m.y) * smooth(-4.0, -2.0, m.z) * smooth(mouth.y - 8.5, mouth.y - 6.0, m.y);
    let spare = smooth(1.25, 1.7, (m.x / 1.4).hypot((m.y - mouth.y + 0.25) / 0.8));
    let over = vec3(0.0, mouth.y + 1.15, m.z);
    let lip = 1.0 - smooth(0.55, 0.95, rod(m, over, over + vec3(1.9, -0.65, 0.0), 0.0, 0.0));
    let hairs = 0.55 + 0.45 * noise::space(m.x * 7.0, m.y * 4.0, m.z * 7.0, who.seed as u32 ^ 77);
    let amount = (jaw * spare * (0.12 + 0.9 * who.beard)).max(lip * (0.10 + 0.9 * who.moustache)) * hairs;
    colour.lerp(Vec3::from(who.hair) * 0.9 + colour * 0.06, amount.min(0.95))
}

fn lip_share(head: &Head, m: Vec3) -> f32 {
    smooth(-0.06, 0.10, head.lip_depth(m))
}

fn mouth_line(head: &Head, m: Vec3) -> f32 {
    let shut = 1.0 - smooth(0.0, 0.3, head.does.mouth_open);
    let ends = smooth(1.04, 0.96, m.x / head.mouth_half);
    let line = 1.0 - smooth(0.02, 0.12, (m.y - head.mouth_line(m.x)).abs());
    if m.z < 3.0 { 0.0 } else { line * ends * 0.75 * shut }
}

/// Lashes, the crease above the lid and darker skin below.
fn around_eyes(head: &Head, colour: Vec3, m: Vec3) -> Vec3 {
    let e = m - head.eye;
    if e.length_squared() > 12.0 || m.z < 2.0 {
        return colour;
    }
    let opening = head.opening(m);
    let inner = if e.x < 0.0 { 1.25 } else { 1.0 };
    let across = smooth(1.75, 1.3, (e.x * 0.84 / head.eye_radius).abs() * 1.24 * inner);
    let upper = if e.y > -0.15 { 1.0 } else { 0.35 };
    let lash = (1.0 - smooth(0.02, 0.08 + 0.16 * head.who.lashes, opening)) * across * upper;
    let fold_at = 0.34 + 0.22 * head.who.lid_fold;
    let crease = (1.0 - smooth(0.0, 0.11, (opening - fold_at).abs())) * across * smooth(0.0, 0.3, e.y) * 0.45;
    let shadow = near(m, head.eye + vec3(-0.3, -0.5, 1.1), 2.2) * (0.12 + 0.75 * head.who.dark_circles);
    let shaded = colour * Vec3::ONE.lerp(vec3(0.62, 0.5, 0.5), (shadow + crease).min(1.0));
    shaded.lerp(Vec3::splat(0.012), lash * 0.85)
}

/// Least height of the brows above the middle of the eye, in radii of the eye.
const BROW_ABOVE: f32 = 1.25;

fn brow_share(head: &Head, m: Vec3) -> f32 {
    if m.z < 2.0 {
        return 0.0;
    }
    let who = head.who;
    // No brow lies on a lid: it would be seen, and read, as a lash line where the eye is shut.
    let y = (1.75 + who.brow_height).max(head.eye.y + head.eye_radius * BROW_ABOVE);
    let arch = |t: f32| y + who.brow_slope * (t - 0.5) * 2.0 + 0.38 * (t * 3.0).sin() - 0.35 * t * t;
    let t = ((m.x - 0.95) / 4.0).clamp(0.0, 1.0);
    let thick = 0.34 * who.brow_thickness * (1.0 - 0.62 * t * t);
    let ends = smooth(0.75, 1.15, m.x) * smooth(5.15, 4.6, m.x);
    let strands = noise::plane((m.x - m.y * 0.7) * 11.0, m.y * 2.0, who.seed as u32 ^ 3);
    let body = 1.0 - smooth(thick * 0.55, thick * 1.15, (m.y - arch(t)).abs());
    (body * ends * (0.62 + 0.42 * strands)).clamp(0.0, 0.95)
}

/// Cropped hair and its edge are partly paint.
fn scalp(head: &Head, q: Vec3) -> f32 {
    if head.who.hair_style == super::HairStyle::Bald {
        return 0.0;
    }
    let edge = smooth(-0.45, 0.25, head.hairline(q, 0.4 * head.locks(q)));
    if q.y < -8.0 { 0.0 } else { edge * 0.85 }
}

fn eye(head: &Head, q: Vec3, normal: Vec3) -> Surface {
    let side = q.x.signum();
    let e = (vec3(q.x * side, q.y, q.z) - head.eye) / head.eye_radius;
    let r = (e.x + 0.02).hypot(e.y - 0.03);
    let iris = 1.0 - smooth(0.46, 0.50, r);
    let pupil = 1.0 - smooth(0.17, 0.20, r);
    let spokes = noise::plane(e.y.atan2(e.x) * 6.0, r * 3.0, head.who.seed as u32 ^ 11);
    let limbus = 1.0 - 0.65 * smooth(0.34, 0.48, r);
    let white = vec3(0.60, 0.55, 0.51) * (1.0 - 0.22 * smooth(0.5, 1.0, e.x.abs()));
    let coloured = Vec3::from(head.who.iris) * (0.65 + 0.8 * spokes) * limbus;
    let mut colour = white.lerp(coloured, iris).lerp(Vec3::splat(0.004), pupil);
    // The upper lid throws a shadow on the ball.
    let under_lid = smooth(-0.02, -0.34, head.opening(vec3(q.x * side, q.y, q.z)));
    colour *= 0.45 + 0.55 * under_lid;
    Surface { colour, normal, gloss: 0.9, polish: 180.0, wrap: Vec3::splat(0.2) }
}

fn hair(head: &Head, q: Vec3, normal: Vec3) -> Surface {
    let seed = head.who.seed as u32 ^ 21;
    let around = q.x.atan2(q.z + 3.0);
    let strand = noise::space(around * 42.0, q.y * 0.6, q.z * 0.5, seed);
    let lock = noise::space(around * 10.0, q.y * 0.3, q.z * 0.3, seed ^ 9);
    let colour = Vec3::from(head.who.hair) * (0.45 + 0.75 * strand + 0.35 * lock);
    let jitter = vec3(strand - 0.5, 0.0, lock - 0.5) * 0.5;
    Surface {
        colour,
        normal: (normal + jitter).normalize(),
        gloss: 0.08,
        polish: 16.0,
        wrap: Vec3::splat(0.25),
    }
}

fn cloth(head: &Head, p: Vec3, normal: Vec3) -> Surface {
    let weave = 0.85 + 0.3 * noise::space(p.x * 6.0, p.y * 6.0, p.z * 6.0, 4);
    let crumple = 0.9 + 0.2 * noise::space(p.x * 0.35, p.y * 0.35, p.z * 0.35, head.who.seed as u32);
    Surface::dull(Vec3::from(head.who.clothes) * weave * crumple, normal)
}

/// Paper cloth, pale blue, white or black, in three pleats.
fn mask(head: &Head, q: Vec3, normal: Vec3) -> Surface {
    const CLOTHS: [Vec3; 3] = [vec3(0.42, 0.62, 0.72), vec3(0.78, 0.78, 0.77), vec3(0.03, 0.03, 0.035)];
    let cloth = CLOTHS[(head.who.seed / 2 % 3) as usize];
    let pleat = ((q.y - head.mouth.y) / 1.7).rem_euclid(1.0);
    let shadow = 1.0 - 0.28 * smooth(0.16, 0.0, pleat);
    let weave = 0.96 + 0.08 * noise::space(q.x * 9.0, q.y * 9.0, q.z * 9.0, 12);
    let lean = Vec3::Y * (0.35 * (0.5 - pleat));
    Surface::dull(cloth * shadow * weave, (normal + lean).normalize())
}

/// Twill of a cap or ribs of a knitted hat.
fn hat(head: &Head, q: Vec3, normal: Vec3) -> Surface {
    const CLOTHS: [Vec3; 4] =
        [vec3(0.03, 0.04, 0.09), vec3(0.16, 0.03, 0.03), vec3(0.09, 0.09, 0.10), vec3(0.16, 0.13, 0.08)];
    let cloth = CLOTHS[(head.who.seed / 2 % 4) as usize];
    let around = q.x.atan2(q.z + 2.0);
    let ribs =
        if head.peaked() { (around * 3.0).cos().abs().powf(0.05) } else { 0.7 + 0.3 * (around * 60.0).cos() };
    let twill = 0.85 + 0.3 * noise::space(q.x * 7.0, q.y * 7.0, q.z * 7.0, 13);
    Surface::dull(cloth * ribs * twill, normal)
}

/// 1 at a place, 0 at a distance.
fn near(q: Vec3, place: Vec3, radius: f32) -> f32 {
    1.0 - smooth(0.0, radius, q.distance(place))
}
