//! How people photograph their documents: two distributions, on which accuracy is measured.

use super::ground::Ground;
use super::view::View;
use crate::random::{pick, stream};
use crate::request::Look;
use crate::truth::{Degradation, DegradationKind as Kind};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// A distribution of photographs. Millimetres are those of a passport's page of 125 × 88 mm; strengths are
/// [`Degradation::strength`]s; everything is drawn evenly between its bounds unless it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conditions {
    /// A person who tries, with a phone, anywhere.
    ///
    /// - Frame: 1–12 megapixels (evenly by their logarithm), 4:3, or 16:9 in 20 %; upright in half.
    /// - Turned by ± 15°; in 15 % by 90°, 180° or 270° more.
    /// - Leaning by ± 30° forwards or back and ± 25° to a side, at once; a lens of 40–72°.
    /// - Fills 0.55–0.95 of the frame's width or height, with at least 5 pixels to the millimetre; anywhere in the frame.
    /// - Lens k1 −0.02 to 0.05. Half of the pages bulge, by up to 0.012 of their width.
    /// - Every ground, as often.
    /// - Defocus 0–0.10 mm, motion 0–0.15 mm in 30 %, noise 0–0.10, white balance 0–0.15, vignetting 0–0.4, uneven light
    ///   0–0.3, a little dark (0–0.12) or in 20 % a little bright (0–0.03), JPEG quality 76–90.
    /// - A shadow of 0.1–0.4 in 25 %, a window of 0.05–0.20 in 15 %, a flash of 0.05–0.20 in 10 %, a thumb that reaches
    ///   3–7 % over a side in 12 %.
    Ordinary,
    /// What a person can still read: ordinary, with two or three of these, none twice.
    ///
    /// Defocus 0.12–0.28 mm · motion 0.2–0.5 mm · noise 0.12–0.30 · low light 0.25–0.50 with noise of 0.10–0.20 · too bright
    /// 0.05–0.10 · a window 0.20–0.45 · a flash 0.20–0.40 · creases 0.3–0.6 · JPEG quality 30–63 · a shadow 0.40–0.75 ·
    /// uneven light 0.4–0.7 · white balance 0.2–0.5 · rolling shutter 0.10–0.35 · small, down to 3.6 pixels to the
    /// millimetre · leaning by 30–40° · lens k1 0.05–0.12 and a bulge of 0.015–0.03.
    Hard,
}

impl Conditions {
    /// Both.
    pub const ALL: [Conditions; 2] = [Conditions::Ordinary, Conditions::Hard];

    /// The stable word used on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Conditions::Ordinary => "ordinary",
            Conditions::Hard => "hard",
        }
    }

    /// The conditions with this code.
    pub fn from_code(code: &str) -> Option<Conditions> {
        Conditions::ALL.into_iter().find(|conditions| conditions.code() == code)
    }
}

impl Look {
    /// Draws how one photograph is taken; the same seed gives the same look.
    pub fn draw(conditions: Conditions, seed: u64) -> Look {
        let mut rng = stream(seed, "conditions");
        let mut taking = Taking::ordinary(&mut rng);
        if conditions == Conditions::Hard {
            taking.harden(&mut rng);
        }
        taking.look()
    }
}

/// The page whose millimetres count.
const PAGE_MM: (f32, f32) = (125.0, 88.0);
/// Long sides of 1 and 12 megapixels at 4:3.
const LONG_SIDES_PX: (f32, f32) = (1155.0, 4000.0);

/// A photograph about to be taken. Blurs are in millimetres of the page until its size in the frame is known.
struct Taking {
    view: View,
    long_side_px: f32,
    px_per_mm_min: f32,
    ground: Ground,
    defocus_mm: f32,
    motion_mm: f32,
    strengths: Vec<(Kind, f32)>,
}

impl Taking {
    fn ordinary(rng: &mut ChaCha8Rng) -> Taking {
        let view = ordinary_view(rng);
        let (low, high) = LONG_SIDES_PX;
        let area_share = (4.0 / 3.0 / view.aspect).sqrt();
        let mut taking = Taking {
            view,
            long_side_px: low * (high / low).powf(rng.random()) / area_share,
            px_per_mm_min: 5.0,
            ground: pick(rng, &Ground::ALL),
            defocus_mm: rng.random_range(0.0..0.10),
            motion_mm: 0.0,
            strengths: Vec::new(),
        };
        if rng.random_bool(0.3) {
            taking.motion_mm = rng.random_range(0.0..0.15);
        }
        taking.everyday(rng);
        taking.sometimes(rng);
        taking
    }

    /// What every photograph has.
    fn everyday(&mut self, rng: &mut ChaCha8Rng) {
        let exposure = if rng.random_bool(0.2) { (Kind::TooBright, 0.03) } else { (Kind::TooDark, 0.12) };
        let limits = [
            (Kind::SensorNoise, 0.10),
            (Kind::WhiteBalance, 0.15),
            (Kind::Vignetting, 0.4),
            (Kind::UnevenLight, 0.3),
            exposure,
            (Kind::Compression, 0.10),
        ];
        for (kind, limit) in limits {
            self.set(kind, rng.random_range(0.0..limit));
        }
    }

    /// What some have.
    fn sometimes(&mut self, rng: &mut ChaCha8Rng) {
        let chances = [
            (Kind::Shadow, 0.25, 0.1..0.4),
            (Kind::WindowReflection, 0.15, 0.05..0.20),
            (Kind::Flash, 0.10, 0.05..0.20),
            (Kind::Hand, 0.12, 0.025..0.125),
        ];
        for (kind, chance, strengths) in chances {
            let strength = rng.random_range(strengths);
            if rng.random_bool(chance) {
                self.set(kind, strength);
            }
        }
    }

    fn set(&mut self, kind: Kind, strength: f32) {
        self.strengths.retain(|(other, _)| *other != kind);
        self.strengths.push((kind, strength));
    }

    fn harden(&mut self, rng: &mut ChaCha8Rng) {
        let mut left: Vec<usize> = (0..16).collect();
        for _ in 0..rng.random_range(2..4) {
            let which = left.swap_remove(rng.random_range(0..left.len()));
            self.hardship(which, rng);
        }
    }

    fn hardship(&mut self, which: usize, rng: &mut ChaCha8Rng) {
        let lit = [
            (Kind::SensorNoise, 0.12..0.30),
            (Kind::TooBright, 0.05..0.10),
            (Kind::WindowReflection, 0.20..0.45),
            (Kind::Flash, 0.20..0.40),
            (Kind::Crease, 0.3..0.6),
            (Kind::Compression, 0.20..0.50),
            (Kind::Shadow, 0.40..0.75),
            (Kind::UnevenLight, 0.4..0.7),
            (Kind::WhiteBalance, 0.2..0.5),
            (Kind::RollingShutter, 0.10..0.35),
        ];
        if let Some((kind, strengths)) = lit.get(which) {
            return self.set(*kind, rng.random_range(strengths.clone()));
        }
        match which {
            10 => self.defocus_mm = rng.random_range(0.12..0.28),
            11 => self.motion_mm = rng.random_range(0.2..0.5),
            12 => {
                self.set(Kind::TooDark, rng.random_range(0.25..0.50));
                self.set(Kind::SensorNoise, rng.random_range(0.10..0.20));
            }
            13 => {
                self.px_per_mm_min = 3.6;
                self.long_side_px = LONG_SIDES_PX.0;
                self.view.share = rng.random_range(0.4..0.6);
            }
            14 => self.view.tilt_deg = self.view.tilt_deg.signum() * rng.random_range(30.0..40.0),
            _ => {
                self.view.lens = [rng.random_range(0.05..0.12), 0.0];
                self.view.bend =
                    rng.random_range(0.015..0.03) * if rng.random_bool(0.5) { 1.0 } else { -1.0 };
            }
        }
    }

    fn look(mut self) -> Look {
        let wanted = self.px_per_mm_min / self.px_per_mm();
        self.long_side_px = (self.long_side_px * wanted.max(1.0)).min(LONG_SIDES_PX.1 * 1.2);
        let (px_per_mm, per_strength) = (self.px_per_mm(), self.long_side_px / 1600.0);
        self.set(Kind::Defocus, self.defocus_mm * px_per_mm / (20.0 * per_strength));
        self.set(Kind::MotionBlur, self.motion_mm * px_per_mm / (46.0 * per_strength));
        let applied = self.strengths.iter().filter(|(_, strength)| *strength > 0.0);
        Look {
            long_side_px: self.long_side_px.round() as u32,
            degradations: applied.map(|(kind, strength)| Degradation::new(*kind, *strength)).collect(),
            view: Some(self.view),
            ground: Some(self.ground),
            ..Look::default()
        }
    }

    /// About how many pixels show a millimetre of the page, seen from above.
    fn px_per_mm(&self) -> f32 {
        let (w, h) = self.view.frame_px(self.long_side_px as u32);
        let (sine, cosine) =
            (self.view.turn_deg.to_radians().sin().abs(), self.view.turn_deg.to_radians().cos().abs());
        let (across, down) = (PAGE_MM.0 * cosine + PAGE_MM.1 * sine, PAGE_MM.0 * sine + PAGE_MM.1 * cosine);
        self.view.share * (w as f32 / across).min(h as f32 / down)
    }
}

fn ordinary_view(rng: &mut ChaCha8Rng) -> View {
    let quarter = if rng.random_bool(0.15) { rng.random_range(1..4_u8) } else { 0 };
    let mut swing = |limit: f32| rng.random_range(-limit..limit);
    let (turn, tilt_deg, swing_deg) = (swing(15.0), swing(30.0), swing(25.0));
    let drift = [swing(1.0), swing(1.0)];
    let bend = swing(0.012);
    View {
        aspect: if rng.random_bool(0.2) { 16.0 / 9.0 } else { 4.0 / 3.0 },
        upright: rng.random_bool(0.5),
        turn_deg: turn + 90.0 * f32::from(quarter),
        tilt_deg,
        swing_deg,
        field_deg: rng.random_range(40.0..72.0),
        share: rng.random_range(0.55..0.95),
        drift,
        lens: [rng.random_range(-0.02..0.05), 0.0],
        bend: if rng.random_bool(0.5) { bend } else { 0.0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strength(look: &Look, kind: Kind) -> f32 {
        look.strength(kind)
    }

    #[test]
    fn draws_stay_within_what_is_written() {
        for seed in 0..500 {
            let look = Look::draw(Conditions::Ordinary, seed);
            let view = look.view.unwrap();
            let (w, h) = view.frame_px(look.long_side_px);
            let megapixels = (w * h) as f32 / 1e6;
            assert!((0.98..12.5).contains(&megapixels), "{seed}: {megapixels}");
            assert!(view.tilt_deg.abs() <= 30.0 && view.swing_deg.abs() <= 25.0, "{seed}: {view:?}");
            assert!(
                strength(&look, Kind::Defocus) < 0.12 && strength(&look, Kind::SensorNoise) <= 0.10,
                "{seed}"
            );
            assert_eq!(look, Look::draw(Conditions::Ordinary, seed));
        }
    }

    #[test]
    fn the_shares_are_those_that_are_written() {
        let count = |what: &dyn Fn(&Look) -> bool| {
            (0..2000).filter(|seed| what(&Look::draw(Conditions::Ordinary, *seed))).count() as f32 / 2000.0
        };
        let turned = count(&|look| look.view.unwrap().turn_deg > 45.0);
        assert!((turned - 0.15).abs() < 0.03, "{turned}");
        let shaded = count(&|look| strength(look, Kind::Shadow) > 0.0);
        assert!((shaded - 0.25).abs() < 0.04, "{shaded}");
        let upright = count(&|look| look.view.unwrap().upright);
        assert!((upright - 0.5).abs() < 0.05, "{upright}");
    }

    #[test]
    fn hard_is_harder() {
        let worst = |conditions: Conditions, kind: Kind| {
            (0..400).map(|seed| strength(&Look::draw(conditions, seed), kind)).fold(0.0, f32::max)
        };
        for kind in [
            Kind::Defocus,
            Kind::MotionBlur,
            Kind::SensorNoise,
            Kind::TooDark,
            Kind::Compression,
            Kind::Shadow,
        ] {
            let (ordinary, hard) = (worst(Conditions::Ordinary, kind), worst(Conditions::Hard, kind));
            assert!(hard > 1.3 * ordinary, "{kind:?}: {ordinary} {hard}");
        }
        assert!(
            worst(Conditions::Ordinary, Kind::Crease) == 0.0 && worst(Conditions::Hard, Kind::Crease) > 0.3
        );
    }
}
