//! Whether a turning head has depth: its landmarks against what a flat picture's would do.
//!
//! The landmarks of a picture of a face that is turned, tilted or bent move by one homography (for a flat sheet, exactly).
//! Those of a head do not: the nose travels before the cheeks. So the landmarks of the frontal frame are carried onto those
//! of a turned one by the homography that fits best, and what is left over is the depth. Face Mesh knows faces and may
//! lend depth to a picture that has none; the exercise asks for turns that a sheet does not give in the first place.

use super::measures::median;
use crate::geometry;

/// Entries of a homography beside the last, which is 1.
const UNKNOWN: usize = 8;

/// Landmarks that neither the mouth nor the lids move: brow, bridge and tip of the nose, cheeks, temples, chin.
const RIGID: [usize; 24] =
    [10, 151, 9, 168, 6, 197, 195, 5, 4, 1, 2, 33, 133, 362, 263, 127, 356, 234, 454, 117, 346, 50, 280, 98];

/// Median distance of the turned landmarks from the best homography of the frontal ones, in hundredths of the distance
/// between the frontal eyes; `None` where there is none that fits.
pub(super) fn stray(frontal: &[[f32; 3]], turned: &[[f32; 3]], inter_eye_px: f32) -> Option<f64> {
    let flat = |points: &[[f32; 3]]| -> Option<Vec<[f64; 2]>> {
        RIGID.iter().map(|i| points.get(*i).map(|p| [f64::from(p[0]), f64::from(p[1])])).collect()
    };
    let (from, to) = (flat(frontal)?, flat(turned)?);
    let (from, _) = normalised(&from)?;
    let (to, unit_px) = normalised(&to)?;
    let map = fit(&from, &to)?;
    let distance = |(a, b): (&[f64; 2], &[f64; 2])| {
        let [x, y] = apply(&map, *a);
        (x - b[0]).hypot(y - b[1])
    };
    let middle = median(from.iter().zip(&to).map(distance).collect())?;
    let value = 100.0 * middle * unit_px / f64::from(inter_eye_px.max(1.0));
    value.is_finite().then_some(value)
}

/// Moved to their middle and scaled to a mean distance of 1, with the pixels of that unit.
fn normalised(points: &[[f64; 2]]) -> Option<(Vec<[f64; 2]>, f64)> {
    let count = points.len() as f64;
    let middle: [f64; 2] = std::array::from_fn(|i| points.iter().map(|p| p[i]).sum::<f64>() / count);
    let away = |p: &[f64; 2]| [p[0] - middle[0], p[1] - middle[1]];
    let unit = points.iter().map(|p| away(p)[0].hypot(away(p)[1])).sum::<f64>() / count;
    let all = points.iter().map(|p| away(p).map(|v| v / unit)).collect();
    (unit > 1e-6 && unit.is_finite()).then_some((all, unit))
}

/// The homography of least algebraic error (direct linear transform on normalised points, Hartley and Zisserman 2004, 4.1).
fn fit(from: &[[f64; 2]], to: &[[f64; 2]]) -> Option<[f64; UNKNOWN]> {
    let mut gram = [[0.0; UNKNOWN + 1]; UNKNOWN];
    for ([x, y], [u, v]) in from.iter().zip(to) {
        let rows = [
            ([*x, *y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y], *u),
            ([0.0, 0.0, 0.0, *x, *y, 1.0, -v * x, -v * y], *v),
        ];
        for (row, value) in rows {
            for i in 0..UNKNOWN {
                (0..UNKNOWN).for_each(|j| gram[i][j] += row[i] * row[j]);
                gram[i][UNKNOWN] += row[i] * value;
            }
        }
    }
    geometry::solve(gram)
}

fn apply(map: &[f64; UNKNOWN], [x, y]: [f64; 2]) -> [f64; 2] {
    let w = map[6] * x + map[7] * y + 1.0;
    [(map[0] * x + map[1] * y + map[2]) / w, (map[3] * x + map[4] * y + map[5]) / w]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A head of numbers: places on a dome, turned by so many degrees and seen from the front.
    fn head(yaw_deg: f32, depth: f32) -> Vec<[f32; 3]> {
        let (sin, cos) = yaw_deg.to_radians().sin_cos();
        let place = |i: usize| {
            let (x, y) = (60.0 * (i as f32 * 2.4).sin(), 80.0 * (i as f32 * 1.7).cos());
            let z = depth * (1.0 - (x / 70.0).powi(2) - (y / 90.0).powi(2));
            [300.0 + x * cos + z * sin, 200.0 + y, 0.0]
        };
        (0..468).map(place).collect()
    }

    #[test]
    fn a_dome_strays_and_a_sheet_does_not() {
        let dome = stray(&head(0.0, 60.0), &head(25.0, 60.0), 60.0);
        let sheet = stray(&head(0.0, 0.0), &head(25.0, 0.0), 60.0);
        assert!(dome.is_some_and(|v| v > 5.0), "{dome:?}");
        assert!(sheet.is_some_and(|v| v < 0.01), "{sheet:?}");
    }

    #[test]
    fn a_sheet_seen_in_perspective_does_not_stray() {
        let flat = head(0.0, 0.0);
        let bent = |p: &[f32; 3]| {
            let w = 1.0 + 0.0006 * (p[0] - 300.0) - 0.0004 * (p[1] - 200.0);
            [p[0] / w + 20.0, p[1] / w - 5.0, 0.0]
        };
        let turned: Vec<[f32; 3]> = flat.iter().map(bent).collect();
        assert!(stray(&flat, &turned, 60.0).is_some_and(|v| v < 0.2));
    }

    #[test]
    fn points_without_extent_have_no_depth() {
        assert_eq!(stray(&[[1.0; 3]; 468], &[[1.0; 3]; 468], 60.0), None);
        assert_eq!(stray(&[], &[], 60.0), None);
    }
}
