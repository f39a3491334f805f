//! Barcodes: found by their texture at any turn, set upright, and read as PDF417 or QR.
//!
//! A barcode is the densest texture on a document: black and white alternate over an area in which text has gaps.
//! Where no such area is seen nothing is decoded, which costs one look at a reduced picture. Each area is tried at
//! several scales and with two ways of telling black from white; how often, and how many pixels each, is bounded.

use image::RgbImage;
use review::observation::{BarcodeReading, ImageRole, Symbology};

use crate::geometry::Quad;

mod decode;
#[cfg(test)]
mod tests;
mod texture;

/// The most characters of a payload that is kept: more than either symbology holds on a document.
const PAYLOAD_CHARS_MAX: usize = 4096;
/// The most barcodes of one picture.
const BARCODES_MAX: usize = 3;

/// A barcode that was read.
#[derive(Clone, PartialEq)]
pub(crate) struct Found {
    pub symbology: Symbology,
    pub payload: String,
    /// In pixels of the picture, along its rows.
    pub quad: Quad,
}

impl Found {
    /// As plain data.
    pub fn reading(&self, image: ImageRole, size_px: (u32, u32)) -> BarcodeReading {
        BarcodeReading {
            symbology: self.symbology,
            payload: self.payload.clone(),
            region: Some(self.quad.region(image, size_px)),
        }
    }
}

/// Every barcode of a picture, largest area first.
pub(crate) fn find(picture: &RgbImage) -> Vec<Found> {
    let mut attempts = decode::Attempts::new();
    let mut found: Vec<Found> = Vec::new();
    for candidate in texture::candidates(picture) {
        let Some((symbology, payload)) = decode::read(picture, &candidate, &mut attempts) else { continue };
        let again = found.iter().any(|other| other.payload == payload);
        if !again && payload.chars().count() <= PAYLOAD_CHARS_MAX {
            found.push(Found { symbology, payload, quad: candidate.quad });
        }
        if found.len() == BARCODES_MAX {
            break;
        }
    }
    found
}
