//! One face, one box: merges what the detector says several times.

use super::detector::Detection;

/// An upright box in pixels: left, top, right, bottom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
}

impl Bounds {
    /// The box of a detection.
    pub(crate) fn of(detection: &Detection) -> Bounds {
        let ([x, y], [w, h]) = (detection.centre, detection.size);
        Bounds { left: x - w / 2.0, top: y - h / 2.0, right: x + w / 2.0, bottom: y + h / 2.0 }
    }

    /// Area in square pixels, 0 for an empty box.
    pub(crate) fn area(&self) -> f32 {
        (self.right - self.left).max(0.0) * (self.bottom - self.top).max(0.0)
    }

    fn shared_area(&self, other: &Bounds) -> f32 {
        let shared = Bounds {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        };
        shared.area()
    }

    /// Shared area over joint area, 0–1.
    pub(crate) fn overlap(&self, other: &Bounds) -> f32 {
        let shared = self.shared_area(other);
        shared / (self.area() + other.area() - shared).max(f32::MIN_POSITIVE)
    }

    /// Share of the smaller box that lies inside the larger one, 0–1.
    pub(crate) fn containment(&self, other: &Bounds) -> f32 {
        self.shared_area(other) / self.area().min(other.area()).max(f32::MIN_POSITIVE)
    }

    /// Whether the two are one face: they overlap by 0.3 (MediaPipe's limit), or one lies mostly in the other.
    pub(crate) fn same_face(&self, other: &Bounds) -> bool {
        self.overlap(other) > 0.3 || self.containment(other) > 0.6
    }
}

/// Merges the boxes of one tile: each cluster around its most confident box becomes the mean of the cluster
/// weighted by confidence (the "blending" of Bazarevsky et al. 2019, §3.4), most confident first.
pub(crate) fn blend(mut detections: Vec<Detection>) -> Vec<Detection> {
    detections.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut merged = Vec::new();
    while !detections.is_empty() {
        let best = detections.remove(0);
        let bounds = Bounds::of(&best);
        let (mut cluster, rest): (Vec<_>, Vec<_>) =
            detections.into_iter().partition(|d| bounds.overlap(&Bounds::of(d)) > 0.3);
        cluster.push(best);
        merged.push(weighted_mean(best.score, &cluster));
        detections = rest;
    }
    merged
}

fn weighted_mean(score: f32, cluster: &[Detection]) -> Detection {
    let total: f32 = cluster.iter().map(|d| d.score).sum();
    let mean = |value: &dyn Fn(&Detection) -> [f32; 2]| {
        let sum = |axis: usize| cluster.iter().map(|d| d.score * value(d)[axis]).sum::<f32>();
        [sum(0) / total, sum(1) / total]
    };
    Detection {
        score,
        centre: mean(&|d| d.centre),
        size: mean(&|d| d.size),
        eyes: [mean(&|d| d.eyes[0]), mean(&|d| d.eyes[1])],
    }
}

/// Keeps, from best to worst as given, each item that is no part of an earlier one's face; at most `count_max`.
pub(crate) fn keep_distinct<T>(items: Vec<T>, bounds: impl Fn(&T) -> Bounds, count_max: usize) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for item in items {
        let here = bounds(&item);
        if kept.len() < count_max && !kept.iter().any(|k| bounds(k).same_face(&here)) {
            kept.push(item);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(x: f32, y: f32, side: f32, score: f32) -> Detection {
        Detection { score, centre: [x, y], size: [side; 2], eyes: [[x - 1.0, y], [x + 1.0, y]] }
    }

    #[test]
    fn overlap_and_containment_have_their_usual_values() {
        let a = Bounds { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
        let b = Bounds { left: 5.0, top: 0.0, right: 15.0, bottom: 10.0 };
        let c = Bounds { left: 2.0, top: 2.0, right: 4.0, bottom: 4.0 };
        assert!((a.overlap(&b) - 1.0 / 3.0).abs() < 1e-6);
        assert_eq!(a.containment(&c), 1.0);
        assert!(a.same_face(&c) && a.same_face(&b) && !b.same_face(&c));
    }

    #[test]
    fn a_cluster_becomes_its_weighted_mean_and_strangers_stay() {
        let merged =
            blend(vec![at(100.0, 100.0, 50.0, 0.6), at(106.0, 100.0, 50.0, 0.9), at(300.0, 90.0, 40.0, 0.7)]);
        assert_eq!(merged.len(), 2);
        assert!((merged[0].centre[0] - 103.6).abs() < 1e-3);
        assert_eq!((merged[0].score, merged[1].score), (0.9, 0.7));
    }

    #[test]
    fn a_part_of_a_face_is_not_a_second_face() {
        let items =
            vec![at(100.0, 100.0, 80.0, 0.9), at(110.0, 110.0, 20.0, 0.8), at(300.0, 100.0, 20.0, 0.7)];
        let kept = keep_distinct(items, Bounds::of, 8);
        assert_eq!(kept.iter().map(|d| d.score).collect::<Vec<_>>(), [0.9, 0.7]);
    }

    fn detection() -> impl Strategy<Value = Detection> {
        (0.0f32..500.0, 0.0f32..500.0, 1.0f32..200.0, 0.1f32..1.0).prop_map(|(x, y, s, p)| at(x, y, s, p))
    }

    proptest! {
        #[test]
        fn what_is_kept_is_distinct_bounded_and_starts_with_the_best(
            items in prop::collection::vec(detection(), 1..60),
        ) {
            let merged = blend(items.clone());
            let best = items.iter().map(|d| d.score).fold(0.0, f32::max);
            prop_assert_eq!(merged[0].score, best);
            prop_assert!(merged.len() <= items.len());
            let kept = keep_distinct(merged, Bounds::of, 8);
            prop_assert!(!kept.is_empty() && kept.len() <= 8);
            for (i, a) in kept.iter().enumerate() {
                prop_assert!(kept[..i].iter().all(|b| !Bounds::of(b).same_face(&Bounds::of(a))));
            }
        }
    }
}
