//! What the measurements mean: observations in, findings out. It knows thresholds, not consequences.

mod crosscheck;

use jiff::civil::Date;

pub use crosscheck::{CrossCheck, CrossValue};

use crate::{
    case::Claims, finding::Finding, observation::Examination, policy::Policy, transition::ReadIdentity,
};

/// What is known beside the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Circumstances {
    /// Whether the document is verified on another account. Ask the store with [`read_identity`]'s document.
    pub duplicate_document: bool,
}

/// What an examination comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// Every conclusion, in a stable order.
    pub findings: Vec<Finding>,
    /// What an approval would record; `None` where the document could not be read well enough.
    pub identity: Option<ReadIdentity>,
    /// Each field from each source side by side.
    pub crosschecks: Vec<CrossCheck>,
}

/// Judges an examination by the policy's thresholds, as of the day `today`.
#[must_use]
pub fn judge(
    examination: &Examination,
    claims: &Claims,
    circumstances: &Circumstances,
    policy: &Policy,
    today: Date,
) -> Judgement {
    let _ = (examination, claims, circumstances, policy, today);
    Judgement { findings: Vec::new(), identity: None, crosschecks: Vec::new() }
}

/// What the document says of its holder; `None` where kind, issuer, number, name or birth date was not read.
#[must_use]
pub fn read_identity(examination: &Examination) -> Option<ReadIdentity> {
    let _ = examination;
    None
}
