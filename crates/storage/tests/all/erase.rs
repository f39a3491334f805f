//! Erasure: nothing opens any more, an old backup brings nothing back, and a certificate stays.

use std::path::Path;

use review::transition::{Event, Transition};
use sqlx::SqlitePool;
use storage::{
    CommitError, Error, Extras, Store,
    answer::{Answer, Question, Recall, Reply},
    erase::{Erased, Erasure},
    hold::HoldSet,
    job::JobEnd,
};
use uuid::Uuid;

use crate::common::{
    ACTOR, Fixture, applicant, approved, at, attempt, document, picture, session, submitted,
};

const HOW: Erasure<'static> =
    Erasure { at: jiff::Timestamp::constant(1_790_000_100, 0), actor: "host:test", reason: "host" };

/// An applicant who was approved, with a picture, a job and a kept answer.
async fn verified(fixture: &Fixture, number: u128) -> review::id::Digest {
    let (person, session) = fixture.session(number).await;
    let digest = picture(&fixture.store, session, number, b"a picture").await;
    let answer = Answer { status: 202, body: "{}".into(), token: None };
    let question = question(number);
    let reply = |_: &review::case::Case| Some(Reply { question: question.clone(), answer: answer.clone() });
    let extras = Extras { reply: Some(&reply), ..Extras::new(at(1), ACTOR) };
    fixture.store.commit(&submitted(person, session, attempt(number), 1), &extras).await.unwrap();
    let decided = approved(person, session, attempt(number), &format!("L89890{number}"));
    fixture.store.commit(&decided, &Extras::new(at(2), ACTOR)).await.unwrap();
    digest
}

fn question(number: u128) -> Question {
    Question { scope: "host:1".into(), key: format!("k{number}"), fingerprint: [1; 32] }
}

async fn erase(store: &Store, number: u128) -> storage::erase::Certificate {
    match store.erase(applicant(number), &HOW).await.unwrap() {
        Erased::Done(certificate) => certificate,
        other => panic!("{other:?}"),
    }
}

/// How many of the reads of an applicant give something.
async fn readable(store: &Store, number: u128, digest: review::id::Digest) -> usize {
    let gone = |error: Option<Error>| usize::from(!matches!(error, Some(Error::Erased)));
    gone(store.applicant(applicant(number)).await.err())
        + gone(store.case(applicant(number)).await.err())
        + gone(store.case_of(session(number)).await.err())
        + gone(store.evidence(Uuid::from_u128(3000 + number)).await.err())
        + gone(store.blob(session(number), digest).await.err())
        + gone(store.put_blob(session(number), b"more"[..].into()).await.err())
        + gone(store.notices(applicant(number)).await.err())
        + gone(store.decisions(applicant(number), attempt(number)).await.err())
}

#[tokio::test]
async fn an_erased_applicant_is_gone_and_a_certificate_stays() {
    let fixture = Fixture::new().await;
    let digest = verified(&fixture, 1).await;
    let other = verified(&fixture, 2).await;
    let certificate = erase(&fixture.store, 1).await;
    assert_eq!(readable(&fixture.store, 1, digest).await, 0);
    assert_eq!(certificate.items["events"], 4);
    assert_eq!((certificate.items["blobs"], certificate.items["document_keys"]), (1, 1));
    assert_eq!((certificate.reason.as_str(), certificate.items["answers"]), ("host", 1));
    assert_eq!(fixture.blobs().len(), 1, "the other's");
    assert_eq!(fixture.store.recall(&question(1), at(3)).await.unwrap(), Recall::New);
    assert_eq!(fixture.store.other_owner(&document("L898901"), applicant(2)).await.unwrap(), None);

    assert_eq!(erase(&fixture.store, 1).await, certificate, "twice is once");
    assert_eq!(fixture.store.certificate(applicant(1)).await.unwrap(), Some(certificate.clone()));
    let end = fixture.store.verify_audit(&[]).await.unwrap();
    assert_eq!((end.entries, end.hash), (certificate.audit_entry, certificate.audit_hash));

    assert_eq!(
        fixture.store.blob(session(2), other).await.unwrap(),
        &b"a picture"[..],
        "others are as they were"
    );
    let again =
        storage::applicant::Applicant { id: applicant(9), external_id: "user-1".into(), created_at: at(200) };
    let (known, added) = fixture.store.add_applicant(&again, |_, _| None).await.unwrap();
    assert!(added && known.id == applicant(9), "the same person may come back as somebody new");
}

/// The database and the evidence as they are now: what a backup takes. The keys are backed up apart.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (name, target) = (entry.file_name().into_string().unwrap(), to.join(entry.file_name()));
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false if name.starts_with("keys.sqlite") || name == storage::KEYS_FILE => {}
            false => {
                std::fs::copy(entry.path(), target).unwrap();
            }
        }
    }
}

async fn wrapped(folder: &Path) -> Vec<Vec<u8>> {
    let path = format!("sqlite://{}", folder.join("keys.sqlite").display());
    let keys = SqlitePool::connect(&path).await.unwrap();
    let wrapped = sqlx::query_scalar("SELECT body FROM wrapped_keys WHERE owner != zeroblob(16)")
        .fetch_all(&keys)
        .await
        .unwrap();
    keys.close().await;
    wrapped
}

#[tokio::test]
async fn an_old_backup_of_the_database_brings_nothing_back() {
    let fixture = Fixture::new().await;
    let mut digests = Vec::new();
    for number in 1..=3 {
        digests.push(verified(&fixture, number).await);
    }
    fixture.store.close().await;
    let (folder, backup) = (fixture.folder.path().to_owned(), tempfile::tempdir().unwrap());
    copy(&folder, backup.path());
    let wrapped = wrapped(&folder).await;

    let store = fixture.open_again().await;
    for number in 1..=3 {
        erase(&store, number).await;
    }
    store.close().await;
    copy(backup.path(), &folder);
    for file in ["bonafide.sqlite-wal", "bonafide.sqlite-shm"] {
        let _ = std::fs::remove_file(folder.join(file));
    }
    assert_eq!(fixture.blobs().len(), 3, "the pictures are back, sealed");

    let restored = fixture.open_again().await;
    let mut count = 0;
    for (number, digest) in (1..).zip(&digests) {
        count += readable(&restored, number, *digest).await;
    }
    println!("erased, then an old backup put back: readable {count}");
    assert_eq!(count, 0);
    for name in ["keys.sqlite", "keys.sqlite-wal"] {
        let bytes = std::fs::read(folder.join(name)).unwrap_or_default();
        let left = wrapped.iter().filter(|key| bytes.windows(key.len()).any(|part| part == key.as_slice()));
        assert_eq!(left.count(), 0, "{name} still holds a wrapped key");
    }
    assert_eq!(restored.repeat_erasures().await.unwrap(), 3);
    assert_eq!(fixture.blobs().len(), 0);
    let certificate = restored.certificate(applicant(1)).await.unwrap().unwrap();
    assert_eq!((certificate.at, certificate.items["events"]), (HOW.at, 4));
    assert_eq!(restored.repeat_erasures().await.unwrap(), 0);
}

#[tokio::test]
async fn a_hold_and_an_erasure_exclude_each_other() {
    let fixture = Fixture::new().await;
    verified(&fixture, 1).await;
    assert_eq!(fixture.store.set_hold(applicant(1), true, at(5), ACTOR).await.unwrap(), HoldSet::Done);
    assert_eq!(fixture.store.held_since(applicant(1)).await.unwrap(), Some(at(5)));
    assert_eq!(fixture.store.erase(applicant(1), &HOW).await.unwrap(), Erased::Held);
    assert!(fixture.store.case(applicant(1)).await.unwrap().is_some());
    assert_eq!(fixture.store.set_hold(applicant(1), false, at(6), ACTOR).await.unwrap(), HoldSet::Done);
    erase(&fixture.store, 1).await;
    assert!(matches!(fixture.store.set_hold(applicant(1), true, at(7), ACTOR).await, Err(Error::Erased)));
    assert_eq!(fixture.store.set_hold(applicant(8), true, at(7), ACTOR).await.unwrap(), HoldSet::Unknown);
    assert_eq!(fixture.store.erase(applicant(8), &HOW).await.unwrap(), Erased::Unknown);
}

#[tokio::test]
async fn a_job_in_flight_ends_without_harm() {
    let fixture = Fixture::new().await;
    let (person, session, attempt) = fixture.submitted(1).await;
    let claimed = fixture.store.claim_job(at(1), at(31)).await.unwrap().unwrap();
    erase(&fixture.store, 1).await;
    let extras = Extras { job: Some((&claimed.lease, JobEnd::Done)), ..Extras::new(at(2), "worker") };
    let late = fixture.store.commit(&approved(person, session, attempt, "L898902C3"), &extras).await;
    assert!(matches!(late, Err(CommitError::Storage(Error::Erased))), "{late:?}");
    assert!(!fixture.store.extend_lease(&claimed.lease, at(60)).await.unwrap());
    assert!(!fixture.store.put_back(&claimed.lease, at(60), "gone").await.unwrap());
    assert_eq!(fixture.store.claim_job(at(9_999), at(10_000)).await.unwrap(), None);
}

#[tokio::test]
async fn a_process_that_still_holds_the_key_writes_nothing_more() {
    let fixture = Fixture::new().await;
    let (person, session) = fixture.session(1).await;
    let beside = fixture.open_again().await;
    assert!(beside.case(person).await.unwrap().is_some());
    erase(&fixture.store, 1).await;
    assert!(matches!(beside.case(person).await, Err(Error::Erased)));
    let event = Event::LivenessPassed { session, at: at(3) };
    let late = Transition { expected_version: 1, ..crate::common::transition(person, 1, vec![event]) };
    assert!(matches!(
        beside.commit(&late, &Extras::new(at(3), ACTOR)).await,
        Err(CommitError::VersionConflict)
    ));
}

#[tokio::test]
async fn an_erasure_that_was_stopped_is_finished() {
    let fixture = Fixture::new().await;
    verified(&fixture, 1).await;
    let raw = fixture.raw().await;
    sqlx::query("UPDATE applicants SET erasing_since = 1").execute(&raw).await.unwrap();
    assert_eq!(fixture.store.finish_erasures(at(50)).await.unwrap(), 1);
    let certificate = fixture.store.certificate(applicant(1)).await.unwrap().unwrap();
    assert_eq!((certificate.reason.as_str(), certificate.at), ("resumed", at(50)));
    assert_eq!(fixture.blobs().len(), 0);
}
