//! Reads one line that was cut out by somebody else.

use image::RgbImage;

use super::{
    cells::Cells,
    codes,
    lattice::{self, Choice},
    places::{self, Places},
    reader::{decode, recognise},
    symbols,
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

/// Reads a picture of one machine-readable line, cut out closely and upright, as the line of whichever format fits it
/// best: under its alphabets, its codes, and those check digits that need no other line. `None` where the picture holds
/// no such line.
///
/// # Errors
/// [`NetworkError`] of the line reader.
pub fn read_line(networks: &Networks, picture: &RgbImage) -> Result<Option<LineRead>, NetworkError> {
    let (w, h) = (picture.width() as f32, picture.height() as f32);
    let whole = Quad::rectangle(0.0, 0.0, w, h).grown(0.2 * h, 0.05 * h);
    let steps = recognise(networks, picture, &[whole.into()], 1.0)?;
    let lines: Vec<Places> = (1..=3).flat_map(places::of_lines).flat_map(|places| places.lines()).collect();
    let mut best: Option<(f32, Choice)> = None;
    for cells in steps.iter().flat_map(decode).flatten() {
        for places in lines.iter().filter(|places| places.format.width() == cells.rows.len()) {
            let above = best.as_ref().map_or(f32::MIN, |(evidence, _)| *evidence);
            best = under(&cells, places, above).or(best);
        }
    }
    Ok(best.map(|(_, choice)| line(choice)))
}

/// The line as one format's line, with how much likelier than chance it is, if that is more than `above`, in nats.
fn under(cells: &Cells, places: &Places, above: f32) -> Option<(f32, Choice)> {
    let mut rows = cells.rows.clone();
    codes::prefer_known(places, &mut rows);
    let choice = lattice::choose(places, &rows, above - cells.likelihood)?;
    Some((cells.likelihood + choice.evidence, choice))
}

fn line(choice: Choice) -> LineRead {
    LineRead {
        text: choice.symbols.iter().map(|symbol| symbols::character(*symbol)).collect(),
        confidences: choice.confidences,
        probability: choice.probability,
    }
}
