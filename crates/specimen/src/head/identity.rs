//! What makes one head differ from another.

use crate::random::{bell, derive, pick, stream};
use identity::sex::Sex;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// The features of one person's head. Lengths are in centimetres, factors around 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each name is the feature that it measures")]
pub struct Identity {
    pub seed: u64,
    pub sex: Sex,
    pub face_width: f32,
    pub face_length: f32,
    pub jaw_width: f32,
    pub chin_length: f32,
    pub chin_width: f32,
    pub cheekbones: f32,
    pub cheek_fullness: f32,
    pub forehead: f32,
    pub brow_ridge: f32,
    pub brow_height: f32,
    pub brow_thickness: f32,
    pub brow_slope: f32,
    pub eye_spacing: f32,
    pub eye_size: f32,
    pub eye_open: f32,
    pub eye_tilt: f32,
    pub eye_depth: f32,
    pub lid_fold: f32,
    pub nose_length: f32,
    pub nose_width: f32,
    pub nose_bridge: f32,
    pub nose_tip: f32,
    pub nose_projection: f32,
    pub mouth_width: f32,
    pub mouth_height: f32,
    pub lip_upper: f32,
    pub lip_lower: f32,
    pub ear_size: f32,
    pub neck: f32,
    /// Linear reflectance of the skin.
    pub skin: [f32; 3],
    /// Linear reflectance of hair and brows.
    pub hair: [f32; 3],
    pub hair_style: HairStyle,
    pub hairline: f32,
    /// 0 shaven, 1 full beard.
    pub beard: f32,
    pub moustache: f32,
    pub freckles: f32,
    /// 0 young, 1 old: folds and lines.
    pub age: f32,
    /// Darkness of the skin around the eyes, 0–1.
    pub dark_circles: f32,
    pub lashes: f32,
    pub flush: f32,
    /// Linear reflectance of the iris.
    pub iris: [f32; 3],
    /// Linear reflectance of the lips.
    pub lips: [f32; 3],
    /// Linear reflectance of the clothes.
    pub clothes: [f32; 3],
}

/// How the hair is worn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HairStyle {
    /// None.
    Bald,
    /// Close to the skull.
    Cropped,
    /// Fuller on top.
    Short,
    /// Parted and combed to one side.
    Parted,
    /// A fringe over the forehead, to the jaw.
    Bob,
    /// To the shoulders.
    Long,
    /// Tied back.
    Tied,
}

impl Identity {
    /// Seed of somebody who looks as little like the person of `seed` as any of 64 people does.
    pub fn stranger_seed(seed: u64) -> u64 {
        let own = Identity::from_seed(seed);
        let others = (0..64).map(|n| derive(seed, &format!("stranger {n}")));
        let unlike = |other: &u64| own.unlikeness(&Identity::from_seed(*other));
        others.max_by(|a, b| unlike(a).total_cmp(&unlike(b))).unwrap_or_else(|| derive(seed, "stranger"))
    }

    /// How much two heads differ in what strikes the eye, each feature in about its deviation between people.
    fn unlikeness(&self, other: &Identity) -> f32 {
        let brightness = |colour: [f32; 3]| colour[1].max(0.005).ln();
        let differences = [
            (brightness(self.skin) - brightness(other.skin)) / 0.35,
            (brightness(self.hair) - brightness(other.hair)) / 1.0,
            (self.nose_length - other.nose_length) / 0.75,
            (self.nose_projection - other.nose_projection) / 0.75,
            (self.nose_width - other.nose_width) / 0.25,
            (self.brow_height - other.brow_height) / 0.7,
            (self.brow_thickness - other.brow_thickness) / 0.4,
            (self.eye_spacing - other.eye_spacing) / 0.32,
            (self.chin_length - other.chin_length) / 0.8,
            (self.mouth_width - other.mouth_width) / 0.2,
            (self.beard - other.beard) / 0.4,
            if self.hair_style == other.hair_style { 0.0 } else { 1.0 },
            if self.sex == other.sex { 0.0 } else { 2.0 },
        ];
        differences.iter().map(|d| d * d).sum()
    }

    /// The person who belongs to a seed, 19 to 70 years old.
    pub fn from_seed(seed: u64) -> Identity {
        Identity::of_age(seed, stream(seed, "years").random_range(19..=70))
    }

    /// The person who belongs to a seed, at an age in years: the same bones, other skin and hair.
    pub fn of_age(seed: u64, years: i16) -> Identity {
        let rng = &mut stream(seed, "identity");
        let age = ((f32::from(years) - 20.0) / 50.0).clamp(0.0, 1.0);
        let grown = ((f32::from(years) - 14.0) / 8.0).clamp(0.0, 1.0);
        let sex = if rng.random_bool(0.5) { Sex::F } else { Sex::M };
        let male = if sex == Sex::M { 1.0 } else { 0.0 };
        let kin = pick(rng, &KINDREDS);
        let skin = skin(rng, &kin);
        Identity {
            seed,
            sex,
            face_width: 1.0 + kin.breadth + 0.085 * bell(rng) + 0.02 * male,
            face_length: 1.0 + 0.08 * bell(rng) + 0.03 * male,
            jaw_width: 0.95 + kin.breadth + 0.15 * bell(rng) + 0.16 * male,
            chin_length: 0.8 * bell(rng) + 0.4 * male,
            chin_width: 1.05 + 0.32 * bell(rng) + 0.2 * male,
            cheekbones: 1.0 + kin.cheek + 0.6 * bell(rng),
            cheek_fullness: 0.8 * bell(rng) - 0.4 * age,
            forehead: 0.7 * bell(rng),
            brow_ridge: 0.35 + 0.6 * male + 0.35 * bell(rng),
            brow_height: 0.1 + 0.7 * bell(rng) - 0.25 * male,
            brow_thickness: (0.85 + 0.4 * bell(rng) + 0.5 * male).max(0.3),
            brow_slope: 0.27 * bell(rng),
            eye_spacing: 3.25 + 0.32 * bell(rng),
            eye_size: 1.04 + 0.13 * bell(rng) - 0.04 * male,
            eye_open: 1.05 + kin.eye_open + 0.15 * bell(rng) - 0.1 * age,
            eye_tilt: 0.05 + kin.eye_tilt + 0.11 * bell(rng),
            eye_depth: 0.24 * bell(rng) - kin.eye_open,
            lid_fold: rng.random_range(0.0..1.0),
            nose_length: 4.4 + 0.75 * bell(rng) + 0.2 * male,
            nose_width: 1.0 + kin.nose_width + 0.19 * bell(rng) + 0.08 * male,
            nose_bridge: kin.nose_bridge + 0.4 * bell(rng) + 0.15 * male,
            nose_tip: 1.0 + 0.22 * bell(rng) + 0.5 * kin.nose_width,
            nose_projection: 0.75 * bell(rng) + 0.1 * male + kin.nose_bridge * 0.6,
            mouth_width: 1.06 + 0.2 * bell(rng),
            mouth_height: 0.4 * bell(rng),
            lip_upper: 1.0 + kin.lips + 0.32 * bell(rng) - 0.2 * male,
            lip_lower: 1.05 + kin.lips + 0.3 * bell(rng) - 0.1 * male,
            ear_size: 1.0 + 0.15 * bell(rng),
            neck: 1.0 + 0.07 * bell(rng) + 0.14 * male,
            skin,
            hair: hair_colour(rng, &kin, age),
            hair_style: hair_style(rng, sex, years),
            hairline: 0.8 * bell(rng) + (0.3 + 0.9 * age) * male,
            beard: beard(rng, sex) * grown,
            moustache: beard(rng, sex) * grown,
            freckles: (0.7 * bell(rng)).max(0.0),
            age,
            dark_circles: (0.2 + 0.3 * bell(rng) + 0.3 * age).clamp(0.0, 1.0),
            lashes: (0.55 + 0.25 * bell(rng) - 0.25 * male).clamp(0.1, 1.2),
            flush: (0.8 + 0.5 * bell(rng)).clamp(0.0, 2.0),
            iris: iris(rng, &kin),
            lips: lips(rng, skin, sex),
            clothes: pick(rng, &CLOTHES),
        }
    }
}

/// Traits that come together in people whose forebears lived in one place, as differences from the mean.
#[derive(Debug, Clone, Copy)]
struct Kindred {
    breadth: f32,
    cheek: f32,
    eye_open: f32,
    eye_tilt: f32,
    nose_width: f32,
    nose_bridge: f32,
    lips: f32,
    /// Range of the tone: 0 pale to 1 dark.
    tone: (f32, f32),
    /// Whether hair and eyes may be light.
    light: bool,
}

const KINDREDS: [Kindred; 5] = [
    Kindred {
        breadth: -0.03,
        cheek: -0.3,
        eye_open: 0.02,
        eye_tilt: 0.0,
        nose_width: -0.12,
        nose_bridge: 0.5,
        lips: -0.15,
        tone: (0.0, 0.3),
        light: true,
    },
    Kindred {
        breadth: -0.02,
        cheek: 0.0,
        eye_open: 0.05,
        eye_tilt: 0.02,
        nose_width: -0.02,
        nose_bridge: 0.55,
        lips: 0.05,
        tone: (0.25, 0.6),
        light: false,
    },
    Kindred {
        breadth: 0.06,
        cheek: 0.7,
        eye_open: -0.18,
        eye_tilt: 0.1,
        nose_width: 0.04,
        nose_bridge: -0.6,
        lips: 0.05,
        tone: (0.1, 0.42),
        light: false,
    },
    Kindred {
        breadth: 0.0,
        cheek: 0.1,
        eye_open: 0.08,
        eye_tilt: 0.03,
        nose_width: 0.38,
        nose_bridge: -0.35,
        lips: 0.5,
        tone: (0.75, 1.0),
        light: false,
    },
    Kindred {
        breadth: 0.02,
        cheek: 0.2,
        eye_open: 0.1,
        eye_tilt: 0.03,
        nose_width: 0.12,
        nose_bridge: 0.15,
        lips: 0.25,
        tone: (0.5, 0.82),
        light: false,
    },
];

const CLOTHES: [[f32; 3]; 7] = [
    [0.03, 0.04, 0.07],
    [0.16, 0.18, 0.22],
    [0.05, 0.09, 0.16],
    [0.20, 0.05, 0.06],
    [0.32, 0.30, 0.27],
    [0.05, 0.12, 0.10],
    [0.02, 0.02, 0.02],
];

/// Between pale and dark along the line that melanin draws.
fn skin(rng: &mut ChaCha8Rng, kin: &Kindred) -> [f32; 3] {
    const PALE: [f32; 3] = [0.74, 0.48, 0.37];
    const OLIVE: [f32; 3] = [0.50, 0.30, 0.19];
    const DARK: [f32; 3] = [0.11, 0.055, 0.033];
    let tone: f32 = rng.random_range(kin.tone.0..kin.tone.1);
    let (from, to, share) =
        if tone < 0.6 { (PALE, OLIVE, tone / 0.6) } else { (OLIVE, DARK, (tone - 0.6) / 0.4) };
    let warmth = 1.0 + 0.05 * bell(rng);
    let mixed = [0, 1, 2].map(|c| from[c] + (to[c] - from[c]) * share);
    [mixed[0] * warmth, mixed[1], mixed[2] / warmth]
}

fn hair_colour(rng: &mut ChaCha8Rng, kin: &Kindred, age: f32) -> [f32; 3] {
    const DARK: [[f32; 3]; 3] = [[0.012, 0.009, 0.008], [0.020, 0.012, 0.008], [0.035, 0.018, 0.010]];
    const LIGHT: [[f32; 3]; 4] =
        [[0.10, 0.055, 0.025], [0.32, 0.21, 0.09], [0.16, 0.05, 0.018], [0.20, 0.12, 0.05]];
    let young = if kin.light && rng.random_bool(0.7) { pick(rng, &LIGHT) } else { pick(rng, &DARK) };
    let grey = if rng.random_bool(0.6) { ((age - 0.6) * 3.0).clamp(0.0, 1.0) } else { 0.0 };
    [0, 1, 2].map(|c| young[c] + (0.34 - young[c]) * grey)
}

fn iris(rng: &mut ChaCha8Rng, kin: &Kindred) -> [f32; 3] {
    const BROWN: [[f32; 3]; 2] = [[0.09, 0.045, 0.02], [0.05, 0.025, 0.012]];
    const LIGHT: [[f32; 3]; 3] = [[0.10, 0.16, 0.22], [0.12, 0.15, 0.07], [0.14, 0.17, 0.19]];
    if kin.light && rng.random_bool(0.7) { pick(rng, &LIGHT) } else { pick(rng, &BROWN) }
}

fn hair_style(rng: &mut ChaCha8Rng, sex: Sex, years: i16) -> HairStyle {
    use HairStyle::{Bald, Bob, Cropped, Long, Parted, Short, Tied};
    match sex {
        Sex::F => pick(rng, &[Bob, Long, Long, Tied, Parted, Tied]),
        _ => match pick(rng, &[Cropped, Short, Parted, Parted, Bald]) {
            Bald if years < 28 => Cropped,
            style => style,
        },
    }
}

fn beard(rng: &mut ChaCha8Rng, sex: Sex) -> f32 {
    let draw: f32 = rng.random_range(-0.9..1.0);
    if sex == Sex::M { draw.max(0.0) } else { 0.0 }
}

fn lips(rng: &mut ChaCha8Rng, skin: [f32; 3], sex: Sex) -> [f32; 3] {
    let made_up: f32 = if sex == Sex::F { rng.random_range(0.0..0.8) } else { rng.random_range(0.0..0.15) };
    let bare = [skin[0] * 0.82, skin[1] * 0.55, skin[2] * 0.58];
    let red = [0.42, 0.06, 0.08];
    [0, 1, 2].map(|c| bare[c] + (red[c] - bare[c]) * made_up)
}
