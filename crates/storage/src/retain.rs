//! Who is kept no longer: approved, rejected and abandoned applicants, each after its own time.

use jiff::Timestamp;
use review::id::ApplicantId;
use sqlx::AssertSqlSafe;

use crate::{
    Error, Store,
    convert::{Reader, micros},
};

/// Until when the last change of a case must lie back, for each way that a case can have ended; `None` keeps for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cutoffs {
    /// A session was approved.
    pub approved: Option<Timestamp>,
    /// An attempt was rejected, and none approved.
    pub rejected: Option<Timestamp>,
    /// Nothing was ever decided: the applicant, or the host, went away.
    pub abandoned: Option<Timestamp>,
}

/// Changes after the cutoff, a person who still has to look, and holds keep somebody.
const AT_REST: &str = "p.held_since IS NULL AND NOT EXISTS (
    SELECT 1 FROM sessions o WHERE o.applicant = p.id AND (o.changed_at > $1 OR o.status IN ('processing', 'in_review')))
    AND NOT EXISTS (
    SELECT 1 FROM tickets t WHERE t.applicant = p.id AND t.status IN ('open', 'waiting_for_applicant'))";
const APPROVED: &str = "EXISTS (SELECT 1 FROM sessions o WHERE o.applicant = p.id AND o.status = 'approved')";
const REJECTED: &str = "EXISTS (SELECT 1 FROM attempts a JOIN sessions o ON o.id = a.session
    WHERE o.applicant = p.id AND a.outcome = 'rejected')";

impl Store {
    /// Applicants whose time is over, at most `limit` of each kind.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_too_long(&self, cutoffs: &Cutoffs, limit: u16) -> Result<Vec<ApplicantId>, Error> {
        let kinds = [
            (cutoffs.approved, APPROVED.to_owned()),
            (cutoffs.rejected, format!("NOT {APPROVED} AND {REJECTED}")),
            (cutoffs.abandoned, format!("NOT {APPROVED} AND NOT {REJECTED}")),
        ];
        let mut found = Vec::new();
        for (cutoff, kind) in kinds {
            if let Some(cutoff) = cutoff {
                found.extend(self.at_rest_since(cutoff, &kind, limit).await?);
            }
        }
        Ok(found)
    }

    async fn at_rest_since(
        &self,
        cutoff: Timestamp,
        kind: &str,
        limit: u16,
    ) -> Result<Vec<ApplicantId>, Error> {
        let query = format!(
            "SELECT p.id FROM applicants p WHERE p.created_at <= $1 AND {AT_REST} AND {kind}
             ORDER BY p.created_at LIMIT $2"
        );
        let rows = sqlx::query(AssertSqlSafe(query))
            .bind(micros(cutoff))
            .bind(i64::from(limit))
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(|row| Reader { table: "applicants", row }.applicant("id")).collect()
    }
}
