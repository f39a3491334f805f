//! What a document says, field by field and source by source, gathered from its recognised pages.

use jiff::civil::Date;
use review::observation::{DocumentReading, Field, FieldReading, ImageRole, Source};

use crate::{barcode, mrz::Found, text::Page};

mod citizen;
mod dates;
mod exact;
mod kind;
mod labels;
mod licence;
mod number;
mod permit;
mod places;
mod printed;
mod resident_id;
mod rows;
mod search;
mod sex;
#[cfg(test)]
mod tests;
mod zone;

use rows::{Place, Rows};

/// One side of a document, read.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub role: ImageRole,
    /// Width and height of its picture in pixels.
    pub size_px: (u32, u32),
    pub page: &'a Page,
    pub mrz: Option<&'a Found>,
    pub barcodes: &'a [barcode::Found],
}

/// A side with its lines joined to printed rows, without those of the machine-readable zone.
struct Sheet<'a> {
    side: Side<'a>,
    rows: Rows,
}

impl<'a> Sheet<'a> {
    fn new(side: Side<'a>) -> Self {
        let skip = side.mrz.map(|found| found.lines.as_slice()).unwrap_or_default();
        Self { side, rows: Rows::of(side.page, skip) }
    }

    /// A printed field from a place on this side.
    fn printed(&self, field: Field, value: String, place: &Place) -> FieldReading {
        FieldReading {
            field,
            source: Source::Printed,
            value,
            confidence: place.confidence,
            region: Some(place.quad.region(self.side.role, self.side.size_px)),
        }
    }
}

/// Gathers kind, issuer, fields and zone from the sides of one document. `today` resolves two-digit years.
pub(crate) fn gather(sides: &[Side<'_>], today: Date) -> DocumentReading {
    let sheets: Vec<Sheet<'_>> = sides.iter().map(|side| Sheet::new(*side)).collect();
    let zone = sides.iter().find_map(|side| side.mrz.map(|found| (*side, found)));
    let code =
        sides.iter().find_map(|side| licence::payload(*side).map(|(found, payload)| (*side, found, payload)));
    let payload = code.as_ref().map(|(_, _, payload)| payload);
    let kind = kind::of(&sheets, zone.map(|(_, found)| found), payload);
    let mut fields = resident_id::read(&sheets, kind.map(|kind| kind.kind));
    for sheet in &sheets {
        fields.extend(permit::read(sheet, kind.map(|kind| kind.kind), today));
    }
    if let Some((side, found)) = zone {
        fields.extend(zone::read(side, found, today));
        sheets.iter().for_each(|sheet| fields.extend(printed::read(sheet, found, today)));
    }
    if let Some((side, found, payload)) = &code {
        fields.extend(licence::read(*side, found, payload));
        sheets.iter().for_each(|sheet| fields.extend(licence::printed(sheet, payload)));
    }
    fields.extend(number::encoded(&fields));
    DocumentReading {
        kind,
        issuer: kind::issuer(&sheets, kind.map(|kind| kind.kind), zone.map(|(_, found)| found), payload),
        fields: first_of_each(fields),
        mrz: zone.map(|(side, found)| found.reading(side.role, side.size_px)),
        barcodes: sides
            .iter()
            .flat_map(|side| side.barcodes.iter().map(|found| found.reading(side.role, side.size_px)))
            .collect(),
    }
}

/// Keeps the first reading of each field from each source.
fn first_of_each(fields: Vec<FieldReading>) -> Vec<FieldReading> {
    let mut kept: Vec<FieldReading> = Vec::new();
    for field in fields {
        if !kept.iter().any(|other| other.field == field.field && other.source == field.source) {
            kept.push(field);
        }
    }
    kept
}
