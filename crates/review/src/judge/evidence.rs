//! The examination as the measures look at it: which readings there are, and which can be relied on.

use std::collections::BTreeSet;

use identity::{
    catalogue::DocumentKind,
    date::DateText,
    diagnosis::Agreement,
    mrz::{self, CheckField, Mrz},
};
use jiff::civil::Date;

use super::agreement::{self, Said};
use crate::{
    observation::{Examination, Field, FieldReading, ImageReading, ImageRole, Source},
    policy::{Policy, Thresholds},
};

/// An examination, the policy and the day.
pub(super) struct Evidence<'a> {
    pub(super) examination: &'a Examination,
    pub(super) policy: &'a Policy,
    pub(super) today: Date,
    zone: Option<Mrz>,
}

/// The value of a field that most sources support.
#[derive(Clone)]
pub(super) struct Settled<'a> {
    /// The reading that says it; a printed one where there is one.
    pub(super) reading: &'a FieldReading,
    /// How many different sources of the document that can be relied on say the same.
    pub(super) witnesses: u8,
    /// Whether it can be relied on: a reliable source says it, or two sources agree.
    pub(super) reliable: bool,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(examination: &'a Examination, policy: &'a Policy, today: Date) -> Evidence<'a> {
        let zone = examination.document.mrz.as_ref().and_then(|zone| mrz::parse(&zone.lines).ok());
        Evidence { examination, policy, today, zone }
    }

    pub(super) fn thresholds(&self) -> &'a Thresholds {
        &self.policy.thresholds
    }

    pub(super) fn image(&self, role: ImageRole) -> Option<&'a ImageReading> {
        self.examination.images.iter().find(|image| image.role == role)
    }

    /// The kind, where it was told with enough confidence.
    pub(super) fn kind(&self) -> Option<DocumentKind> {
        let reading = self.examination.document.kind?;
        (f64::from(reading.confidence) >= self.thresholds().kind_confidence_min).then_some(reading.kind)
    }

    /// What the document itself says of a field. A name in Latin letters is a Latin name wherever it was found.
    pub(super) fn readings(&self, field: Field) -> Vec<&'a FieldReading> {
        let fields = &self.examination.document.fields;
        let of = |reading: &FieldReading| match (reading.field, field) {
            (Field::Name, Field::Name) => agreement::has_ideographs(&reading.value),
            (Field::Name, Field::LatinName) => !agreement::has_ideographs(&reading.value),
            (own, wanted) => own == wanted,
        };
        fields.iter().filter(|reading| reading.source != Source::Claims && of(reading)).collect()
    }

    pub(super) fn compare(&self, field: Field, a: Said<'_>, b: Said<'_>) -> Agreement {
        agreement::of(field, a, b, self.zone.as_ref())
    }

    /// Whether a reading can be relied on: read with confidence, or held by a check digit.
    pub(super) fn reliable(&self, reading: &FieldReading) -> bool {
        f64::from(reading.confidence) >= self.thresholds().field_confidence_min || self.checked(reading)
    }

    /// Whether a check digit vouches for it: the zone's for its own field; for facts within a number, the number's.
    fn checked(&self, reading: &FieldReading) -> bool {
        let field = match (reading.source, reading.field) {
            (Source::Number, _) => return true,
            (Source::Mrz, Field::DocumentNumber) => CheckField::DocumentNumber,
            (Source::Mrz, Field::BirthDate) => CheckField::BirthDate,
            (Source::Mrz, Field::ExpiryDate) => CheckField::ExpiryDate,
            _ => return false,
        };
        let checks = self.examination.document.mrz.iter().flat_map(|zone| &zone.checks);
        checks.into_iter().any(|check| check.field == field && check.ok)
    }

    /// The value that most sources support: reliable sources first, then any, then the best read.
    pub(super) fn settled(&self, field: Field) -> Option<Settled<'a>> {
        let readings = self.readings(field);
        let rank = |reading: &&FieldReading| {
            let support = self.support(field, reading, &readings);
            let reliable = support.iter().filter(|r| self.reliable(r)).count();
            (reliable, support.len(), reading.source == Source::Printed, millionths(reading.confidence))
        };
        let reading = readings.iter().copied().max_by_key(rank)?;
        let support = self.support(field, reading, &readings);
        let reliable: BTreeSet<Source> =
            support.iter().filter(|r| self.reliable(r)).map(|r| r.source).collect();
        let any: BTreeSet<Source> = support.iter().map(|r| r.source).collect();
        let witnesses = u8::try_from(reliable.len()).unwrap_or(u8::MAX);
        Some(Settled { reading, witnesses, reliable: witnesses > 0 || any.len() > 1 })
    }

    /// The settled value, where it can be relied on.
    pub(super) fn relied_on(&self, field: Field) -> Option<Settled<'a>> {
        self.settled(field).filter(|settled| settled.reliable)
    }

    /// The settled date of a field, where it can be relied on.
    pub(super) fn date(&self, field: Field) -> Option<DateText> {
        self.relied_on(field).and_then(|settled| settled.reading.date())
    }

    /// The settled day of a field, where it can be relied on.
    pub(super) fn day(&self, field: Field) -> Option<Date> {
        self.date(field).and_then(DateText::day)
    }

    fn support(&self, field: Field, of: &FieldReading, among: &[&'a FieldReading]) -> Vec<&'a FieldReading> {
        let says = |other: &&FieldReading| self.compare(field, said(of), said(other)) == Agreement::Same;
        among.iter().copied().filter(|other| std::ptr::eq(*other, of) || says(other)).collect()
    }
}

/// A reading as something said.
pub(super) fn said(reading: &FieldReading) -> Said<'_> {
    Said { source: reading.source, text: &reading.value }
}

/// A confidence as an integer, which has a total order.
fn millionths(confidence: f32) -> i64 {
    (f64::from(confidence) * 1e6) as i64
}
