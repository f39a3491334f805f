//! Finds machine-readable zones in a picture and reads them, knowing what they may say.
//!
//! Two networks of ours do the seeing (`training/mrz`): one marks the lines, at any turn, the other reads one line at a
//! time, with a probability for each of 37 characters at each step. Its steps are decoded as exactly 30, 36 or 44
//! characters; then all characters of the zone are chosen at once under the alphabets, the check digits and ICAO's
//! codes, with the probability that all of them are right. What is printed wrong is reproduced and called invalid.

use identity::mrz::Mrz;
use image::RgbImage;
use review::observation::{ImageRole, MrzReading};

use crate::{
    document,
    geometry::Quad,
    intake::Picture,
    network::{NetworkError, Networks},
    text::{Lattice, Line, Page},
};

mod cells;
mod codes;
mod cores;
mod lattice;
mod line;
mod lines;
mod places;
mod reader;
mod rows;
mod stack;
mod symbols;
#[cfg(test)]
mod tests;

use lines::Stack;
use reader::Reading;

pub use line::{LineRead, read_line};

/// A zone that is less likely to be right than this as a whole is never called valid: names have no check digit.
const VALID_PROBABILITY_MIN: f32 = 0.9;

/// A machine-readable zone that was found and parsed.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// As parsed by `identity`.
    pub mrz: Mrz,
    /// Characters that check digits decided against the recogniser's first choice.
    pub repaired_count: u32,
    /// Confidence 0–1 of each character of each line.
    pub confidences: Vec<Vec<f32>>,
    /// Probability 0–1 that every character is right.
    pub probability: f32,
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

    /// All digits hold, and the whole is not so doubtful that this could be chance.
    pub fn valid(&self) -> bool {
        self.mrz.valid() && self.probability >= VALID_PROBABILITY_MIN
    }

    /// Its outline with the room that its ink may take.
    pub fn surroundings(&self) -> Quad {
        let cap = self.rows[0].height();
        self.outline.grown(0.6 * cap, 0.4 * cap)
    }

    /// Notes which of the page's lines belong to the zone.
    pub fn claim_lines(&mut self, page: &Page) {
        let around = self.surroundings();
        self.lines =
            (0..page.lines.len()).filter(|i| around.contains(page.lines[*i].quad.centre())).collect();
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
                lattice: Lattice::default(),
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
            probability: self.probability,
            region: Some(self.outline.region(image, size_px)),
        }
    }
}

/// The machine-readable zone of a picture, without reading anything else; `role` says which picture regions lie on.
///
/// # Errors
/// [`NetworkError`] of the networks of the document finder and the zone.
pub fn read(
    networks: &Networks,
    picture: &Picture,
    role: ImageRole,
) -> Result<Option<MrzReading>, NetworkError> {
    let outlines = document::find(networks, &picture.rgb)?;
    let found = find(networks, &picture.rgb, &document::sure(&outlines, None))?;
    Ok(found.map(|found| found.reading(role, picture.rgb.dimensions())))
}

/// The zone of a picture, if it has one: of several, the one that says most. It is looked for on these documents; in the
/// whole picture, at ever other sizes, only where they show none that is clear.
///
/// # Errors
/// [`NetworkError`] of the networks of the zone.
pub(crate) fn find(
    networks: &Networks,
    picture: &RgbImage,
    documents: &[Quad],
) -> Result<Option<Found>, NetworkError> {
    let mut best = None;
    for document in documents {
        let look = |long_px| lines::stacks_on(networks, picture, document, long_px);
        best = better(best, first(networks, picture, &lines::STRAIGHT_LOOKS_PX, look)?);
    }
    if !best.as_ref().is_some_and(Reading::clear) {
        let look = |long_px| lines::stacks(networks, picture, long_px);
        best = better(best, first(networks, picture, &lines::LOOKS_PX, look)?);
    }
    Ok(best.map(|reading| reading.found))
}

/// What the first of these looks says in which anything is read.
fn first(
    networks: &Networks,
    picture: &RgbImage,
    looks_px: &[u32],
    look: impl Fn(u32) -> Result<Vec<Stack>, NetworkError>,
) -> Result<Option<Reading>, NetworkError> {
    for long_px in looks_px {
        let mut best = None;
        for stack in look(*long_px)? {
            best = better(best, reader::read(networks, picture, &stack)?);
        }
        if best.is_some() {
            return Ok(best);
        }
    }
    Ok(None)
}

/// The one that says more.
fn better(one: Option<Reading>, other: Option<Reading>) -> Option<Reading> {
    [one, other].into_iter().flatten().max_by(|a, b| a.evidence.total_cmp(&b.evidence))
}
