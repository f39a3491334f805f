//! An applicant on the wire.

use jiff::Timestamp;
use review::{case::Case, id::SessionId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::name;

/// An applicant as the host application sees them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Applicant {
    id: Uuid,
    /// The host's own name.
    external_id: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    verified: bool,
    /// What the approval unlocks, as named by the policy.
    capabilities: Vec<String>,
    /// Until when nothing can be submitted.
    #[schema(value_type = Option<String>, format = DateTime)]
    locked_until: Option<Timestamp>,
    /// Oldest first.
    sessions: Vec<SessionBrief>,
}

/// A session in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionBrief {
    #[schema(value_type = Uuid)]
    id: SessionId,
    status: &'static str,
    #[schema(value_type = String, format = DateTime)]
    opened_at: Timestamp,
}

impl Applicant {
    /// Of the row and the case.
    pub(crate) fn new(applicant: &storage::applicant::Applicant, case: &Case, now: Timestamp) -> Self {
        let brief = |session: &review::case::Session| SessionBrief {
            id: session.id,
            status: name::status(session, now),
            opened_at: session.opened_at,
        };
        Self {
            id: applicant.id.0,
            external_id: applicant.external_id.clone(),
            created_at: applicant.created_at,
            verified: case.identity.is_some(),
            capabilities: case
                .identity
                .as_ref()
                .map(|identity| identity.capabilities.clone())
                .unwrap_or_default(),
            locked_until: case.locked_until(now),
            sessions: case.sessions.values().map(brief).collect(),
        }
    }
}
