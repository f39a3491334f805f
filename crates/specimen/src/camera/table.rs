//! The table top below the document: plain cloth or wood, with the document's shadow and uneven light.

use super::frame::Frame;
use super::projection::Projection;
use crate::canvas::{Colour, Page, mix, rgb};
use crate::noise;
use crate::random::pick;
use crate::request::Shot;
use crate::truth::Point;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// A surface and the light on it.
pub(super) struct Table {
    surface: Surface,
    /// Direction and depth of the light's fall-off.
    slope: (f32, f32),
    gain: f32,
    seed: u32,
}

enum Surface {
    Paper,
    Cloth(Colour),
    Wood(Colour, Colour),
}

impl Table {
    pub(super) fn draw(rng: &mut ChaCha8Rng, shot: Shot) -> Table {
        let seed = rng.random();
        if shot == Shot::Scan {
            return Table { surface: Surface::Paper, slope: (0.0, 0.0), gain: 1.0, seed };
        }
        let cloth = pick(rng, &[0x4b5563, 0x3b4a5a, 0x5b5f66, 0x54483f, 0x2f3e46]);
        let wood = pick(rng, &[(0x8a5a33, 0x5c3a20), (0x6f4e37, 0x49321f), (0x9c7248, 0x6e4d2c)]);
        let surface = if rng.random_bool(0.5) {
            Surface::Cloth(rgb(cloth))
        } else {
            Surface::Wood(rgb(wood.0), rgb(wood.1))
        };
        let slope = (rng.random_range(-0.10..0.10), rng.random_range(-0.08..0.08));
        Table { surface, slope, gain: rng.random_range(0.84..0.94), seed }
    }

    /// Fills the frame with the table and the page on it, four samples to the pixel.
    pub(super) fn expose(&self, frame: &mut Frame, page: Option<(&Page, &Projection)>) {
        let (w, h) = (frame.width as f32, frame.height as f32);
        frame.each(|x, y, pixel| {
            let taps = [(-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25)];
            let light =
                self.gain * (1.0 + self.slope.0 * (x / w - 0.5) * 2.0 + self.slope.1 * (y / h - 0.5) * 2.0);
            let mut sum = [0.0; 3];
            for (dx, dy) in taps {
                let seen = self.look(x + dx, y + dy, w, page);
                sum = [0, 1, 2].map(|c| sum[c] + seen[c] * seen[c]);
            }
            *pixel = sum.map(|value| value / taps.len() as f32 * light);
        });
    }

    fn look(&self, x: f32, y: f32, width: f32, page: Option<(&Page, &Projection)>) -> Colour {
        let Some((page, projection)) = page else { return self.colour(x / width, y / width) };
        let on_page = projection.to_page(Point { x, y });
        page.at(on_page.x, on_page.y).unwrap_or_else(|| {
            let shade = shadow(on_page, page);
            self.colour(x / width, y / width).map(|value| value * (1.0 - 0.35 * shade))
        })
    }

    fn colour(&self, x: f32, y: f32) -> Colour {
        match self.surface {
            Surface::Paper => [0.98; 3],
            Surface::Cloth(base) => {
                let weave = 0.94 + 0.08 * noise::rough(x * 260.0, y * 260.0, self.seed);
                base.map(|value| value * weave * (0.94 + 0.1 * noise::plane(x * 5.0, y * 5.0, self.seed)))
            }
            Surface::Wood(light, dark) => {
                let bend = noise::plane(x * 3.0, y * 7.0, self.seed) * 2.4;
                let ring = ((y * 26.0 + bend * 4.0).sin() * 0.5 + 0.5).powi(2);
                let fibre = noise::rough(x * 24.0, y * 420.0, self.seed);
                mix(light, dark, (0.45 * ring + 0.55 * fibre).clamp(0.0, 1.0))
            }
        }
    }
}

/// How deep in the page's shadow a place beside it is, 0–1; the page lifts a little off the table.
fn shadow(p: Point, page: &Page) -> f32 {
    let mm = page.scale;
    let (dx, dy) = (
        (-p.x).max(p.x - page.width_px() - 0.5 * mm).max(0.0),
        (-p.y).max(p.y - page.height_px() - 0.7 * mm).max(0.0),
    );
    (1.0 - dx.hypot(dy) / (2.5 * mm)).clamp(0.0, 1.0).powi(2)
}
