//! Toner on paper: halftone at the angles that printers use, the paper's grain, a cut edge.

use super::cosine;
use crate::camera::grain::ROUGH;
use crate::camera::hand::smooth;
use crate::camera::projection::Spot;
use crate::camera::scene::Scene;
use crate::canvas::{Colour, mix};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use std::f32::consts::FRAC_1_SQRT_2;

/// A print that lies in the place of the document.
pub(in crate::camera) struct Print {
    /// Distance of the halftone's dots.
    cell_mm: f32,
    /// White around the image: left, top, right, bottom.
    border_mm: [f32; 4],
    paper: Colour,
    /// How far black toner keeps from black.
    fade: f32,
    /// Contrast of a photocopy; `None` is a print in colour.
    harsh: Option<f32>,
    seed: (f32, f32),
}

/// Light that a full layer of cyan, magenta, yellow and black toner sends back.
const TONER: [Colour; 4] = [[0.06, 0.42, 0.72], [0.62, 0.06, 0.20], [0.88, 0.74, 0.07], [0.02, 0.02, 0.02]];
/// Cosine and sine of the angles of their screens, 15°, 75°, 0° and 45° (ISO 12647-2 keeps 30° between the dark inks and
/// 15° to yellow).
const ANGLES: [(f32, f32); 4] =
    [(0.965_926, 0.258_819), (0.258_819, 0.965_926), (1.0, 0.0), (FRAC_1_SQRT_2, FRAC_1_SQRT_2)];

impl Print {
    /// A colour printer: from 175 lines to the inch (strength 0) to 65 (strength 1).
    pub(in crate::camera) fn colour(strength: f32, rng: &mut ChaCha8Rng) -> Print {
        let lines_per_inch = 175.0 * (65.0_f32 / 175.0).powf(strength);
        let near = rng.random_bool(0.6);
        let mut border = || if near { rng.random_range(0.0..3.0) } else { rng.random_range(4.0..30.0) };
        let border_mm = [border(), border(), border(), border()];
        Print::on_paper(25.4 / lines_per_inch, border_mm, None, rng)
    }

    /// A copier: black toner, 85 lines to the inch, a sheet that is larger than the document.
    pub(super) fn photocopy(strength: f32, rng: &mut ChaCha8Rng) -> Print {
        let border_mm = [0; 4].map(|_| rng.random_range(6.0..70.0));
        Print::on_paper(25.4 / 85.0, border_mm, Some(1.3 + 3.5 * strength), rng)
    }

    fn on_paper(cell_mm: f32, border_mm: [f32; 4], harsh: Option<f32>, rng: &mut ChaCha8Rng) -> Print {
        let (white, tint) = (rng.random_range(0.78..0.92_f32), rng.random_range(-0.03..0.05_f32));
        Print {
            cell_mm,
            border_mm,
            paper: [white + tint, white, white - tint],
            fade: rng.random_range(0.02..0.07),
            harsh,
            seed: (rng.random_range(0.0..900.0), rng.random_range(0.0..900.0)),
        }
    }

    pub(super) fn look(&self, scene: &Scene, spot: Spot) -> Colour {
        let Some(sheet) = scene.sheets.first() else { return scene.look(0, spot) };
        let on = sheet.to_sheet(spot.x, spot.y);
        let beyond = self.beyond(on, sheet.size_mm);
        let cover = (0.5 - beyond / spot.pixel_mm).clamp(0.0, 1.0);
        let shade = (1.0 - beyond.max(0.0) / 1.6).max(0.0).powi(2);
        let floor = scene.look(1, spot).map(|value| value * (1.0 - 0.4 * shade));
        if cover == 0.0 {
            return floor;
        }
        let inside = sheet.outside(on) <= 0.0;
        let image = if inside { sheet.light(on, spot) } else { [1.0; 3] };
        mix(floor, self.inked(image, on, spot), cover)
    }

    /// The light that the paper sends back where an image is printed.
    pub(in crate::camera) fn inked(&self, image: Colour, on: (f32, f32), spot: Spot) -> Colour {
        let inked =
            if self.harsh.is_some() { self.copied(image, on, spot) } else { self.printed(image, on, spot) };
        let grain = 1.0 + 0.10 * (ROUGH.at(on.0 * 5.0 + self.seed.0, on.1 * 5.0) - 0.5);
        [0, 1, 2].map(|c| inked[c] * self.paper[c] * grain)
    }

    /// Distance from the cut in millimetres, below 0 on the paper; scissors waver.
    pub(in crate::camera) fn beyond(&self, (x, y): (f32, f32), (w, h): (f32, f32)) -> f32 {
        let waver = |along: f32, side: f32| 0.9 * (ROUGH.at(along * 0.5 + self.seed.1, side * 40.0) - 0.5);
        let [left, top, right, bottom] = self.border_mm;
        let across = (-left - x + waver(y, 1.0)).max(x - w - right + waver(y, 2.0));
        across.max(-top - y + waver(x, 3.0)).max(y - h - bottom + waver(x, 4.0))
    }

    /// Four toners, each in dots of its own angle; black takes most of what the three have in common.
    fn printed(&self, light: Colour, on: (f32, f32), spot: Spot) -> Colour {
        let want = light.map(|value| 1.0 - value.clamp(0.0, 1.0));
        let black = (want[0].min(want[1]).min(want[2]) - 0.15).max(0.0) * 0.9;
        let rest = |c: usize| ((want[c] - black) / (1.0 - black).max(0.05)).clamp(0.0, 1.0);
        let areas = [rest(0), rest(1), rest(2), black];
        let mut seen = [1.0; 3];
        for (ink, area) in areas.into_iter().enumerate() {
            let dots = self.dots(area, ANGLES[ink], on, spot);
            for (light, toner) in seen.iter_mut().zip(TONER[ink]) {
                *light *= 1.0 - dots * (1.0 - toner.max(self.fade));
            }
        }
        seen
    }

    /// Black toner alone, contrast raised, with specks that should not be there.
    fn copied(&self, light: Colour, on: (f32, f32), spot: Spot) -> Colour {
        let grey = (0.3 * light[0] + 0.6 * light[1] + 0.1 * light[2]).sqrt();
        let contrast = self.harsh.unwrap_or(1.0);
        let area = 1.0 - ((grey - 0.55) * contrast + 0.62).clamp(0.0, 1.0);
        let specks = ROUGH.at(on.0 * 11.0 + self.seed.1, on.1 * 11.0 + self.seed.0);
        let dots = self.dots(area, ANGLES[3], on, spot).max(0.8 * smooth(0.80, 0.86, specks));
        [1.0 - dots * (1.0 - self.fade); 3]
    }

    /// The part of the pixel that toner covers: round dots whose size makes the area; from far they melt into it.
    fn dots(&self, area: f32, (c, s): (f32, f32), (x, y): (f32, f32), spot: Spot) -> f32 {
        if area <= 0.0 || area >= 1.0 {
            return area;
        }
        let (u, v) = ((c * x + s * y) / self.cell_mm, (c * y - s * x) / self.cell_mm);
        let dot = 0.5 + 0.25 * (cosine(u) + cosine(v));
        let coarse = spot.pixel_mm / self.cell_mm;
        let edge = (1.6 * coarse).clamp(0.12, 1.0);
        let sharp = ((dot - (1.0 - area)) / edge + 0.5).clamp(0.0, 1.0);
        sharp + (area - sharp) * smooth(0.35, 0.9, coarse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::stream;

    #[test]
    fn dots_cover_about_the_area_that_they_should() {
        let print = Print::colour(1.0, &mut stream(1, "print"));
        let spot = Spot { x: 0.0, y: 0.0, pixel_mm: 0.05 };
        for area in [0.1, 0.3, 0.5, 0.7, 0.9] {
            let places = (0..10_000).map(|i| ((i % 100) as f32 * 0.113, (i / 100) as f32 * 0.117));
            let covered: f32 = places.map(|on| print.dots(area, ANGLES[0], on, spot)).sum::<f32>() / 1e4;
            assert!((covered - area).abs() < 0.08, "{area}: {covered}");
        }
    }
}
