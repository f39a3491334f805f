//! How the specimens of a set are photographed, drawn from the seed.

use specimen::{Degradation, DegradationKind, Look};

use super::set::Conditions;

/// Long sides of phones' pictures in pixels, from 1 to 12 megapixels.
const LONG_SIDES_PX: [u32; 4] = [1200, 1600, 2400, 4000];
/// Degradations of hard conditions that leave a document readable, and how strong.
const HARD: [(DegradationKind, f32); 4] = [
    (DegradationKind::Blur, 0.15),
    (DegradationKind::MotionBlur, 0.12),
    (DegradationKind::TooDark, 0.4),
    (DegradationKind::TooSmall, 0.35),
];

/// The look of a seed's picture.
pub(super) fn draw(conditions: Conditions, seed: u64) -> Look {
    let long_side_px = LONG_SIDES_PX[(seed / 7 % LONG_SIDES_PX.len() as u64) as usize];
    let (kind, strength) = HARD[(seed / 3 % HARD.len() as u64) as usize];
    let degradations = match conditions {
        Conditions::Ordinary => Vec::new(),
        Conditions::Hard => vec![Degradation::new(kind, strength)],
    };
    Look { long_side_px, degradations, ..Look::default() }
}
