//! The scene before the lens: sheets on a ground, seen pixel by pixel.

use super::attack::Medium;
use super::frame::Frame;
use super::ground::Floor;
use super::light::Light;
use super::projection::{Sight, Spot};
use super::sheet::Sheet;
use crate::canvas::{Colour, mix};

/// Everything that lies in the plane.
pub(super) struct Scene {
    /// The document first; the first lies on top.
    pub(super) sheets: Vec<Sheet>,
    pub(super) floor: Floor,
    /// What shows the first sheet in its place, if it is not the document itself.
    pub(super) medium: Option<Medium>,
}

impl Scene {
    /// Fills the frame with what is seen, in its light.
    pub(super) fn expose(&self, frame: &mut Frame, sight: Sight, light: &Light) {
        let mut nodes = Vec::new();
        let width = frame.width;
        for (y, row) in frame.pixels.chunks_exact_mut(width).enumerate() {
            let y = y as f32 + 0.5;
            light.row(y, &mut nodes);
            for (x, pixel) in row.iter_mut().enumerate() {
                let x = x as f32 + 0.5;
                let here = light.at(&nodes, x);
                let seen = match &self.medium {
                    None => self.look(0, sight.spot(x, y)),
                    Some(medium) => medium.look(self, sight, (x, y)),
                };
                let lit = |c: usize| seen[c] * here.gain + here.glow;
                *pixel = [lit(0), lit(1), lit(2)];
            }
        }
    }

    /// What lies at a place, without the first so many sheets.
    #[inline]
    pub(super) fn look(&self, without: usize, spot: Spot) -> Colour {
        let mut shade = 0.0_f32;
        let mut rim: Option<(Colour, f32)> = None;
        for sheet in self.sheets.iter().skip(without) {
            let on = sheet.to_sheet(spot.x, spot.y);
            let outside = sheet.outside(on);
            let cover = 0.5 - outside / spot.pixel_mm;
            if cover >= 1.0 {
                return over(rim, sheet.light(on, spot));
            }
            if cover > 0.0 {
                rim = Some((over(rim, sheet.light(on, spot)), cover));
            }
            if outside < 3.5 {
                shade = shade.max(sheet.shadow(on));
            }
        }
        let (floor, left) = (self.floor.light(spot), 1.0 - 0.5 * shade);
        over(rim, [floor[0] * left, floor[1] * left, floor[2] * left])
    }
}

/// What covers a part of the pixel, over what lies below.
#[inline]
fn over(rim: Option<(Colour, f32)>, below: Colour) -> Colour {
    rim.map_or(below, |(colour, cover)| mix(below, colour, cover))
}
