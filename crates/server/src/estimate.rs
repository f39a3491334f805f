//! How much longer a review may take: from what reviews took lately and what waits, never from a wish.

use std::time::Duration;

use storage::figures::Figures;

use crate::wire::Estimate;

/// Fewer reviews than this say too little; then the defaults stand.
const SAMPLES_MIN: usize = 5;
/// An automatic review on two cores with nothing before it.
const AUTOMATIC_DEFAULT: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(60));
/// The service target for a person's review: within 24 hours.
const MANUAL_DEFAULT: (Duration, Duration) = (Duration::from_secs(3600), Duration::from_secs(24 * 3600));
/// The service target at peak.
const MANUAL_PEAK: Duration = Duration::from_secs(48 * 3600);
/// From so many waiting cases on it is peak.
const PEAK_WAITING: u64 = 100;

/// For an attempt that a machine examines: the middle and the slow end of the latest reviews, times what waits for each worker.
pub(crate) fn automatic(figures: &Figures, workers: usize) -> Estimate {
    let (typical, slow) = spread(&figures.automatic).unwrap_or(AUTOMATIC_DEFAULT);
    let ahead = figures.waiting_automatic.saturating_sub(1) / workers.max(1) as u64;
    let rounds = u32::try_from(ahead).unwrap_or(u32::MAX).saturating_add(1);
    estimate("automatic", typical, slow.saturating_mul(rounds))
}

/// For a session that a person looks at.
pub(crate) fn manual(figures: &Figures) -> Estimate {
    let (typical, slow) = spread(&figures.manual).unwrap_or(MANUAL_DEFAULT);
    let slow = if figures.waiting_manual >= PEAK_WAITING { slow.max(MANUAL_PEAK) } else { slow };
    estimate("manual", typical, slow)
}

fn estimate(kind: &'static str, from: Duration, to: Duration) -> Estimate {
    Estimate { kind, from_seconds: from.as_secs(), to_seconds: to.max(from).as_secs().max(1) }
}

/// Half of the reviews took no longer than the first, nine in ten no longer than the second.
fn spread(sorted: &[Duration]) -> Option<(Duration, Duration)> {
    if sorted.len() < SAMPLES_MIN {
        return None;
    }
    let at = |share: usize| sorted.get((sorted.len() - 1) * share / 100).copied();
    Some((at(50)?, at(90)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(all: &[u64]) -> Vec<Duration> {
        all.iter().copied().map(Duration::from_secs).collect()
    }

    #[test]
    fn a_queue_makes_it_longer() {
        let figures =
            Figures { automatic: seconds(&[2, 3, 4, 5, 6]), waiting_automatic: 1, ..Figures::default() };
        assert_eq!(automatic(&figures, 1), Estimate { kind: "automatic", from_seconds: 4, to_seconds: 5 });
        let queue = Figures { waiting_automatic: 9, ..figures };
        assert_eq!(automatic(&queue, 1).to_seconds, 45);
        assert_eq!(automatic(&queue, 4).to_seconds, 15);
    }

    #[test]
    fn too_few_samples_say_nothing_and_peak_says_two_days() {
        let calm = Figures { manual: seconds(&[60]), waiting_manual: 1, ..Figures::default() };
        assert_eq!(manual(&calm), Estimate { kind: "manual", from_seconds: 3600, to_seconds: 86_400 });
        let peak = Figures { waiting_manual: 100, ..calm };
        assert_eq!(manual(&peak).to_seconds, 172_800);
    }
}
