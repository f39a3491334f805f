//! How well an outline lies on the document: corners, overlap, and which way up.

use review::observation::Region;

/// Corners in pixels, clockwise from the top left as read.
pub(crate) type Corners = [[f64; 2]; 4];

/// An outline that overlaps the true one at least so much is the document's: text within it can be read.
pub(crate) const OVERLAP_RIGHT_MIN: f64 = 0.9;

/// The corners of a region of a picture of this size; `None` where there are not four.
pub(crate) fn in_pixels(region: &Region, (width_px, height_px): (u32, u32)) -> Option<Corners> {
    let (width, height) = (f64::from(width_px), f64::from(height_px));
    let corners = region.corners.iter().map(|c| [f64::from(c.x) * width, f64::from(c.y) * height]);
    corners.collect::<Vec<_>>().try_into().ok()
}

/// A found outline beside the true one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fit {
    /// Mean distance of the corners over the document's diagonal, whichever corner comes first.
    pub corner_error: f64,
    /// Intersection over union 0–1.
    pub overlap: f64,
    /// The first corner is the document's top left.
    pub upright: bool,
}

/// Compares two convex outlines.
pub(crate) fn fit(truth: &Corners, found: &Corners) -> Fit {
    let errors = [0, 1, 2, 3].map(|turn| mean_distance(truth, found, turn));
    let corner_error = errors.iter().copied().fold(f64::INFINITY, f64::min) / diagonal(truth).max(1e-9);
    let upright = errors.iter().skip(1).all(|error| errors[0] <= *error);
    Fit { corner_error, overlap: overlap(truth, found), upright }
}

fn mean_distance(truth: &Corners, found: &Corners, turn: usize) -> f64 {
    let distances = (0..4).map(|i| distance(truth[i], found[(i + turn) % 4]));
    distances.sum::<f64>() / 4.0
}

/// The longer of the two diagonals.
fn diagonal(corners: &Corners) -> f64 {
    distance(corners[0], corners[2]).max(distance(corners[1], corners[3]))
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// Intersection over union of two convex polygons.
pub(crate) fn overlap(a: &Corners, b: &Corners) -> f64 {
    let (a, b) = (clockwise(a), clockwise(b));
    let common = area(&clip(&a, &b)).abs();
    let union = area(&a).abs() + area(&b).abs() - common;
    if union <= 0.0 { 0.0 } else { common / union }
}

fn clockwise(corners: &Corners) -> Vec<[f64; 2]> {
    let mut list = corners.to_vec();
    if area(&list) < 0.0 {
        list.reverse();
    }
    list
}

/// The shoelace formula; positive where corners run clockwise in a picture, whose y points downwards.
fn area(corners: &[[f64; 2]]) -> f64 {
    let next = corners.iter().cycle().skip(1);
    corners.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
}

/// The part of a polygon inside a convex one (I. Sutherland, G. Hodgman, 1974).
fn clip(subject: &[[f64; 2]], window: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut rest = subject.to_vec();
    for (from, to) in window.iter().zip(window.iter().cycle().skip(1)) {
        let side = |p: [f64; 2]| (to[0] - from[0]) * (p[1] - from[1]) - (to[1] - from[1]) * (p[0] - from[0]);
        let mut kept = Vec::new();
        for (a, b) in rest.iter().zip(rest.iter().cycle().skip(1)) {
            let (at_a, at_b) = (side(*a), side(*b));
            if at_a >= 0.0 {
                kept.push(*a);
            }
            if (at_a >= 0.0) != (at_b >= 0.0) {
                let share = at_a / (at_a - at_b);
                kept.push([a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
            }
        }
        rest = kept;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: Corners = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];

    fn moved(by: f64) -> Corners {
        SQUARE.map(|[x, y]| [x + by, y])
    }

    #[test]
    fn overlap_of_squares_is_that_of_school() {
        assert!((overlap(&SQUARE, &SQUARE) - 1.0).abs() < 1e-12);
        assert!((overlap(&SQUARE, &moved(5.0)) - 1.0 / 3.0).abs() < 1e-12);
        assert!(overlap(&SQUARE, &moved(20.0)) == 0.0);
        let inner = [[2.5, 2.5], [2.5, 7.5], [7.5, 7.5], [7.5, 2.5]];
        assert!((overlap(&SQUARE, &inner) - 0.25).abs() < 1e-12, "whichever way the corners run");
    }

    #[test]
    fn a_turned_outline_fits_but_is_not_upright() {
        let turned = [SQUARE[2], SQUARE[3], SQUARE[0], SQUARE[1]];
        let fit = fit(&SQUARE, &turned);
        assert!(fit.corner_error < 1e-12 && !fit.upright, "{fit:?}");
    }

    #[test]
    fn corner_errors_are_shares_of_the_diagonal() {
        let fit = fit(&SQUARE, &moved(0.2));
        assert!((fit.corner_error - 0.2 / 200f64.sqrt()).abs() < 1e-12 && fit.upright, "{fit:?}");
    }
}
