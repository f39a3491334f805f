//! What the rows of the table lead to: sources of the document that differ, sides of different documents, claims that
//! the document does not bear out.

use super::{
    crosscheck::{Difference, JUDGED, Row, Verdict},
    evidence::Evidence,
};
use crate::{
    finding::{Finding, FindingCode},
    observation::{FieldReading, ImageRole, Region, Source},
};

/// Differences within the document, then between the document and the claims.
pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let rows: Vec<&Row<'_>> = evidence.table.iter().filter(|row| JUDGED.contains(&row.check.field)).collect();
    let sides: Vec<&&Row<'_>> =
        rows.iter().filter(|row| row.check.document == Verdict::SideMismatch).collect();
    let two_documents = (!sides.is_empty()).then(|| {
        let finding = Finding::new(FindingCode::DocumentSideMismatch).about_image(ImageRole::Back);
        finding.measured(sides.len() as f64, evidence.thresholds().side_mismatch_fields_min)
    });
    let within = rows.iter().filter_map(|row| within(evidence, row));
    let claimed = rows.iter().filter_map(|row| claimed(evidence, row));
    two_documents.into_iter().chain(within).chain(claimed).collect()
}

/// Inconsistent where both can be relied on; otherwise one of them was misread.
fn within(evidence: &Evidence<'_>, row: &Row<'_>) -> Option<Finding> {
    let Difference { a, b, diagnosis } = row.difference()?;
    let finding = match row.check.document {
        Verdict::Inconsistent => {
            let printed = if a.source == Source::Printed { a } else { b };
            Finding::new(FindingCode::FieldInconsistent)
                .about_field(row.check.field)
                .at(printed.region.clone())
        }
        Verdict::Unreadable => {
            let doubtful = [a, b].into_iter().find(|reading| !evidence.reliable(reading))?;
            unreadable(evidence, row, doubtful, doubtful.region.clone())
        }
        _ => return None,
    };
    Some(Finding { diagnosis, ..finding })
}

fn claimed(evidence: &Evidence<'_>, row: &Row<'_>) -> Option<Finding> {
    let settled = row.settled.as_ref()?;
    let printed = row.readings.iter().find(|reading| reading.source == Source::Printed);
    let place = printed.unwrap_or(&settled.reading).region.clone();
    match row.check.claim? {
        Verdict::ClaimMismatch => {
            let finding = Finding::new(FindingCode::ClaimMismatch).about_field(row.check.field).at(place);
            Some(Finding { diagnosis: row.claim_diagnosis(), witnesses: settled.witnesses, ..finding })
        }
        Verdict::Unreadable => Some(unreadable(evidence, row, settled.reading, place)),
        _ => None,
    }
}

fn unreadable(
    evidence: &Evidence<'_>,
    row: &Row<'_>,
    reading: &FieldReading,
    place: Option<Region>,
) -> Finding {
    let finding = Finding::new(FindingCode::DocumentUnreadableField).about_field(row.check.field);
    finding.measured(f64::from(reading.confidence), evidence.thresholds().field_confidence_min).at(place)
}
