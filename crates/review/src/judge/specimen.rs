//! Documents that nobody was ever issued: specimens of the standard and of real states, and makers' templates.

use identity::{
    catalogue::{CountryKind, DocumentKind, country},
    number::{region, resident_id},
    specimen,
};

use super::evidence::Evidence;
use crate::{
    detail::{DataRule, Detail},
    finding::{Finding, FindingCode},
    observation::Field,
};

/// What gives a specimen away. In the sandbox specimens are documents.
pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    if evidence.policy.sandbox {
        return Vec::new();
    }
    [issuer(evidence), area(evidence), number(evidence), name(evidence)].into_iter().flatten().collect()
}

fn finding(evidence: &Evidence<'_>, field: Field, detail: Detail) -> Finding {
    let place = evidence.settled(field).and_then(|settled| settled.reading.region.clone());
    Finding::new(FindingCode::DocumentSpecimen).about_field(field).at(place).because(detail)
}

fn issuer(evidence: &Evidence<'_>) -> Option<Finding> {
    let issuer = evidence.issuer().and_then(country).filter(|issuer| issuer.kind == CountryKind::Specimen)?;
    let detail = Detail::new(DataRule::SpecimenIssuer, "a real issuer", issuer.code);
    Some(Finding::new(FindingCode::DocumentSpecimen).because(detail))
}

/// An area within a resident number that cannot exist.
fn area(evidence: &Evidence<'_>) -> Option<Finding> {
    let kind = evidence.kind()?;
    if !matches!(kind, DocumentKind::ResidentIdCn | DocumentKind::TemporaryId) {
        return None;
    }
    let number = evidence.settled(Field::DocumentNumber)?;
    let area = resident_id::parse_any_region(&number.reading.value).ok()?.region;
    let detail = Detail::new(DataRule::SpecimenArea, "an area of GB/T 2260", &area);
    (!region::exists(&area)).then(|| finding(evidence, Field::DocumentNumber, detail))
}

fn number(evidence: &Evidence<'_>) -> Option<Finding> {
    let number = evidence.settled(Field::DocumentNumber)?;
    let known = specimen::number(evidence.issuer()?, &number.reading.value)?;
    let detail =
        Detail::new(DataRule::SpecimenNumber, "the number of a document that was issued", known.source);
    Some(finding(evidence, Field::DocumentNumber, detail))
}

fn name(evidence: &Evidence<'_>) -> Option<Finding> {
    let issuer = evidence.issuer()?;
    let fields = [Field::Name, Field::LatinName];
    let known = fields.into_iter().find_map(|field| {
        let settled = evidence.relied_on(field)?;
        Some((field, specimen::name(issuer, &settled.reading.value)?))
    });
    let (field, known) = known?;
    Some(finding(evidence, field, Detail::new(DataRule::SpecimenName, "a person's name", known.source)))
}
