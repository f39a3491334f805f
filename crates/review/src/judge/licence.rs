//! The barcode of a North American licence or card: whether it keeps its standard, and whether its parts fit together.

use identity::aamva::{Fault, Payload, licence_number};

use super::evidence::Evidence;
use crate::{
    detail::{DataRule, Detail},
    finding::{Finding, FindingCode},
    observation::{Field, Region},
};

/// Its form, its issuer, its number.
pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let Some((code, payload)) = evidence.licence() else { return Vec::new() };
    let place = code.region.clone();
    let found = [form(&payload, &place), issuer(&payload, &place), number(&payload, &place)];
    found.into_iter().flatten().collect()
}

fn form(payload: &Payload, place: &Option<Region>) -> Option<Finding> {
    let faults: Vec<&Fault> = payload.faults.iter().filter(|fault| !fault.is_about_issuer()).collect();
    let listed: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let detail =
        Detail::new(DataRule::BarcodeForm, "AAMVA DL/ID Card Design Standard, annex D", listed.join("; "));
    let finding = Finding::new(FindingCode::BarcodeMalformed).measured(faults.len() as f64, 0.0);
    (!faults.is_empty()).then(|| finding.at(place.clone()).because(detail))
}

fn issuer(payload: &Payload, place: &Option<Region>) -> Option<Finding> {
    let fault = payload.faults.iter().find(|fault| fault.is_about_issuer())?;
    let (expected, found) = match fault {
        Fault::IssuerMismatch { issuer, jurisdiction } => ((*issuer).to_owned(), jurisdiction.clone()),
        other => ("a jurisdiction's number".to_owned(), other.to_string()),
    };
    let detail = Detail::new(DataRule::BarcodeIssuer, expected, found);
    Some(Finding::new(FindingCode::BarcodeIssuer).at(place.clone()).because(detail))
}

/// The number against the forms of its jurisdiction.
fn number(payload: &Payload, place: &Option<Region>) -> Option<Finding> {
    let (state, number) = (payload.issuer()?.jurisdiction, payload.holder.number.as_deref()?);
    let verdict = licence_number(state, number).filter(|verdict| !verdict.fits)?;
    let detail = Detail::new(DataRule::NumberForm, format!("{state}: {}", verdict.forms), number);
    let finding = Finding::new(FindingCode::NumberForm).about_field(Field::DocumentNumber);
    Some(finding.at(place.clone()).because(detail))
}
