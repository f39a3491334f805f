//! What an applicant handed in before, for those who decide on what they hand in now.

use std::collections::BTreeMap;

use jiff::Timestamp;
use review::{
    case::Attempt,
    id::{AttemptId, SessionId},
};
use serde::Serialize;
use storage::evidence::Evidence;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    decision::{Decision, Detail},
    report::pictures,
};

/// An earlier submission of the same applicant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Earlier {
    #[schema(value_type = Uuid)]
    session_id: SessionId,
    #[schema(value_type = Uuid)]
    attempt_id: AttemptId,
    #[schema(value_type = String, format = DateTime)]
    submitted_at: Timestamp,
    /// Name of each picture by its role, also of those that were taken over.
    evidence: BTreeMap<&'static str, Uuid>,
    /// What it came to; null where it came to nothing.
    decision: Option<Decision>,
}

impl Earlier {
    /// Of an attempt, with the pictures of its session.
    pub(crate) fn new(session: SessionId, attempt: &Attempt, rows: &[Evidence]) -> Self {
        Self {
            session_id: session,
            attempt_id: attempt.id,
            submitted_at: attempt.submitted_at,
            evidence: pictures(attempt, rows),
            decision: attempt.decision.as_ref().map(|decision| Decision::new(decision, Detail::Applicant)),
        }
    }
}
