//! Whether the sources agree: the document with itself, its sides with each other, the claims with the document.

use identity::diagnosis::{Agreement, Diagnosis};

use super::{
    agreement::Said,
    crosscheck::{COMPARED, claim},
    evidence::{Evidence, said},
};
use crate::{
    case::Claims,
    finding::{Finding, FindingCode},
    observation::{Field, FieldReading, ImageRole, Source},
};

/// Fields that both sides of a card may carry.
const SHARED: [Field; 5] =
    [Field::Name, Field::LatinName, Field::BirthDate, Field::DocumentNumber, Field::Sex];

/// Differences within the document, then between the document and the claims.
pub(super) fn judge(evidence: &Evidence<'_>, claims: &Claims) -> Vec<Finding> {
    let differences: Vec<Difference<'_>> =
        COMPARED.into_iter().filter_map(|field| within_document(evidence, field)).collect();
    let across: Vec<&Difference<'_>> = differences.iter().filter(|d| d.across_sides()).collect();
    let needed = evidence.thresholds().side_mismatch_fields_min;
    let mut findings = Vec::new();
    if across.len() as f64 >= needed {
        let two_documents = Finding::new(FindingCode::DocumentSideMismatch).about_image(ImageRole::Back);
        findings.push(two_documents.measured(across.len() as f64, needed));
        findings.extend(differences.iter().filter(|d| !d.across_sides()).map(|d| d.finding(evidence)));
    } else {
        findings.extend(differences.iter().map(|d| d.finding(evidence)));
    }
    findings.extend(COMPARED.into_iter().filter_map(|field| with_claims(evidence, claims, field)));
    findings
}

/// Two readings of the document that differ.
struct Difference<'a> {
    field: Field,
    a: &'a FieldReading,
    b: &'a FieldReading,
    diagnosis: Option<Diagnosis>,
}

impl Difference<'_> {
    fn across_sides(&self) -> bool {
        let side = |reading: &FieldReading| reading.region.as_ref().map(|region| region.image);
        let sides = (side(self.a), side(self.b));
        SHARED.contains(&self.field) && sides.0.is_some() && sides.1.is_some() && sides.0 != sides.1
    }

    /// Inconsistent where both can be relied on; otherwise one of them was misread.
    fn finding(&self, evidence: &Evidence<'_>) -> Finding {
        let doubtful = [self.a, self.b].into_iter().find(|reading| !evidence.reliable(reading));
        let Some(reading) = doubtful else {
            let printed = if self.a.source == Source::Printed { self.a } else { self.b };
            let finding = Finding::new(FindingCode::FieldInconsistent).about_field(self.field);
            return Finding { diagnosis: self.diagnosis, ..finding.at(printed.region.clone()) };
        };
        let finding = Finding::new(FindingCode::DocumentUnreadableField).about_field(self.field);
        let measured =
            finding.measured(f64::from(reading.confidence), evidence.thresholds().field_confidence_min);
        Finding { diagnosis: self.diagnosis, ..measured.at(reading.region.clone()) }
    }
}

fn within_document<'a>(evidence: &Evidence<'a>, field: Field) -> Option<Difference<'a>> {
    let readings = evidence.readings(field);
    let pairs =
        readings.iter().enumerate().flat_map(|(i, a)| readings[i + 1..].iter().map(move |b| (*a, *b)));
    let mut differing = pairs.filter_map(|(a, b)| match evidence.compare(field, said(a), said(b)) {
        Agreement::Same => None,
        Agreement::Differs(diagnosis) => Some(Difference { field, a, b, diagnosis }),
    });
    differing.next()
}

/// A claim that agrees with no reading of the document. Readings that cannot be relied on refute nothing.
fn with_claims(evidence: &Evidence<'_>, claims: &Claims, field: Field) -> Option<Finding> {
    let typed = Said { source: Source::Claims, text: claim(evidence, claims, field)? };
    let readings = evidence.readings(field);
    let compared: Vec<Agreement> = readings.iter().map(|r| evidence.compare(field, typed, said(r))).collect();
    let settled = evidence.settled(field)?;
    if compared.contains(&Agreement::Same) {
        return None;
    }
    let diagnosis = compared.iter().find_map(|agreement| match agreement {
        Agreement::Differs(diagnosis) => *diagnosis,
        Agreement::Same => None,
    });
    let place =
        readings.iter().find(|r| r.source == Source::Printed).unwrap_or(&settled.reading).region.clone();
    if settled.reliable {
        let finding = Finding::new(FindingCode::ClaimMismatch).about_field(field).at(place);
        return Some(Finding { diagnosis, witnesses: settled.witnesses, ..finding });
    }
    let unread = Finding::new(FindingCode::DocumentUnreadableField).about_field(field).at(place);
    Some(unread.measured(f64::from(settled.reading.confidence), evidence.thresholds().field_confidence_min))
}
