//! Reads one line that was cut out by somebody else.

use image::RgbImage;

use super::{
    cells::Cells,
    places,
    reader::{decode, recognise},
    symbols::{self, COUNT},
};
use crate::{
    geometry::Quad,
    network::{NetworkError, Networks},
};

/// A line of a zone, as read.
#[derive(Debug, Clone, PartialEq)]
pub struct LineRead {
    /// 30, 36 or 44 characters of A–Z, 0–9, `<`.
    pub text: String,
    /// Confidence 0–1 of each.
    pub confidences: Vec<f32>,
    /// Probability 0–1 that all are right.
    pub probability: f32,
}

/// Reads a picture of one machine-readable line, cut out closely and upright. Without the lines that belong to it no
/// composite digit can help; the alphabets of the formats do. `None` where the picture holds no such line.
///
/// # Errors
/// [`NetworkError`] of the line reader.
pub fn read_line(networks: &Networks, picture: &RgbImage) -> Result<Option<LineRead>, NetworkError> {
    let (w, h) = (picture.width() as f32, picture.height() as f32);
    let whole = Quad::rectangle(0.0, 0.0, w, h).grown(0.2 * h, 0.05 * h);
    let steps = recognise(networks, picture, &[whole], 1.0)?;
    let decoded = steps.iter().flat_map(decode).flatten();
    Ok(decoded.map(|cells| best(&cells)).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, read)| read))
}

/// The line as the format's line that fits it best, with how much likelier than chance it is, in nats.
fn best(cells: &Cells) -> (f32, LineRead) {
    let patterns = (1..=3).flat_map(places::of_lines).flat_map(|places| places.patterns.to_vec());
    let fitting = patterns.filter(|pattern| pattern.len() == cells.rows.len());
    let read = fitting.map(|pattern| under(cells, pattern));
    let nothing = (f32::MIN, LineRead { text: String::new(), confidences: Vec::new(), probability: 0.0 });
    read.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or(nothing)
}

fn under(cells: &Cells, pattern: &str) -> (f32, LineRead) {
    let mut evidence = cells.likelihood;
    let mut read = LineRead { text: String::new(), confidences: Vec::new(), probability: 1.0 };
    for (row, place) in cells.rows.iter().zip(pattern.bytes()) {
        let weights: [f32; COUNT] = std::array::from_fn(|s| row[s] * places::tolerance(place, s));
        let sum = weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let allowed: f32 = (0..COUNT).map(|s| places::tolerance(place, s)).sum();
        let best = (0..COUNT).max_by(|a, b| weights[*a].total_cmp(&weights[*b])).unwrap_or(0);
        evidence += (sum * COUNT as f32 / allowed).ln();
        read.text.push(symbols::character(best));
        read.confidences.push(weights[best] / sum);
        read.probability *= weights[best] / sum;
    }
    (evidence, read)
}
