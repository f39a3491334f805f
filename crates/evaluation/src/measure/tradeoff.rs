//! Two error rates against each other, threshold by threshold.

use crate::report::CurvePoint;

/// Each point lets this many times more through than the one before.
const STEP: f64 = 1.15;

/// Rates of false acceptance (x) and false rejection (y) of a score that is larger for what must be accepted. The
/// thresholds are scores of what must be rejected, spaced evenly on a logarithmic axis; above a threshold is accepted.
pub(crate) fn points(accept: &[f64], reject: &[f64]) -> Vec<CurvePoint> {
    let mut reject = reject.to_vec();
    reject.sort_by(|a, b| b.total_cmp(a));
    let mut accept = accept.to_vec();
    accept.sort_by(f64::total_cmp);
    if accept.is_empty() || reject.is_empty() {
        return Vec::new();
    }
    let share = |count: usize, of: &[f64]| count as f64 / of.len() as f64;
    let point = |rank: usize| {
        let threshold = reject[rank];
        let passed = reject.partition_point(|score| *score > threshold);
        let refused = accept.partition_point(|score| *score <= threshold);
        CurvePoint { threshold, x: share(passed, &reject), y: share(refused, &accept) }
    };
    ranks(reject.len()).into_iter().map(point).collect()
}

/// Where the two rates meet: the mean of both at the nearest point.
pub(crate) fn equal_error_rate(points: &[CurvePoint]) -> Option<f64> {
    let apart = |point: &&CurvePoint| (point.x - point.y).abs();
    let nearest = points.iter().min_by(|a, b| apart(a).total_cmp(&apart(b)))?;
    Some((nearest.x + nearest.y) / 2.0)
}

/// 0, 1, 2, … and then wider apart, below `count`.
fn ranks(count: usize) -> Vec<usize> {
    let next = |rank: &usize| Some(((*rank as f64 * STEP) as usize).max(rank + 1));
    std::iter::successors(Some(0), next).take_while(|rank| *rank < count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_counted_above_and_below() {
        let points = points(&[0.9, 0.8, 0.3], &[0.5, 0.2, 0.1, 0.0]);
        let at = |threshold: f64| *points.iter().find(|point| point.threshold == threshold).unwrap();
        assert_eq!((at(0.5).x, at(0.5).y), (0.0, 1.0 / 3.0));
        assert_eq!((at(0.2).x, at(0.2).y), (0.25, 0.0));
        let rate = equal_error_rate(&points).unwrap();
        assert!((rate - 0.125).abs() < 1e-9, "{rate}");
    }

    #[test]
    fn a_million_scores_are_few_points() {
        assert!(ranks(1_000_000).len() < 120);
        assert!(points(&[], &[1.0]).is_empty());
    }
}
