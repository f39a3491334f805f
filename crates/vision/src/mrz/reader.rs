//! Reads one band: cuts its rows out, recognises them, decodes them as each format that fits, keeps the best.

use identity::mrz;
use image::RgbImage;

use super::{
    Found,
    cells::{self, Cells},
    judge::{self, Choice},
    locate::Band,
    places::{self, Places},
    symbols::{self, Classes, Steps},
};
use crate::{
    geometry::Quad,
    network::{NetworkError, Networks},
    text, warp,
};

/// Margin at both ends of a row, in heights: nothing of the first and last character may be lost.
const END_MARGIN: f32 = 0.35;
/// Widest row in pixels.
const WIDTH_PX_MAX: f32 = 2400.0;

/// Reads a band; with the zone comes a score by which bands can be compared. `None` when no format fits.
pub fn read(
    networks: &Networks,
    picture: &RgbImage,
    band: &Band,
) -> Result<Option<(f32, Found)>, NetworkError> {
    let classes = Classes::new(&networks.alphabet);
    let steps = recognise(networks, picture, band, &classes)?;
    let formats = places::of_lines(band.rows.len());
    let read = formats.iter().filter_map(|places| attempt(places, &steps));
    let best = read.max_by(|a, b| a.0.total_cmp(&b.0));
    Ok(best.and_then(|(score, places, choice)| found(score, places, &choice, band)))
}

/// The recogniser's steps of each row.
fn recognise(
    networks: &Networks,
    picture: &RgbImage,
    band: &Band,
    classes: &Classes,
) -> Result<Vec<Steps>, NetworkError> {
    let cuts = band.rows.iter().enumerate().filter_map(|(i, quad)| Some((i, cut(picture, quad)?))).collect();
    let mut steps: Vec<Steps> =
        band.rows.iter().map(|_| Steps { blank: Vec::new(), symbols: Vec::new() }).collect();
    text::matrices(networks, cuts, |i, matrix| steps[i] = classes.reduce(matrix))?;
    Ok(steps)
}

fn cut(picture: &RgbImage, quad: &Quad) -> Option<RgbImage> {
    let quad = quad.grown(END_MARGIN * quad.height(), 0.0);
    let width = quad.width() / quad.height().max(1.0) * text::LINE_HEIGHT_PX as f32;
    warp::cut_out(picture, &quad, width.clamp(16.0, WIDTH_PX_MAX) as u32, text::LINE_HEIGHT_PX)
}

/// Decodes all rows as one format; the score is the mean log-likelihood of a character.
fn attempt<'a>(places: &'a Places, steps: &[Steps]) -> Option<(f32, &'a Places, Choice)> {
    let lines: Option<Vec<Cells>> =
        steps.iter().zip(places.patterns).map(|(steps, pattern)| cells::decode(steps, pattern)).collect();
    let lines = lines?;
    let likelihood: f32 = lines.iter().map(|cells| cells.likelihood).sum();
    let rows: Vec<symbols::Row> = lines.into_iter().flat_map(|cells| cells.rows).collect();
    let choice = judge::choose(places, &rows);
    Some((likelihood / rows.len() as f32, places, choice))
}

fn found(score: f32, places: &Places, choice: &Choice, band: &Band) -> Option<(f32, Found)> {
    let width = places.format.width();
    let lines: Vec<String> = choice
        .symbols
        .chunks(width)
        .map(|line| line.iter().map(|s| symbols::character(*s)).collect())
        .collect();
    let mrz = mrz::parse(&lines).ok()?;
    let proven = mrz.checks.iter().filter(|check| check.ok).count() as f32;
    let share = proven / mrz.checks.len().max(1) as f32;
    let confidences = choice.confidences.chunks(width).map(<[f32]>::to_vec).collect();
    let found = Found {
        mrz,
        repaired_count: choice.repaired_count,
        confidences,
        outline: outline(band),
        rows: band.rows.clone(),
        lines: band.lines.clone(),
    };
    Some((score + 2.0 * share, found))
}

/// From the first row's upper corners to the last row's lower ones.
fn outline(band: &Band) -> Quad {
    let (first, last) = (band.rows[0].0, band.rows[band.rows.len() - 1].0);
    Quad([first[0], first[1], last[2], last[3]])
}
