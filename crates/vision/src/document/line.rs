//! Straight lines through weighted points.

use crate::geometry::{Px, px};

/// All points `p` with `normal · p = distance`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Of unit length.
    pub normal: Px,
    pub distance: f32,
}

impl Line {
    /// Through two points; `None` when they are the same.
    pub fn through(a: Px, b: Px) -> Option<Self> {
        let along = b.minus(a);
        let length = along.length();
        let normal = px(-along.y, along.x).times(1.0 / length);
        (length > 1e-6).then_some(Self { normal, distance: normal.dot(a) })
    }

    /// How far a point lies on the normal's side.
    pub fn away(&self, p: Px) -> f32 {
        self.normal.dot(p) - self.distance
    }

    /// Where two lines cross; `None` when they are nearly parallel.
    pub fn crossing(&self, other: &Self) -> Option<Px> {
        let cross = self.normal.cross(other.normal);
        let x = self.distance * other.normal.y - other.distance * self.normal.y;
        let y = self.normal.x * other.distance - other.normal.x * self.distance;
        (cross.abs() > 0.05).then(|| px(x / cross, y / cross))
    }

    /// Least squares of the distances (the points' principal axis); `None` for fewer than two places.
    pub fn fitted(points: &[(Px, f32)]) -> Option<Self> {
        let total: f32 = points.iter().map(|(_, weight)| weight).sum();
        let sum = points.iter().fold(px(0.0, 0.0), |sum, (p, weight)| sum.plus(p.times(*weight)));
        let middle = sum.times(1.0 / total);
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for (p, weight) in points {
            let d = p.minus(middle);
            (xx, xy, yy) = (xx + weight * d.x * d.x, xy + weight * d.x * d.y, yy + weight * d.y * d.y);
        }
        let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
        let along = px(angle.cos(), angle.sin());
        (total > 0.0 && xx + yy > 1e-6).then(|| {
            let normal = px(-along.y, along.x);
            Self { normal, distance: normal.dot(middle) }
        })
    }

    /// Least squares in which points farther than `reach` from the line count less and less (Tukey's biweight).
    pub fn fitted_robustly(points: &[(Px, f32)], reach: f32) -> Option<Self> {
        const ROUNDS: usize = 5;
        let mut line = Self::fitted(points)?;
        for round in 0..ROUNDS {
            let reach = reach * (ROUNDS - round) as f32;
            let trust = |p: Px| (1.0 - (line.away(p) / reach).powi(2)).max(0.0).powi(2);
            let weighted: Vec<(Px, f32)> =
                points.iter().map(|(p, weight)| (*p, weight * trust(*p))).collect();
            line = Self::fitted(&weighted)?;
        }
        Some(line)
    }
}

/// Corners of four sides (top, right, bottom, left), from the top left; `None` when neighbours do not cross.
pub fn corners(sides: &[Line; 4]) -> Option<[Px; 4]> {
    let corner = |i: usize| sides[(i + 3) % 4].crossing(&sides[i]);
    Some([corner(0)?, corner(1)?, corner(2)?, corner(3)?])
}
