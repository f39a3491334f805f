//! Reading cases: one as a whole, folded from its events, or a list of sessions for a desk.

use jiff::Timestamp;
use review::{
    case::{Case, DocumentIdentity, Status},
    decision::{Decision, Outcome},
    id::{ApplicantId, AttemptId, ReviewerId, SessionId},
    observation::Examination,
    transition::Event,
};
use serde::{Deserialize, Serialize};
use sqlx::{SqliteConnection, sqlite::SqliteRow};

use crate::{
    Error, Store,
    applicant::external_name,
    commit::{owner_of, version_of},
    convert::{Reader, bytes, json, micros, name, opened, value},
    vault::{At, DataKey},
};

/// A session as it stands in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseRow {
    /// Session.
    pub session: SessionId,
    /// Applicant.
    pub applicant: ApplicantId,
    /// The host's name for the applicant.
    pub external_id: String,
    /// Where it stands.
    pub status: Status,
    /// When its latest attempt was handed in.
    pub submitted_at: Option<Timestamp>,
    /// What its latest attempt came to, once it came to something.
    pub outcome: Option<Outcome>,
    /// Codes of its latest decision.
    pub codes: Vec<CodeRow>,
}

/// A code of a decision, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRow {
    /// Such as `E001`.
    pub code: String,
    /// Such as `glare`; empty where the code has none.
    pub reason: String,
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Only what comes after this session (sessions are listed oldest first).
    pub after: Option<SessionId>,
    /// At most so many, 1–200.
    pub limit: u16,
}

/// Which of the cases that wait for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sieve<'a> {
    /// Only those of these lanes.
    pub lanes: Option<&'a [String]>,
    /// Only those that were due by then.
    pub due_by: Option<Timestamp>,
    /// Only those that this reviewer holds at that moment, or that are kept for them.
    pub of: Option<(ReviewerId, Timestamp)>,
}

/// A list of cases that wait, from `$from`: page by page as they are due.
macro_rules! waiting_from {
    ($from:literal) => {
        concat!(
            "SELECT s.id, s.applicant, p.external_name, s.status, a.submitted_at, a.outcome, a.codes
             FROM ",
            $from,
            " JOIN sessions s ON s.id = q.session
             JOIN applicants p ON p.id = s.applicant
             LEFT JOIN attempts a ON a.id = (SELECT id FROM attempts WHERE session = s.id
                                             ORDER BY submitted_at DESC, id DESC LIMIT 1)
             WHERE ($1 IS NULL OR (q.due_at, q.session) > ((SELECT due_at FROM review_queue WHERE session = $1), $1))
               AND ($3 IS NULL OR q.lane IN (SELECT value FROM json_each($3)))
               AND ($4 IS NULL OR q.due_at <= $4)
             ORDER BY q.due_at, q.session LIMIT $2"
        )
    };
}

const WAITING: &str = waiting_from!("review_queue q");
/// What one reviewer has is few, and found by its own indexes.
const WAITING_OF: &str = waiting_from!(
    "(SELECT session FROM review_queue WHERE holder = $5 AND held_until > $6
      UNION SELECT session FROM review_queue WHERE assigned_to = $5) mine
     JOIN review_queue q ON q.session = mine.session"
);

impl Store {
    /// The case of an applicant, or `None` where there is no such applicant.
    ///
    /// # Errors
    /// [`Error::Erased`]; or when the database fails or an event cannot be understood.
    pub async fn case(&self, applicant: ApplicantId) -> Result<Option<Case>, Error> {
        let Some(key) = self.key_of(applicant).await? else { return Ok(None) };
        let case = read_case(&mut *self.reader.begin().await?, &key).await?;
        // Another process may have erased them, and this one still has the key.
        if case.is_none() {
            self.not_erased(applicant.0).await?;
        }
        Ok(case)
    }

    /// The case that a session belongs to.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub async fn case_of(&self, session: SessionId) -> Result<Option<Case>, Error> {
        let row = sqlx::query("SELECT applicant FROM sessions WHERE id = $1")
            .bind(bytes(session.0))
            .fetch_optional(&self.reader)
            .await?;
        match row {
            Some(row) => self.case(Reader { table: "sessions", row: &row }.applicant("applicant")?).await,
            None => self.not_erased(session.0).await.map(|()| None),
        }
    }

    /// Sessions that stand at `status`: those that wait for a person as they are due, all others oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cases(&self, status: Status, page: Page) -> Result<Vec<CaseRow>, Error> {
        if status == Status::InReview {
            return self.waiting_cases(Sieve::default(), page).await;
        }
        let rows = sqlx::query(
            "SELECT s.id, s.applicant, p.external_name, s.status, a.submitted_at, a.outcome, a.codes
             FROM sessions s
             JOIN applicants p ON p.id = s.applicant
             LEFT JOIN attempts a ON a.id = (SELECT id FROM attempts WHERE session = s.id
                                             ORDER BY submitted_at DESC, id DESC LIMIT 1)
             WHERE s.status = $1 AND ($2 IS NULL OR s.id > $2)
             ORDER BY s.id LIMIT $3",
        )
        .bind(name(&status))
        .bind(page.after.map(|session| bytes(session.0)))
        .bind(i64::from(page.limit.clamp(1, 200)))
        .fetch_all(&self.reader)
        .await?;
        self.case_rows(&rows).await
    }

    async fn case_rows(&self, rows: &[SqliteRow]) -> Result<Vec<CaseRow>, Error> {
        let mut listed = Vec::with_capacity(rows.len());
        for row in rows {
            listed.extend(self.case_row(&Reader { table: "sessions", row }).await?);
        }
        Ok(listed)
    }

    /// `None` where the applicant's key was destroyed and the row is about to go.
    async fn case_row(&self, reader: &Reader<'_>) -> Result<Option<CaseRow>, Error> {
        let applicant = reader.applicant("applicant")?;
        let key = match self.vault.key(applicant).await {
            Err(Error::Erased) => return Ok(None),
            key => key?,
        };
        case_row(reader, external_name(&key, reader)?).map(Some)
    }

    /// Those of the cases that wait for a person, as they are due.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting_cases(&self, sieve: Sieve<'_>, page: Page) -> Result<Vec<CaseRow>, Error> {
        let listed = sqlx::query(if sieve.of.is_some() { WAITING_OF } else { WAITING })
            .bind(page.after.map(|session| bytes(session.0)))
            .bind(i64::from(page.limit.clamp(1, 200)))
            .bind(sieve.lanes.map(|lanes| json(&lanes)))
            .bind(sieve.due_by.map(micros));
        let listed = match sieve.of {
            Some((reviewer, now)) => listed.bind(bytes(reviewer.0)).bind(micros(now)),
            None => listed,
        };
        let rows = listed.fetch_all(&self.reader).await?;
        self.case_rows(&rows).await
    }

    /// What was measured for an attempt; `None` before its decision.
    ///
    /// # Errors
    /// When the database fails or the row cannot be understood.
    pub async fn examination(&self, attempt: AttemptId) -> Result<Option<Examination>, Error> {
        let row = sqlx::query(
            "SELECT e.body, s.applicant FROM examinations e
             JOIN attempts a ON a.id = e.attempt JOIN sessions s ON s.id = a.session WHERE e.attempt = $1",
        )
        .bind(bytes(attempt.0))
        .fetch_optional(&self.reader)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let reader = Reader { table: "examinations", row: &row };
        let key = self.vault.key(reader.applicant("applicant")?).await?;
        opened(&key, &examination_at(&[attempt.0.as_bytes()]), &reader.bytes("body")?).map(Some)
    }

    /// Everything that happened in an applicant's case, oldest first.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub async fn events(&self, applicant: ApplicantId) -> Result<Vec<Event>, Error> {
        let Some(key) = self.key_of(applicant).await? else { return Ok(Vec::new()) };
        read_events(&mut *self.reader.acquire().await?, &key).await
    }

    /// Every decision on an attempt, oldest first: the automatic one, then a person's.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub async fn decisions(
        &self,
        applicant: ApplicantId,
        attempt: AttemptId,
    ) -> Result<Vec<Decision>, Error> {
        let Some(key) = self.key_of(applicant).await? else { return Ok(Vec::new()) };
        let mut connection = self.reader.acquire().await?;
        let events = read_events(&mut connection, &key).await?;
        let decisions = events.iter().filter_map(Event::decision).filter(|(on, _)| *on == attempt);
        Ok(decisions.map(|(_, decision)| decision.clone()).collect())
    }

    /// The applicant for whom a document is verified, if that is another one than `applicant`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn other_owner(
        &self,
        document: &DocumentIdentity,
        applicant: ApplicantId,
    ) -> Result<Option<ApplicantId>, Error> {
        let mut connection = self.reader.acquire().await?;
        let owner = owner_of(&mut connection, &self.document_key(document)).await?;
        Ok(owner.filter(|owner| *owner != applicant))
    }

    /// Under which key a document is found again: keyed, so that the index gives no number away.
    pub(crate) fn document_key(&self, document: &DocumentIdentity) -> [u8; 32] {
        let DocumentIdentity { issuer, kind, number } = document;
        self.secret.derive("document", &[issuer.as_bytes(), kind.as_bytes(), number.as_bytes()])
    }
}

/// Folds the case of an applicant from its events, within the caller's transaction.
pub(crate) async fn read_case(tx: &mut SqliteConnection, key: &DataKey) -> Result<Option<Case>, Error> {
    let applicant = ApplicantId(key.owner);
    let Some(version) = version_of(tx, applicant).await? else { return Ok(None) };
    let events = read_events(tx, key).await?;
    if events.len() as u64 != version {
        return Err(Error::Corrupt("events"));
    }
    Ok(Some(Case::fold(applicant, &events)))
}

async fn read_events(tx: &mut SqliteConnection, key: &DataKey) -> Result<Vec<Event>, Error> {
    let rows: Vec<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT version, body FROM events WHERE applicant = $1 ORDER BY version")
            .bind(bytes(key.owner))
            .fetch_all(tx)
            .await?;
    let read = |(version, body): &(i64, Vec<u8>)| opened(key, &event_at(&[&version.to_be_bytes()]), body);
    rows.iter().map(read).collect()
}

/// The place of the event of that version.
pub(crate) fn event_at<'a>(row: &'a [&'a [u8]]) -> At<'a> {
    At::new("events", "body", row)
}

/// The place of the examination of that attempt.
pub(crate) fn examination_at<'a>(row: &'a [&'a [u8]]) -> At<'a> {
    At::new("examinations", "body", row)
}

fn case_row(reader: &Reader<'_>, external_id: String) -> Result<CaseRow, Error> {
    let outcome: Option<String> = sqlx::Row::try_get(reader.row, "outcome")?;
    let codes: Option<String> = sqlx::Row::try_get(reader.row, "codes")?;
    Ok(CaseRow {
        session: reader.session("id")?,
        applicant: reader.applicant("applicant")?,
        external_id,
        status: reader.named("status")?,
        submitted_at: reader.moment_if_any("submitted_at")?,
        outcome: outcome.map(|name| crate::convert::named("attempts", &name)).transpose()?,
        codes: codes.map(|codes| value("attempts", &codes)).transpose()?.unwrap_or_default(),
    })
}
