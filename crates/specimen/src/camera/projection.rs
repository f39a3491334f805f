//! Where a page lies in the frame: a plane before a pinhole camera.

use super::frame::Frame;
use crate::canvas::Page;
use crate::truth::Point;

/// Maps pixels of the page to pixels of the frame and back.
pub(super) struct Projection {
    forward: Matrix,
    inverse: Matrix,
    page_px: (f32, f32),
}

type Matrix = [[f32; 3]; 3];

/// Distance from the camera in widths of the page.
const DISTANCE: f32 = 2.4;

impl Projection {
    /// The page covers `share` of the frame's width, tilted by degrees about its axes, `drift`ed by shares of the frame.
    pub(super) fn new(
        page: &Page,
        frame: &Frame,
        share: f32,
        tilt_deg: [f32; 3],
        drift: (f32, f32),
    ) -> Projection {
        let (w, h) = (page.width_px(), page.height_px());
        let rotation = rotation(tilt_deg);
        // Fit into the height too.
        let share = share.min(0.92 * frame.height as f32 / frame.width as f32 * w / h * share / 0.80);
        let focal = share * frame.width as f32 * DISTANCE;
        let (cx, cy) = ((0.5 + drift.0) * frame.width as f32, (0.5 + drift.1) * frame.height as f32);
        // Page pixels to units of one page width about its centre, then turned and pushed away.
        let plane = |row: usize| {
            let (a, b) = (rotation[row][0] / w, rotation[row][1] / w);
            let away = if row == 2 { DISTANCE } else { 0.0 };
            [a, b, away - a * w / 2.0 - b * h / 2.0]
        };
        let camera = [[focal, 0.0, cx], [0.0, focal, cy], [0.0, 0.0, 1.0]];
        Projection::from(multiply(&camera, &[plane(0), plane(1), plane(2)]), (w, h))
    }

    fn from(forward: Matrix, page_px: (f32, f32)) -> Projection {
        Projection { inverse: invert(&forward), forward, page_px }
    }

    /// Shifts the page so that its lower right corner lies outside the frame by a share of the frame's width.
    pub(super) fn push_out(&mut self, frame: &Frame, share: f32) {
        let corner = self.quad()[2];
        let dx = frame.width as f32 * (1.0 + share) - corner.x;
        let dy = frame.height as f32 * (1.0 + share * 0.6) - corner.y;
        let shift = [[1.0, 0.0, dx], [0.0, 1.0, dy], [0.0, 0.0, 1.0]];
        *self = Projection::from(multiply(&shift, &self.forward), self.page_px);
    }

    /// The page's corners in the frame, clockwise from its top left.
    pub(super) fn quad(&self) -> [Point; 4] {
        let (w, h) = self.page_px;
        [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)].map(|(x, y)| self.to_frame(Point { x, y }))
    }

    pub(super) fn to_frame(&self, point: Point) -> Point {
        apply(&self.forward, point)
    }

    pub(super) fn to_page(&self, point: Point) -> Point {
        apply(&self.inverse, point)
    }
}

fn apply(m: &Matrix, p: Point) -> Point {
    let row = |i: usize| m[i][0] * p.x + m[i][1] * p.y + m[i][2];
    Point { x: row(0) / row(2), y: row(1) / row(2) }
}

fn multiply(a: &Matrix, b: &Matrix) -> Matrix {
    [0, 1, 2].map(|i| [0, 1, 2].map(|j| (0..3).map(|k| a[i][k] * b[k][j]).sum()))
}

fn invert(m: &Matrix) -> Matrix {
    let minor = |r: usize, c: usize| {
        let (r1, r2, c1, c2) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3);
        m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]
    };
    let determinant: f32 = (0..3).map(|c| m[0][c] * minor(0, c)).sum();
    [0, 1, 2].map(|i| [0, 1, 2].map(|j| minor(j, i) / determinant))
}

fn rotation(tilt_deg: [f32; 3]) -> Matrix {
    let [x, y, z] = tilt_deg.map(f32::to_radians);
    let about_x = [[1.0, 0.0, 0.0], [0.0, x.cos(), -x.sin()], [0.0, x.sin(), x.cos()]];
    let about_y = [[y.cos(), 0.0, y.sin()], [0.0, 1.0, 0.0], [-y.sin(), 0.0, y.cos()]];
    let about_z = [[z.cos(), -z.sin(), 0.0], [z.sin(), z.cos(), 0.0], [0.0, 0.0, 1.0]];
    multiply(&about_z, &multiply(&about_y, &about_x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_again() {
        let page = Page::new((125.0, 88.0, 0.0), 12.0, [1.0; 3]);
        let frame = Frame::new(1600, 1200);
        let projection = Projection::new(&page, &frame, 0.8, [12.0, -9.0, 5.0], (0.01, -0.02));
        for (x, y) in [(0.0, 0.0), (700.0, 300.0), (1500.0, 1056.0)] {
            let back = projection.to_page(projection.to_frame(Point { x, y }));
            assert!((back.x - x).abs() < 0.5 && (back.y - y).abs() < 0.5, "{x},{y} -> {back:?}");
        }
    }
}
