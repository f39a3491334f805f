//! What sealing costs: the same work plain and sealed, side by side, on the disk that holds the temporary folder.
//!
//! `cargo run --release -p storage --example vault`

#![expect(clippy::unwrap_used, reason = "an example that cannot go on stops")]

use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::Timestamp;
use object_store::{ObjectStoreExt, local::LocalFileSystem, path::Path};
use review::{
    case::Case,
    id::{ApplicantId, Digest, SessionId},
    transition::{Event, Transition},
};
use sha2::Digest as _;
use sqlx::SqlitePool;
use storage::{Extras, Store, applicant::Applicant};
use uuid::Uuid;

const PICTURE_BYTES: usize = 2_000_000;
const EVENTS: usize = 30;
const ROUNDS: usize = 200;

fn at() -> Timestamp {
    Timestamp::constant(1_790_000_000, 0)
}

/// The median of so many turns, of both in turn, so that a busy machine slows both.
async fn beside(plain: impl AsyncFn(usize), sealed: impl AsyncFn(usize)) -> (Duration, Duration) {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let start = Instant::now();
        plain(round).await;
        first.push(start.elapsed());
        let start = Instant::now();
        sealed(round).await;
        second.push(start.elapsed());
    }
    first.sort_unstable();
    second.sort_unstable();
    (first[ROUNDS / 2], second[ROUNDS / 2])
}

fn say(what: &str, (plain, sealed): (Duration, Duration)) {
    let [plain, sealed] = [plain, sealed].map(|took| took.as_secs_f64() * 1e3);
    println!("{what:<34} plain {plain:7.3} ms   sealed {sealed:7.3} ms   ratio {:.2}", sealed / plain);
}

/// Another picture each time, so that no name is taken.
fn content(round: usize) -> Bytes {
    let mut bytes = vec![7; PICTURE_BYTES];
    bytes[..8].copy_from_slice(&(round as u64).to_be_bytes());
    bytes.into()
}

async fn pictures(store: &Store, session: SessionId, folder: &std::path::Path) {
    std::fs::create_dir_all(folder).unwrap();
    let plain = LocalFileSystem::new_with_prefix(folder).unwrap().with_fsync(true);
    let place = |content: &Bytes| {
        let digest = Digest(sha2::Sha256::digest(content).into());
        (digest, Path::from(digest.to_string()))
    };
    let put = async |round| {
        let content = content(round);
        plain.put(&place(&content).1, content.into()).await.unwrap();
    };
    let seal = async |round| {
        store.put_blob(session, content(round)).await.unwrap();
    };
    say("store a picture of 2 MB, durably", beside(put, seal).await);
    let get = async |round| {
        let (digest, place_of) = place(&content(round));
        let read = plain.get(&place_of).await.unwrap().bytes().await.unwrap();
        assert_eq!(place(&read).0, digest);
    };
    let open = async |round| {
        let digest = place(&content(round)).0;
        assert_eq!(store.blob(session, digest).await.unwrap().len(), PICTURE_BYTES);
    };
    say("read it back, hash checked", beside(get, open).await);
}

async fn case(store: &Store, applicant: ApplicantId, database: &std::path::Path) {
    let pool = SqlitePool::connect(&format!("sqlite://{}", database.display())).await.unwrap();
    sqlx::query("CREATE TABLE plain (applicant BLOB, version INTEGER, body TEXT, PRIMARY KEY (applicant, version)) WITHOUT ROWID")
        .execute(&pool)
        .await
        .unwrap();
    for (version, event) in (1_i64..).zip(events()) {
        sqlx::query("INSERT INTO plain VALUES ($1, $2, $3)")
            .bind(applicant.0.as_bytes().as_slice())
            .bind(version)
            .bind(serde_json::to_string(&event).unwrap())
            .execute(&pool)
            .await
            .unwrap();
    }
    let plain = async |_| {
        let query = sqlx::query_scalar("SELECT body FROM plain WHERE applicant = $1 ORDER BY version");
        let rows: Vec<String> = query.bind(applicant.0.as_bytes().as_slice()).fetch_all(&pool).await.unwrap();
        let events: Vec<Event> = rows.iter().map(|body| serde_json::from_str(body).unwrap()).collect();
        assert_eq!(Case::fold(applicant, &events).version, EVENTS as u64);
    };
    let sealed = async |_| {
        assert_eq!(store.case(applicant).await.unwrap().unwrap().version, EVENTS as u64);
    };
    say("load a case of 30 events", beside(plain, sealed).await);
}

fn session() -> SessionId {
    SessionId(Uuid::from_u128(2))
}

fn events() -> Vec<Event> {
    let opened = Event::SessionOpened {
        session: session(),
        policy: "exchange@1".into(),
        at: at(),
        expires_at: at(),
        steps_due: vec![],
    };
    let failed = Event::LivenessFailed { session: session(), reason: "face_lost".into(), at: at() };
    std::iter::once(opened).chain(std::iter::repeat_n(failed, EVENTS - 1)).collect()
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), [7; 32]).await.unwrap();
    let applicant = ApplicantId(Uuid::from_u128(1));
    let new = Applicant { id: applicant, external_id: "user-1".into(), created_at: at() };
    store.add_applicant(&new, |_, _| None).await.unwrap();
    let transition = Transition {
        applicant,
        expected_version: 0,
        events: events(),
        jobs: vec![],
        audit: vec![],
        outbox: vec![],
        refusal: None,
    };
    store.commit(&transition, &Extras::new(at(), "example")).await.unwrap();
    case(&store, applicant, &folder.path().join("bonafide.sqlite")).await;
    pictures(&store, session(), &folder.path().join("plain")).await;
}
