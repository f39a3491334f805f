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
    text::{self, Line, Page},
};

mod cells;
mod judge;
mod locate;
mod places;
mod reader;
mod symbols;
#[cfg(test)]
mod tests;

use locate::Stack;
use reader::Reading;

/// A zone with a character less sure than this is never called valid: names have no check digit.
const VALID_CONFIDENCE_MIN: f32 = 0.5;

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

    /// All digits hold, and no character is so doubtful that this could be chance.
    pub fn valid(&self) -> bool {
        self.mrz.valid() && self.confidence() >= VALID_CONFIDENCE_MIN
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
                lattice: text::Lattice::default(),
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
            valid: self.valid(),
            confidence: self.confidence(),
            region: Some(self.outline.region(image, size_px)),
        }
    }
}

/// The zone of a page, if it has one. What is not certain at first sight is looked at more closely: rows are found
/// anew in an enlargement, and each row is read in several ways.
///
/// # Errors
/// [`NetworkError`] of the text networks.
pub(crate) fn find(
    networks: &Networks,
    picture: &RgbImage,
    page: &Page,
) -> Result<Option<Found>, NetworkError> {
    let Some(mut best) = best_of(networks, picture, &locate::stacks(page))? else { return Ok(None) };
    if !best.digits_hold() {
        let closer = text::read_part(networks, picture, &surroundings(&best.found), page.along)?;
        let again = best_of(networks, picture, &locate::stacks(&closer))?;
        best = again.filter(|again| again.score > best.score).unwrap_or(best);
    }
    if !best.is_certain() {
        let Some(more) = reader::look_again(networks, picture, best)? else { return Ok(None) };
        best = more;
    }
    let mut found = best.found;
    let inside = |line: &Line| found.outline.grown(2.0, 2.0).contains(line.quad.centre());
    found.lines = (0..page.lines.len()).filter(|i| inside(&page.lines[*i])).collect();
    Ok(Some(found))
}

fn best_of(
    networks: &Networks,
    picture: &RgbImage,
    stacks: &[Stack],
) -> Result<Option<Reading>, NetworkError> {
    let mut best: Option<Reading> = None;
    for stack in stacks {
        if let Some(reading) = reader::read(networks, picture, stack)?
            && best.as_ref().is_none_or(|other| reading.score > other.score)
        {
            best = Some(reading);
        }
        if best.as_ref().is_some_and(Reading::is_certain) {
            break;
        }
    }
    Ok(best)
}

/// The zone with room for a row above and below and for what may be missing at its ends.
fn surroundings(found: &Found) -> Quad {
    let rows = found.rows.len() as f32;
    let row = found.rows.iter().map(Quad::height).sum::<f32>() / rows;
    found.outline.grown(0.12 * found.outline.width(), if rows < 3.0 { 3.2 * row } else { 1.2 * row })
}
