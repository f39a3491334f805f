//! What an approval would record.

use identity::diagnosis::Agreement;

use super::agreement;
use crate::{
    case::DocumentIdentity,
    observation::{Examination, Field, FieldReading, Source},
    transition::ReadIdentity,
};

/// What the document says of its holder; `None` where kind, issuer, number, name or birth date was not read.
///
/// It tells nothing of how well they were read: that is what the findings are for.
#[must_use]
pub fn read_identity(examination: &Examination) -> Option<ReadIdentity> {
    let document = &examination.document;
    let number = best(examination, &[Field::DocumentNumber])?;
    let identity = ReadIdentity {
        document: DocumentIdentity {
            issuer: document.issuer.clone()?,
            kind: document.kind?.kind.code().to_owned(),
            number: bare(&number.value),
        },
        name: best(examination, &[Field::Name, Field::LatinName])?.value.trim().to_owned(),
        birth_date: best(examination, &[Field::BirthDate])?.date()?.to_string(),
        expiry_date: best(examination, &[Field::ExpiryDate])
            .and_then(FieldReading::date)
            .map(|d| d.to_string()),
    };
    let blank = identity.document.number.is_empty() || identity.name.is_empty();
    (!blank).then_some(identity)
}

/// Of the first field that was read, the value that most sources give; among equals the printed one, then the zone's.
fn best<'a>(examination: &'a Examination, fields: &[Field]) -> Option<&'a FieldReading> {
    let readings = |field: Field| {
        examination.document.fields.iter().filter(move |r| r.field == field && r.source != Source::Claims)
    };
    fields.iter().find_map(|&field| {
        let support = |reading: &&FieldReading| {
            let agree = |other: &&FieldReading| {
                let (a, b) = (super::evidence::said(reading), super::evidence::said(other));
                agreement::of(field, a, b, None) == Agreement::Same
            };
            (readings(field).filter(agree).count(), std::cmp::Reverse(reading.source))
        };
        readings(field).max_by_key(support)
    })
}

/// Letters and digits alone, upper case: how a document is told from another.
fn bare(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
