//! Each field from each source side by side.

use identity::diagnosis::{Agreement, Diagnosis};

use super::{agreement::Said, evidence::Evidence};
use crate::{
    case::Claims,
    observation::{Field, FieldReading, Region, Source},
};

/// The fields that are compared, in the order in which they are shown.
pub(super) const COMPARED: [Field; 8] = [
    Field::Name,
    Field::LatinName,
    Field::BirthDate,
    Field::DocumentNumber,
    Field::Sex,
    Field::Nationality,
    Field::IssueDate,
    Field::ExpiryDate,
];

/// One field with what every source says of it.
#[derive(Clone, PartialEq)]
pub struct CrossCheck {
    /// Which field.
    pub field: Field,
    /// What each source says, the document's sources first.
    pub values: Vec<CrossValue>,
    /// Whether they all mean the same; true also where there is only one.
    pub agree: bool,
    /// Why they differ, where that can be told.
    pub diagnosis: Option<Diagnosis>,
}

/// What one source says.
#[derive(Clone, PartialEq)]
pub struct CrossValue {
    /// Who.
    pub source: Source,
    /// What, as read or as typed.
    pub value: String,
    /// Confidence 0–1; 1 for what was typed.
    pub confidence: f32,
    /// Where it is printed.
    pub region: Option<Region>,
}

/// One row for each field that any source gives.
pub(super) fn rows(evidence: &Evidence<'_>, claims: &Claims) -> Vec<CrossCheck> {
    COMPARED.into_iter().filter_map(|field| row(evidence, claims, field)).collect()
}

/// What the applicant typed for a row. A typed name stands beside the name in characters where the document prints
/// one, else beside the Latin name; it is left out where the policy does not compare claims.
pub(super) fn claim<'c>(evidence: &Evidence<'_>, claims: &'c Claims, field: Field) -> Option<&'c str> {
    if !evidence.policy.claims.compared {
        return None;
    }
    let in_characters = !evidence.readings(Field::Name).is_empty();
    match field {
        Field::Name if in_characters => claims.get(Field::Name),
        Field::LatinName if !in_characters => claims.get(Field::Name),
        Field::Name | Field::LatinName => None,
        other => claims.get(other),
    }
}

fn row(evidence: &Evidence<'_>, claims: &Claims, field: Field) -> Option<CrossCheck> {
    let mut values: Vec<CrossValue> = evidence.readings(field).into_iter().map(CrossValue::read).collect();
    values.extend(claim(evidence, claims, field).map(CrossValue::typed));
    if values.is_empty() {
        return None;
    }
    let pairs = values.iter().enumerate().flat_map(|(i, a)| values[i + 1..].iter().map(move |b| (a, b)));
    let compared: Vec<Agreement> = pairs.map(|(a, b)| evidence.compare(field, a.said(), b.said())).collect();
    let agree = compared.iter().all(|agreement| *agreement == Agreement::Same);
    let diagnosis = compared.iter().find_map(|agreement| match agreement {
        Agreement::Differs(diagnosis) => *diagnosis,
        Agreement::Same => None,
    });
    Some(CrossCheck { field, values, agree, diagnosis })
}

impl CrossValue {
    fn read(reading: &FieldReading) -> CrossValue {
        CrossValue {
            source: reading.source,
            value: reading.value.clone(),
            confidence: reading.confidence,
            region: reading.region.clone(),
        }
    }

    fn typed(text: &str) -> CrossValue {
        CrossValue { source: Source::Claims, value: text.to_owned(), confidence: 1.0, region: None }
    }

    fn said(&self) -> Said<'_> {
        Said { source: self.source, text: &self.value }
    }
}

impl std::fmt::Debug for CrossCheck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sources: Vec<Source> = self.values.iter().map(|value| value.source).collect();
        f.debug_struct("CrossCheck")
            .field("field", &self.field)
            .field("sources", &sources)
            .field("agree", &self.agree)
            .field("diagnosis", &self.diagnosis)
            .finish()
    }
}
