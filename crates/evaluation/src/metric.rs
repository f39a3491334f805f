//! Proportions and means with confidence bounds.

use serde::{Deserialize, Serialize};

/// Two-sided 95 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// A measured value with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Metric {
    /// The value; a proportion is 0–1.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
    /// What it was computed from.
    #[serde(flatten)]
    pub basis: Basis,
}

/// What a metric was computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Basis {
    /// A proportion with its Wilson score interval.
    Proportion {
        /// How often it was so.
        hits: u64,
        /// How often it could have been so.
        trials: u64,
    },
    /// A mean of shares with the interval of the normal approximation, which wants some tens of samples.
    Mean {
        /// Values that were averaged.
        samples: u64,
    },
}

/// Counts hits among trials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// How often it was so.
    pub hits: u64,
    /// How often it could have been so.
    pub trials: u64,
}

impl Tally {
    /// Counts one trial.
    pub fn count(&mut self, hit: bool) {
        self.add(Self { hits: u64::from(hit), trials: 1 });
    }

    /// Counts the trials of another tally too.
    pub fn add(&mut self, other: Self) {
        self.hits += other.hits;
        self.trials += other.trials;
    }

    /// The proportion with its Wilson interval; without trials nothing is known and the interval is 0–1.
    #[must_use]
    pub fn metric(self) -> Metric {
        let Self { hits, trials } = self;
        let basis = Basis::Proportion { hits, trials };
        if trials == 0 {
            return Metric { value: 0.0, low: 0.0, high: 1.0, basis };
        }
        let n = trials as f64;
        let p = hits as f64 / n;
        let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let middle = p + Z * Z / (2.0 * n);
        let scale = 1.0 + Z * Z / n;
        let low = ((middle - spread) / scale).max(0.0);
        Metric { value: p, low, high: ((middle + spread) / scale).min(1.0), basis }
    }
}

/// The mean of shares with its interval, value ± 1.96 s / √n; `None` without samples.
pub(crate) fn mean(samples: &[f64]) -> Option<Metric> {
    if samples.is_empty() {
        return None;
    }
    let n = samples.len() as f64;
    let value = samples.iter().sum::<f64>() / n;
    let squares = samples.iter().map(|sample| (sample - value).powi(2)).sum::<f64>();
    let half = if samples.len() < 2 { value.abs().max(1.0) } else { Z * (squares / (n - 1.0) / n).sqrt() };
    let basis = Basis::Mean { samples: samples.len() as u64 };
    Some(Metric { value, low: (value - half).max(0.0), high: value + half, basis })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_intervals_match_published_values() {
        // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        for (hits, trials, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let metric = Tally { hits, trials }.metric();
            assert!((metric.low - low).abs() < 5e-5, "{hits}/{trials}: low {}", metric.low);
            assert!((metric.high - high).abs() < 5e-5, "{hits}/{trials}: high {}", metric.high);
        }
    }

    #[test]
    fn nothing_measured_is_nothing_known() {
        let metric = Tally::default().metric();
        assert_eq!((metric.low, metric.high), (0.0, 1.0));
        assert!(mean(&[]).is_none());
    }

    #[test]
    fn a_mean_has_the_interval_of_the_normal_approximation() {
        // s = 0.01, n = 4: 1.96 × 0.01 / 2.
        let metric = mean(&[0.02, 0.03, 0.03, 0.04 + 1e-12]).unwrap();
        assert!((metric.value - 0.03).abs() < 1e-9);
        let s = (2.0_f64 * 1e-4 / 3.0).sqrt();
        assert!((metric.high - 0.03 - Z * s / 2.0).abs() < 1e-9, "{metric:?}");
        assert!(metric.low >= 0.0);
    }
}
