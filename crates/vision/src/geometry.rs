//! Points, quadrilaterals and projections, in pixels of one image.

use review::observation::{ImageRole, Point, Region};

/// A point in pixels: x to the right, y downwards, the first pixel's corner at 0, 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Px {
    pub x: f32,
    pub y: f32,
}

/// Shorthand for a point.
pub(crate) const fn px(x: f32, y: f32) -> Px {
    Px { x, y }
}

impl Px {
    pub fn plus(self, other: Self) -> Self {
        px(self.x + other.x, self.y + other.y)
    }

    pub fn minus(self, other: Self) -> Self {
        px(self.x - other.x, self.y - other.y)
    }

    pub fn times(self, factor: f32) -> Self {
        px(self.x * factor, self.y * factor)
    }

    pub fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y
    }

    pub fn cross(self, other: Self) -> f32 {
        self.x * other.y - self.y * other.x
    }

    pub fn length(self) -> f32 {
        self.x.hypot(self.y)
    }

    #[cfg(test)]
    /// Turned clockwise on the screen by `angle` radians.
    pub fn turned(self, angle: f32) -> Self {
        let (sin, cos) = angle.sin_cos();
        px(self.x * cos - self.y * sin, self.x * sin + self.y * cos)
    }
}

/// Four corners, clockwise from the top left as read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quad(pub [Px; 4]);

impl Quad {
    /// An upright rectangle.
    pub fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self([px(x, y), px(x + width, y), px(x + width, y + height), px(x, y + height)])
    }

    /// Mean length of the upper and lower side.
    pub fn width(&self) -> f32 {
        let [a, b, c, d] = self.0;
        (b.minus(a).length() + c.minus(d).length()) / 2.0
    }

    /// Mean length of the left and right side.
    pub fn height(&self) -> f32 {
        let [a, b, c, d] = self.0;
        (d.minus(a).length() + c.minus(b).length()) / 2.0
    }

    pub fn centre(&self) -> Px {
        self.0.iter().fold(px(0.0, 0.0), |sum, p| sum.plus(*p)).times(0.25)
    }

    /// Unit vector of the reading direction.
    pub fn along(&self) -> Px {
        let [a, b, c, d] = self.0;
        unit(b.plus(c).minus(a.plus(d)))
    }

    /// Unit vector from the upper to the lower side.
    pub fn across(&self) -> Px {
        let [a, b, c, d] = self.0;
        unit(c.plus(d).minus(a.plus(b)))
    }

    /// Grown by `along` pixels at both ends and by `across` pixels above and below; negative shrinks.
    pub fn grown(&self, along: f32, across: f32) -> Self {
        let (u, v) = (self.along().times(along), self.across().times(across));
        let [a, b, c, d] = self.0;
        Self([a.minus(u).minus(v), b.plus(u).minus(v), c.plus(u).plus(v), d.minus(u).plus(v)])
    }

    /// Every corner multiplied.
    pub fn scaled(&self, factor: f32) -> Self {
        Self(self.0.map(|p| p.times(factor)))
    }

    /// Its top, right, bottom and left side, each from corner to corner.
    pub fn sides(&self) -> [(Px, Px); 4] {
        [0, 1, 2, 3].map(|i| (self.0[i], self.0[(i + 1) % 4]))
    }

    /// The same area with its first corner moved on by `quarters` quarter turns of the reading direction.
    pub fn rolled(&self, quarters: usize) -> Self {
        let mut corners = self.0;
        corners.rotate_left(quarters % 4);
        Self(corners)
    }

    pub fn area(&self) -> f32 {
        polygon_area(&self.0).abs()
    }

    /// Smallest and largest corner of the upright box around it.
    pub fn bounds(&self) -> (Px, Px) {
        let fold = |pick: fn(f32, f32) -> f32| {
            self.0.iter().skip(1).fold(self.0[0], |m, p| px(pick(m.x, p.x), pick(m.y, p.y)))
        };
        (fold(f32::min), fold(f32::max))
    }

    /// Whether the point lies inside or on the outline, for corners in clockwise order.
    pub fn contains(&self, p: Px) -> bool {
        (0..4).all(|i| self.0[(i + 1) % 4].minus(self.0[i]).cross(p.minus(self.0[i])) >= 0.0)
    }

    /// As fractions of an image of this size.
    pub fn region(&self, image: ImageRole, (width_px, height_px): (u32, u32)) -> Region {
        let (w, h) = (width_px.max(1) as f32, height_px.max(1) as f32);
        Region { image, corners: self.0.iter().map(|p| Point { x: p.x / w, y: p.y / h }).collect() }
    }
}

fn unit(v: Px) -> Px {
    let length = v.length();
    if length > 0.0 { v.times(1.0 / length) } else { px(1.0, 0.0) }
}

/// Signed area of a polygon; positive for clockwise corners on the screen.
pub(crate) fn polygon_area(corners: &[Px]) -> f32 {
    let next = corners.iter().cycle().skip(1);
    corners.iter().zip(next).map(|(a, b)| a.cross(*b)).sum::<f32>() / 2.0
}

/// Convex hull, clockwise on the screen (Andrew's monotone chain).
pub(crate) fn convex_hull(mut points: Vec<Px>) -> Vec<Px> {
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let mut hull = half_hull(points.iter().copied());
    hull.pop();
    let mut back = half_hull(points.iter().rev().copied());
    back.pop();
    hull.append(&mut back);
    hull
}

fn half_hull(points: impl Iterator<Item = Px>) -> Vec<Px> {
    let mut chain: Vec<Px> = Vec::new();
    for p in points {
        while let [.., a, b] = chain[..] {
            if b.minus(a).cross(p.minus(b)) > 0.0 {
                break;
            }
            chain.pop();
        }
        chain.push(p);
    }
    chain
}

/// The smallest rectangle around a convex hull, its longer side as reading direction, pointing right.
pub(crate) fn smallest_rectangle(hull: &[Px]) -> Option<Quad> {
    let edges = hull.iter().zip(hull.iter().cycle().skip(1));
    let rectangles = edges.filter(|(a, b)| a != b).map(|(a, b)| rectangle_along(hull, unit(b.minus(*a))));
    let smallest = rectangles.min_by(|a, b| a.area().total_cmp(&b.area()))?;
    let flat = if smallest.width() >= smallest.height() { smallest } else { smallest.rolled(1) };
    Some(if flat.along().x < 0.0 { flat.rolled(2) } else { flat })
}

/// The rectangle around points with one side along `u`.
pub(crate) fn rectangle_along(points: &[Px], u: Px) -> Quad {
    let v = px(-u.y, u.x);
    let span = |axis: Px| {
        points.iter().map(|p| p.dot(axis)).fold((f32::MAX, f32::MIN), |(lo, hi), t| (lo.min(t), hi.max(t)))
    };
    let ((u0, u1), (v0, v1)) = (span(u), span(v));
    let at = |s: f32, t: f32| u.times(s).plus(v.times(t));
    Quad([at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)])
}

/// A projective map of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Projection([f32; 9]);

impl Projection {
    /// The map that takes the corners of `from` to those of `to`; `None` when three corners lie on a line.
    pub fn between(from: &Quad, to: &Quad) -> Option<Self> {
        let mut system = [[0.0_f64; 9]; 8];
        for (i, (a, b)) in from.0.iter().zip(to.0).enumerate() {
            let (x, y, u, v) = (f64::from(a.x), f64::from(a.y), f64::from(b.x), f64::from(b.y));
            system[2 * i] = [x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u];
            system[2 * i + 1] = [0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v];
        }
        let h = solve(system)?;
        let mut m = [1.0_f32; 9];
        m.iter_mut().zip(h).for_each(|(m, h)| *m = h as f32);
        Some(Self(m))
    }

    /// Maps all four corners.
    pub fn quad(&self, quad: &Quad) -> Quad {
        Quad(quad.0.map(|p| self.map(p)))
    }

    pub fn map(&self, p: Px) -> Px {
        let m = &self.0;
        let w = m[6] * p.x + m[7] * p.y + m[8];
        px((m[0] * p.x + m[1] * p.y + m[2]) / w, (m[3] * p.x + m[4] * p.y + m[5]) / w)
    }
}

/// Gaussian elimination with pivoting of eight equations; `None` when they are not independent.
pub(crate) fn solve(mut a: [[f64; 9]; 8]) -> Option<[f64; 8]> {
    for column in 0..8 {
        let pivot = (column..8).max_by(|i, j| a[*i][column].abs().total_cmp(&a[*j][column].abs()))?;
        a.swap(column, pivot);
        let row = a[column];
        if row[column].abs() < 1e-9 {
            return None;
        }
        for (i, other) in a.iter_mut().enumerate() {
            let factor = if i == column { 0.0 } else { other[column] / row[column] };
            other.iter_mut().zip(row).for_each(|(x, r)| *x -= factor * r);
        }
    }
    let mut solution = [0.0; 8];
    solution.iter_mut().enumerate().for_each(|(i, s)| *s = a[i][8] / a[i][i]);
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smallest_rectangle_of_a_turned_bar() {
        let bar = Quad::rectangle(0.0, 0.0, 100.0, 10.0);
        for degrees in [-80.0_f32, -30.0, 0.0, 45.0, 89.0] {
            let turned = Quad(bar.0.map(|p| p.turned(degrees.to_radians())));
            let found = smallest_rectangle(&convex_hull(turned.0.to_vec())).unwrap();
            assert!((found.width() - 100.0).abs() < 0.1 && (found.height() - 10.0).abs() < 0.1, "{degrees}");
            assert!(found.along().x >= 0.0);
        }
    }

    #[test]
    fn projection_takes_corners_to_corners() {
        let from = Quad([px(10.0, 20.0), px(200.0, 35.0), px(180.0, 140.0), px(5.0, 120.0)]);
        let to = Quad::rectangle(0.0, 0.0, 320.0, 200.0);
        let map = Projection::between(&from, &to).unwrap();
        for (a, b) in from.0.iter().zip(to.0) {
            assert!(map.map(*a).minus(b).length() < 0.05);
        }
        let flat = Quad([px(0.0, 0.0), px(1.0, 0.0), px(2.0, 0.0), px(3.0, 0.0)]);
        assert!(Projection::between(&flat, &to).is_none());
    }

    #[test]
    fn hull_drops_inner_points_and_survives_few() {
        let square = [px(0.0, 0.0), px(2.0, 0.0), px(2.0, 2.0), px(0.0, 2.0), px(1.0, 1.0)];
        assert_eq!(convex_hull(square.to_vec()).len(), 4);
        assert!(smallest_rectangle(&convex_hull(vec![px(1.0, 1.0)])).is_none());
    }

    #[test]
    fn contains_and_grown() {
        let quad = Quad::rectangle(10.0, 10.0, 20.0, 10.0);
        assert!(quad.contains(px(15.0, 15.0)) && !quad.contains(px(5.0, 15.0)));
        assert_eq!(quad.grown(2.0, 1.0), Quad::rectangle(8.0, 9.0, 24.0, 12.0));
    }
}
