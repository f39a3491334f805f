//! Workers: claim an attempt, examine it, judge it, conclude it, at least once and with one effect.

mod checkpoint;
mod conclude;
mod heartbeat;
pub(crate) mod pictures;
mod progress;
mod retain;
mod ticket;

use std::time::Duration;

use jiff::{SignedDuration, ToSpan, civil::Date};
use review::{
    id::AttemptId,
    transition::{Command, Job},
};
use storage::{
    Extras,
    job::{Claimed, JobEnd},
};
use tokio::sync::watch;
use uuid::Uuid;

pub(crate) use checkpoint::keep_checkpoints;
pub(crate) use progress::Progress;
pub use retain::retain;

use crate::{
    app::{App, Unchanged},
    config::Leases,
    view,
};

/// How many hosts are told at once of documents that expire.
const EXPIRING_AT_ONCE: u16 = 500;
/// Longest wait before a failed job is tried again.
const BACKOFF_MAX: SignedDuration = SignedDuration::from_mins(5);

/// Why a job did not come to its end this time.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Setback {
    /// The job belongs to somebody else by now, or has ended.
    #[error("the lease is lost")]
    LeaseLost,
    /// Something failed that may work next time. Holds no personal data.
    #[error("{0}")]
    Failed(String),
}

impl From<storage::Error> for Setback {
    fn from(error: storage::Error) -> Self {
        match error {
            // The job went with its applicant.
            storage::Error::Erased => Self::LeaseLost,
            error => Self::Failed(error.to_string()),
        }
    }
}

/// Works until `stop` turns true, then finishes the job in hand.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if !step(&app).await {
            idle(&app, &mut stop).await;
        }
    }
}

/// Does one job, if one waits; `false` when none does.
pub async fn step(app: &App) -> bool {
    let now = app.now();
    match app.store().claim_job(now, now + app.config.leases.held).await {
        Ok(Some(claimed)) => {
            work(app, &claimed).await;
            true
        }
        Ok(None) => false,
        Err(error) => {
            tracing::error!(job.cause = %error, "No job could be claimed");
            false
        }
    }
}

async fn idle(app: &App, stop: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = app.work.notified() => {}
        () = tokio::time::sleep(app.config.leases.poll) => {}
        _ = stop.changed() => {}
    }
}

async fn work(app: &App, claimed: &Claimed) {
    let start = tokio::time::Instant::now();
    let done = tokio::select! {
        done = carry_out(app, claimed) => done,
        () = heartbeat::until_lost(app, &claimed.lease) => Err(Setback::LeaseLost),
    };
    let name = name_of(claimed.job);
    app.progress.forget(AttemptId(name));
    let took_ms = start.elapsed().as_millis();
    if let Err(Setback::Failed(reason)) = &done {
        return set_back(app, claimed, reason).await;
    }
    let kept = done.is_ok();
    tracing::info!(job.about = %name, job.tries = claimed.tries, job.took_ms = took_ms, job.kept = kept, "A job ended");
}

async fn carry_out(app: &App, claimed: &Claimed) -> Result<(), Setback> {
    match claimed.job {
        Job::Examine { session, attempt } => conclude::conclude(app, claimed, session, attempt).await,
        Job::ExamineTicket { session, ticket } => ticket::examine_ticket(app, claimed, session, ticket).await,
    }
}

/// The attempt or ticket that a job is about.
fn name_of(job: Job) -> Uuid {
    match job {
        Job::Examine { attempt, .. } => attempt.0,
        Job::ExamineTicket { ticket, .. } => ticket.0,
    }
}

/// Tries again later, or after too many tries hands the case to a person.
async fn set_back(app: &App, claimed: &Claimed, reason: &str) {
    let name = name_of(claimed.job);
    tracing::error!(job.about = %name, job.tries = claimed.tries, job.cause = reason, "A job failed");
    let kept = if claimed.tries < app.config.leases.tries_max {
        let run_at = app.now() + backoff(&app.config.leases, claimed.tries);
        app.store().put_back(&claimed.lease, run_at, reason).await.map_err(Setback::from)
    } else {
        give_up(app, claimed, reason).await.map(|()| true)
    };
    if let Err(error) = kept {
        tracing::error!(job.about = %name, job.cause = %error, "A failed job could not be put back; its lease will run out");
    }
}

async fn give_up(app: &App, claimed: &Claimed, reason: &str) -> Result<(), Setback> {
    match claimed.job {
        Job::Examine { session, attempt } => conclude::give_up(app, claimed, session, attempt, reason).await,
        Job::ExamineTicket { session, ticket } => {
            ticket::give_up(app, claimed, session, ticket, reason).await
        }
    }
}

fn backoff(leases: &Leases, tries: u32) -> SignedDuration {
    let doubled = 2_i32.saturating_pow(tries.saturating_sub(1));
    leases.backoff.checked_mul(doubled).unwrap_or(BACKOFF_MAX).min(BACKOFF_MAX)
}

/// Forgets old answers and tokens and erases whose time is over, now and then, until `stop` turns true.
pub(crate) async fn sweep(app: App, mut stop: watch::Receiver<bool>) {
    const EVERY: Duration = Duration::from_secs(600);
    if let Err(error) = app.store().repeat_erasures().await {
        tracing::error!(sweep.cause = %error, "Erasures could not be held against the destroyed keys");
    }
    while !*stop.borrow() {
        if let Err(error) = app.store().sweep(app.now()).await {
            tracing::warn!(sweep.cause = %error, "Old answers could not be forgotten");
        }
        if let Err(error) = retain(&app).await {
            tracing::error!(sweep.cause = %error, "Applicants whose time is over could not be erased");
        }
        tell_of_expiry(&app).await;
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Tells hosts of the documents that expire soon, a bounded number at a time.
pub async fn tell_of_expiry(app: &App) {
    let days = i64::from(app.policy().records.expiry_notice_days);
    let until = view::day(app.now()).checked_add(days.days()).unwrap_or(Date::MAX);
    let expiring = match app.store().expiring(until, EXPIRING_AT_ONCE).await {
        Ok(expiring) => expiring,
        Err(error) => {
            tracing::warn!(sweep.cause = %error, "Expiring documents could not be looked for");
            return;
        }
    };
    for (applicant, session) in expiring {
        let extras = Extras::new(app.now(), conclude::ACTOR);
        let told = app.change(applicant, &Command::NoticeExpiry { session }, &extras).await;
        if let Err(why) = told.map_err(Unchanged::problem) {
            tracing::warn!(sweep.session = %session, sweep.code = why.code(), "A host could not be told of an expiry");
        }
    }
}

/// What ends a job without changing the case: the attempt was decided or withdrawn in the meantime.
pub(super) async fn end(app: &App, claimed: &Claimed) -> Result<(), Setback> {
    let ended = app.store().end_job(&claimed.lease, JobEnd::Done, app.now()).await?;
    if ended { Ok(()) } else { Err(Setback::LeaseLost) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_try_waits_twice_as_long_up_to_a_bound() {
        let leases = Leases { backoff: SignedDuration::from_secs(2), ..Leases::default() };
        let waits: Vec<i64> = [1, 2, 3, 20, u32::MAX].map(|tries| backoff(&leases, tries).as_secs()).to_vec();
        assert_eq!(waits, [2, 4, 8, 300, 300]);
    }
}
