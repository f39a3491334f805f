//! The whole report of an attempt, for the host and the operator.

use std::collections::BTreeMap;

use identity::diagnosis::Agreement;
use jiff::Timestamp;
use review::{
    case::Attempt,
    id::{AttemptId, SessionId},
    observation::{Examination, FaceSeen},
    policy::Policy,
};
use serde::Serialize;
use serde_json::Value;
use storage::evidence::Evidence;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    decision::{CodedReason, Decision, Detail, Finding, Region, stable},
    name,
};

/// Everything that was measured, concluded and decided about an attempt.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Report {
    #[schema(value_type = Uuid)]
    session_id: SessionId,
    #[schema(value_type = Uuid)]
    attempt_id: AttemptId,
    #[schema(value_type = String, format = DateTime)]
    submitted_at: Timestamp,
    /// Name of each picture by its role.
    evidence: BTreeMap<&'static str, Uuid>,
    /// SHA-256 of each picture by its role.
    sha256: BTreeMap<&'static str, String>,
    /// What was typed.
    #[schema(value_type = Object)]
    claims: Value,
    document: Document,
    mrz: Option<Mrz>,
    face: Face,
    /// What vision measured.
    #[schema(value_type = Option<Object>)]
    examination: Option<Value>,
    /// Each field with its value from every source, and how they agree.
    crosschecks: Vec<CrossCheck>,
    /// What was concluded from it.
    findings: Vec<Finding>,
    /// The codes that a reviewer should look into first.
    suspicions: Vec<CodedReason>,
    decision: Option<Decision>,
}

/// Which document.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct Document {
    #[schema(value_type = Option<String>)]
    kind: Option<Value>,
    /// ICAO code.
    issuer: Option<String>,
}

/// The machine-readable zone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Mrz {
    #[schema(value_type = String, example = "TD3")]
    format: Value,
    lines: Vec<String>,
    /// All check digits hold.
    valid: bool,
}

/// The portrait and the selfie.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Face {
    /// 0–1; null where one of them is missing.
    similarity: Option<f64>,
    /// Where the portrait is, on the picture of the document.
    portrait: Option<Region>,
    /// Where the face is, on the selfie.
    selfie: Option<Region>,
    /// From this similarity on, the policy calls it a match.
    match_min: f64,
    /// Below this similarity, the policy calls it no match.
    no_match_max: f64,
}

/// One field with what every source says of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CrossCheck {
    #[schema(value_type = String, example = "birth_date")]
    field: Value,
    values: Vec<CrossValue>,
    /// Every two of the values, compared.
    pairs: Vec<CrossPair>,
    /// Whether they all mean the same.
    agrees: bool,
    /// What it comes to: `single`, `agree`, `unreadable`, `claim_mismatch`, `inconsistent` or `side_mismatch`.
    #[schema(example = "agree")]
    verdict: &'static str,
    /// Why they differ, where that can be told.
    #[schema(value_type = Option<String>)]
    diagnosis: Option<Value>,
}

/// What one source says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CrossValue {
    /// `printed`, `mrz`, `number`, `barcode` or `claims`.
    #[schema(value_type = String)]
    source: Value,
    value: String,
    /// 0–1; 1 for what was typed.
    confidence: f32,
    /// Whether it can be relied on: read with confidence, or held by a check digit.
    reliable: bool,
    region: Option<Region>,
}

/// Two values of a row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CrossPair {
    /// Place of the one among the values, from 0.
    a: usize,
    /// Place of the other.
    b: usize,
    /// Whether they mean the same.
    agrees: bool,
    /// Why they differ, where that can be told.
    #[schema(value_type = Option<String>)]
    diagnosis: Option<Value>,
}

impl CrossPair {
    fn new(pair: &review::judge::CrossPair) -> Self {
        let diagnosis = match pair.agreement {
            Agreement::Same => None,
            Agreement::Differs(diagnosis) => diagnosis.map(stable),
        };
        Self { a: pair.a, b: pair.b, agrees: pair.agreement == Agreement::Same, diagnosis }
    }
}

impl CrossCheck {
    fn new(check: &review::judge::CrossCheck) -> Self {
        let value = |value: &review::judge::CrossValue| CrossValue {
            source: stable(value.source),
            value: value.value.clone(),
            confidence: value.confidence,
            reliable: value.reliable,
            region: value.region.as_ref().map(Region::new),
        };
        Self {
            field: stable(check.field),
            values: check.values.iter().map(value).collect(),
            pairs: check.pairs.iter().map(CrossPair::new).collect(),
            agrees: check.agree,
            verdict: check.verdict().as_str(),
            diagnosis: check.diagnosis.map(stable),
        }
    }
}

/// What a report is made of beside the attempt itself.
pub(crate) struct Parts<'a> {
    /// Pictures of the session.
    pub(crate) rows: &'a [Evidence],
    /// What vision measured, once it has.
    pub(crate) examination: Option<&'a Examination>,
    /// See [`Report`].
    pub(crate) crosschecks: Vec<review::judge::CrossCheck>,
    /// See [`Report`].
    pub(crate) suspicions: Vec<review::decision::CodedReason>,
    /// What it was judged by.
    pub(crate) policy: &'a Policy,
}

impl Report {
    /// Of an attempt.
    pub(crate) fn new(session: SessionId, attempt: &Attempt, parts: Parts<'_>) -> Self {
        let Parts { rows, examination, crosschecks, suspicions, policy } = parts;
        let stored =
            |value: &Examination| serde_json::to_value(value).expect("examinations are stored as JSON");
        let findings = attempt.decision.iter().flat_map(|decision| &decision.findings);
        Self {
            session_id: session,
            attempt_id: attempt.id,
            submitted_at: attempt.submitted_at,
            evidence: pictures(attempt, rows),
            sha256: attempt
                .evidence
                .iter()
                .map(|(role, digest)| (name::role(*role), digest.to_string()))
                .collect(),
            claims: serde_json::to_value(&attempt.claims).expect("claims are stored as JSON"),
            document: examination.map(Document::new).unwrap_or_default(),
            mrz: examination.and_then(Mrz::new),
            face: Face::new(examination, policy),
            examination: examination.map(stored),
            crosschecks: crosschecks.iter().map(CrossCheck::new).collect(),
            findings: findings.map(Finding::new).collect(),
            suspicions: suspicions.iter().map(CodedReason::new).collect(),
            decision: attempt.decision.as_ref().map(|decision| Decision::new(decision, Detail::Host)),
        }
    }
}

impl Document {
    fn new(examination: &Examination) -> Self {
        let document = &examination.document;
        Self { kind: document.kind.map(|kind| stable(kind.kind)), issuer: document.issuer.clone() }
    }
}

impl Face {
    fn new(examination: Option<&Examination>, policy: &Policy) -> Self {
        let reading = examination.map(|examination| &examination.face);
        let place = |face: Option<&FaceSeen>| face.map(|face| Region::new(&face.region));
        Self {
            similarity: reading.and_then(|reading| reading.similarity),
            portrait: place(reading.and_then(|reading| reading.portrait.as_ref())),
            selfie: place(reading.and_then(|reading| reading.selfie.as_ref())),
            match_min: policy.thresholds.face_match_min,
            no_match_max: policy.thresholds.face_no_match_max,
        }
    }
}

impl Mrz {
    fn new(examination: &Examination) -> Option<Self> {
        let mrz = examination.document.mrz.as_ref()?;
        Some(Self { format: stable(mrz.format), lines: mrz.lines.clone(), valid: mrz.valid })
    }
}

/// The name of each picture of an attempt by its role.
pub(crate) fn pictures(attempt: &Attempt, rows: &[Evidence]) -> BTreeMap<&'static str, Uuid> {
    let named = attempt.evidence.iter().filter_map(|(role, digest)| {
        let row = rows.iter().rev().find(|row| row.role == *role && row.digest == *digest)?;
        Some((name::role(*role), row.id))
    });
    named.collect()
}
