//! What makes one head differ from another.

use crate::random::{bell, pick, stream};
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
    /// The person who belongs to a seed.
    pub fn from_seed(seed: u64) -> Identity {
        let rng = &mut stream(seed, "identity");
        let sex = if rng.random_bool(0.5) { Sex::F } else { Sex::M };
        let male = if sex == Sex::M { 1.0 } else { 0.0 };
        let skin = skin(rng);
        Identity {
            seed,
            sex,
            face_width: 1.0 + 0.075 * bell(rng) + 0.02 * male,
            face_length: 1.0 + 0.055 * bell(rng) + 0.02 * male,
            jaw_width: 0.94 + 0.13 * bell(rng) + 0.14 * male,
            chin_length: 0.55 * bell(rng) + 0.35 * male,
            chin_width: 1.0 + 0.22 * bell(rng) + 0.15 * male,
            cheekbones: 1.0 + 0.5 * bell(rng),
            cheek_fullness: 0.6 * bell(rng),
            forehead: 0.6 * bell(rng),
            brow_ridge: 0.35 + 0.45 * male + 0.3 * bell(rng),
            brow_height: 0.32 * bell(rng) - 0.2 * male,
            brow_thickness: 0.9 + 0.22 * bell(rng) + 0.35 * male,
            brow_slope: 0.14 * bell(rng),
            eye_spacing: 3.2 + 0.17 * bell(rng),
            eye_size: 1.02 + 0.075 * bell(rng) - 0.03 * male,
            eye_tilt: 0.07 + 0.075 * bell(rng),
            eye_depth: 0.22 * bell(rng),
            lid_fold: rng.random_range(0.0..1.0),
            nose_length: 4.5 + 0.42 * bell(rng) + 0.2 * male,
            nose_width: 1.0 + 0.17 * bell(rng) + 0.08 * male,
            nose_bridge: 0.38 * bell(rng) + 0.15 * male,
            nose_tip: 1.0 + 0.17 * bell(rng),
            nose_projection: 0.42 * bell(rng) + 0.1 * male,
            mouth_width: 1.0 + 0.12 * bell(rng),
            mouth_height: 0.28 * bell(rng),
            lip_upper: 1.0 + 0.3 * bell(rng) - 0.15 * male,
            lip_lower: 1.05 + 0.28 * bell(rng) - 0.1 * male,
            ear_size: 1.0 + 0.13 * bell(rng),
            neck: 1.0 + 0.06 * bell(rng) + 0.12 * male,
            skin,
            hair: hair_colour(rng, skin[0]),
            hair_style: hair_style(rng, sex),
            hairline: 0.55 * bell(rng) + 0.4 * male,
            beard: beard(rng, sex),
            moustache: beard(rng, sex),
            freckles: (0.4 * bell(rng)).max(0.0),
            age: rng.random_range(0.0..0.9),
            iris: pick(rng, &[[0.09, 0.045, 0.02], [0.05, 0.025, 0.012], [0.10, 0.16, 0.22], [0.12, 0.15, 0.07]]),
            lips: lips(rng, skin, sex),
            clothes: pick(rng, &CLOTHES),
        }
    }
}

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
fn skin(rng: &mut ChaCha8Rng) -> [f32; 3] {
    const PALE: [f32; 3] = [0.72, 0.47, 0.36];
    const OLIVE: [f32; 3] = [0.52, 0.31, 0.20];
    const DARK: [f32; 3] = [0.15, 0.075, 0.045];
    let tone: f32 = rng.random_range(0.0..1.0);
    let (from, to, share) = if tone < 0.65 { (PALE, OLIVE, tone / 0.65) } else { (OLIVE, DARK, (tone - 0.65) / 0.35) };
    let warmth = 1.0 + 0.05 * bell(rng);
    let mixed = [0, 1, 2].map(|c| from[c] + (to[c] - from[c]) * share);
    [mixed[0] * warmth, mixed[1], mixed[2] / warmth]
}

fn hair_colour(rng: &mut ChaCha8Rng, skin_red: f32) -> [f32; 3] {
    const DARK: [[f32; 3]; 3] = [[0.012, 0.009, 0.008], [0.020, 0.012, 0.008], [0.035, 0.018, 0.010]];
    const LIGHT: [[f32; 3]; 4] = [[0.10, 0.055, 0.025], [0.30, 0.19, 0.08], [0.16, 0.05, 0.018], [0.28, 0.27, 0.26]];
    let light = skin_red > 0.5 && rng.random_bool(0.45);
    if light { pick(rng, &LIGHT) } else { pick(rng, &DARK) }
}

fn hair_style(rng: &mut ChaCha8Rng, sex: Sex) -> HairStyle {
    use HairStyle::{Bald, Bob, Cropped, Long, Parted, Short, Tied};
    match sex {
        Sex::F => pick(rng, &[Bob, Long, Long, Tied, Parted, Bob]),
        _ => pick(rng, &[Cropped, Short, Parted, Short, Cropped, Bald]),
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
