//! Similarity transforms of the plane: turn, scale and shift, the only ones that keep a face's shape.

/// A point of a picture in pixels: pixel `(i, j)` covers `i..i + 1` by `j..j + 1`, its centre is at `.5`.
pub(crate) type Point2 = [f32; 2];

/// `(x, y)` → `(a x − b y + tx, b x + a y + ty)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Similarity {
    a: f32,
    b: f32,
    tx: f32,
    ty: f32,
}

impl Similarity {
    /// The transform that carries a square of `side` pixels (origin at its top left) onto the square of
    /// `target_side` around `centre` that is turned by `angle_rad` (clockwise as seen in a picture).
    pub(crate) fn square_onto(side: f32, centre: Point2, target_side: f32, angle_rad: f32) -> Similarity {
        let scale = target_side / side;
        let (a, b) = (scale * angle_rad.cos(), scale * angle_rad.sin());
        let half = side / 2.0;
        Similarity { a, b, tx: centre[0] - (a - b) * half, ty: centre[1] - (b + a) * half }
    }

    /// The transform that carries `from` onto `to` with the least sum of squared distances
    /// (Umeyama 1991, in the plane and without reflection). `None` when fewer than two distinct points
    /// are given or a number is not finite.
    pub(crate) fn fit(from: &[Point2], to: &[Point2]) -> Option<Similarity> {
        let count = from.len().min(to.len());
        let (from, to) = (&from[..count], &to[..count]);
        let (mean_from, mean_to) = (mean(from)?, mean(to)?);
        let (mut dot, mut cross, mut spread) = (0.0, 0.0, 0.0);
        for (p, q) in from.iter().zip(to) {
            let (px, py) = (f64::from(p[0]) - mean_from.0, f64::from(p[1]) - mean_from.1);
            let (qx, qy) = (f64::from(q[0]) - mean_to.0, f64::from(q[1]) - mean_to.1);
            dot += px * qx + py * qy;
            cross += px * qy - py * qx;
            spread += px * px + py * py;
        }
        let (a, b) = (dot / spread, cross / spread);
        let fitted = Similarity {
            a: a as f32,
            b: b as f32,
            tx: (mean_to.0 - a * mean_from.0 + b * mean_from.1) as f32,
            ty: (mean_to.1 - b * mean_from.0 - a * mean_from.1) as f32,
        };
        fitted.is_usable().then_some(fitted)
    }

    fn is_usable(&self) -> bool {
        [self.a, self.b, self.tx, self.ty].iter().all(|v| v.is_finite()) && self.scale() > 1e-6
    }

    /// Carries a point over.
    pub(crate) fn apply(&self, [x, y]: Point2) -> Point2 {
        [self.a * x - self.b * y + self.tx, self.b * x + self.a * y + self.ty]
    }

    /// Length of a unit step after the transform.
    pub(crate) fn scale(&self) -> f32 {
        self.a.hypot(self.b)
    }

    /// The same transform after a first step of `factor` and a shift within the target: used to look at a
    /// reduced copy of the target whose pixels are `1 / factor` as many.
    pub(crate) fn reduced(&self, factor: f32) -> Similarity {
        Similarity { a: self.a / factor, b: self.b / factor, tx: self.tx / factor, ty: self.ty / factor }
    }

    /// The same transform seen from a target whose origin moved to `origin`.
    pub(crate) fn relative_to(&self, origin: Point2) -> Similarity {
        Similarity { tx: self.tx - origin[0], ty: self.ty - origin[1], ..*self }
    }
}

fn mean(points: &[Point2]) -> Option<(f64, f64)> {
    let count = points.len() as f64;
    let sum = |axis: usize| points.iter().map(|p| f64::from(p[axis])).sum::<f64>() / count;
    (points.len() >= 2).then(|| (sum(0), sum(1)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn near(a: Point2, b: Point2, tolerance: f32) -> bool {
        (a[0] - b[0]).abs() < tolerance && (a[1] - b[1]).abs() < tolerance
    }

    #[test]
    fn a_square_lands_centred_scaled_and_turned() {
        let t = Similarity::square_onto(100.0, [300.0, 200.0], 50.0, std::f32::consts::FRAC_PI_2);
        assert!(near(t.apply([50.0, 50.0]), [300.0, 200.0], 1e-3));
        // A quarter turn clockwise brings the right edge to the bottom.
        assert!(near(t.apply([100.0, 50.0]), [300.0, 225.0], 1e-3));
        assert!((t.scale() - 0.5).abs() < 1e-6);
    }

    #[test]
    fn points_on_one_spot_fit_nothing() {
        assert_eq!(Similarity::fit(&[[1.0, 1.0]; 5], &[[2.0, 3.0]; 5]), None);
        assert_eq!(Similarity::fit(&[[1.0, 1.0]], &[[2.0, 3.0]]), None);
        assert_eq!(Similarity::fit(&[[0.0, 0.0], [1.0, 0.0]], &[[0.0, 0.0], [f32::NAN, 0.0]]), None);
    }

    proptest! {
        #[test]
        fn fitting_finds_the_transform_that_moved_the_points(
            angle in -3.0f32..3.0,
            scale in 0.05f32..20.0,
            centre in [-500.0f32..500.0, -500.0f32..500.0],
            points in prop::collection::vec([-100.0f32..100.0, -100.0f32..100.0], 3..20),
        ) {
            let truth = Similarity::square_onto(1.0, centre, scale, angle);
            let spread = points.iter().map(|p| (p[0] - points[0][0]).hypot(p[1] - points[0][1])).fold(0.0, f32::max);
            prop_assume!(spread > 1.0);
            let moved: Vec<_> = points.iter().map(|p| truth.apply(*p)).collect();
            let fitted = Similarity::fit(&points, &moved).expect("distinct points");
            for p in &points {
                prop_assert!(near(fitted.apply(*p), truth.apply(*p), 0.05 * scale.max(1.0)));
            }
        }
    }
}
