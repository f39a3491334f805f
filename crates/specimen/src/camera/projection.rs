//! Where the plane of the table lies in the frame: a pinhole camera behind a lens.

use super::lens::Lens;
use super::view::View;
use crate::truth::Point;

/// Maps millimetres of the plane to pixels of the frame and back.
pub(super) struct Projection {
    pub(super) lens: Lens,
    /// Plane to the perfect camera's frame.
    forward: Matrix,
    /// And back, scaled so that its last row is 1 at the frame's centre.
    inverse: Matrix,
}

type Matrix = [[f64; 3]; 3];

impl Projection {
    /// Looks at the middle of `corners` (millimetres of the plane) so that they fill the view's share of the frame.
    pub(super) fn new(lens: Lens, view: &View, corners: &[Point]) -> Projection {
        let size = [lens.centre.0 * 2.0, lens.centre.1 * 2.0];
        let (low, high) = bounds(corners.iter().map(|p| (f64::from(p.x), f64::from(p.y))));
        let middle = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
        let span = (high.0 - low.0).hypot(high.1 - low.1).max(1.0);
        let focal = size[0].max(size[1]) / 2.0 / f64::from(view.field_deg / 2.0).to_radians().tan();
        let camera = Camera { rotation: rotation(view), middle, lens };
        let mut distance = span * focal / (f64::from(view.share) * size[0].min(size[1]));
        for _ in 0..4 {
            distance =
                (distance * camera.fill(focal, distance, corners) / f64::from(view.share)).max(0.75 * span);
        }
        let zoom = f64::from(view.share) / camera.fill(focal, distance, corners);
        let mut projection = Projection::from(lens, camera.matrix(focal * zoom, distance));
        projection.drift(view, corners);
        projection
    }

    fn from(lens: Lens, forward: Matrix) -> Projection {
        let inverse = invert(&forward);
        let row = inverse[2];
        let at_centre = row[0] * lens.centre.0 + row[1] * lens.centre.1 + row[2];
        let scale = if at_centre.abs() > 1e-12 { 1.0 / at_centre } else { 1.0 };
        Projection { lens, forward, inverse: inverse.map(|row| row.map(|value| value * scale)) }
    }

    /// Moves the corners' box off the frame's centre by shares of the margin that it leaves.
    fn drift(&mut self, view: &View, corners: &[Point]) {
        let (low, high) = bounds(corners.iter().map(|p| apply(&self.forward, p.x.into(), p.y.into())));
        let (w, h) = (self.lens.centre.0 * 2.0, self.lens.centre.1 * 2.0);
        let shift = |size: f64, low: f64, high: f64, drift: f32| {
            let margin = ((size - (high - low)) / 2.0).max(0.0);
            size / 2.0 - (low + high) / 2.0 + margin * f64::from(drift) * 0.9
        };
        self.shift(shift(w, low.0, high.0, view.drift[0]), shift(h, low.1, high.1, view.drift[1]));
    }

    fn shift(&mut self, dx: f64, dy: f64) {
        let shift = [[1.0, 0.0, dx], [0.0, 1.0, dy], [0.0, 0.0, 1.0]];
        *self = Projection::from(self.lens, multiply(&shift, &self.forward));
    }

    /// Shifts the plane so that the corner lies outside the frame by a share of its width, on the side where it is.
    pub(super) fn push_out(&mut self, quad: &[Point; 4], corner: usize, share: f32) {
        let ideal = quad.map(|p| apply(&self.forward, p.x.into(), p.y.into()));
        let middle = ideal.iter().fold((0.0, 0.0), |sum, p| (sum.0 + p.0 / 4.0, sum.1 + p.1 / 4.0));
        let (w, h) = (self.lens.centre.0 * 2.0, self.lens.centre.1 * 2.0);
        let aim = |at: f64, middle: f64, size: f64, out: f64| {
            if at >= middle { size + out - at } else { -out - at }
        };
        let (at, out) = (ideal[corner], f64::from(share) * w);
        self.shift(aim(at.0, middle.0, w, out), aim(at.1, middle.1, h, out * 0.6));
    }

    pub(super) fn to_frame(&self, plane: Point) -> Point {
        let (u, v) = apply(&self.forward, plane.x.into(), plane.y.into());
        let (x, y) = self.lens.seen(u, v);
        Point { x: x as f32, y: y as f32 }
    }

    /// How the frame is looked through, pixel by pixel.
    pub(super) fn sight(&self) -> Sight {
        let lens = &self.lens;
        Sight {
            centre: (lens.centre.0 as f32, lens.centre.1 as f32),
            per_radius: (1.0 / lens.radius) as f32,
            k: lens.k.map(|k| k as f32),
            skew: lens.skew.map(|skew| skew as f32),
            rows: self.inverse.map(|row| {
                let at_centre = row[0] * lens.centre.0 + row[1] * lens.centre.1 + row[2];
                [row[0] as f32, row[1] as f32, at_centre as f32]
            }),
            spread: determinant(&self.inverse).abs().sqrt() as f32,
        }
    }
}

/// The way from the frame to the plane in single precision, for every pixel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight {
    centre: (f32, f32),
    per_radius: f32,
    k: [f32; 2],
    skew: [f32; 2],
    rows: [[f32; 3]; 3],
    spread: f32,
}

/// A place of the plane in millimetres, and the length of a pixel's footprint there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) pixel_mm: f32,
}

impl Sight {
    /// What the frame shows at (x, y); at and above the horizon, a place far away.
    #[inline]
    pub(super) fn spot(&self, x: f32, y: f32) -> Spot {
        let (dx, dy) = (x - self.centre.0, y - self.centre.1);
        let (dx, dy) = (dx - self.skew[0] * dy, dy - self.skew[1] * dy);
        let square = ((dx * dx + dy * dy) * self.per_radius * self.per_radius).min(1.96);
        let stretch = 1.0 + square * (self.k[0] + square * self.k[1]);
        let (u, v) = (dx * stretch, dy * stretch);
        let row = |i: usize| self.rows[i][0] * u + self.rows[i][1] * v + self.rows[i][2];
        let (a, b, c) = (row(0), row(1), row(2));
        let near = 1.0 / c.max(0.02);
        Spot { x: a * near, y: b * near, pixel_mm: self.spread * near * near.sqrt() }
    }
}

/// A camera before the plane, its axis through `middle`.
struct Camera {
    rotation: Matrix,
    middle: (f64, f64),
    lens: Lens,
}

impl Camera {
    fn matrix(&self, focal: f64, distance: f64) -> Matrix {
        let plane = |row: usize| {
            let (a, b) = (self.rotation[row][0], self.rotation[row][1]);
            let away = if row == 2 { distance } else { 0.0 };
            [a, b, away - a * self.middle.0 - b * self.middle.1]
        };
        let (cx, cy) = self.lens.centre;
        let optics = [[focal, 0.0, cx], [0.0, focal, cy], [0.0, 0.0, 1.0]];
        multiply(&optics, &[plane(0), plane(1), plane(2)])
    }

    /// The part of the frame that the corners fill, of its width or its height.
    fn fill(&self, focal: f64, distance: f64, corners: &[Point]) -> f64 {
        let matrix = self.matrix(focal, distance);
        let (low, high) = bounds(corners.iter().map(|p| apply(&matrix, p.x.into(), p.y.into())));
        let (w, h) = (self.lens.centre.0 * 2.0, self.lens.centre.1 * 2.0);
        ((high.0 - low.0) / w).max((high.1 - low.1) / h).max(1e-6)
    }
}

fn bounds(points: impl Iterator<Item = (f64, f64)>) -> ((f64, f64), (f64, f64)) {
    points.fold(((f64::MAX, f64::MAX), (f64::MIN, f64::MIN)), |(low, high), p| {
        ((low.0.min(p.0), low.1.min(p.1)), (high.0.max(p.0), high.1.max(p.1)))
    })
}

fn apply(m: &Matrix, x: f64, y: f64) -> (f64, f64) {
    let row = |i: usize| m[i][0] * x + m[i][1] * y + m[i][2];
    (row(0) / row(2), row(1) / row(2))
}

fn multiply(a: &Matrix, b: &Matrix) -> Matrix {
    [0, 1, 2].map(|i| [0, 1, 2].map(|j| (0..3).map(|k| a[i][k] * b[k][j]).sum()))
}

fn minor(m: &Matrix, r: usize, c: usize) -> f64 {
    let (r1, r2, c1, c2) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3);
    m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]
}

fn determinant(m: &Matrix) -> f64 {
    (0..3).map(|c| m[0][c] * minor(m, 0, c)).sum()
}

fn invert(m: &Matrix) -> Matrix {
    let determinant = determinant(m);
    [0, 1, 2].map(|i| [0, 1, 2].map(|j| minor(m, j, i) / determinant))
}

/// Turned in the plane first, then tilted about the frame's axes.
fn rotation(view: &View) -> Matrix {
    let [x, y, z] =
        [view.tilt_deg, view.swing_deg, view.turn_deg].map(|degrees| f64::from(degrees).to_radians());
    let about_x = [[1.0, 0.0, 0.0], [0.0, x.cos(), x.sin()], [0.0, -x.sin(), x.cos()]];
    let about_y = [[y.cos(), 0.0, -y.sin()], [0.0, 1.0, 0.0], [y.sin(), 0.0, y.cos()]];
    let about_z = [[z.cos(), -z.sin(), 0.0], [z.sin(), z.cos(), 0.0], [0.0, 0.0, 1.0]];
    multiply(&multiply(&about_y, &about_x), &about_z)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::camera::sheet::rectangle;

    fn views() -> impl Iterator<Item = View> {
        let turns = [0.0, 37.0, 90.0, 181.0, 270.0];
        let tilts = [(0.0, 0.0), (30.0, -25.0), (-30.0, 25.0), (55.0, 50.0)];
        turns.into_iter().flat_map(move |turn_deg| {
            tilts.map(|(tilt_deg, swing_deg)| View {
                turn_deg,
                tilt_deg,
                swing_deg,
                field_deg: 65.0,
                lens: [0.05, 0.01],
                drift: [0.5, -1.0],
                ..View::default()
            })
        })
    }

    #[test]
    fn the_frame_shows_at_each_place_what_lies_there() {
        for view in views() {
            let lens = Lens::new((1600, 1200), &view, 0.3, [1.0, 1.0]);
            let projection = Projection::new(lens, &view, &rectangle(125.0, 88.0));
            for plane in rectangle(125.0, 88.0) {
                let seen = projection.to_frame(plane);
                let back = projection.sight().spot(seen.x, seen.y);
                assert!(
                    (back.x - plane.x).hypot(back.y - plane.y) < 0.02,
                    "{plane:?} -> {seen:?} -> {back:?}"
                );
            }
        }
    }

    #[test]
    fn the_document_fills_its_share_and_stays_in_the_frame() {
        for view in views() {
            let lens = Lens::new((1600, 1200), &View { lens: [0.0; 2], ..view }, 0.0, [0.0; 2]);
            let quad = rectangle(125.0, 88.0);
            let projection = Projection::new(lens, &view, &quad);
            let corners = quad.map(|p| projection.to_frame(p));
            let (low, high) = bounds(corners.iter().map(|p| (p.x.into(), p.y.into())));
            let fill = ((high.0 - low.0) / 1600.0).max((high.1 - low.1) / 1200.0);
            assert!((fill - 0.8).abs() < 1e-3, "{view:?}: {fill}");
            assert!(low.0 >= 0.0 && low.1 >= 0.0 && high.0 <= 1600.0 && high.1 <= 1200.0, "{low:?} {high:?}");
        }
    }

    #[test]
    fn a_tilt_makes_the_far_edge_short() {
        let length = |a: Point, b: Point| (a.x - b.x).hypot(a.y - b.y);
        let seen = |view: View| {
            let lens = Lens::new((1600, 1200), &view, 0.0, [0.0; 2]);
            let projection = Projection::new(lens, &view, &rectangle(125.0, 88.0));
            rectangle(125.0, 88.0).map(|p| projection.to_frame(p))
        };
        let tilted = seen(View { tilt_deg: 30.0, ..View::default() });
        assert!(length(tilted[0], tilted[1]) < 0.95 * length(tilted[3], tilted[2]));
        let swung = seen(View { swing_deg: 25.0, ..View::default() });
        assert!(length(swung[1], swung[2]) < 0.95 * length(swung[0], swung[3]));
    }
}
