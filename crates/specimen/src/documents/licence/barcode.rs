//! A PDF417 (ISO/IEC 15438) on a page: encoded by rxing, each module an exact rectangle.

use crate::canvas::{Area, Page, rgb};
use crate::error::RenderError;
use crate::truth::FieldName;
use rxing::pdf417::PDF417Writer;
use rxing::pdf417::encoder::Dimensions;
use rxing::{BarcodeFormat, EncodeHints, Writer};

/// Error correction; AAMVA asks for 3 at least.
const CORRECTION_LEVEL: &str = "5";
/// White around the symbol, in modules (ISO/IEC 15438 §5.8.3 asks for 2).
const QUIET_MODULES: f32 = 3.0;

/// Prints the payload into an area, as wide as it is, and records symbol and payload as a field.
pub(super) fn print(page: &mut Page, area: Area, payload: &str) -> Result<(), RenderError> {
    let modules = encode(payload)?;
    let (rows, columns) = (modules.len(), modules.first().map_or(0, Vec::len));
    let (step_x, step_y) = (area.width / columns as f32, area.height / rows as f32);
    let quiet = QUIET_MODULES * step_x;
    let paper =
        Area::new(area.x - quiet, area.y - quiet, area.width + 2.0 * quiet, area.height + 2.0 * quiet);
    page.fill(paper, rgb(0xfafaf8));
    let black = rgb(0x101012);
    page.shade(area, |x, y| {
        let (row, column) = ((y - area.y) / step_y, (x - area.x) / step_x);
        let dark = modules.get(row as usize).and_then(|row| row.get(column as usize)).copied();
        (black, if dark == Some(true) { 1.0 } else { 0.0 })
    });
    page.record(FieldName::Barcode, payload, area);
    Ok(())
}

/// The symbol, row by row; dark modules are true.
fn encode(payload: &str) -> Result<Vec<Vec<bool>>, RenderError> {
    let hints = EncodeHints {
        ErrorCorrection: Some(CORRECTION_LEVEL.to_owned()),
        Margin: Some("0".to_owned()),
        Pdf417Dimensions: Some(Dimensions::new(10, 14, 3, 90)),
        ..EncodeHints::default()
    };
    let matrix = PDF417Writer
        .encode_with_hints(payload, &BarcodeFormat::PDF_417, 1, 1, &hints)
        .map_err(|error| RenderError::Barcode(error.to_string()))?;
    // Each row of the symbol comes four modules high.
    let rows = (0..matrix.getHeight()).step_by(4);
    Ok(rows.map(|y| (0..matrix.getWidth()).map(|x| matrix.get(x, y)).collect()).collect())
}

#[cfg(test)]
mod tests {
    use crate::request::{Kind, Request};
    use crate::{FieldName, PortraitDetail, flat};
    use jiff::civil::date;
    use rxing::common::HybridBinarizer;
    use rxing::pdf417::PDF417Reader;
    use rxing::{BinaryBitmap, Luma8LuminanceSource, Reader};

    #[test]
    fn what_is_printed_can_be_read_back() {
        let request = Request::new(Kind::DrivingLicenceUs, 3, date(2026, 3, 1));
        let drawn = flat(&request, 12.0, PortraitDetail::Low).unwrap();
        let back = &drawn.pages[1];
        let field = back.fields.iter().find(|field| field.name == FieldName::Barcode).unwrap();
        let luma: Vec<u8> = back.image.pixels().map(|pixel| pixel.0[1]).collect();
        let source = Luma8LuminanceSource::new(luma, back.image.width(), back.image.height()).unwrap();
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        let read = PDF417Reader.decode(&mut bitmap).unwrap();
        assert_eq!(read.getText(), field.text);
        assert_eq!(Some(&field.text), drawn.barcode.as_ref());
    }
}
