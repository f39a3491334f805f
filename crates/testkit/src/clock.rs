//! A clock that stands still until the test turns its hands.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use server::clock::Clock;

/// Stands still.
pub struct FakeClock(Mutex<Timestamp>);

impl FakeClock {
    /// Shows this moment.
    #[must_use]
    pub fn at(moment: Timestamp) -> Self {
        Self(Mutex::new(moment))
    }

    /// Turns the hands, forwards or backwards.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.checked_add(by).expect("tests stay within the calendar");
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
