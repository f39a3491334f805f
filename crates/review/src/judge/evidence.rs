//! The examination as the measures look at it: which readings there are, and which can be relied on.

use identity::{
    aamva::{self, Payload},
    catalogue::DocumentKind,
    date::DateText,
    diagnosis::Agreement,
    mrz::{self, CheckField, Mrz},
};
use jiff::civil::Date;

use super::{
    agreement::{self, Said},
    crosscheck::{self, Row, Settled},
};
use crate::{
    case::Claims,
    observation::{BarcodeReading, Examination, Field, FieldReading, ImageReading, ImageRole, Source},
    policy::{Policy, Thresholds},
};

/// An examination, the policy and the day, with each field's sources side by side.
pub(super) struct Evidence<'a> {
    pub(super) examination: &'a Examination,
    pub(super) policy: &'a Policy,
    pub(super) today: Date,
    pub(super) table: Vec<Row<'a>>,
    zone: Option<Mrz>,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(
        examination: &'a Examination,
        claims: &Claims,
        policy: &'a Policy,
        today: Date,
    ) -> Evidence<'a> {
        let zone = examination.document.mrz.as_ref().and_then(|zone| mrz::parse(&zone.lines).ok());
        let evidence = Evidence { examination, policy, today, table: Vec::new(), zone };
        let table = crosscheck::table(&evidence, claims);
        Evidence { table, ..evidence }
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

    /// ICAO code of the issuer.
    pub(super) fn issuer(&self) -> Option<&'a str> {
        self.examination.document.issuer.as_deref()
    }

    /// The barcode that follows the standard of driving licences, if there is one, with its place.
    pub(super) fn licence(&self) -> Option<(&'a BarcodeReading, Payload)> {
        let barcodes = self.examination.document.barcodes.iter();
        barcodes.filter_map(|code| aamva::parse(&code.payload).ok().map(|payload| (code, payload))).next()
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

    /// Whether a check digit vouches for it: the zone's for its own field; for facts within a number, the number's; a
    /// barcode's error correction for all that it says.
    pub(super) fn checked(&self, reading: &FieldReading) -> bool {
        let field = match (reading.source, reading.field) {
            (Source::Number | Source::Barcode, _) => return true,
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
        self.table.iter().find(|row| row.check.field == field)?.settled.clone()
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
}

/// A reading as something said.
pub(super) fn said(reading: &FieldReading) -> Said<'_> {
    Said { source: reading.source, text: &reading.value }
}
