//! A display: red, green and blue stripes behind glass, sampled by the camera's own grid, which makes moiré.

use super::cosine;
use crate::camera::grain::floor;
use crate::camera::hand::smooth;
use crate::camera::projection::{Sight, Spot};
use crate::camera::scene::Scene;
use crate::camera::sheet::Sheet;
use crate::canvas::{Colour, mix};
use crate::random::pick;
use crate::truth::Point;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// A display that lies in the plane, the document shown on it.
pub(in crate::camera) struct Screen {
    low: (f32, f32),
    high: (f32, f32),
    pub(in crate::camera) bezel_mm: f32,
    /// Distance of its pixels.
    pub(in crate::camera) pitch_mm: f32,
    /// What it shows around the document, printed value.
    around: f32,
    /// Light of its black.
    black: f32,
    white: Colour,
    saturation: f32,
}

/// Width of a coloured stripe and height of a pixel's lit part, in pixels of the display; the rest is black.
const LIT: (f32, f32) = (0.29, 0.86);
/// The lens's own blur in pixels of the frame, before they sample it.
const LENS_PX: f32 = 0.35;

impl Screen {
    /// From 1,500 of its pixels across the document (fine, strength 0) to 450 (coarse, strength 1).
    pub(super) fn draw(sheets: &[Sheet], width_mm: f32, strength: f32, rng: &mut ChaCha8Rng) -> Screen {
        let corners = || sheets.iter().flat_map(Sheet::corners);
        let edge = |value: fn(Point) -> f32, pick: fn(f32, f32) -> f32| {
            corners().map(value).reduce(pick).unwrap_or(0.0)
        };
        let mut margin = || width_mm * rng.random_range(0.03..0.45_f32);
        let low = (edge(|p| p.x, f32::min) - margin(), edge(|p| p.y, f32::min) - margin());
        let high = (edge(|p| p.x, f32::max) + margin(), edge(|p| p.y, f32::max) + margin());
        let warm = rng.random_range(-0.16..0.04_f32);
        Screen {
            low,
            high,
            bezel_mm: rng.random_range(3.0..14.0),
            pitch_mm: width_mm / (1500.0 * (0.3_f32).powf(strength)),
            around: pick(rng, &[0.0, 0.07, 0.13, 0.95, 1.0]),
            black: rng.random_range(0.004..0.03),
            white: [1.0 + warm, 1.0, 1.0 - warm],
            saturation: rng.random_range(1.0..1.3),
        }
    }

    /// A tablet that is held in the hand: its picture begins at the origin.
    pub(in crate::camera) fn tablet(size_mm: (f32, f32), rng: &mut ChaCha8Rng) -> Screen {
        let warm = rng.random_range(-0.12..0.03_f32);
        Screen {
            low: (0.0, 0.0),
            high: size_mm,
            bezel_mm: rng.random_range(6.0..13.0),
            pitch_mm: size_mm.0 / rng.random_range(900.0..1300.0),
            around: 0.0,
            black: rng.random_range(0.006..0.02),
            white: [1.0 + warm, 1.0, 1.0 - warm],
            saturation: rng.random_range(1.0..1.2),
        }
    }

    pub(super) fn look(&self, scene: &Scene, sight: Sight, (x, y): (f32, f32)) -> Colour {
        let spot = sight.spot(x, y);
        let sides = (self.low.0 - spot.x)
            .max(spot.x - self.high.0)
            .max(self.low.1 - spot.y)
            .max(spot.y - self.high.1);
        if sides > self.bezel_mm {
            return scene.floor.light(spot).map(|value| value * 0.55);
        }
        if sides > 0.0 {
            return self.bezel(sides);
        }
        let shown = self.shown(scene, spot);
        let at = |x: f32, y: f32| sight.spot(x, y);
        let grid = self.grid(at, (x, y), spot.pixel_mm / self.pitch_mm);
        [0, 1, 2].map(|c| (shown[c] * grid[c]).max(0.0))
    }

    /// What the display's nearest pixel shows, in its own colours.
    fn shown(&self, scene: &Scene, spot: Spot) -> Colour {
        let snap = |place: f32, low: f32| {
            floor((place - low) / self.pitch_mm) as f32 * self.pitch_mm + low + self.pitch_mm / 2.0
        };
        // Pixels finer than the camera's are not seen one by one.
        let fine = spot.pixel_mm > 0.75 * self.pitch_mm;
        let (x, y) =
            if fine { (spot.x, spot.y) } else { (snap(spot.x, self.low.0), snap(spot.y, self.low.1)) };
        let pixel = Spot { x, y, pixel_mm: spot.pixel_mm.max(self.pitch_mm) };
        let light = scene.sheets.iter().find_map(|sheet| {
            let on = sheet.to_sheet(x, y);
            (sheet.outside(on) <= 0.0).then(|| sheet.light(on, pixel))
        });
        let light = light.unwrap_or([self.around * self.around; 3]);
        self.emitted(light)
    }

    /// A light in the display's own colours.
    pub(in crate::camera) fn emitted(&self, light: Colour) -> Colour {
        let grey = 0.25 * light[0] + 0.65 * light[1] + 0.10 * light[2];
        let vivid = mix([grey; 3], light, self.saturation);
        [0, 1, 2].map(|c| (self.black + vivid[c].clamp(0.0, 1.0) * (1.0 - self.black)) * self.white[c])
    }

    /// The frame around the display, at a distance from it in millimetres.
    pub(in crate::camera) fn bezel(&self, sides: f32) -> Colour {
        let rim = 1.0 - smooth(0.0, 0.8, self.bezel_mm - sides);
        [0.006 + 0.07 * rim; 3]
    }

    /// How much of each colour's stripes a pixel of the camera sees, 1 on the mean. Red and blue are sampled only at every
    /// second pixel of every second row, as Bayer's mosaic does: that is where moiré gets its colours.
    pub(in crate::camera) fn grid(
        &self,
        spot_at: impl Fn(f32, f32) -> Spot,
        (x, y): (f32, f32),
        coarse: f32,
    ) -> Colour {
        let (across, down) = (terms(LIT.0, coarse), terms(LIT.1, coarse));
        let even = |place: f32, odd: f32| floor(place / 2.0) as f32 * 2.0 + 0.5 + odd;
        let sites = [(even(x, 0.0), even(y, 0.0)), (x, y), (even(x, 1.0), even(y, 1.0))];
        [0, 1, 2].map(|c| {
            let spot = spot_at(sites[c].0, sites[c].1);
            let (u, v) = ((spot.x - self.low.0) / self.pitch_mm, (spot.y - self.low.1) / self.pitch_mm);
            stripes(u - (2.0 * c as f32 + 1.0) / 6.0, across) * stripes(v - 0.5, down)
        })
    }
}

/// The first two terms of the Fourier series of stripes of a width, seen through a pixel of `coarse` periods: each as far as
/// the pixel's square and the lens let it through.
fn terms(width: f32, coarse: f32) -> [f32; 2] {
    [1.0, 2.0].map(|k: f32| {
        let lens = (-2.0 * (std::f32::consts::PI * k * coarse * LENS_PX).powi(2)).exp();
        2.0 * sinc(k * width) * sinc(k * coarse) * lens
    })
}

/// The light of the stripes at a place in periods, 1 on the mean.
#[inline]
fn stripes(periods: f32, terms: [f32; 2]) -> f32 {
    1.0 + terms[0] * cosine(periods) + terms[1] * cosine(2.0 * periods)
}

/// sin(πx) / πx.
fn sinc(x: f32) -> f32 {
    if x < 1e-3 { 1.0 } else { cosine(x / 2.0 - 0.25) / (std::f32::consts::PI * x) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripes_have_the_light_of_their_mean_and_vanish_from_far() {
        for coarse in [0.1, 0.4, 0.9] {
            let mean: f32 =
                (0..1000).map(|i| stripes(i as f32 / 1000.0, terms(0.29, coarse))).sum::<f32>() / 1000.0;
            assert!((mean - 1.0).abs() < 0.01, "{coarse}: {mean}");
        }
        let depth = |coarse: f32| stripes(0.0, terms(0.29, coarse)) - stripes(0.5, terms(0.29, coarse));
        assert!(
            depth(0.3) > 1.0 && depth(0.9) < 0.3 && depth(0.6) < depth(0.3),
            "{} {}",
            depth(0.3),
            depth(0.9)
        );
    }
}
