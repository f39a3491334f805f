//! How long a reviewer waits for the next case, with more and more cases waiting. Prints JSON; see `cargo xtask bench queue`.
//!
//! Rows are put in by plain SQL, as a million of them take seconds so; they have the shape that commits leave. What is
//! timed is `Store::take_next` alone, the wait for other claims included. What a decision does to the queue afterwards
//! (one case leaves, another comes) is done by plain SQL too: a decision is a commit, and is measured elsewhere.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on stops")]

use std::{
    path::Path,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use review::{
    id::{ReviewerId, SessionId},
    task::Level,
};
use serde_json::{Value, json};
use sqlx::{
    Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteConnection as Connection, SqliteSynchronous},
};
use storage::{
    Store,
    queue::{Asking, Hold},
};
use uuid::Uuid;

/// How many reviewers ask, of those who have a name.
const REVIEWERS: u128 = 200;
/// How many of them ask at the same time.
const AT_ONCE: u128 = 4;
/// How many cases others hold all the while: those are at the head of the queue.
const HELD: i64 = 150;
/// Which lanes there are, in the order of how many cases they have.
const LANES: [&str; 4] = ["general", "chinese", "europe", "americas"];

#[tokio::main(flavor = "multi_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let claims: u128 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(4_000);
    let mut sizes: Vec<i64> = arguments.filter_map(|text| text.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000, 100_000, 1_000_000];
    }
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), [7; 32]).await.unwrap();
    let mut filler = filler(folder.path()).await;
    let (mut filled, mut growth) = (0, Vec::new());
    for size in sizes {
        fill(&mut filler, filled, size).await;
        filled = size;
        eprintln!("  {size} cases wait");
        let mut took = measure(&store, &mut filler, claims).await;
        let row = figures(size, &mut took);
        eprintln!("  {row}");
        growth.push(row);
    }
    let last = growth.last().cloned().unwrap_or_default();
    let sqlite = json!({ "p50_ms": last["p50_ms"], "p99_ms": last["p99_ms"] });
    let report = json!({ "waiting": last["waiting"], "backends": { "sqlite": sqlite }, "growth": growth });
    println!("{report}");
}

fn now() -> Timestamp {
    "2026-11-25T12:00:00Z".parse().unwrap()
}

async fn filler(folder: &Path) -> Connection {
    let options = SqliteConnectOptions::new()
        .filename(folder.join("bonafide.sqlite"))
        .synchronous(SqliteSynchronous::Off)
        .busy_timeout(Duration::from_secs(60));
    Connection::connect_with(&options).await.unwrap()
}

/// A name that sorts by time, as names do: `$3` counts from 0 and stands for a moment, the rest is mixed from the number
/// so that two tables can name the same.
const NAME: &str = "unhex(printf('%012x7%03x8%015x', 1795000000000 + n * 40, n % 4096, (n * 2654435761 + KIND) % 1152921504606846976))";

/// Puts in the cases with numbers from `from` up to `to`, with what belongs to each.
async fn fill(db: &mut SqliteConnection, from: i64, to: i64) {
    let name = |kind: i64| NAME.replace("KIND", &kind.to_string());
    let (applicant, session, attempt) = (name(1), name(2), name(3));
    let numbers =
        "WITH RECURSIVE numbers (n) AS (SELECT $1 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < $2)";
    let at = micros(now());
    // The clock of a case lies up to 24 hours ahead, that of one in twenty behind; in the order of no other column.
    let due = format!("({at} + ((n * 7919) % 86400 - 4320) * 1000000)");
    let lane = "CASE WHEN n % 10 < 6 THEN 'general' WHEN n % 10 < 8 THEN 'chinese' WHEN n % 10 < 9 THEN 'europe' ELSE 'americas' END";
    let assigned = "CASE WHEN n % 97 = 0 THEN unhex(printf('%032x', 5000 + n % 200)) END";
    let statements = [
        format!("{numbers} INSERT INTO applicants (id, external_hash, external_name, version, created_at) SELECT {applicant}, {applicant}, CAST('user-' || n AS BLOB), 4, {at} FROM numbers"),
        format!("{numbers} INSERT INTO sessions SELECT {session}, {applicant}, 'in_review', {at}, {at} FROM numbers"),
        format!("{numbers} INSERT INTO attempts SELECT {attempt}, {session}, {at}, 'review', 'automatic', {at}, '[]' FROM numbers"),
        format!(
            "{numbers} INSERT INTO review_queue (session, applicant, lane, level, risk, entered_at, due_at, due_slot, assigned_to, held_until)
             SELECT {session}, {applicant}, {lane}, n % 20 = 0, (n * 31) % 300, {at}, {due}, {due} / 900000000, {assigned}, 0 FROM numbers"
        ),
        // Every tenth was decided before by one of the reviewers, every hundredth by two.
        format!("{numbers} INSERT INTO review_exclusions SELECT {session}, unhex(printf('%032x', 5000 + n % 200)) FROM numbers WHERE n % 10 = 3"),
        format!("{numbers} INSERT INTO review_exclusions SELECT {session}, unhex(printf('%032x', 5000 + (n + 1) % 200)) FROM numbers WHERE n % 100 = 3"),
    ];
    let mut tx = db.begin().await.unwrap();
    for statement in statements {
        let query = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(from).bind(to);
        query.execute(&mut *tx).await.unwrap();
    }
    for lane in LANES {
        sqlx::query("INSERT INTO review_lanes VALUES ($1) ON CONFLICT DO NOTHING")
            .bind(lane)
            .execute(&mut *tx)
            .await
            .unwrap();
    }
    hold_the_head(&mut tx).await;
    tx.commit().await.unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(db).await.unwrap();
}

/// Others hold what is due first.
async fn hold_the_head(db: &mut SqliteConnection) {
    sqlx::query("UPDATE review_queue SET holder = NULL, held_until = 0 WHERE holder IS NOT NULL")
        .execute(&mut *db)
        .await
        .unwrap();
    sqlx::query(
        "UPDATE review_queue SET holder = unhex(printf('%032x', 9000 + due_at % 1000)), held_until = $1
         WHERE session IN (SELECT session FROM review_queue ORDER BY due_slot, risk DESC, due_at, session LIMIT $2)",
    )
    .bind(micros(now() + SignedDuration::from_hours(12)))
    .bind(HELD)
    .execute(db)
    .await
    .unwrap();
}

/// Reviewers take cases, some at the same time, and decide them, so many in all; how long each waited for the case.
async fn measure(store: &Store, desk: &mut SqliteConnection, claims: u128) -> Vec<Duration> {
    let mut took = Vec::new();
    for round in 0..claims / AT_ONCE {
        let asking = (0..AT_ONCE).map(|place| {
            let store = store.clone();
            let number = (round * AT_ONCE + place) % REVIEWERS;
            tokio::spawn(async move {
                let start = Instant::now();
                (take(&store, number).await, start.elapsed())
            })
        });
        let mut holds = Vec::new();
        for asked in asking.collect::<Vec<_>>() {
            let (hold, time) = asked.await.unwrap();
            took.push(time);
            holds.extend(hold);
        }
        for hold in holds {
            decide(desk, hold, round as i64).await;
        }
    }
    took
}

/// One in five is a senior; half of them know all lanes, the others one or two.
async fn take(store: &Store, number: u128) -> Option<Hold> {
    let lanes = [LANES[number as usize % 4].to_owned(), LANES[number as usize / 4 % 4].to_owned()];
    let asking = Asking {
        reviewer: ReviewerId(Uuid::from_u128(5000 + number)),
        level: if number.is_multiple_of(5) { Level::Senior } else { Level::Reviewer },
        lanes: if number.is_multiple_of(2) { None } else { Some(&lanes) },
        now: now(),
        until: now() + SignedDuration::from_mins(15),
        actor: "reviewer:bench",
    };
    store.take_next(&asking).await.unwrap()
}

/// The case leaves, and another comes whose clock is a day ahead, so that as many wait as before.
async fn decide(desk: &mut SqliteConnection, hold: Hold, round: i64) {
    let SessionId(session) = hold.session;
    let mut tx = desk.begin_with("BEGIN IMMEDIATE").await.unwrap();
    sqlx::query("DELETE FROM review_exclusions WHERE session = $1")
        .bind(session.as_bytes().to_vec())
        .execute(&mut *tx)
        .await
        .unwrap();
    let due_at = micros(now() + SignedDuration::from_hours(24) + SignedDuration::from_secs(round));
    sqlx::query(
        "UPDATE review_queue SET holder = NULL, held_until = 0, assigned_to = NULL, due_at = $2, due_slot = $2 / 900000000
         WHERE session = $1",
    )
    .bind(session.as_bytes().to_vec())
    .bind(due_at)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

fn figures(waiting: i64, took: &mut [Duration]) -> Value {
    took.sort_unstable();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    let ms = |time: Duration| (time.as_secs_f64() * 1e5).round() / 100.0;
    json!({
        "waiting": waiting,
        "claims": took.len(),
        "p50_ms": ms(at(0.5)),
        "p99_ms": ms(at(0.99)),
        "max_ms": ms(at(1.0)),
    })
}

fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}
