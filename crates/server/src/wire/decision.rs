//! A decision on the wire: whole for the host and the operator, without internals for the applicant.

use jiff::Timestamp;
use review::{
    decision::{self, DecidedBy, Retry},
    finding,
    observation::{self, ModelUsed},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::name;

/// What an attempt came to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Decision {
    /// `approved`, `review` or `rejected`.
    outcome: &'static str,
    /// Gravest first; empty unless rejected.
    codes: Vec<CodedReason>,
    #[schema(example = "exchange@1")]
    policy: String,
    /// `automatic` or `reviewer`.
    by: &'static str,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    retry: RetryAdvice,
    /// What the reviewer says to the applicant.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// For the host and the operator alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    models: Option<Vec<Model>>,
    /// For the host and the operator alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<Finding>>,
}

/// A code with what led to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CodedReason {
    #[schema(example = "E001")]
    code: String,
    /// Empty where the code has no sub-reasons.
    #[schema(example = "glare")]
    reason: String,
    /// `front`, `back` or `selfie`.
    image: Option<&'static str>,
    #[schema(value_type = Option<String>)]
    field: Option<Value>,
    /// Why two values differ, such as `zero_variant`.
    #[schema(value_type = Option<String>)]
    diagnosis: Option<Value>,
    region: Option<Region>,
    value: Option<f64>,
    threshold: Option<f64>,
}

/// A place on a picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Region {
    image: &'static str,
    /// Fractions of the upright picture's width and height, clockwise from the top left.
    corners: Vec<[f32; 2]>,
}

/// What may be done after a decision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RetryAdvice {
    /// `not_needed`, `now`, `advised`, `ticket` or `never`.
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
}

/// A network that took part.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Model {
    name: String,
    version: String,
    sha256: String,
}

/// A conclusion from the measurements, before the policy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Finding {
    #[schema(value_type = String, example = "document.glare")]
    code: Value,
    image: Option<&'static str>,
    #[schema(value_type = Option<String>)]
    field: Option<Value>,
    value: Option<f64>,
    threshold: Option<f64>,
    region: Option<Region>,
    #[schema(value_type = Option<String>)]
    diagnosis: Option<Value>,
    /// The rule that the document's data broke, where it is about one.
    detail: Option<BrokenRule>,
    /// How many independent sources on the document agree.
    witnesses: u8,
}

/// A rule that no genuine document breaks, with its numbers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BrokenRule {
    #[schema(example = "issue_after_birth")]
    rule: &'static str,
    /// What the rule expects.
    expected: String,
    /// What the document says.
    found: String,
}

/// How much of a decision is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// What the applicant may know.
    Applicant,
    /// Everything.
    Host,
}

impl Decision {
    /// So much of a decision.
    pub(crate) fn new(decision: &decision::Decision, detail: Detail) -> Self {
        let host = detail == Detail::Host;
        Self {
            outcome: name::outcome(decision.outcome),
            codes: decision.codes.iter().map(CodedReason::new).collect(),
            policy: decision.policy.clone(),
            by: by(decision.by),
            at: decision.at,
            retry: RetryAdvice::new(decision.retry),
            message: decision.message.as_ref().map(|words| words.as_str().to_owned()),
            models: host.then(|| decision.models.iter().map(Model::new).collect()),
            findings: host.then(|| decision.findings.iter().map(Finding::new).collect()),
        }
    }
}

impl CodedReason {
    /// Of a code of a decision.
    pub(crate) fn new(coded: &decision::CodedReason) -> Self {
        Self {
            code: coded.code.clone(),
            reason: coded.reason.clone(),
            image: coded.image.map(name::role),
            field: coded.field.map(stable),
            diagnosis: coded.diagnosis.map(stable),
            region: coded.region.as_ref().map(Region::new),
            value: coded.value,
            threshold: coded.threshold,
        }
    }
}

impl Region {
    /// Of a region.
    pub(crate) fn new(region: &observation::Region) -> Self {
        let corners = region.corners.iter().map(|point| [point.x, point.y]).collect();
        Self { image: name::role(region.image), corners }
    }
}

impl RetryAdvice {
    fn new(retry: Retry) -> Self {
        let (kind, from, until) = match retry {
            Retry::NotNeeded => ("not_needed", None, None),
            Retry::Now => ("now", None, None),
            Retry::Advised { from, until } => ("advised", Some(from), Some(until)),
            Retry::Ticket => ("ticket", None, None),
            Retry::Never => ("never", None, None),
        };
        Self { kind, from, until }
    }
}

impl Model {
    fn new(model: &ModelUsed) -> Self {
        Self { name: model.name.clone(), version: model.version.clone(), sha256: model.sha256.clone() }
    }
}

impl Finding {
    /// Of a finding.
    pub(crate) fn new(finding: &finding::Finding) -> Self {
        Self {
            code: stable(finding.code),
            image: finding.image.map(name::role),
            field: finding.field.map(stable),
            value: finding.value,
            threshold: finding.threshold,
            region: finding.region.as_ref().map(Region::new),
            diagnosis: finding.diagnosis.map(stable),
            detail: finding.detail.as_ref().map(BrokenRule::new),
            witnesses: finding.witnesses,
        }
    }
}

impl BrokenRule {
    fn new(detail: &review::detail::Detail) -> Self {
        let review::detail::Detail { rule, expected, found } = detail;
        Self { rule: rule.as_str(), expected: expected.clone(), found: found.clone() }
    }
}

/// The stable names that stored findings and policies use are the names on the wire too.
pub(crate) fn stable(name: impl Serialize) -> Value {
    serde_json::to_value(name).expect("names are strings")
}

fn by(by: DecidedBy) -> &'static str {
    match by {
        DecidedBy::Automatic => "automatic",
        DecidedBy::Reviewer(_) => "reviewer",
    }
}
