//! The lens and the shutter: where the frame shows what a perfect camera would show.

use super::view::View;

/// Radial distortion and the skew of rows that are read one after another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lens {
    pub(super) centre: (f64, f64),
    /// Half of the diagonal, in pixels.
    pub(super) radius: f64,
    pub(super) k: [f64; 2],
    /// Sideways and downwards shift of a row for each row below the middle.
    pub(super) skew: [f64; 2],
}

/// Beyond so many halves of the diagonal the distortion is taken as constant.
const RADIUS_MAX: f64 = 1.4;

impl Lens {
    pub(super) fn new(size_px: (u32, u32), view: &View, shutter: f32, drift: [f32; 2]) -> Lens {
        let (w, h) = (f64::from(size_px.0), f64::from(size_px.1));
        Lens {
            centre: (w / 2.0, h / 2.0),
            radius: w.hypot(h) / 2.0,
            k: view.lens.map(f64::from),
            skew: [f64::from(0.2 * shutter * drift[0]), f64::from(0.08 * shutter * drift[1])],
        }
    }

    /// Where a perfect camera shows what the frame shows at (x, y); [`super::projection::Sight`] does it for every pixel.
    #[cfg(test)]
    fn ideal(&self, x: f64, y: f64) -> (f64, f64) {
        let (dx, dy) = (x - self.centre.0, y - self.centre.1);
        let (dx, dy) = (dx - self.skew[0] * dy, dy - self.skew[1] * dy);
        let stretch = self.stretch(dx.hypot(dy) / self.radius);
        (self.centre.0 + dx * stretch, self.centre.1 + dy * stretch)
    }

    /// Where the frame shows what a perfect camera shows at (x, y).
    pub(super) fn seen(&self, x: f64, y: f64) -> (f64, f64) {
        let (dx, dy) = (x - self.centre.0, y - self.centre.1);
        let ideal = dx.hypot(dy) / self.radius;
        let shrink = if ideal > 1e-9 { self.radius_seen(ideal) / ideal } else { 1.0 };
        let dy = dy * shrink / (1.0 - self.skew[1]);
        (self.centre.0 + dx * shrink + self.skew[0] * dy, self.centre.1 + dy)
    }

    fn stretch(&self, r: f64) -> f64 {
        let square = r.min(RADIUS_MAX).powi(2);
        1.0 + square * (self.k[0] + square * self.k[1])
    }

    /// Halves an interval until it holds the one radius that is stretched to `ideal`.
    fn radius_seen(&self, ideal: f64) -> f64 {
        let (mut low, mut high) = (0.0, 4.0 * ideal + 1.0);
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if middle * self.stretch(middle) < ideal { low = middle } else { high = middle }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_comes_from_where_it_would_be_ideally() {
        for lens in [[0.2, 0.02], [-0.08, -0.02], [0.0, 0.0], [0.1, -0.02]] {
            let view = View { lens, ..View::default() };
            let lens = Lens::new((1600, 1200), &view, 0.7, [1.0, -1.0]);
            for (x, y) in [(0.0, 0.0), (800.0, 600.0), (1500.0, 20.0), (-90.0, 1300.0), (801.0, 600.0)] {
                let (u, v) = lens.ideal(x, y);
                let back = lens.seen(u, v);
                assert!((back.0 - x).hypot(back.1 - y) < 1e-6, "{x},{y} -> {u},{v} -> {back:?}");
            }
        }
    }
}
