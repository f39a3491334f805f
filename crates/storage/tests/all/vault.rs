//! Data at rest: nothing readable, nothing that can be moved, and keys that change under load.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use review::{
    case::Claims,
    id::ApplicantId,
    observation::Examination,
    transition::{Event, Notice, Transition},
};
use sqlx::{AssertSqlSafe, Row, SqlitePool};
use storage::{
    Error, Extras, OpenError, Store,
    answer::{Answer, Question, Recall, Reply},
    applicant::Applicant,
    vault::{KeySource, VaultError},
};
use uuid::Uuid;

use crate::common::{ACTOR, Fixture, applicant, at, attempt, picture, session, transition};

const CANARY: &str = "KANARIENVOGEL 金絲雀 L898902C3";
const CANARY_PICTURE: &[u8] = b"KANARIENVOGEL on a picture";

fn question(number: u128) -> Question {
    Question { scope: "host:1".into(), key: format!("{CANARY} {number}"), fingerprint: [1; 32] }
}

/// An applicant with everything that can be stored of one; all of it says the canary.
async fn whole(fixture: &Fixture, number: u128) {
    let new =
        Applicant { id: applicant(number), external_id: format!("{CANARY} {number}"), created_at: at(0) };
    fixture.store.add_applicant(&new, |_, _| None).await.unwrap();
    fixture
        .store
        .commit(&crate::common::opened(new.id, session(number)), &Extras::new(at(0), ACTOR))
        .await
        .unwrap();
    picture(&fixture.store, session(number), number, CANARY_PICTURE).await;
    let claims = Claims { name: Some(CANARY.into()), ..Claims::default() };
    let event = Event::Submitted {
        session: session(number),
        attempt: attempt(number),
        evidence: std::collections::BTreeMap::new(),
        claims,
        at: at(1),
    };
    let notice = Notice { kind: CANARY.into(), session: session(number), codes: vec![] };
    let submitted = Transition { outbox: vec![notice], ..transition(new.id, 1, vec![event]) };
    let examination = Examination { models: vec![], ..examination() };
    let answer = Answer { status: 202, body: CANARY.into(), token: None };
    let reply = |_: &review::case::Case| Some(Reply { question: question(number), answer: answer.clone() });
    let extras = Extras {
        examination: Some((attempt(number), &examination)),
        reply: Some(&reply),
        ..Extras::new(at(1), ACTOR)
    };
    fixture.store.commit(&submitted, &extras).await.unwrap();
}

fn examination() -> Examination {
    let mut examination = Examination::default();
    examination.document.issuer = Some(CANARY.into());
    examination
}

/// Reads everything of an applicant; the first failure ends it.
async fn read_all(store: &Store, number: u128) -> Result<(), Error> {
    let known = store.applicant(applicant(number)).await?.ok_or(Error::KeyMissing)?;
    assert!(known.external_id.starts_with(CANARY));
    let case = store.case(applicant(number)).await?.ok_or(Error::KeyMissing)?;
    let said = &case.sessions[&session(number)].attempts[0].claims.name;
    assert_eq!(said.as_deref(), Some(CANARY));
    assert_eq!(store.examination(attempt(number)).await?, Some(examination()));
    assert_eq!(store.notices(applicant(number)).await?[0].kind, CANARY);
    let Recall::Answered(answer) = store.recall(&question(number), at(2)).await? else { panic!("forgotten") };
    assert_eq!(answer.body, CANARY);
    let rows = store.evidence_of(session(number)).await?;
    assert_eq!(store.blob(session(number), rows[0].digest).await?, CANARY_PICTURE);
    Ok(())
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// In how many files of a folder a text stands.
fn hits(folder: &Path, needle: &[u8]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(folder, &mut found);
    found.retain(|file| std::fs::read(file).unwrap().windows(needle.len()).any(|part| part == needle));
    found
}

#[tokio::test]
async fn nothing_readable_lies_on_the_disk() {
    let fixture = Fixture::new().await;
    for number in 1..=3 {
        whole(&fixture, number).await;
        read_all(&fixture.store, number).await.unwrap();
    }
    let digest = fixture.store.evidence_of(session(1)).await.unwrap()[0].digest;
    let mut needles: Vec<Vec<u8>> =
        ["KANARIENVOGEL", "金絲雀", "L898902C3", "on a picture"].map(Into::into).to_vec();
    needles.push(digest.0.to_vec());
    needles.push(digest.to_string().into_bytes());
    needles.push([7; 32].to_vec());
    for needle in &needles {
        let found = hits(fixture.folder.path(), needle);
        assert!(found.is_empty(), "{:?} in {found:?}", String::from_utf8_lossy(needle));
    }
    fixture.store.close().await;
    assert!(needles.iter().all(|needle| hits(fixture.folder.path(), needle).is_empty()), "closed");
}

/// A sealed value: table, column, and the row that holds it.
type Cell = (&'static str, &'static str, String, u128);

async fn cells(raw: &SqlitePool) -> Vec<Cell> {
    let mut cells = Vec::new();
    for number in 1..=6_u128 {
        let of = |id: Uuid| format!("x'{}'", id.simple());
        let (person, sitting) = (of(applicant(number).0), of(session(number).0));
        for version in 1..=2 {
            cells.push(("events", "body", format!("applicant = {person} AND version = {version}"), number));
        }
        cells.push(("examinations", "body", format!("attempt = {}", of(attempt(number).0)), number));
        cells.push(("outbox", "body", format!("applicant = {person}"), number));
        cells.push(("answers", "body", format!("applicant = {person}"), number));
        cells.push(("applicants", "external_name", format!("id = {person}"), number));
        cells.push(("evidence", "facts", format!("session = {sitting}"), number));
    }
    for cell in &cells {
        assert!(!read_cell(raw, cell).await.is_empty(), "{cell:?}");
    }
    cells
}

async fn read_cell(raw: &SqlitePool, (table, column, row, _): &Cell) -> Vec<u8> {
    let query = AssertSqlSafe(format!("SELECT {column} FROM {table} WHERE {row}"));
    sqlx::query(query).fetch_one(raw).await.unwrap().get(0)
}

async fn write_cell(raw: &SqlitePool, (table, column, row, _): &Cell, value: &[u8]) {
    let query = AssertSqlSafe(format!("UPDATE {table} SET {column} = $1 WHERE {row}"));
    sqlx::query(query).bind(value).execute(raw).await.unwrap();
}

#[tokio::test]
async fn two_hundred_swaps_between_rows_are_refused() {
    let fixture = Fixture::new().await;
    for number in 1..=6 {
        whole(&fixture, number).await;
    }
    let raw = fixture.raw().await;
    let cells = cells(&raw).await;
    let mut random = ChaCha8Rng::seed_from_u64(6);
    let (mut swaps, mut accepted) = (0, 0);
    while swaps < 200 {
        let one = &cells[random.random_range(0..cells.len())];
        let other = &cells[random.random_range(0..cells.len())];
        if one == other {
            continue;
        }
        let (first, second) = (read_cell(&raw, one).await, read_cell(&raw, other).await);
        for (harmed, good, foreign) in [(one, &first, &second), (other, &second, &first)] {
            write_cell(&raw, harmed, foreign).await;
            let refused = matches!(read_all(&fixture.store, harmed.3).await, Err(Error::Unopenable(table)) if table == harmed.0);
            accepted += u32::from(!refused);
            write_cell(&raw, harmed, good).await;
        }
        swaps += 1;
    }
    println!("ciphertext swaps accepted {accepted} of {swaps}");
    assert_eq!(accepted, 0);
    for number in 1..=6 {
        read_all(&fixture.store, number).await.unwrap();
    }
}

#[tokio::test]
async fn blobs_that_change_places_are_refused() {
    let fixture = Fixture::new().await;
    for number in 1..=2 {
        whole(&fixture, number).await;
    }
    let files = fixture.blobs();
    let (one, other) = (std::fs::read(&files[0]).unwrap(), std::fs::read(&files[1]).unwrap());
    std::fs::write(&files[0], other).unwrap();
    std::fs::write(&files[1], one).unwrap();
    for number in 1..=2 {
        assert!(matches!(read_all(&fixture.store, number).await, Err(Error::Unopenable("evidence"))));
    }
}

/// Somebody who works on while keys change: reads everybody, adds somebody new, and starts again as another process, so that
/// nothing is read from memory.
async fn work(
    folder: PathBuf,
    people: u128,
    first_new: u128,
    stop: Arc<AtomicBool>,
    failed: Arc<AtomicU64>,
) -> u64 {
    let (mut reads, mut new) = (0, first_new);
    while !stop.load(Ordering::Relaxed) {
        let store = Store::open(&folder, [9; 32]).await.unwrap();
        for number in 1..=people {
            let read = store.applicant(applicant(number)).await;
            failed.fetch_add(u64::from(!matches!(read, Ok(Some(_)))), Ordering::Relaxed);
            reads += 1;
        }
        new += 1;
        let person = Applicant { id: applicant(new), external_id: format!("new-{new}"), created_at: at(9) };
        let added = store.add_applicant(&person, |_, _| None).await;
        failed.fetch_add(u64::from(added.is_err()), Ordering::Relaxed);
        store.close().await;
    }
    reads
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn keys_change_under_load_and_every_read_succeeds() {
    const PEOPLE: u128 = 250;
    let fixture = Fixture::new().await;
    for number in 1..=PEOPLE {
        fixture.applicant(number).await;
    }
    let before = std::fs::read_to_string(fixture.folder.path().join(storage::KEYS_FILE)).unwrap();
    let (stop, failed) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let mut workers = tokio::task::JoinSet::new();
    for worker in 0..3 {
        let store = fixture.folder.path().to_owned();
        let (stop, failed) = (stop.clone(), failed.clone());
        workers.spawn_blocking(move || {
            let work = work(store, PEOPLE, 10_000 * (worker + 1), stop, failed);
            tokio::runtime::Handle::current().block_on(work)
        });
    }
    let rotator = fixture.open_again().await;
    let first = rotator.rotate_vault(false).await.unwrap();
    let second = rotator.rotate_vault(true).await.unwrap();
    stop.store(true, Ordering::Relaxed);
    let reads: u64 = workers.join_all().await.iter().sum();
    println!(
        "rotation: {} and {} keys wrapped anew during {reads} reads, failed {}",
        first.rewrapped,
        second.rewrapped,
        failed.load(Ordering::Relaxed)
    );
    assert_eq!(failed.load(Ordering::Relaxed), 0);
    assert!(first.rewrapped > PEOPLE as u64 && second.rewrapped >= first.rewrapped && second.retired);

    let after = std::fs::read_to_string(fixture.folder.path().join(storage::KEYS_FILE)).unwrap();
    assert!(after.lines().count() == 1 && !after.contains(before.trim()));
    let again = fixture.open_again().await;
    assert_eq!(again.applicant(applicant(1)).await.unwrap().unwrap().external_id, "user-1");
    let old = KeySource::Text(before.into());
    let refused = Store::open_with(fixture.folder.path(), [9; 32], old).await.err();
    assert!(matches!(refused, Some(OpenError::Vault(VaultError::WrapperMissing(_)))), "{refused:?}");
}

#[tokio::test]
async fn a_rotation_that_was_stopped_goes_on() {
    let fixture = Fixture::new().await;
    for number in 1..=5 {
        fixture.applicant(number).await;
    }
    // A stop after the new key was made the active one, and before anything was wrapped by it.
    let keys = KeySource::File(fixture.folder.path().join(storage::KEYS_FILE));
    let text = std::fs::read_to_string(fixture.folder.path().join(storage::KEYS_FILE)).unwrap();
    let added = format!("{}k-new {}\n", text, "ab".repeat(32));
    std::fs::write(fixture.folder.path().join(storage::KEYS_FILE), added).unwrap();
    let raw = format!("sqlite://{}", fixture.folder.path().join("keys.sqlite").display());
    let raw = SqlitePool::connect(&raw).await.unwrap();
    sqlx::query("UPDATE active SET wrapped_by = 'k-new'").execute(&raw).await.unwrap();
    assert!(fixture.store.applicant(applicant(1)).await.unwrap().is_some());
    fixture.applicant(6).await;
    let store = Store::open_with(fixture.folder.path(), [9; 32], keys).await.unwrap();
    let rotated = store.rotate_vault(false).await.unwrap();
    assert_eq!((rotated.active.as_str(), rotated.rewrapped), ("k-new", 6), "five and the installation's own");
    let by: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT wrapped_by FROM wrapped_keys").fetch_all(&raw).await.unwrap();
    assert_eq!(by, ["k-new"]);
}

#[tokio::test]
async fn another_deployment_key_of_the_same_name_opens_nothing() {
    let fixture = Fixture::new().await;
    let text = std::fs::read_to_string(fixture.folder.path().join(storage::KEYS_FILE)).unwrap();
    let name = text.split_whitespace().next().unwrap();
    let other = KeySource::Text(format!("{name} {}", "00".repeat(32)).into());
    let refused = Store::open_with(fixture.folder.path(), [9; 32], other).await.err();
    assert!(matches!(refused, Some(OpenError::Vault(VaultError::Unopenable(_)))), "{refused:?}");
}

#[tokio::test]
async fn two_with_one_name_share_one_key() {
    let fixture = Fixture::new().await;
    let other = fixture.open_again().await;
    let mut added = tokio::task::JoinSet::new();
    for number in 1..=10 {
        let store = if number % 2 == 0 { fixture.store.clone() } else { other.clone() };
        let new = Applicant { id: applicant(number), external_id: "one".into(), created_at: at(0) };
        added.spawn(async move { store.add_applicant(&new, |_, _| None).await.unwrap().0.id });
    }
    let known: Vec<ApplicantId> = added.join_all().await;
    assert!(known.iter().all(|id| *id == known[0]));
    let raw = format!("sqlite://{}", fixture.folder.path().join("keys.sqlite").display());
    let keys: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM wrapped_keys")
        .fetch_one(&SqlitePool::connect(&raw).await.unwrap())
        .await
        .unwrap();
    assert_eq!(keys, 2, "theirs and the installation's own");
    assert_eq!(fixture.store.applicant_named("one").await.unwrap(), Some(known[0]));
}
