//! How a case stands in the reviewers' queue, as one of them sees it.

use jiff::Timestamp;
use review::id::ReviewerId;
use serde::Serialize;
use storage::queue;
use utoipa::ToSchema;

/// Where a case that waits for a person stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Waiting {
    /// Which reviewers know such documents.
    lane: String,
    /// `reviewer` or `senior`: who may decide.
    level: &'static str,
    /// The larger, the graver the suspicions.
    risk: u32,
    #[schema(value_type = String, format = DateTime)]
    entered_at: Timestamp,
    /// By when it should be decided.
    #[schema(value_type = String, format = DateTime)]
    due_at: Timestamp,
    /// Until when somebody holds it.
    #[schema(value_type = Option<String>, format = DateTime)]
    held_until: Option<Timestamp>,
    /// Whether it is the caller who holds it.
    held_by_me: bool,
    /// `me` or `another` where it is kept for one reviewer.
    kept_for: Option<&'static str>,
    /// Whether the caller has decided on this applicant before and so may not again.
    excluded: bool,
    /// Whether that is so of everybody: the case waits until somebody else can decide.
    nobody: bool,
}

impl Waiting {
    /// As `me` sees it, among all who may decide cases.
    pub(crate) fn new(waiting: queue::Waiting, me: ReviewerId, everybody: &[ReviewerId]) -> Self {
        let kept_for = waiting.assigned_to.map(|whom| if whom == me { "me" } else { "another" });
        Self {
            lane: waiting.lane,
            level: waiting.level.as_str(),
            risk: waiting.risk,
            entered_at: waiting.entered_at,
            due_at: waiting.due_at,
            held_until: waiting.held.map(|(_, until)| until),
            held_by_me: waiting.held.is_some_and(|(holder, _)| holder == me),
            kept_for,
            excluded: waiting.excluded.contains(&me),
            nobody: everybody.iter().all(|reviewer| waiting.excluded.contains(reviewer)),
        }
    }
}
