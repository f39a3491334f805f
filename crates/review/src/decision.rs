//! What was decided, with everything that it rests on. Immutable.

use identity::diagnosis::Diagnosis;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    finding::Finding,
    id::ReviewerId,
    observation::{Field, ImageRole, ModelUsed, Region},
    words::Words,
};

/// The result of one attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// What it came to.
    pub outcome: Outcome,
    /// Rejection codes, gravest first; empty on approval.
    pub codes: Vec<CodedReason>,
    /// Every finding, also those that led to nothing.
    pub findings: Vec<Finding>,
    /// Which policy, such as `exchange@1`.
    pub policy: String,
    /// Which networks.
    pub models: Vec<ModelUsed>,
    /// Who.
    pub by: DecidedBy,
    /// When.
    pub at: Timestamp,
    /// When a new submission is advised, if one is possible.
    pub retry: Retry,
    /// What a reviewer says to the applicant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Words>,
}

/// Where an attempt ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Verified.
    Approved,
    /// A person decides.
    Review,
    /// Rejected with codes.
    Rejected,
}

/// Who decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecidedBy {
    /// The automatic review.
    Automatic,
    /// A person.
    Reviewer(ReviewerId),
}

/// One rejection code with its sub-reason and the measurement that led to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CodedReason {
    /// `E001`, …, as named by the policy.
    pub code: String,
    /// Sub-reason, such as `glare`; empty where the code has none.
    pub reason: String,
    /// Which picture.
    pub image: Option<ImageRole>,
    /// Which field.
    pub field: Option<Field>,
    /// Why two values differ.
    pub diagnosis: Option<Diagnosis>,
    /// Where.
    pub region: Option<Region>,
    /// Measured.
    pub value: Option<f64>,
    /// Against.
    pub threshold: Option<f64>,
}

/// What may be done after a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Retry {
    /// Nothing to do (approved, or a person is deciding).
    NotNeeded,
    /// At once.
    Now,
    /// Any time, but waiting is advised: after a manual rejection 2–4 hours.
    Advised {
        /// Earliest advised moment.
        from: Timestamp,
        /// By then it is surely worth trying.
        until: Timestamp,
    },
    /// Not by a new submission: through a ticket.
    Ticket,
    /// Not at all.
    Never,
}

impl CodedReason {
    /// A code without a measurement, as a person gives it.
    #[must_use]
    pub fn bare(code: &str, reason: &str) -> CodedReason {
        CodedReason {
            code: code.to_owned(),
            reason: reason.to_owned(),
            image: None,
            field: None,
            diagnosis: None,
            region: None,
            value: None,
            threshold: None,
        }
    }

    /// `E001/glare`, or `E020` where there is no sub-reason.
    #[must_use]
    pub fn spelled(&self) -> String {
        spelled(&self.code, &self.reason)
    }
}

/// A code with its sub-reason, `E001/glare`; without one, the code alone.
#[must_use]
pub fn spelled(code: &str, reason: &str) -> String {
    if reason.is_empty() { code.to_owned() } else { format!("{code}/{reason}") }
}
