//! Whether a reader that says "99 %" is right 99 times of 100.

use crate::{metric::Tally, outcome::Opinion};

/// From this probability on a reading is called certain.
pub(crate) const CERTAIN_MIN: f64 = 0.99;

/// Lower ends of the bins; narrow where it matters.
const BINS: [f64; 8] = [0.0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

/// The opinions of one range of probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bin {
    /// Least probability.
    pub from: f64,
    /// Where the next bin begins, or 1.
    pub to: f64,
    /// Mean probability in it.
    pub claimed: f64,
    /// How many were right.
    pub right: Tally,
}

/// The bins that hold anything.
pub(crate) fn bins(opinions: &[Opinion]) -> Vec<Bin> {
    let ends = BINS.iter().skip(1).copied().chain([f64::INFINITY]);
    BINS.iter().zip(ends).filter_map(|(from, to)| bin(opinions, *from, to)).collect()
}

fn bin(opinions: &[Opinion], from: f64, to: f64) -> Option<Bin> {
    let inside = opinions.iter().filter(|opinion| (from..to).contains(&opinion.probability));
    let (mut right, mut sum) = (Tally::default(), 0.0);
    for opinion in inside {
        right.count(opinion.right);
        sum += opinion.probability;
    }
    let claimed = sum / right.trials as f64;
    (right.trials > 0).then_some(Bin { from, to: to.min(1.0), claimed, right })
}

/// Expected calibration error: mean distance of what is claimed from what is true, weighted by the bins' sizes.
pub(crate) fn error(bins: &[Bin]) -> f64 {
    let all: u64 = bins.iter().map(|bin| bin.right.trials).sum();
    let weighted = |bin: &Bin| (bin.claimed - bin.right.metric().value).abs() * bin.right.trials as f64;
    bins.iter().map(weighted).sum::<f64>() / all.max(1) as f64
}

/// The reliability table as lines of text; nothing without opinions.
pub(crate) fn notes(opinions: &[Opinion]) -> Vec<String> {
    let bins = bins(opinions);
    if bins.is_empty() {
        return Vec::new();
    }
    let row = |bin: &Bin| {
        let right = bin.right.metric();
        let (value, low, high) = (right.value * 100.0, right.low * 100.0, right.high * 100.0);
        let (from, to, claimed) = (bin.from, bin.to, bin.claimed * 100.0);
        let counted = right.counted();
        format!(
            "probability {from:.3}–{to:.3}: claimed {claimed:6.2} %, right {value:6.2} %  [{low:.2}, {high:.2}]  {counted}"
        )
    };
    let mut notes: Vec<String> = bins.iter().map(row).collect();
    notes.push(format!("expected calibration error {:.2} %", error(&bins) * 100.0));
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opinion(probability: f64, right: bool) -> Opinion {
        Opinion { probability, right }
    }

    #[test]
    fn every_probability_falls_in_one_bin() {
        let opinions: Vec<Opinion> = (0..=1000).map(|i| opinion(f64::from(i) / 1000.0, true)).collect();
        assert_eq!(bins(&opinions).iter().map(|bin| bin.right.trials).sum::<u64>(), 1001);
    }

    #[test]
    fn overconfidence_shows() {
        let opinions = [opinion(0.995, true), opinion(0.995, false), opinion(0.6, true)];
        let bins = bins(&opinions);
        assert_eq!(bins.iter().map(|bin| bin.right.trials).collect::<Vec<_>>(), [1, 2]);
        // (0.4 × 1 + 0.495 × 2) / 3.
        assert!((error(&bins) - 1.39 / 3.0).abs() < 1e-9);
        assert_eq!(notes(&[]), Vec::<String>::new());
        assert_eq!(notes(&opinions).len(), 3);
    }
}
