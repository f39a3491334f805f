//! The reviewers' queue: who takes which case, for how long, and what waits.
//!
//! A hold is a lease. It is written without waiting for the disk: one that a power cut takes back does no harm, since a
//! decision is written with a full wait, and everything before it in the log with it.

use jiff::{SignedDuration, Timestamp};
use review::{
    case::Case,
    id::{ReviewerId, SessionId},
    task::{Level, Task},
    transition::{AuditEntry, Event, Transition},
};
use sqlx::SqliteConnection;
use uuid::Uuid;

use crate::{
    Error, Store, audit,
    convert::{Reader, bytes, json, micros},
};

/// How long a slot of the clock is, in microseconds: within one, the graver case goes first.
const SLOT_MICROS: i64 = 15 * 60 * 1_000_000;
/// Counting stops here: beyond, "many" is all that anybody needs to know.
const COUNT_MAX: i64 = 100_000;

/// A reviewer who asks for work.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// Who.
    pub reviewer: ReviewerId,
    /// How far they may go.
    pub level: Level,
    /// Which lanes they know; `None` for all.
    pub lanes: Option<&'a [String]>,
    /// When.
    pub now: Timestamp,
    /// Until when they will hold it.
    pub until: Timestamp,
    /// For the audit log.
    pub actor: &'a str,
}

/// A case that a reviewer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// Which.
    pub session: SessionId,
    /// Until when.
    pub until: Timestamp,
}

/// Why a certain case cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// It does not wait for a person.
    NotWaiting,
    /// Somebody else holds it.
    Held,
    /// This reviewer has decided on the applicant before.
    Excluded,
    /// It is kept for somebody else, or was escalated beyond this reviewer.
    NotForReviewer,
}

/// A case that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub session: SessionId,
    /// See [`Task`].
    pub lane: String,
    /// See [`Task`].
    pub level: Level,
    /// See [`Task`].
    pub risk: u32,
    /// See [`Task`].
    pub entered_at: Timestamp,
    /// See [`Task`].
    pub due_at: Timestamp,
    /// See [`Task`].
    pub assigned_to: Option<ReviewerId>,
    /// Who holds it.
    pub held: Option<(ReviewerId, Timestamp)>,
    /// Who may not decide it.
    pub excluded: Vec<ReviewerId>,
}

/// How the queue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// What waits, counted up to 100,000.
    pub waiting: u64,
    /// What is past its clock.
    pub overdue: u64,
    /// What somebody holds.
    pub held: u64,
    /// Decisions by people in the last 24 hours.
    pub decided_a_day: u64,
}

impl Store {
    /// Takes the case that should be decided next, or gives back the one that this reviewer holds already; `None` where
    /// nothing waits that they may decide.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_next(&self, asking: &Asking<'_>) -> Result<Option<Hold>, Error> {
        let mut tx = self.holds.begin_with("BEGIN IMMEDIATE").await?;
        let session = match held_by(&mut tx, asking).await? {
            Some(held) => Some(held),
            None => next(&mut tx, asking).await?,
        };
        let Some(session) = session else { return Ok(None) };
        let hold = hold(&mut tx, session, asking).await?;
        tx.commit().await?;
        Ok(Some(hold))
    }

    /// Takes a certain case, and lets go of what this reviewer held before.
    ///
    /// # Errors
    /// When the database fails; the inner error says why it cannot be taken.
    pub async fn take(
        &self,
        session: SessionId,
        asking: &Asking<'_>,
    ) -> Result<Result<Hold, NotTaken>, Error> {
        let mut tx = self.holds.begin_with("BEGIN IMMEDIATE").await?;
        let Some(waiting) = waiting(&mut tx, session, asking.now).await? else {
            return Ok(Err(NotTaken::NotWaiting));
        };
        if let Some(why) = not_for(&waiting, asking) {
            return Ok(Err(why));
        }
        let_go(&mut tx, asking.reviewer, None).await?;
        let hold = hold(&mut tx, session, asking).await?;
        tx.commit().await?;
        Ok(Ok(hold))
    }

    /// Keeps a case for longer; `None` where this reviewer does not hold it any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep(&self, session: SessionId, asking: &Asking<'_>) -> Result<Option<Hold>, Error> {
        let kept = sqlx::query(
            "UPDATE review_queue SET held_until = $1 WHERE session = $2 AND holder = $3 AND held_until > $4",
        )
        .bind(micros(asking.until))
        .bind(bytes(session.0))
        .bind(bytes(asking.reviewer.0))
        .bind(micros(asking.now))
        .execute(&self.holds)
        .await?;
        Ok((kept.rows_affected() == 1).then_some(Hold { session, until: asking.until }))
    }

    /// Gives a case back; `false` where this reviewer did not hold it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn give_back(&self, session: SessionId, reviewer: ReviewerId) -> Result<bool, Error> {
        let mut connection = self.holds.acquire().await?;
        let_go(&mut connection, reviewer, Some(session)).await
    }

    /// What is known of a case that waits; `None` where it does not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting(&self, session: SessionId, now: Timestamp) -> Result<Option<Waiting>, Error> {
        waiting(&mut *self.reader.acquire().await?, session, now).await
    }

    /// How the queue stands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn standing(&self, now: Timestamp) -> Result<Standing, Error> {
        let mut connection = self.reader.acquire().await?;
        let row = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM review_queue WHERE due_at <= $1 LIMIT $2)) AS overdue,
                    (SELECT COUNT(*) FROM review_queue WHERE holder IS NOT NULL AND held_until > $1) AS held",
        )
        .bind(micros(now))
        .bind(COUNT_MAX)
        .fetch_one(&mut *connection)
        .await?;
        let reader = Reader { table: "review_queue", row: &row };
        Ok(Standing {
            waiting: waiting_count(&mut connection).await?,
            overdue: reader.unsigned("overdue")?,
            held: reader.unsigned("held")?,
            decided_a_day: decided_a_day(&mut connection, now).await?,
        })
    }
}

/// How many cases wait for a person, counted up to 100,000.
pub(crate) async fn waiting_count(tx: &mut SqliteConnection) -> Result<u64, Error> {
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM (SELECT 1 FROM review_queue LIMIT $1)")
        .bind(COUNT_MAX)
        .fetch_one(tx)
        .await?;
    Ok(count.unsigned_abs())
}

/// How many cases are due before this moment, counted up to 100,000: what stands ahead of one that is due then.
pub(crate) async fn ahead_of(tx: &mut SqliteConnection, due_at: Timestamp) -> Result<u64, Error> {
    let count: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM (SELECT 1 FROM review_queue WHERE due_at < $1 LIMIT $2)")
            .bind(micros(due_at))
            .bind(COUNT_MAX)
            .fetch_one(tx)
            .await?;
    Ok(count.unsigned_abs())
}

/// How many attempts people decided in the last 24 hours, counted up to 100,000.
pub(crate) async fn decided_a_day(tx: &mut SqliteConnection, now: Timestamp) -> Result<u64, Error> {
    let count: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM (SELECT 1 FROM attempts WHERE decided_by = 'reviewer' AND decided_at > $1 LIMIT $2)",
    )
    .bind(micros(now - SignedDuration::from_hours(24)))
    .bind(COUNT_MAX)
    .fetch_one(tx)
    .await?;
    Ok(count.unsigned_abs())
}

/// Writes the rows of the queue that a transition changes. What happens to a waiting case ends every hold on it, but for
/// events that are not about its review.
pub(crate) async fn write(
    tx: &mut SqliteConnection,
    case: &Case,
    transition: &Transition,
) -> Result<(), Error> {
    let mut heard = false;
    for event in &transition.events {
        let session = match event {
            Event::Queued { session, .. }
            | Event::Opined { session, .. }
            | Event::Escalated { session, .. }
            | Event::Assigned { session, .. }
            | Event::Decided { session, .. }
            | Event::Canceled { session, .. } => *session,
            Event::TicketOpined { .. } | Event::TicketAnswered { .. } => {
                heard = true;
                continue;
            }
            _ => continue,
        };
        heard |= matches!(event, Event::Decided { .. });
        remove(tx, session).await?;
        if let Some(task) = case.sessions.get(&session).and_then(|session| session.task.as_ref()) {
            insert(tx, case, session, task).await?;
        }
    }
    if heard { exclude_everywhere(tx, case).await } else { Ok(()) }
}

/// Whoever has decided on an applicant decides nothing more of theirs, in no other session that waits.
async fn exclude_everywhere(tx: &mut SqliteConnection, case: &Case) -> Result<(), Error> {
    for session in case.sessions.values().filter(|session| session.task.is_some()) {
        exclude(tx, case, session.id).await?;
        sqlx::query(
            "UPDATE review_queue SET holder = NULL, held_until = 0
             WHERE session = $1 AND holder IN (SELECT reviewer FROM review_exclusions WHERE session = $1)",
        )
        .bind(bytes(session.id.0))
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// Whether a reviewer holds a case at this moment, within the transaction of their decision.
pub(crate) async fn holds(
    tx: &mut SqliteConnection,
    session: SessionId,
    reviewer: ReviewerId,
    at: Timestamp,
) -> Result<bool, Error> {
    let row =
        sqlx::query("SELECT 1 FROM review_queue WHERE session = $1 AND holder = $2 AND held_until > $3")
            .bind(bytes(session.0))
            .bind(bytes(reviewer.0))
            .bind(micros(at))
            .fetch_optional(tx)
            .await?;
    Ok(row.is_some())
}

async fn remove(tx: &mut SqliteConnection, session: SessionId) -> Result<(), Error> {
    for statement in
        ["DELETE FROM review_queue WHERE session = $1", "DELETE FROM review_exclusions WHERE session = $1"]
    {
        sqlx::query(statement).bind(bytes(session.0)).execute(&mut *tx).await?;
    }
    Ok(())
}

async fn insert(
    tx: &mut SqliteConnection,
    case: &Case,
    session: SessionId,
    task: &Task,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO review_queue (session, applicant, lane, level, risk, entered_at, due_at, due_slot, assigned_to, held_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)",
    )
    .bind(bytes(session.0))
    .bind(bytes(case.applicant.0))
    .bind(&task.lane)
    .bind(level_column(task.level))
    .bind(i64::from(task.risk))
    .bind(micros(task.entered_at))
    .bind(micros(task.due_at))
    .bind(micros(task.due_at).div_euclid(SLOT_MICROS))
    .bind(task.assigned_to.map(|reviewer| bytes(reviewer.0)))
    .execute(&mut *tx)
    .await?;
    sqlx::query("INSERT INTO review_lanes (name) VALUES ($1) ON CONFLICT (name) DO NOTHING")
        .bind(&task.lane)
        .execute(&mut *tx)
        .await?;
    exclude(tx, case, session).await
}

/// Writes who may not decide a session.
async fn exclude(tx: &mut SqliteConnection, case: &Case, session: SessionId) -> Result<(), Error> {
    for reviewer in case.excluded(session) {
        sqlx::query(
            "INSERT INTO review_exclusions (session, reviewer) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(bytes(session.0))
        .bind(bytes(reviewer.0))
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

async fn held_by(tx: &mut SqliteConnection, asking: &Asking<'_>) -> Result<Option<SessionId>, Error> {
    let row = sqlx::query("SELECT session FROM review_queue WHERE holder = $1 AND held_until > $2 LIMIT 1")
        .bind(bytes(asking.reviewer.0))
        .bind(micros(asking.now))
        .fetch_optional(tx)
        .await?;
    row.map(|row| Reader { table: "review_queue", row: &row }.session("session")).transpose()
}

/// What is kept for this reviewer goes first; then the best of each lane and level, each found by its index.
async fn next(tx: &mut SqliteConnection, asking: &Asking<'_>) -> Result<Option<SessionId>, Error> {
    let row = sqlx::query(
        "WITH best (session) AS (
             SELECT (SELECT q.session FROM review_queue q
                     WHERE q.assigned_to = $1 AND q.held_until <= $2 AND q.level <= $3
                       AND NOT EXISTS (SELECT 1 FROM review_exclusions e WHERE e.session = q.session AND e.reviewer = $1)
                     ORDER BY q.due_slot, q.risk DESC, q.due_at, q.session LIMIT 1)
             UNION ALL
             SELECT (SELECT q.session FROM review_queue q
                     WHERE q.assigned_to IS NULL AND q.lane = l.name AND q.level = v.level AND q.held_until <= $2
                       AND NOT EXISTS (SELECT 1 FROM review_exclusions e WHERE e.session = q.session AND e.reviewer = $1)
                     ORDER BY q.due_slot, q.risk DESC, q.due_at, q.session LIMIT 1)
             FROM review_lanes l CROSS JOIN (SELECT 0 AS level UNION ALL SELECT 1) v
             WHERE v.level <= $3 AND ($4 IS NULL OR l.name IN (SELECT value FROM json_each($4)))
         )
         SELECT q.session FROM best b JOIN review_queue q ON q.session = b.session
         ORDER BY q.assigned_to IS NULL, q.due_slot, q.risk DESC, q.due_at, q.session LIMIT 1",
    )
    .bind(bytes(asking.reviewer.0))
    .bind(micros(asking.now))
    .bind(level_column(asking.level))
    .bind(asking.lanes.map(|lanes| json(&lanes)))
    .fetch_optional(tx)
    .await?;
    row.map(|row| Reader { table: "review_queue", row: &row }.session("session")).transpose()
}

async fn hold(tx: &mut SqliteConnection, session: SessionId, asking: &Asking<'_>) -> Result<Hold, Error> {
    sqlx::query("UPDATE review_queue SET holder = $1, held_until = $2 WHERE session = $3")
        .bind(bytes(asking.reviewer.0))
        .bind(micros(asking.until))
        .bind(bytes(session.0))
        .execute(&mut *tx)
        .await?;
    let entry = AuditEntry {
        action: "case.taken".to_owned(),
        session: Some(session),
        attempt: None,
        detail: format!("until={}", asking.until),
    };
    let entry = audit::Entry { at: asking.now, actor: asking.actor, applicant: None, entry: &entry };
    audit::append(tx, &entry).await?;
    Ok(Hold { session, until: asking.until })
}

async fn let_go(
    tx: &mut SqliteConnection,
    reviewer: ReviewerId,
    only: Option<SessionId>,
) -> Result<bool, Error> {
    let freed = sqlx::query(
        "UPDATE review_queue SET holder = NULL, held_until = 0 WHERE holder = $1 AND ($2 IS NULL OR session = $2)",
    )
    .bind(bytes(reviewer.0))
    .bind(only.map(|session| bytes(session.0)))
    .execute(tx)
    .await?;
    Ok(freed.rows_affected() > 0)
}

fn not_for(waiting: &Waiting, asking: &Asking<'_>) -> Option<NotTaken> {
    let me = asking.reviewer;
    if waiting.excluded.contains(&me) {
        return Some(NotTaken::Excluded);
    }
    if waiting.level > asking.level || waiting.assigned_to.is_some_and(|kept_for| kept_for != me) {
        return Some(NotTaken::NotForReviewer);
    }
    waiting.held.is_some_and(|(holder, _)| holder != me).then_some(NotTaken::Held)
}

async fn waiting(
    tx: &mut SqliteConnection,
    session: SessionId,
    now: Timestamp,
) -> Result<Option<Waiting>, Error> {
    let row = sqlx::query("SELECT * FROM review_queue WHERE session = $1")
        .bind(bytes(session.0))
        .fetch_optional(&mut *tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let reader = Reader { table: "review_queue", row: &row };
    let until = reader.moment("held_until")?;
    Ok(Some(Waiting {
        session,
        lane: reader.text("lane")?,
        level: level(reader.unsigned("level")?),
        risk: reader.small("risk")?,
        entered_at: reader.moment("entered_at")?,
        due_at: reader.moment("due_at")?,
        assigned_to: reader.uuid_if_any("assigned_to")?.map(ReviewerId),
        held: reader.uuid_if_any("holder")?.filter(|_| until > now).map(|id| (ReviewerId(id), until)),
        excluded: excluded(tx, session).await?,
    }))
}

async fn excluded(tx: &mut SqliteConnection, session: SessionId) -> Result<Vec<ReviewerId>, Error> {
    let ids: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT reviewer FROM review_exclusions WHERE session = $1 ORDER BY reviewer")
            .bind(bytes(session.0))
            .fetch_all(tx)
            .await?;
    let reviewer = |id: &Vec<u8>| Uuid::from_slice(id).map(ReviewerId);
    ids.iter().map(reviewer).collect::<Result<_, _>>().map_err(|_| Error::Corrupt("review_exclusions"))
}

fn level_column(level: Level) -> i64 {
    match level {
        Level::Reviewer => 0,
        Level::Senior => 1,
    }
}

fn level(stored: u64) -> Level {
    if stored == 0 { Level::Reviewer } else { Level::Senior }
}
