//! What time it is: the one place where the server reads a clock.

use jiff::{Timestamp, Unit};

/// Tells the time. Tests turn the hands themselves.
pub trait Clock: Send + Sync {
    /// Now, to the microsecond, which is what the database keeps.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the edge where time comes in")]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        now.round(Unit::Microsecond).unwrap_or(now)
    }
}
