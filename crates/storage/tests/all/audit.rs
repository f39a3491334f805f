//! The audit log: whatever is done to it, against a checkpoint kept outside, is found and named by its place.

use std::{fs::OpenOptions, io::Write};

use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use review::transition::AuditEntry;
use sqlx::{AssertSqlSafe, SqlitePool};
use storage::{
    Store,
    audit::{AuditError, Entry, Flaw},
    checkpoint::CheckpointError,
};

use crate::common::{ACTOR, Fixture, applicant, at, attempt, session};

/// Entries of the log that is harmed.
const ENTRIES: u64 = 60;
/// How often it is harmed.
const TAMPERINGS: usize = 1_000;
const COLUMNS: [&str; 8] = ["at", "actor", "action", "applicant", "session", "attempt", "detail", "hash"];

async fn record(store: &Store, number: u64) {
    let entry = AuditEntry {
        action: "report.read".into(),
        session: number.is_multiple_of(2).then(|| session(number.into())),
        attempt: number.is_multiple_of(3).then(|| attempt(number.into())),
        detail: format!("E001 {number}"),
    };
    let applicant = Some(applicant(number.into()));
    store.record(&Entry { at: at(5), actor: ACTOR, applicant, entry: &entry }).await.unwrap();
}

/// A log with checkpoints at every twentieth entry, and a copy of it beside.
async fn log() -> (Fixture, std::path::PathBuf, SqlitePool) {
    let fixture = Fixture::new().await;
    let file = fixture.folder.path().join("checkpoints.jsonl");
    for number in 1..=ENTRIES {
        record(&fixture.store, number).await;
        if number.is_multiple_of(20) {
            fixture.store.keep_checkpoint(&file, at(6)).await.unwrap();
        }
    }
    let raw = fixture.raw().await;
    sqlx::query("CREATE TABLE kept AS SELECT * FROM audit").execute(&raw).await.unwrap();
    (fixture, file, raw)
}

/// One way to harm a log, in SQL; with the first entry that it touches.
fn harm(random: &mut ChaCha8Rng) -> (String, u64) {
    let seq = random.random_range(1..=ENTRIES);
    let other = random.random_range(1..=ENTRIES);
    let flip = random.random_range(1..=255_u8);
    match random.random_range(0..6) {
        0 => {
            let column = COLUMNS.choose(random).unwrap();
            let changed = match *column {
                "at" => format!("at + {flip}"),
                "actor" | "action" | "detail" => format!("{column} || char({flip})"),
                _ => format!(
                    "CASE WHEN {column} IS NULL THEN x'{flip:02x}' ELSE CAST({column} || x'{flip:02x}' AS BLOB) END"
                ),
            };
            (format!("UPDATE audit SET {column} = {changed} WHERE seq = {seq}"), seq)
        }
        1 => (format!("DELETE FROM audit WHERE seq = {seq}"), seq),
        // Closed up, so that the numbers have no gap.
        2 => (
            format!(
                "DELETE FROM audit WHERE seq = {seq}; UPDATE audit SET seq = -seq WHERE seq > {seq}; UPDATE audit SET seq = -seq - 1 WHERE seq < 0"
            ),
            seq,
        ),
        3 if seq != other => (
            format!(
                "UPDATE audit SET seq = -1 WHERE seq = {seq}; UPDATE audit SET seq = {seq} WHERE seq = {other}; UPDATE audit SET seq = {other} WHERE seq = -1"
            ),
            seq.min(other),
        ),
        4 => (
            format!(
                "UPDATE audit SET seq = -seq WHERE seq >= {seq}; UPDATE audit SET seq = 1 - seq WHERE seq < 0; INSERT INTO audit SELECT {seq}, at, actor, action, applicant, session, attempt, detail, hash FROM kept WHERE seq = {other}"
            ),
            // A copy of the entry that stood there is that entry: the next one is out of place.
            seq + u64::from(seq == other),
        ),
        _ => (format!("DELETE FROM audit WHERE seq >= {seq}"), seq),
    }
}

#[tokio::test]
async fn a_thousand_tamperings_are_found_at_their_place() {
    let (fixture, file, raw) = log().await;
    let kept = fixture.store.read_checkpoints(&file).unwrap();
    let whole = fixture.store.verify_audit(&kept).await.unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(6);
    let mut found = 0;
    for _ in 0..TAMPERINGS {
        let (sql, first) = harm(&mut random);
        sqlx::raw_sql(AssertSqlSafe(sql.clone())).execute(&raw).await.unwrap();
        let flaw = match fixture.store.verify_audit(&kept).await {
            Err(AuditError::Tampered(flaw)) => flaw,
            other => panic!("{other:?} after {sql}"),
        };
        let place = match flaw {
            Flaw::Missing(entry) | Flaw::Changed(entry) => entry,
            Flaw::CutOff(last) => last + 1,
            Flaw::BeforeFirst => 0,
            Flaw::Rewritten { after, .. } => after + 1,
        };
        assert_eq!(place, first, "{flaw:?} after {sql}");
        found += 1;
        let undo = "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept";
        sqlx::raw_sql(undo).execute(&raw).await.unwrap();
    }
    println!("tamperings found {found} of {TAMPERINGS}, each at its place");
    assert_eq!(fixture.store.verify_audit(&kept).await.unwrap(), whole, "the copy was put back each time");
}

#[tokio::test]
async fn a_chain_that_was_written_anew_is_found_between_two_checkpoints() {
    let (fixture, file, raw) = log().await;
    let kept = fixture.store.read_checkpoints(&file).unwrap();
    // Somebody who can write the database cuts the log and writes on with our own code: the chain is whole.
    sqlx::query("DELETE FROM audit WHERE seq > 33").execute(&raw).await.unwrap();
    for number in 100..140 {
        record(&fixture.store, number).await;
    }
    assert_eq!(fixture.store.verify_audit(&[]).await.unwrap().entries, 73);
    let flaw = fixture.store.verify_audit(&kept).await;
    assert!(matches!(flaw, Err(AuditError::Tampered(Flaw::Rewritten { after: 20, upto: 40 }))), "{flaw:?}");
}

#[tokio::test]
async fn what_comes_after_the_last_checkpoint_may_grow() {
    let (fixture, file, _) = log().await;
    record(&fixture.store, 100).await;
    let kept = fixture.store.read_checkpoints(&file).unwrap();
    assert_eq!(fixture.store.verify_audit(&kept).await.unwrap().entries, ENTRIES + 1);
}

#[tokio::test]
async fn a_checkpoint_that_others_wrote_is_refused_and_a_cut_line_is_left_out() {
    let (fixture, file, _) = log().await;
    let text = std::fs::read_to_string(&file).unwrap();
    let mut cut = OpenOptions::new().append(true).open(&file).unwrap();
    cut.write_all(b"{\"entries\":61,\"ha").unwrap();
    assert_eq!(fixture.store.read_checkpoints(&file).unwrap().len(), 3);
    fixture.store.keep_checkpoint(&file, at(7)).await.unwrap();
    assert_eq!(
        fixture.store.read_checkpoints(&file).unwrap().len(),
        4,
        "the next one stands on a line of its own"
    );

    for (from, to) in [("\"entries\":20", "\"entries\":21"), ("2026", "2025")] {
        std::fs::write(&file, text.replacen(from, to, 1)).unwrap();
        assert!(matches!(fixture.store.read_checkpoints(&file), Err(CheckpointError::Line(1))), "{from}");
    }
    let other = Fixture::with_key([9; 32]).await;
    std::fs::write(&file, &text).unwrap();
    assert!(other.store.read_checkpoints(&file).is_err(), "of another installation");
}
