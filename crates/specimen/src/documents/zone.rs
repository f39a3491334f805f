//! Machine-readable zones: written, spoiled where asked, and printed in OCR-B.

use super::Holder;
use crate::canvas::{Page, Type, rgb};
use crate::error::RenderError;
use crate::fonts::Style;
use crate::truth::FieldName;
use identity::mrz::{self, Format, MrzDate, MrzFields};

/// Ten characters to the inch (9303-3 §4.4).
pub(super) const PITCH_MM: f32 = 2.54;
/// An em of the OCR-B that advances by one pitch.
pub(super) const EM_MM: f32 = 3.53;
/// Between baselines: four to the inch.
const LEADING_MM: f32 = 6.35;

/// What the holder's document says, under a document code and an issuer.
pub(super) fn fields(holder: &Holder, code: &str, issuer: &str) -> MrzFields {
    let person = holder.person;
    MrzFields {
        document_code: code.to_owned(),
        issuer: issuer.to_owned(),
        document_number: person.document_number.clone(),
        surname: person.surname.clone(),
        given_names: person.given_names.clone(),
        nationality: issuer.to_owned(),
        birth_date: MrzDate::from_date(person.birth_date),
        expiry_date: person.expiry_date.map_or_else(MrzDate::unknown, MrzDate::from_date),
        sex: person.sex,
        optional_data: Vec::new(),
    }
}

/// The lines; with a wrong composite digit if the look asks for it and the form has one.
pub(super) fn write(holder: &Holder, format: Format, fields: &MrzFields) -> Result<Vec<String>, RenderError> {
    let mut lines = mrz::write(format, fields).map_err(|error| RenderError::Mrz(error.to_string()))?;
    let composite = match format {
        Format::Td1 => lines.get_mut(1),
        Format::MrvA | Format::MrvB => None,
        _ => lines.last_mut(),
    };
    if let (true, Some(line)) = (holder.look.wrong_composite_digit, composite) {
        spoil_last_digit(line);
    }
    Ok(lines)
}

/// Turns a check digit into the next one, as a clumsy forger might.
pub(super) fn spoil_last_digit(line: &mut String) {
    if let Some(digit) = line.pop().and_then(|c| c.to_digit(10)) {
        line.push(char::from_digit((digit + 1) % 10, 10).unwrap_or('0'));
    }
}

/// Prints the lines with the pen at `x` and the first baseline at `y`, each as a field of its own.
pub(super) fn print(page: &mut Page, lines: &[String], x: f32, y: f32) -> Result<(), RenderError> {
    let kind = Type::new(Style::OcrB, EM_MM, rgb(0x14161a)).with_pitch(PITCH_MM);
    let names = [FieldName::Mrz1, FieldName::Mrz2, FieldName::Mrz3];
    for (row, (name, line)) in names.into_iter().zip(lines).enumerate() {
        page.field(name, kind, x, y + row as f32 * LEADING_MM, line)?;
    }
    Ok(())
}
