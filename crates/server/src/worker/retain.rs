//! Erases whom the policy keeps no longer, and finishes erasures that a stop cut short.

use jiff::{SignedDuration, Timestamp};
use review::policy::RetentionRule;
use storage::{
    erase::{Erased, Erasure},
    retain::Cutoffs,
};

use crate::app::App;

/// How many of each kind are erased in one round; the next round takes the next.
const ROUND_MAX: u16 = 200;
/// Named in the audit log.
const ACTOR: &str = "worker";

/// One round; returns how many applicants were erased.
///
/// # Errors
/// When storage fails; the next round goes on.
pub async fn retain(app: &App) -> Result<u64, storage::Error> {
    let now = app.now();
    let mut erased = app.store().finish_erasures(now).await?;
    let cutoffs = cutoffs(&app.policy().retention, now);
    for applicant in app.store().kept_too_long(&cutoffs, ROUND_MAX).await? {
        let how = Erasure { at: now, actor: ACTOR, reason: "retention" };
        match app.store().erase(applicant, &how).await {
            Ok(what) => erased += u64::from(matches!(what, Erased::Done(_))),
            // One that fails must not keep all behind it.
            Err(error) => {
                tracing::warn!(retain.applicant = %applicant, retain.cause = %error, "An applicant could not be erased");
            }
        }
    }
    if erased > 0 {
        tracing::info!(erased.count = erased, "Applicants were erased");
    }
    Ok(erased)
}

fn cutoffs(rule: &RetentionRule, now: Timestamp) -> Cutoffs {
    let before = |days: u32| (days > 0).then(|| now - SignedDuration::from_hours(24 * i64::from(days)));
    Cutoffs {
        approved: before(rule.approved_days),
        rejected: before(rule.rejected_days),
        abandoned: before(rule.abandoned_days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_days_keep_for_ever() {
        let now: Timestamp = "2026-11-25T00:00:00Z".parse().unwrap();
        let rule = RetentionRule { approved_days: 0, rejected_days: 365, abandoned_days: 30 };
        let cutoffs = cutoffs(&rule, now);
        assert_eq!(
            (cutoffs.approved, cutoffs.abandoned),
            (None, Some("2026-10-26T00:00:00Z".parse().unwrap()))
        );
        assert_eq!(cutoffs.rejected, Some("2025-11-25T00:00:00Z".parse().unwrap()));
    }
}
