//! How long applicants are kept, by how their case ended.

use serde::Deserialize;

/// Days after the last change of a case until its applicant is erased; 0 keeps them until the host erases them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionRule {
    /// Somebody who was approved.
    pub approved_days: u32,
    /// Somebody of whom an attempt was rejected, and none approved.
    pub rejected_days: u32,
    /// Somebody who never came to a decision.
    pub abandoned_days: u32,
}

impl RetentionRule {
    /// Longest time that can be asked for: a hundred years.
    pub const DAYS_MAX: u32 = 36_525;
}
