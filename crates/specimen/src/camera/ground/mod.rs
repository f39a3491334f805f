//! What the document lies on: painted once in the plane of the table, then looked at like the document itself.

mod clutter;
mod surface;

use super::projection::Spot;
use super::texture::Texture;
use crate::canvas::{Area, Colour, Page};
use crate::random::pick;
use crate::truth::Point;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use surface::Surface;

/// The grounds; colours, patterns and things on them are drawn from the seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// One colour, from black to the white of paper.
    Plain,
    /// A table as white as the document.
    White,
    /// Woven cloth with folds.
    Cloth,
    /// Boards, light or dark.
    Wood,
    /// Checked or striped cloth.
    Checked,
    /// Tiles with joints.
    Tiles,
    /// A desk with printed papers, cards, pens, cables, a phone.
    Desk,
    /// The keys of a dark keyboard.
    Keyboard,
    /// Somebody's hand before a room.
    Hand,
}

impl Ground {
    /// Every ground.
    pub const ALL: [Ground; 9] = [
        Ground::Plain,
        Ground::White,
        Ground::Cloth,
        Ground::Wood,
        Ground::Checked,
        Ground::Tiles,
        Ground::Desk,
        Ground::Keyboard,
        Ground::Hand,
    ];
}

/// Most pixels of a painted ground; the rest is a mirror of it, and a little out of focus.
const PIXELS_MAX: f32 = 0.9e6;

/// A painted piece of the plane.
pub(super) struct Floor {
    texture: Texture,
    low: Point,
    size_px: (f32, f32),
    px_per_mm: f32,
}

/// Which piece of the plane is seen, how finely, and where the document lies in it.
pub(super) struct Extent {
    pub(super) low: Point,
    pub(super) high: Point,
    pub(super) px_per_mm: f32,
    /// Corners of the document.
    pub(super) document: [Point; 4],
}

impl Floor {
    /// White, as the lid of a scanner.
    pub(super) fn lid() -> Floor {
        let page = Page::new((8.0, 8.0, 0.0), 1.0, [0.98; 3]);
        Floor {
            texture: Texture::of(&page),
            low: Point { x: 0.0, y: 0.0 },
            size_px: (8.0, 8.0),
            px_per_mm: 1.0,
        }
    }

    /// Paints a ground; `None` is dark cloth or wood.
    pub(super) fn paint(ground: Option<Ground>, extent: &Extent, rng: &mut ChaCha8Rng) -> Floor {
        let (w, h) = (extent.high.x - extent.low.x, extent.high.y - extent.low.y);
        let px_per_mm = extent.px_per_mm.min((PIXELS_MAX / (w * h)).sqrt()).max(0.2);
        let (w, h) = (w.max(8.0 / px_per_mm), h.max(8.0 / px_per_mm));
        let mut page = Page::new((w, h, 0.0), px_per_mm, [0.5; 3]);
        let surface = surface_of(ground, rng);
        let (area, low) = (page.area(), extent.low);
        page.shade(area, |x, y| (surface.colour(x + low.x, y + low.y), 1.0));
        let document = extent.document.map(|p| Point { x: p.x - low.x, y: p.y - low.y });
        match ground {
            Some(Ground::Desk) => clutter::scatter(&mut page, &document, rng),
            Some(Ground::Keyboard) => clutter::keyboard(&mut page, &document, rng),
            Some(Ground::Hand) => clutter::hand(&mut page, &document, rng),
            _ => {}
        }
        Floor { texture: Texture::of(&page), low, size_px: (page.width_px(), page.height_px()), px_per_mm }
    }

    /// The light of a place; beyond the painted piece, its mirror image.
    #[inline]
    pub(super) fn light(&self, spot: Spot) -> Colour {
        let x = mirrored((spot.x - self.low.x) * self.px_per_mm, self.size_px.0);
        let y = mirrored((spot.y - self.low.y) * self.px_per_mm, self.size_px.1);
        self.texture.sample(x, y, spot.pixel_mm * self.px_per_mm)
    }
}

#[inline]
fn mirrored(place: f32, size: f32) -> f32 {
    if (0.0..size).contains(&place) {
        return place;
    }
    let round = place.rem_euclid(2.0 * size);
    if round < size { round } else { 2.0 * size - round }
}

fn surface_of(ground: Option<Ground>, rng: &mut ChaCha8Rng) -> Surface {
    match ground {
        None => surface::dark(rng),
        Some(Ground::Plain) => surface::plain(rng),
        Some(Ground::White) => surface::white(rng),
        Some(Ground::Cloth) => surface::cloth(rng),
        Some(Ground::Wood) => surface::wood(rng),
        Some(Ground::Checked) => surface::checked(rng),
        Some(Ground::Tiles) => surface::tiles(rng),
        Some(Ground::Keyboard) => surface::dark_plastic(rng),
        Some(Ground::Hand) => surface::room(rng),
        Some(Ground::Desk) => {
            let desk =
                pick(rng, &[surface::wood, surface::plain, surface::white, surface::cloth, surface::checked]);
            desk(rng)
        }
    }
}

/// A place on the ground at random, in millimetres of the painted piece.
fn somewhere(area: Area, rng: &mut ChaCha8Rng) -> Point {
    Point { x: area.x + rng.random::<f32>() * area.width, y: area.y + rng.random::<f32>() * area.height }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::camera::sheet::rectangle;
    use crate::random::stream;

    #[test]
    fn each_ground_can_be_painted_and_looks_like_no_other() {
        let extent = Extent {
            low: Point { x: -40.0, y: -30.0 },
            high: Point { x: 160.0, y: 120.0 },
            px_per_mm: 2.0,
            document: rectangle(125.0, 88.0),
        };
        let mut seen: Vec<Vec<u32>> = Vec::new();
        for ground in Ground::ALL.map(Some).into_iter().chain([None]) {
            let floor = Floor::paint(ground, &extent, &mut stream(5, "ground"));
            let light = |i: usize| floor.light(Spot { x: i as f32 * 0.9, y: i as f32 * 0.5, pixel_mm: 0.5 });
            let lights: Vec<u32> = (0..200).flat_map(|i| light(i).map(f32::to_bits)).collect();
            assert!(lights.iter().all(|bits| (0.0..=1.0).contains(&f32::from_bits(*bits))), "{ground:?}");
            assert!(!seen.contains(&lights), "{ground:?} looks like another ground");
            seen.push(lights);
        }
    }

    #[test]
    fn a_white_table_is_nearly_as_bright_as_paper() {
        let extent = Extent {
            low: Point { x: 0.0, y: 0.0 },
            high: Point { x: 100.0, y: 80.0 },
            px_per_mm: 2.0,
            document: rectangle(50.0, 30.0),
        };
        for seed in 0..8 {
            let floor = Floor::paint(Some(Ground::White), &extent, &mut stream(seed, "ground"));
            let light = floor.light(Spot { x: 40.0, y: 30.0, pixel_mm: 4.0 });
            assert!(light[1].sqrt() > 0.8, "{seed}: {light:?}");
        }
    }
}
