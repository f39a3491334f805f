//! Sides that may bulge a little: a parabola over the chord between two corners.

use crate::geometry::{Px, px};

/// The points `from + t · chord + (a + b t + c t²) · normal`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arc {
    from: Px,
    chord: Px,
    normal: Px,
    offset: [f32; 3],
}

/// Least weight of the points, and spread of them along the side, from which an arc is told from a line.
const BENT_POINTS_MIN: usize = 24;
const BENT_SPREAD_MIN: f32 = 0.6;

impl Arc {
    /// The chord itself.
    pub fn straight(a: Px, b: Px) -> Self {
        let chord = b.minus(a);
        let normal = px(-chord.y, chord.x).times(1.0 / chord.length().max(1e-6));
        Self { from: a, chord, normal, offset: [0.0; 3] }
    }

    /// Through points `(t, offset, weight)` beside the chord, those far off counting less and less (Tukey's
    /// biweight); straight where the points do not tell.
    pub fn fitted(a: Px, b: Px, points: &[(f32, f32, f32)]) -> Option<Self> {
        const ROUNDS: usize = 5;
        /// What is farther off than this many pixels in the last round does not count.
        const FAR_PX: f32 = 0.6;
        let mut offset = [0.0; 3];
        for round in 0..ROUNDS {
            let far = FAR_PX * (ROUNDS - round) as f32;
            let first = round == 0;
            let trust = |t: f32, d: f32| {
                let away = (d - value(offset, t)) / far;
                if first { 1.0 } else { (1.0 - away * away).max(0.0).powi(2) }
            };
            let weighted: Vec<(f32, f32, f32)> =
                points.iter().map(|(t, d, weight)| (*t, *d, weight * trust(*t, *d))).collect();
            offset = least_squares(&weighted)?;
        }
        Some(Self { offset, ..Self::straight(a, b) })
    }

    fn at(&self, t: f32) -> Px {
        self.from.plus(self.chord.times(t)).plus(self.normal.times(value(self.offset, t)))
    }

    fn slope(&self, t: f32) -> Px {
        self.chord.plus(self.normal.times(self.offset[1] + 2.0 * self.offset[2] * t))
    }

    /// Where two arcs cross near the end of the first and the start of the second (Newton's method).
    fn crossing(&self, next: &Self) -> Option<Px> {
        let (mut s, mut t) = (1.0_f32, 0.0_f32);
        for _ in 0..8 {
            let (gap, u, v) = (next.at(t).minus(self.at(s)), self.slope(s), next.slope(t));
            let cross = u.cross(v);
            if cross.abs() < 0.05 * u.length() * v.length() {
                return None;
            }
            s = (s + gap.cross(v) / cross).clamp(0.5, 1.5);
            t = (t + gap.cross(u) / cross).clamp(-0.5, 0.5);
        }
        (self.at(s).minus(next.at(t)).length() < 1.0).then(|| self.at(s))
    }
}

/// Corners of four sides (top, right, bottom, left), from the top left; `None` when neighbours do not cross.
pub fn corners(sides: &[Arc; 4]) -> Option<[Px; 4]> {
    let corner = |i: usize| sides[(i + 3) % 4].crossing(&sides[i]);
    Some([corner(0)?, corner(1)?, corner(2)?, corner(3)?])
}

fn value([a, b, c]: [f32; 3], t: f32) -> f32 {
    a + t * (b + t * c)
}

/// Coefficients of the parabola, or of the straight line where the points are few or close together.
fn least_squares(points: &[(f32, f32, f32)]) -> Option<[f32; 3]> {
    let mut m = [0.0_f64; 5];
    let mut r = [0.0_f64; 3];
    let (mut low, mut high, mut count) = (f32::MAX, f32::MIN, 0);
    for (t, d, weight) in points.iter().filter(|(_, _, weight)| *weight > 0.0) {
        (low, high, count) = (low.min(*t), high.max(*t), count + 1);
        let powers = [0, 1, 2, 3, 4].map(|k| f64::from(*weight) * f64::from(*t).powi(k));
        m.iter_mut().zip(powers).for_each(|(m, p)| *m += p);
        r.iter_mut().zip(powers).for_each(|(r, p)| *r += p * f64::from(*d));
    }
    let bent = count >= BENT_POINTS_MIN && high - low >= BENT_SPREAD_MIN;
    let found = if bent { cramer3(m, r) } else { None };
    found
        .or_else(|| {
            let determinant = m[0] * m[2] - m[1] * m[1];
            let line = [(r[0] * m[2] - r[1] * m[1]) / determinant, (r[1] * m[0] - r[0] * m[1]) / determinant];
            (determinant.abs() > 1e-9).then_some([line[0], line[1], 0.0])
        })
        .map(|solution| solution.map(|x| x as f32))
}

/// Cramer's rule for the normal equations with moments `m`.
fn cramer3(m: [f64; 5], r: [f64; 3]) -> Option<[f64; 3]> {
    let columns = [[m[0], m[1], m[2]], [m[1], m[2], m[3]], [m[2], m[3], m[4]]];
    let determinant = |c: [[f64; 3]; 3]| {
        let [x, y, z] = c;
        x[0] * (y[1] * z[2] - y[2] * z[1]) - x[1] * (y[0] * z[2] - y[2] * z[0])
            + x[2] * (y[0] * z[1] - y[1] * z[0])
    };
    let whole = determinant(columns);
    (whole.abs() > 1e-9).then(|| {
        [0, 1, 2].map(|k| {
            let mut replaced = columns;
            replaced[k] = r;
            determinant(replaced) / whole
        })
    })
}
