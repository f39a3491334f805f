//! How fast somebody may try to sign in: three tries at once, then slower with each, then a quarter of an hour for each.

use jiff::{SignedDuration, Timestamp};
use storage::sign_in::Tries;

/// Failures that cost nothing: people mistype.
const FREE: u32 = 3;
/// From so many failures on the name is locked for [`LOCKED_FOR`] after each.
pub(crate) const LOCKED_FROM: u32 = 10;
/// How long a lock holds.
const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(15);
/// After so long without a try everything is forgotten.
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// How many failures still count now, or when the next try may be made.
pub(crate) fn pace(tries: Tries, now: Timestamp) -> Result<u32, Timestamp> {
    // A clock that was set back must not lock anybody out for longer than the lock holds.
    let last_at = tries.last_at.min(now);
    if now - FORGOTTEN_AFTER >= last_at {
        return Ok(0);
    }
    let until = last_at + pause(tries.failures);
    if now < until { Err(until) } else { Ok(tries.failures) }
}

/// How long nothing may be tried after so many failures: 2, 4, 8 … 128 seconds, then the lock.
fn pause(failures: u32) -> SignedDuration {
    match failures {
        ..FREE => SignedDuration::ZERO,
        FREE..LOCKED_FROM => SignedDuration::from_secs(2 << (failures - FREE)),
        LOCKED_FROM.. => LOCKED_FOR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + second).unwrap()
    }

    #[test]
    fn tries_become_slower_and_are_forgotten_after_a_day() {
        let rows = [(1, 0), (2, 0), (3, 2), (4, 4), (9, 128), (10, 900), (1_000_000, 900)];
        for (failures, pause_s) in rows {
            let tries = Tries { failures, last_at: at(0) };
            assert_eq!(pace(tries, at(pause_s)), Ok(failures));
            if pause_s > 0 {
                assert_eq!(pace(tries, at(pause_s - 1)), Err(at(pause_s)));
            }
            assert_eq!(pace(tries, at(86_400)), Ok(0));
        }
    }

    #[test]
    fn a_clock_set_back_locks_nobody_for_longer() {
        let tries = Tries { failures: 10, last_at: at(1_000_000) };
        assert_eq!(pace(tries, at(0)), Err(at(900)));
    }
}
