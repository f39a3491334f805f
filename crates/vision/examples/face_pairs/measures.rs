//! Error rates of a comparison, in the words of ISO/IEC 19795-1.

use std::cmp::Ordering;

/// A share with its counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// How many went wrong.
    pub errors: usize,
    /// Of how many.
    pub of: usize,
}

impl Rate {
    /// Errors over all, 0–1; 0 of 0 is 0.
    pub fn value(&self) -> f64 {
        self.errors as f64 / self.of.max(1) as f64
    }

    /// The 95 % interval of Wilson (1927): lower and upper bound, 0–1.
    pub fn wilson(&self) -> (f64, f64) {
        const Z: f64 = 1.959_964;
        let (p, n) = (self.value(), self.of.max(1) as f64);
        let scale = 1.0 / (1.0 + Z * Z / n);
        let middle = scale * (p + Z * Z / (2.0 * n));
        let half = scale * Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        ((middle - half).max(0.0), (middle + half).min(1.0))
    }
}

impl std::fmt::Display for Rate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (low, high) = self.wilson();
        let percent = |v: f64| 100.0 * v;
        write!(
            f,
            "{:.3} % ({} of {}; 95 %: {:.3}–{:.3} %)",
            percent(self.value()),
            self.errors,
            self.of,
            percent(low),
            percent(high)
        )
    }
}

/// The largest distance that accepts at most `share` of the impostors: a pair matches when it is *below*.
/// `impostors` must be sorted, not empty.
pub fn threshold_at_fmr(impostors: &[f64], share: f64) -> f64 {
    impostors[((impostors.len() as f64 * share) as usize).min(impostors.len() - 1)]
}

/// Genuine pairs that do not match.
pub fn false_non_matches(genuine: &[f64], threshold: f64) -> Rate {
    Rate { errors: genuine.iter().filter(|d| **d >= threshold).count(), of: genuine.len() }
}

/// Impostor pairs that match.
pub fn false_matches(impostors: &[f64], threshold: f64) -> Rate {
    Rate { errors: impostors.iter().filter(|d| **d < threshold).count(), of: impostors.len() }
}

/// The distance that decides most of the pairs (distance, same person) rightly: the middle of all that do.
pub fn best_threshold(pairs: &[(f64, bool)]) -> f64 {
    let mut sorted = pairs.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut right = sorted.iter().filter(|p| !p.1).count();
    let mut best = (right, 0.0, 0.0);
    for window in sorted.windows(2) {
        right = if window[0].1 { right + 1 } else { right - 1 };
        let threshold = (window[0].0 + window[1].0) / 2.0;
        match right.cmp(&best.0) {
            Ordering::Greater => best = (right, threshold, threshold),
            Ordering::Equal => best.2 = threshold,
            Ordering::Less => {}
        }
    }
    (best.1 + best.2) / 2.0
}

/// Pairs that a threshold decides wrongly.
pub fn wrong(pairs: &[(f64, bool)], threshold: f64) -> Rate {
    Rate { errors: pairs.iter().filter(|(d, same)| (*d < threshold) != *same).count(), of: pairs.len() }
}
