//! From the core's types to the wire's, by hand.

use std::process::ExitCode;

use identity::diagnosis::Agreement;
use review::{
    decision::{CodedReason, Outcome},
    detail::Detail,
    finding::{self, FindingCode},
    judge,
    observation::{self, ImageRole},
};
use serde::Serialize;

use super::{input::Reviewed, wire};

/// The whole review as it goes over the wire.
pub fn check(reviewed: &Reviewed) -> wire::Check {
    let examination = &reviewed.examination;
    wire::Check {
        outcome: outcome(reviewed.decision.outcome),
        codes: reviewed.decision.codes.iter().map(|reason| code(reviewed, reason)).collect(),
        document: document(&examination.document),
        fields: examination.document.fields.iter().map(field).collect(),
        crosschecks: reviewed.judgement.crosschecks.iter().map(crosscheck).collect(),
        claims: if reviewed.claimed { "run" } else { "not_run" },
        mrz: examination.document.mrz.as_ref().map(mrz),
        face: face(reviewed),
        quality: examination.images.iter().map(quality).collect(),
        findings: reviewed.judgement.findings.iter().map(finding).collect(),
        policy: reviewed.decision.policy.clone(),
        today: reviewed.today.to_string(),
        models: examination.models.iter().map(model).collect(),
        timings_ms: timings(reviewed),
    }
}

/// 0 approved, 2 a person, 3 rejected.
pub fn status(outcome: Outcome) -> ExitCode {
    match outcome {
        Outcome::Approved => ExitCode::SUCCESS,
        Outcome::Review => ExitCode::from(2),
        Outcome::Rejected => ExitCode::from(3),
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Approved => "approved",
        Outcome::Review => "review",
        Outcome::Rejected => "rejected",
    }
}

fn role(role: ImageRole) -> &'static str {
    match role {
        ImageRole::Front => "front",
        ImageRole::Back => "back",
        ImageRole::Selfie => "selfie",
    }
}

/// The stable word of a unit variant, as serde writes it.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

fn region(region: &observation::Region) -> wire::Region {
    let corners = region.corners.iter().map(|point| [point.x, point.y]).collect();
    wire::Region { image: role(region.image), corners }
}

fn code(reviewed: &Reviewed, reason: &CodedReason) -> wire::Code {
    wire::Code {
        code: reason.code.clone(),
        reason: reason.reason.clone(),
        image: reason.image.map(role),
        field: reason.field.as_ref().map(word),
        diagnosis: reason.diagnosis.as_ref().map(word),
        region: reason.region.as_ref().map(region),
        value: reason.value,
        threshold: reason.threshold,
        remedy: reviewed.policy.remedy(&reason.code, &reason.reason).en.to_string(),
    }
}

fn finding(finding: &finding::Finding) -> wire::Finding {
    wire::Finding {
        code: finding.code.as_str().to_owned(),
        image: finding.image.map(role),
        field: finding.field.as_ref().map(word),
        value: finding.value,
        threshold: finding.threshold,
        region: finding.region.as_ref().map(region),
        detail: finding.detail.as_ref().map(detail),
    }
}

fn detail(detail: &Detail) -> wire::Detail {
    wire::Detail {
        rule: detail.rule.as_str(),
        expected: detail.expected.clone(),
        found: detail.found.clone(),
    }
}

fn document(document: &observation::DocumentReading) -> wire::Document {
    wire::Document { kind: document.kind.map(|reading| reading.kind.code()), issuer: document.issuer.clone() }
}

fn field(field: &observation::FieldReading) -> wire::Field {
    wire::Field {
        field: word(&field.field),
        source: word(&field.source),
        value: field.value.clone(),
        confidence: field.confidence,
        region: field.region.as_ref().map(region),
    }
}

fn crosscheck(check: &judge::CrossCheck) -> wire::CrossCheck {
    wire::CrossCheck {
        field: word(&check.field),
        sources: check.values.iter().map(|value| (word(&value.source), value.value.clone())).collect(),
        values: check.values.iter().map(crossvalue).collect(),
        pairs: check.pairs.iter().map(crosspair).collect(),
        verdict: check.verdict().as_str(),
        agree: check.agree,
        diagnosis: check.diagnosis.as_ref().map(word),
    }
}

fn crossvalue(value: &judge::CrossValue) -> wire::CrossValue {
    wire::CrossValue {
        source: word(&value.source),
        value: value.value.clone(),
        confidence: value.confidence,
        reliable: value.reliable,
        region: value.region.as_ref().map(region),
    }
}

fn crosspair(pair: &judge::CrossPair) -> wire::CrossPair {
    let diagnosis = match pair.agreement {
        Agreement::Same => None,
        Agreement::Differs(diagnosis) => diagnosis.as_ref().map(word),
    };
    wire::CrossPair { a: pair.a, b: pair.b, agree: pair.agreement == Agreement::Same, diagnosis }
}

fn mrz(mrz: &observation::MrzReading) -> wire::Mrz {
    let checks = mrz.checks.iter().map(|check| wire::MrzCheck {
        field: word(&check.field),
        printed: check.printed,
        computed: check.computed,
        ok: check.ok,
    });
    wire::Mrz {
        format: mrz.format.to_string(),
        lines: mrz.lines.clone(),
        valid: mrz.valid,
        confidence: mrz.confidence,
        checks: checks.collect(),
    }
}

fn face(reviewed: &Reviewed) -> wire::Face {
    let similarity = reviewed.examination.face.similarity;
    let found = |code| reviewed.judgement.findings.iter().any(|finding| finding.code == code);
    let verdict = match similarity {
        None => "not_run",
        Some(_) if found(FindingCode::FaceMismatch) => "no_match",
        Some(_) if found(FindingCode::FaceCannotTell) => "cannot_tell",
        Some(_) => "match",
    };
    wire::Face { verdict, similarity }
}

fn quality(
    image: &observation::ImageReading,
) -> (&'static str, std::collections::BTreeMap<String, wire::Quality>) {
    let measures = image.quality.iter().map(|measure| {
        let quality = wire::Quality { value: measure.value, region: measure.region.as_ref().map(region) };
        (word(&measure.kind), quality)
    });
    (role(image.role), measures.collect())
}

fn model(model: &observation::ModelUsed) -> (String, wire::Model) {
    (model.name.clone(), wire::Model { version: model.version.clone(), sha256: model.sha256.clone() })
}

fn timings(reviewed: &Reviewed) -> std::collections::BTreeMap<String, f64> {
    let ms = |time: std::time::Duration| time.as_secs_f64() * 1000.0;
    let mut timings = std::collections::BTreeMap::new();
    for (step, time) in &reviewed.steps {
        *timings.entry(step.clone()).or_insert(0.0) += ms(*time);
    }
    timings.insert("total".into(), reviewed.steps.iter().map(|(_, time)| ms(*time)).sum());
    timings.insert("networks".into(), ms(reviewed.networks));
    timings
}
