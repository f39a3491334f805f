//! Jobs: one worker at a time, a lost lease counts no more, a dead worker's job goes on.

use crate::common::{Fixture, approved, at};
use storage::{CommitError, Extras, job::JobEnd};

#[tokio::test]
async fn a_job_is_claimed_once_while_its_lease_holds() {
    let fixture = Fixture::new().await;
    fixture.submitted(1).await;
    let other = fixture.open_again().await;
    let claimed = fixture.store.claim_job(at(1), at(31)).await.unwrap().unwrap();
    assert_eq!(claimed.tries, 1);
    assert_eq!(other.claim_job(at(30), at(60)).await.unwrap(), None);
    assert!(fixture.store.extend_lease(&claimed.lease, at(50)).await.unwrap());
    assert_eq!(other.claim_job(at(31), at(60)).await.unwrap(), None, "the heartbeat kept it");
}

#[tokio::test]
async fn a_silent_worker_loses_its_job_for_good() {
    let fixture = Fixture::new().await;
    let (applicant, session, attempt) = fixture.submitted(1).await;
    let silent = fixture.store.claim_job(at(1), at(31)).await.unwrap().unwrap();
    let next = fixture.store.claim_job(at(31), at(61)).await.unwrap().unwrap();
    assert_eq!((next.job, next.tries), (silent.job, 2));
    assert!(!fixture.store.extend_lease(&silent.lease, at(90)).await.unwrap());
    assert!(!fixture.store.put_back(&silent.lease, at(32), "late").await.unwrap());
    assert!(!fixture.store.end_job(&silent.lease, JobEnd::Done, at(32)).await.unwrap());

    let transition = approved(applicant, session, attempt, "L898902C3");
    let extras = |claimed: &storage::job::Claimed| claimed.lease;
    let (silent_lease, next_lease) = (silent.lease, extras(&next));
    let late = Extras { job: Some((&silent_lease, JobEnd::Done)), ..Extras::new(at(33), "worker") };
    assert!(matches!(fixture.store.commit(&transition, &late).await, Err(CommitError::LeaseLost)));
    let good = Extras { job: Some((&next_lease, JobEnd::Done)), ..Extras::new(at(33), "worker") };
    fixture.store.commit(&transition, &good).await.unwrap();
    assert_eq!(fixture.store.claim_job(at(9999), at(10_000)).await.unwrap(), None, "it is done");
}

#[tokio::test]
async fn a_job_put_back_waits_until_its_time() {
    let fixture = Fixture::new().await;
    fixture.submitted(1).await;
    let claimed = fixture.store.claim_job(at(1), at(31)).await.unwrap().unwrap();
    assert!(fixture.store.put_back(&claimed.lease, at(20), "network text-detector failed").await.unwrap());
    assert_eq!(fixture.store.claim_job(at(19), at(49)).await.unwrap(), None);
    assert_eq!(fixture.store.claim_job(at(20), at(50)).await.unwrap().unwrap().tries, 2);
}

#[tokio::test]
async fn a_dead_job_is_never_claimed_again() {
    let fixture = Fixture::new().await;
    fixture.submitted(1).await;
    let claimed = fixture.store.claim_job(at(1), at(31)).await.unwrap().unwrap();
    assert!(fixture.store.end_job(&claimed.lease, JobEnd::Dead("gave up"), at(2)).await.unwrap());
    assert_eq!(fixture.store.claim_job(at(9999), at(10_000)).await.unwrap(), None);
}

#[tokio::test]
async fn many_workers_share_the_jobs_without_doubles() {
    let fixture = Fixture::new().await;
    for number in 1..=12 {
        fixture.submitted(number).await;
    }
    let mut workers = tokio::task::JoinSet::new();
    for worker in 0..4 {
        let store = if worker % 2 == 0 { fixture.store.clone() } else { fixture.open_again().await };
        workers.spawn(async move {
            let mut done = vec![];
            while let Some(claimed) = store.claim_job(at(1), at(31)).await.unwrap() {
                done.push(claimed.applicant);
            }
            done
        });
    }
    let mut done = workers.join_all().await.concat();
    done.sort_unstable();
    assert_eq!(done, (1..=12).map(crate::common::applicant).collect::<Vec<_>>());
}
