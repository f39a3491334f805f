//! The state of one applicant's case, folded from its events.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    decision::Decision,
    id::{ApplicantId, AttemptId, Digest, SessionId, TicketId},
    observation::ImageRole,
    task::Task,
    ticket::Ticket,
};

/// Everything that was ever decided about one applicant. The only aggregate: limits and locks hold across its sessions.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Whose.
    pub applicant: ApplicantId,
    /// Number of events folded in; a commit names it, so that two writers cannot both win.
    pub version: u64,
    /// Sessions by id, which is by age.
    pub sessions: BTreeMap<SessionId, Session>,
    /// When submissions were accepted, oldest first, at least those of the last 24 hours.
    pub submissions: Vec<Timestamp>,
    /// The submission lock in force or last in force.
    pub locked_until: Option<Timestamp>,
    /// Failed tries of the face check since one passed, or since the last lock.
    pub liveness_failures: u32,
    /// The lock of the face check in force or last in force.
    pub liveness_locked_until: Option<Timestamp>,
    /// Set once approved: the identity record and the capabilities that it unlocks.
    pub identity: Option<IdentityRecord>,
    /// The version of the identity record of which the host was told that its document expires soon.
    pub expiry_noticed: Option<u32>,
    /// Earlier versions of the identity record, oldest first.
    pub identities_before: Vec<IdentityRecord>,
    /// Appeals and corrections by id, which is by age.
    pub tickets: BTreeMap<TicketId, Ticket>,
    /// The latest moment of any event: a clock that has gone backwards is read as this.
    pub clock: Timestamp,
}

/// One verification.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Name.
    pub id: SessionId,
    /// Policy version that it keeps for life, such as `exchange@1`.
    pub policy: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it stops taking submissions.
    pub expires_at: Timestamp,
    /// Where it stands.
    pub status: Status,
    /// Submissions, oldest first.
    pub attempts: Vec<Attempt>,
    /// What must be handed in (again) with the next submission.
    pub steps_due: BTreeSet<Step>,
    /// While in review: what waits for a person.
    pub task: Option<Task>,
}

/// Where a session stands. Expiry is not stored: see [`Session::expires_at`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Waits for the applicant.
    RequiresInput,
    /// The automatic review runs.
    Processing,
    /// A person will look.
    InReview,
    /// Verified. Final.
    Approved,
    /// Rejected with no way back by resubmission. Final.
    Declined,
    /// Withdrawn by the host. Final.
    Canceled,
}

/// Something that the applicant hands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The document's front.
    Front,
    /// The document's back (asked for only where the type has one).
    Back,
    /// The selfie.
    Selfie,
    /// What they type.
    Claims,
}

/// One submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Name.
    pub id: AttemptId,
    /// When it was accepted.
    pub submitted_at: Timestamp,
    /// Images by role; those not handed in again were taken over from the attempt before.
    pub evidence: BTreeMap<ImageRole, Digest>,
    /// What the applicant typed.
    pub claims: Claims,
    /// Set once decided; with `Outcome::Review` until a person has decided.
    pub decision: Option<Decision>,
}

/// What the applicant typed. Every part is optional; dates are `YYYY-MM-DD`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Claims {
    /// Whole name.
    pub name: Option<String>,
    /// Date of birth.
    pub birth_date: Option<String>,
    /// Document number.
    pub document_number: Option<String>,
    /// `M`, `F` or `X`.
    pub sex: Option<String>,
    /// Date of expiry, or `permanent`.
    pub expiry_date: Option<String>,
    /// ICAO country code.
    pub nationality: Option<String>,
}

/// What is known of an approved applicant.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityRecord {
    /// The attempt that established it.
    pub attempt: AttemptId,
    /// Since when.
    pub approved_at: Timestamp,
    /// The document.
    pub document: DocumentIdentity,
    /// Name as printed.
    pub name: String,
    /// Date of birth, `YYYY-MM-DD`.
    pub birth_date: String,
    /// Date of expiry, `YYYY-MM-DD` or `permanent`.
    pub expiry_date: Option<String>,
    /// What the approval unlocks, as named by the policy.
    pub capabilities: Vec<String>,
    /// From 1; each correction makes the next.
    #[serde(default = "first_version")]
    pub version: u32,
}

impl IdentityRecord {
    /// When the document expires; `None` where it never does.
    #[must_use]
    pub fn expires_on(&self) -> Option<Date> {
        self.expiry_date.as_deref()?.parse().ok()
    }
}

fn first_version() -> u32 {
    1
}

/// What makes a document the same document (for E031).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentIdentity {
    /// ICAO code of the issuer.
    pub issuer: String,
    /// Type code, as `DocumentKind` writes it.
    pub kind: String,
    /// Number without spaces, upper case.
    pub number: String,
}
