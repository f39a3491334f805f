//! How often an applicant may submit, and when the next time is.

use jiff::{SignedDuration, Timestamp};

use crate::{case::Case, policy::Policy};

/// The submissions of the rolling window, as shown to the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttemptsView {
    /// Accepted in the window that ends now.
    pub used: u32,
    /// How many a window holds.
    pub limit: u32,
    /// When the oldest of them leaves the window.
    pub window_ends_at: Option<Timestamp>,
    /// When the next submission will be accepted; `None` where that is now.
    pub next_allowed_at: Option<Timestamp>,
    /// Until when submissions are locked; `None` where they are not.
    pub locked_until: Option<Timestamp>,
}

impl Case {
    /// Where the applicant stands with the limits.
    #[must_use]
    pub fn attempts_view(&self, policy: &Policy, now: Timestamp) -> AttemptsView {
        let now = self.moment(now);
        let limit = policy.limits.submissions_max;
        let recent = self.recent(policy, now);
        let locked_until = self.locked_until(now);
        // With the window full, the next is free once all but `limit - 1` have left it.
        let freeing = recent.len().checked_sub(limit as usize).and_then(|index| recent.get(index));
        let frees_at = freeing.map(|at| hours_after(*at, policy.limits.window_hours));
        AttemptsView {
            used: u32::try_from(recent.len()).unwrap_or(u32::MAX),
            limit,
            window_ends_at: recent.first().map(|at| hours_after(*at, policy.limits.window_hours)),
            next_allowed_at: locked_until.max(frees_at),
            locked_until,
        }
    }

    /// The moment that a command takes place: `now`, or the latest moment known where the clock has gone backwards,
    /// so that no window and no lock ever ends early.
    #[must_use]
    pub fn moment(&self, now: Timestamp) -> Timestamp {
        now.max(self.clock)
    }

    /// The lock in force at this moment.
    #[must_use]
    pub fn locked_until(&self, now: Timestamp) -> Option<Timestamp> {
        let now = self.moment(now);
        self.locked_until.filter(|until| now < *until)
    }

    /// The lock of the face check in force at this moment.
    #[must_use]
    pub fn liveness_locked_until(&self, now: Timestamp) -> Option<Timestamp> {
        let now = self.moment(now);
        self.liveness_locked_until.filter(|until| now < *until)
    }

    /// How many tries of the face check may fail before it is locked.
    #[must_use]
    pub fn liveness_tries_left(&self, policy: &Policy, now: Timestamp) -> u32 {
        let locked = self.liveness_locked_until(now).is_some();
        if locked { 0 } else { policy.limits.liveness_failures_max.saturating_sub(self.liveness_failures) }
    }

    /// Submissions of the window that ends now, oldest first.
    fn recent(&self, policy: &Policy, now: Timestamp) -> &[Timestamp] {
        let inside = |at: &&Timestamp| now < hours_after(**at, policy.limits.window_hours);
        let count = self.submissions.iter().rev().take_while(inside).count();
        &self.submissions[self.submissions.len() - count..]
    }
}

/// So many hours later, or the end of time.
pub(crate) fn hours_after(at: Timestamp, hours: u32) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(i64::from(hours))).unwrap_or(Timestamp::MAX)
}
