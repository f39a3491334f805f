//! A flat document on the table: where it lies, its outline, its bend, and what is seen of it.

use super::projection::Spot;
use super::texture::Texture;
use crate::canvas::{Colour, Page};
use crate::truth::Point;

/// A document that lies in the plane.
pub(super) struct Sheet {
    texture: Texture,
    /// Pixels of the page to the millimetre.
    scale: f32,
    pub(super) size_mm: (f32, f32),
    corner_mm: f32,
    /// Plane to sheet: a turn about the origin after a shift.
    origin: Point,
    turn: (f32, f32),
    bend_mm: f32,
}

impl Sheet {
    /// A page whose upper left corner lies at `origin`, turned by radians clockwise, its middle bulging by so many of its
    /// widths.
    pub(super) fn new(page: &Page, origin: Point, turn_rad: f32, bend: f32) -> Sheet {
        let size_mm = (page.width_px() / page.scale, page.height_px() / page.scale);
        let (texture, bend_mm) = (Texture::of(page), bend * size_mm.0);
        let turn = (turn_rad.cos(), turn_rad.sin());
        Sheet { texture, scale: page.scale, size_mm, corner_mm: page.corner_mm, origin, turn, bend_mm }
    }

    /// The corners in the plane.
    pub(super) fn corners(&self) -> [Point; 4] {
        rectangle(self.size_mm.0, self.size_mm.1).map(|corner| self.to_plane(corner))
    }

    /// From millimetres of the sheet to millimetres of the plane.
    pub(super) fn to_plane(&self, p: Point) -> Point {
        let (x, y) = (p.x, p.y - self.bulge(p.x));
        let (c, s) = self.turn;
        Point { x: self.origin.x + c * x - s * y, y: self.origin.y + s * x + c * y }
    }

    /// From pixels of the page to millimetres of the plane.
    pub(super) fn px_to_plane(&self, p: Point) -> Point {
        self.to_plane(Point { x: p.x / self.scale, y: p.y / self.scale })
    }

    /// From millimetres of the plane to millimetres of the sheet.
    #[inline]
    pub(super) fn to_sheet(&self, x: f32, y: f32) -> (f32, f32) {
        let (dx, dy) = (x - self.origin.x, y - self.origin.y);
        let (c, s) = self.turn;
        let along = c * dx + s * dy;
        (along, c * dy - s * dx + self.bulge(along))
    }

    /// How far a column of the sheet is shifted upwards: a parabola that is 0 at both sides.
    #[inline]
    fn bulge(&self, x: f32) -> f32 {
        let t = (x / self.size_mm.0).clamp(0.0, 1.0);
        self.bend_mm * 4.0 * t * (1.0 - t)
    }

    /// Distance from the outline in millimetres, below 0 inside.
    #[inline]
    pub(super) fn outside(&self, (x, y): (f32, f32)) -> f32 {
        let (w, h, r) = (self.size_mm.0, self.size_mm.1, self.corner_mm);
        let (dx, dy) = ((x - w / 2.0).abs() - w / 2.0 + r, (y - h / 2.0).abs() - h / 2.0 + r);
        if dx > 0.0 && dy > 0.0 { (dx * dx + dy * dy).sqrt() - r } else { dx.max(dy) - r }
    }

    /// The light of the print at a place in millimetres of the sheet.
    #[inline]
    pub(super) fn light(&self, (x, y): (f32, f32), spot: Spot) -> Colour {
        self.texture.sample(x * self.scale, y * self.scale, spot.pixel_mm * self.scale)
    }

    /// How deep in the sheet's shadow a place beside it is, 0–1; it lifts a little off the table.
    #[inline]
    pub(super) fn shadow(&self, (x, y): (f32, f32)) -> f32 {
        let depth = 1.0 - self.outside((x - 0.5, y - 0.7)).max(0.0) / 2.5;
        if depth > 0.0 { depth * depth } else { 0.0 }
    }
}

/// Corners of a rectangle at the origin, clockwise from its top left.
pub(super) fn rectangle(width: f32, height: f32) -> [Point; 4] {
    [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)].map(|(x, y)| Point { x, y })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_and_bent_sheet_is_found_where_it_lies() {
        let page = Page::new((125.0, 88.0, 3.0), 4.0, [1.0; 3]);
        let sheet = Sheet::new(&page, Point { x: 30.0, y: -12.0 }, 0.7, 0.03);
        for (x, y) in [(0.0, 0.0), (60.0, 40.0), (125.0, 88.0), (20.0, 80.0)] {
            let plane = sheet.to_plane(Point { x, y });
            let back = sheet.to_sheet(plane.x, plane.y);
            assert!((back.0 - x).hypot(back.1 - y) < 1e-3, "{x},{y} -> {back:?}");
        }
        assert!(sheet.outside((60.0, 40.0)) < 0.0 && sheet.outside((0.2, 0.2)) > 0.0);
        assert!((sheet.outside((130.0, 40.0)) - 5.0).abs() < 1e-4);
    }
}
