//! Proportions with confidence bounds.

use serde::Serialize;

/// Two-sided 95 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// A measured proportion with its Wilson score interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Metric {
    /// Hits divided by trials, 0–1.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
    /// Hits.
    pub hits: u64,
    /// Trials.
    pub trials: u64,
}

/// Counts hits among trials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How often it was so.
    pub hits: u64,
    /// How often it could have been so.
    pub trials: u64,
}

impl Tally {
    /// Counts one trial.
    pub fn count(&mut self, hit: bool) {
        self.hits += u64::from(hit);
        self.trials += 1;
    }

    /// The proportion with its Wilson interval; without trials nothing is known and the interval is 0–1.
    #[must_use]
    pub fn metric(self) -> Metric {
        let Self { hits, trials } = self;
        if trials == 0 {
            return Metric { value: 0.0, low: 0.0, high: 1.0, hits, trials };
        }
        let n = trials as f64;
        let p = hits as f64 / n;
        let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let middle = p + Z * Z / (2.0 * n);
        let scale = 1.0 + Z * Z / n;
        Metric {
            value: p,
            low: ((middle - spread) / scale).max(0.0),
            high: ((middle + spread) / scale).min(1.0),
            hits,
            trials,
        }
    }
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
    }
}
