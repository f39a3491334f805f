//! A session on the wire.

use std::collections::BTreeMap;

use jiff::Timestamp;
use review::{
    case::{self, Attempt, Case},
    id::{ApplicantId, AttemptId, SessionId},
    policy::Policy,
};
use serde::Serialize;
use storage::evidence::Evidence;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    decision::{Decision, Detail},
    name,
    report::pictures,
    ticket::OpenTicket,
};

/// One verification of an applicant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session {
    #[schema(value_type = Uuid)]
    id: SessionId,
    #[schema(value_type = Uuid)]
    applicant_id: ApplicantId,
    #[schema(example = "exchange@1")]
    policy: String,
    /// `requires_input`, `processing`, `in_review`, `approved`, `declined`, `expired` or `canceled`.
    status: &'static str,
    #[schema(value_type = String, format = DateTime)]
    opened_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// What must be handed in with the next submission: `front`, `back`, `selfie`, `claims`.
    steps_due: Vec<&'static str>,
    attempts: Attempts,
    #[schema(value_type = Option<String>, format = DateTime)]
    next_allowed_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    locked_until: Option<Timestamp>,
    liveness: Liveness,
    /// While processing.
    progress: Option<Progress>,
    /// While processing or in review.
    estimate: Option<Estimate>,
    /// The latest submission.
    latest: Option<Latest>,
    /// What this session's approval unlocked.
    capabilities: Vec<String>,
    /// The appeal or correction about it that waits for somebody.
    open_ticket: Option<OpenTicket>,
}

/// Submissions of the applicant in the rolling window.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Attempts {
    used: u32,
    limit: u32,
    /// When the oldest of them leaves the window.
    #[schema(value_type = Option<String>, format = DateTime)]
    window_ends_at: Option<Timestamp>,
}

/// Where the applicant stands with the face check.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Liveness {
    /// Whether a selfie must come from a face check; where not, a photograph may stand in for it.
    required: bool,
    /// Tries that may still fail before it is locked.
    tries_left: u32,
    #[schema(value_type = Option<String>, format = DateTime)]
    locked_until: Option<Timestamp>,
}

/// How far an examination is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Progress {
    /// `queued`, `intake`, `document`, `text`, `mrz`, `face` or `judging`.
    pub(crate) step: &'static str,
    /// Steps done.
    pub(crate) done: u32,
    /// Steps in all.
    pub(crate) of: u32,
}

/// How much longer it takes, from what it took lately and what waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Estimate {
    /// `automatic` or `manual`.
    pub(crate) kind: &'static str,
    pub(crate) from_seconds: u64,
    pub(crate) to_seconds: u64,
}

/// A submission.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Latest {
    #[schema(value_type = Uuid)]
    attempt_id: AttemptId,
    #[schema(value_type = String, format = DateTime)]
    submitted_at: Timestamp,
    /// Name of each picture by its role.
    evidence: BTreeMap<&'static str, Uuid>,
    decision: Option<Decision>,
}

/// What a session shows that is not part of its case.
#[derive(Debug, Default)]
pub(crate) struct Around {
    /// Pictures of the session.
    pub(crate) evidence: Vec<Evidence>,
    /// See [`Session`].
    pub(crate) progress: Option<Progress>,
    /// See [`Session`].
    pub(crate) estimate: Option<Estimate>,
}

impl Session {
    /// Of a case's session.
    pub(crate) fn new(
        case: &Case,
        session: &case::Session,
        policy: &Policy,
        around: &Around,
        now: Timestamp,
    ) -> Self {
        let view = case.attempts_view(policy, now);
        let unlocked =
            case.identity.iter().filter(|identity| session.attempts.iter().any(|a| a.id == identity.attempt));
        Self {
            id: session.id,
            applicant_id: case.applicant,
            policy: session.policy.clone(),
            status: name::status(session, now),
            opened_at: session.opened_at,
            expires_at: session.expires_at,
            steps_due: session.steps_due.iter().map(|step| name::step(*step)).collect(),
            attempts: Attempts { used: view.used, limit: view.limit, window_ends_at: view.window_ends_at },
            next_allowed_at: view.next_allowed_at,
            locked_until: view.locked_until,
            liveness: Liveness {
                required: policy.liveness.required && !policy.sandbox,
                tries_left: case.liveness_tries_left(policy, now),
                locked_until: case.liveness_locked_until(now),
            },
            progress: around.progress.clone().filter(|_| session.status == case::Status::Processing),
            estimate: around.estimate.clone(),
            latest: session.attempts.last().map(|attempt| Latest::new(attempt, &around.evidence)),
            capabilities: unlocked.flat_map(|identity| identity.capabilities.clone()).collect(),
            open_ticket: OpenTicket::of(case, session.id),
        }
    }
}

impl Latest {
    fn new(attempt: &Attempt, rows: &[Evidence]) -> Self {
        Self {
            attempt_id: attempt.id,
            submitted_at: attempt.submitted_at,
            evidence: pictures(attempt, rows),
            decision: attempt.decision.as_ref().map(|decision| Decision::new(decision, Detail::Applicant)),
        }
    }
}
