//! Which rule a document's data broke, with what the rule expects and what was found.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A broken rule with its numbers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// Which rule.
    pub rule: DataRule,
    /// What it expects, in a few words, dates as `YYYY-MM-DD`.
    pub expected: String,
    /// What the document says.
    pub found: String,
}

impl Detail {
    /// A rule with what it expects and what was found.
    #[must_use]
    pub fn new(rule: DataRule, expected: impl fmt::Display, found: impl fmt::Display) -> Detail {
        Detail { rule, expected: expected.to_string(), found: found.to_string() }
    }
}

/// It prints no content: what was found is personal.
impl fmt::Debug for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Detail").field("rule", &self.rule).finish_non_exhaustive()
    }
}

/// The rules that no genuine document breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataRule {
    /// Nobody is born in the future.
    BirthInThePast,
    /// Nobody is older than the oldest.
    AgeWithinLife,
    /// A document is issued after its holder's birth.
    IssueAfterBirth,
    /// A document is not issued in the future.
    IssueInThePast,
    /// A document expires after its issue.
    ExpiryAfterIssue,
    /// The kind's length of validity, by the holder's age at issue.
    ValidityLength,
    /// 长期 is given only from an age on.
    PermanentFromAge,
    /// The number has the form of its kind, issuer or jurisdiction.
    NumberForm,
    /// The number's own check digit.
    NumberCheckDigit,
    /// The birth date within the number is a day.
    NumberBirth,
    /// A number of this form was issued only from a day on.
    NumberSeries,
    /// The zone's check digits.
    ZoneCheckDigit,
    /// The barcode keeps its standard: directory, elements, dates.
    BarcodeForm,
    /// The barcode's issuer exists and issues for that jurisdiction.
    BarcodeIssuer,
    /// The issuer is one that no real document names.
    SpecimenIssuer,
    /// The area within the number does not exist.
    SpecimenArea,
    /// The number is that of a published specimen or of a known template.
    SpecimenNumber,
    /// The name is that of a published specimen or of a known template.
    SpecimenName,
}
