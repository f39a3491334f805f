//! How much longer a review may take: from what reviews took lately and what waits, never from a wish.

use std::time::Duration;

use review::policy::ReviewRule;
use storage::figures::{Automatic, Manual};

use crate::wire::Estimate;

/// Fewer reviews than this say too little; then the defaults stand.
const SAMPLES_MIN: usize = 5;
/// An automatic review on two cores with nothing before it.
const AUTOMATIC_DEFAULT: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(60));
/// Before anything was measured: from an hour on, up to the policy's target.
const MANUAL_FROM: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// For an attempt that a machine examines: the middle and the slow end of the latest reviews, times what waits for each worker.
pub(crate) fn automatic(figures: &Automatic, workers: usize) -> Estimate {
    let (typical, slow) = spread(&figures.took).unwrap_or(AUTOMATIC_DEFAULT);
    let ahead = figures.waiting.saturating_sub(1) / workers.max(1) as u64;
    let rounds = u32::try_from(ahead).unwrap_or(u32::MAX).saturating_add(1);
    estimate("automatic", typical, slow.saturating_mul(rounds))
}

/// For a session that a person looks at, what such reviews took lately, at the slow end
/// no less than until the cases ahead are decided as fast as those of the last day. Where more than a day's work is
/// ahead, that rules both ends. Without measurements the policy's target stands.
pub(crate) fn manual(figures: &Manual, rule: &ReviewRule) -> Estimate {
    let target = Duration::from_secs(u64::from(rule.target_hours_at(figures.waiting)) * 3600);
    let (typical, slow) = spread(&figures.took).unwrap_or((MANUAL_FROM, target));
    match worked_off(figures) {
        Some(drained) if drained > DAY => estimate("manual", typical.max(drained), slow.max(drained * 2)),
        Some(drained) => estimate("manual", typical, slow.max(drained)),
        None => estimate("manual", typical, slow.max(target)),
    }
}

/// How long the cases ahead take at the rate of the last day; `None` where too few were decided to say.
fn worked_off(figures: &Manual) -> Option<Duration> {
    let enough = figures.decided_a_day >= SAMPLES_MIN as u64;
    let days = figures.ahead as f64 / figures.decided_a_day.max(1) as f64;
    enough.then(|| DAY.mul_f64(days.min(1000.0)))
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
        let figures = Automatic { took: seconds(&[2, 3, 4, 5, 6]), waiting: 1 };
        assert_eq!(automatic(&figures, 1), Estimate { kind: "automatic", from_seconds: 4, to_seconds: 5 });
        let queue = Automatic { waiting: 9, ..figures };
        assert_eq!(automatic(&queue, 1).to_seconds, 45);
        assert_eq!(automatic(&queue, 4).to_seconds, 15);
    }

    #[test]
    fn too_few_samples_say_nothing_and_peak_says_two_days() {
        let rule = review::policy::Policy::exchange().review;
        let calm = Manual { took: seconds(&[60]), waiting: 1, ..Manual::default() };
        let expected = Estimate { kind: "manual", from_seconds: 3600, to_seconds: 86_400 };
        assert_eq!(manual(&calm, &rule), expected);
        let peak = Manual { waiting: 100, ahead: 99, ..calm };
        assert_eq!(manual(&peak, &rule).to_seconds, 172_800);
    }

    #[test]
    fn a_long_queue_is_told_at_its_measured_rate() {
        let rule = review::policy::Policy::exchange().review;
        let took = seconds(&[60, 60, 60, 7200, 7200]);
        let figures = Manual { took, waiting: 50, ahead: 0, decided_a_day: 100 };
        let next = manual(&figures, &rule);
        assert_eq!((next.from_seconds, next.to_seconds), (60, 7200));
        let last = manual(&Manual { ahead: 1000, ..figures }, &rule);
        assert_eq!((last.from_seconds, last.to_seconds), (10 * 86_400, 20 * 86_400));
    }
}
