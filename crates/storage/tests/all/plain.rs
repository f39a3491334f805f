//! A data folder of the version before the vault: refused with a clear word, sealed by a command, and whole afterwards.

use std::{borrow::Cow, path::Path};

use review::{
    id::Digest,
    observation::{CaptureFacts, Examination, ImageRole},
    transition::{Event, Notice},
};
use sha2::Digest as _;
use sqlx::{SqlitePool, migrate::Migrator, sqlite::SqliteConnectOptions};
use storage::{KEYS_FILE, OpenError, Store, applicant::Applicant, plain::seal_folder, vault::KeySource};
use uuid::Uuid;

use crate::common::{applicant, at, attempt, document, opened, session, submitted};

const PICTURE: &[u8] = b"a plain picture of KANARIENVOGEL";

fn source(folder: &Path) -> KeySource {
    KeySource::File(folder.join(KEYS_FILE))
}

/// Rows as the first version wrote them.
async fn earlier(folder: &Path) -> Digest {
    let options =
        SqliteConnectOptions::new().filename(folder.join("bonafide.sqlite")).create_if_missing(true);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    let all = sqlx::migrate!("./migrations");
    let first = all.migrations.iter().filter(|migration| migration.version == 1).cloned().collect();
    Migrator { migrations: Cow::Owned(first), ..Migrator::DEFAULT }.run(&pool).await.unwrap();
    std::fs::write(folder.join("installation.key"), [5; 32]).unwrap();
    let digest = Digest(sha2::Sha256::digest(PICTURE).into());
    let shelf = folder.join("evidence").join(&digest.to_string()[..2]);
    std::fs::create_dir_all(&shelf).unwrap();
    std::fs::write(shelf.join(&digest.to_string()[2..]), PICTURE).unwrap();
    for number in 1..=3 {
        applicant_row(&pool, number, digest).await;
    }
    pool.close().await;
    digest
}

async fn applicant_row(pool: &SqlitePool, number: u128, digest: Digest) {
    let id = |id: Uuid| id.as_bytes().to_vec();
    let (person, sitting, attempt) = (id(applicant(number).0), id(session(number).0), id(attempt(number).0));
    macro_rules! row {
        ($sql:literal, $($value:expr),*) => {
            sqlx::query($sql)$(.bind($value))*.execute(pool).await.unwrap()
        };
    }
    row!("INSERT INTO applicants VALUES ($1, $2, 2, 5)", person.clone(), format!("KANARIENVOGEL {number}"));
    let (open, submit) = (
        opened(applicant(number), session(number)),
        submitted(applicant(number), session(number), crate::common::attempt(number), 1),
    );
    let events: [&Event; 2] = [&open.events[0], &submit.events[0]];
    for (version, event) in (1_i64..).zip(events) {
        row!(
            "INSERT INTO events VALUES ($1, $2, 5, $3)",
            person.clone(),
            version,
            serde_json::to_string(event).unwrap()
        );
    }
    row!("INSERT INTO sessions VALUES ($1, $2, 'processing', 5, 5)", sitting.clone(), person.clone());
    row!("INSERT INTO attempts VALUES ($1, $2, 5, NULL, NULL, NULL, '[]')", attempt.clone(), sitting.clone());
    row!(
        "INSERT INTO examinations VALUES ($1, 5, $2)",
        attempt.clone(),
        serde_json::to_string(&Examination::default()).unwrap()
    );
    let notice = Notice { kind: "session.opened".into(), session: session(number), codes: vec![] };
    row!(
        "INSERT INTO outbox (applicant, body, at) VALUES ($1, $2, 5)",
        person.clone(),
        serde_json::to_string(&notice).unwrap()
    );
    let facts =
        serde_json::to_string(&CaptureFacts { format: "png".into(), flash_fired: None, software: None })
            .unwrap();
    row!(
        "INSERT INTO evidence VALUES ($1, $2, 'front', $3, 4, 3, 32, $4, 5)",
        id(Uuid::from_u128(3000 + number)),
        sitting.clone(),
        digest.0.to_vec(),
        facts
    );
    row!(
        "INSERT INTO answers VALUES ('host:1', $1, x'00', 200, 'KANARIENVOGEL', NULL, 5)",
        format!("k{number}")
    );
}

fn hits(folder: &Path, needle: &[u8]) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let count = |path: std::path::PathBuf| match path.is_dir() {
        true => hits(&path, needle),
        false => usize::from(std::fs::read(path).unwrap().windows(needle.len()).any(|part| part == needle)),
    };
    entries.map(count).sum()
}

#[tokio::test]
async fn an_earlier_folder_is_refused_then_sealed_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let digest = earlier(folder).await;
    assert!(hits(folder, b"KANARIENVOGEL") > 0);
    let refused = Store::open(folder, [9; 32]).await.err();
    assert!(matches!(refused, Some(OpenError::Unsealed)), "{refused:?}");

    let counts = seal_folder(folder, [9; 32], source(folder)).await.unwrap();
    assert_eq!((counts.applicants, counts.pictures), (3, 3));
    assert_eq!(hits(folder, b"KANARIENVOGEL"), 0);
    assert_eq!(hits(folder, &[5; 32]), 0, "the installation's key lies in the vault");
    assert!(!folder.join("installation.key").exists());

    let store = Store::open(folder, [9; 32]).await.unwrap();
    for number in 1..=3 {
        let case = store.case(applicant(number)).await.unwrap().unwrap();
        assert_eq!((case.version, case.sessions[&session(number)].attempts.len()), (2, 1));
        assert_eq!(store.examination(attempt(number)).await.unwrap(), Some(Examination::default()));
        assert_eq!(store.notices(applicant(number)).await.unwrap()[0].kind, "session.opened");
        let evidence = store.evidence_of(session(number)).await.unwrap();
        assert_eq!((evidence[0].digest, evidence[0].role), (digest, ImageRole::Front));
        assert_eq!(store.blob(session(number), digest).await.unwrap(), PICTURE);
        let external_id = format!("KANARIENVOGEL {number}");
        let again = Applicant { id: applicant(9), external_id, created_at: at(9) };
        assert_eq!(store.add_applicant(&again, |_, _| None).await.unwrap().0.id, applicant(number));
    }
    assert_eq!(store.other_owner(&document("L1"), applicant(1)).await.unwrap(), None);
    store.close().await;
    let again = seal_folder(folder, [9; 32], source(folder)).await.unwrap();
    assert_eq!((again.applicants, again.pictures), (0, 0), "there is nothing left to do");
}

#[tokio::test]
async fn sealing_that_was_stopped_goes_on_and_a_lost_picture_stops_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let digest = earlier(folder).await;
    let file = folder.join("evidence").join(&digest.to_string()[..2]).join(&digest.to_string()[2..]);
    std::fs::write(&file, b"harmed").unwrap();
    let stopped = seal_folder(folder, [9; 32], source(folder)).await.err().unwrap();
    assert!(stopped.to_string().contains("missing or was changed"), "{stopped}");
    assert!(matches!(Store::open(folder, [9; 32]).await, Err(OpenError::Unsealed)));
    std::fs::write(&file, PICTURE).unwrap();
    assert_eq!(seal_folder(folder, [9; 32], source(folder)).await.unwrap().pictures, 3);
    assert!(Store::open(folder, [9; 32]).await.is_ok());
}
