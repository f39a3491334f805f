//! Finds the machine-readable zone among recognised lines and reads it again, knowing what it may say.
//!
//! A general recogniser does not know that a line has exactly 44 characters out of 37. Here its probabilities are
//! decoded under that knowledge: exactly as many characters as the format has, evenly spaced, each from the
//! alphabet of its place; then check digits decide between candidates that the picture leaves open. What is
//! printed wrong is reproduced and called invalid.

use identity::mrz::Mrz;
use image::RgbImage;
use review::observation::{ImageRole, MrzReading};

use crate::{
    geometry::Quad,
    network::{NetworkError, Networks},
    text::{Line, Page},
};

mod cells;
mod judge;
mod locate;
mod places;
mod reader;
mod symbols;
#[cfg(test)]
mod tests;

/// A machine-readable zone that was found and parsed.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// As parsed by `identity`.
    pub mrz: Mrz,
    /// Characters that check digits decided against the recogniser's first choice.
    pub repaired_count: u32,
    /// Confidence 0–1 of each character of each line.
    pub confidences: Vec<Vec<f32>>,
    /// Outline of the whole zone in pixels of the picture.
    pub outline: Quad,
    /// Each line's box in pixels of the picture.
    pub rows: Vec<Quad>,
    /// Numbers of the page's lines that belong to the zone.
    pub lines: Vec<usize>,
}

impl Found {
    /// Least confidence among all characters, 0–1.
    pub fn confidence(&self) -> f32 {
        self.confidences.iter().flatten().copied().fold(1.0, f32::min)
    }

    /// Its lines as lines of the page.
    pub fn text_lines(&self, page: &Page) -> Vec<Line> {
        let texts = self.mrz.lines.iter().zip(&self.rows).zip(&self.confidences);
        texts
            .map(|((text, quad), confidences)| Line {
                quad: *quad,
                upright: page.upright(quad),
                text: text.clone(),
                confidences: confidences.clone(),
                centres: (0..text.len()).map(|i| (i as f32 + 0.5) / text.len() as f32).collect(),
            })
            .collect()
    }

    /// As plain data.
    pub fn reading(&self, image: ImageRole, size_px: (u32, u32)) -> MrzReading {
        MrzReading {
            format: self.mrz.format,
            lines: self.mrz.lines.clone(),
            repaired_count: self.repaired_count,
            checks: self.mrz.checks.clone(),
            valid: self.mrz.valid(),
            confidence: self.confidence(),
            region: Some(self.outline.region(image, size_px)),
        }
    }
}

/// The zone of a page, if it has one.
///
/// # Errors
/// [`NetworkError`] of the text recogniser.
pub(crate) fn find(
    networks: &Networks,
    picture: &RgbImage,
    page: &Page,
) -> Result<Option<Found>, NetworkError> {
    let mut best: Option<(f32, Found)> = None;
    for band in locate::bands(page) {
        if let Some((score, found)) = reader::read(networks, picture, &band)?
            && best.as_ref().is_none_or(|(other, _)| score > *other)
        {
            best = Some((score, found));
        }
    }
    Ok(best.map(|(_, found)| found))
}
