//! Finds the rows of machine-readable zones with a network of ours: on a document seen straight, or in the whole picture
//! and then closer.

use image::RgbImage;

use super::{
    cores,
    rows::{Band, Row},
    stack,
};
use crate::{
    geometry::{Quad, px},
    network::{NetworkError, Networks},
    warp::{self, Straight},
};

/// Longer side in pixels at which the whole picture is seen, in the order in which it pays: most zones show in the first;
/// of a card that fills the picture the print is too large in it, of a card far away too small.
pub const LOOKS_PX: [u32; 3] = [768, 480, 1536];
/// The same of a document seen straight: in the first the print of a passport has its best height, in the second a card's.
pub const STRAIGHT_LOOKS_PX: [u32; 3] = [768, 480, 320];
/// Room around a document seen straight, as a share of its sides: an outline may be off by a little.
const STRAIGHT_MARGIN: f32 = 0.02;
/// Largest enlargement of a small picture.
const ENLARGE_MAX: f32 = 3.0;
/// Height of a capital in the closer look, in pixels.
const CLOSER_CAP_PX: f32 = 11.0;
/// Room around a zone in the closer look, in capitals.
const CLOSER_MARGIN: f32 = 5.0;
/// Widest closer look in pixels.
const CLOSER_WIDTH_PX_MAX: f32 = 1280.0;
/// Most zones of a picture that are looked at.
const ZONES_MAX: usize = 3;

/// Neighbouring rows, from top to bottom as read; a zone is one to three of them.
#[derive(Debug, Clone)]
pub struct Stack {
    /// Each row's capitals in pixels of the picture, all of about the same extent.
    pub rows: Vec<Band>,
}

/// Stacks of rows, the largest first, found with the picture's longer side at about `long_px`.
///
/// # Errors
/// [`NetworkError`] of the line finder.
pub fn stacks(networks: &Networks, picture: &RgbImage, long_px: u32) -> Result<Vec<Stack>, NetworkError> {
    let found = look(networks, picture, long_px)?;
    found.iter().take(ZONES_MAX).map(|rows| closer(networks, picture, rows)).collect()
}

/// Stacks of rows, the largest first, found on a document that is seen straight, its longer side at about `long_px`: each
/// row's box follows the document's perspective.
///
/// # Errors
/// [`NetworkError`] of the line finder.
pub fn stacks_on(
    networks: &Networks,
    picture: &RgbImage,
    document: &Quad,
    long_px: u32,
) -> Result<Vec<Stack>, NetworkError> {
    let around = document.grown(STRAIGHT_MARGIN * document.width(), STRAIGHT_MARGIN * document.height());
    let scale = long_px as f32 / around.width().max(around.height()).max(1.0);
    let side = |length: f32| ((length * scale / 32.0).round() as u32).max(1) * 32;
    let (w, h) = (side(around.width()), side(around.height()));
    let Some(straight) = Straight::of(picture, &around, w, h) else { return Ok(Vec::new()) };
    let groups = stack::groups(cores::find(networks.mrz_finder.as_ref(), &straight.picture)?);
    let in_picture = |rows: Vec<Row>| {
        let bands = stack::together(&rows, &rows);
        Stack { rows: bands.iter().map(|band| band.mapped(&straight.there)).collect() }
    };
    Ok(groups.into_iter().take(ZONES_MAX).map(in_picture).collect())
}

/// Groups of rows in the whole picture, seen with its longer side at about `long_px`.
fn look(networks: &Networks, picture: &RgbImage, long_px: u32) -> Result<Vec<Vec<Row>>, NetworkError> {
    let long = picture.width().max(picture.height()).max(1) as f32;
    let scale = (long_px as f32 / long).min(ENLARGE_MAX);
    let side = |length: u32| ((length as f32 * scale / 32.0).round() as u32).max(1) * 32;
    let (w, h) = (side(picture.width()), side(picture.height()));
    let small = warp::resized(picture, w, h);
    let back = px(picture.width() as f32 / w as f32, picture.height() as f32 / h as f32);
    let pieces = cores::find(networks.mrz_finder.as_ref(), &small)?;
    let pieces = pieces.into_iter().map(|piece| piece.mapped(|p| px(p.x * back.x, p.y * back.y)));
    Ok(stack::groups(pieces.collect()))
}

/// The same rows seen upright and at one scale, where their slopes show better. Ends are the outermost of both looks;
/// a closer look that loses a row does not count.
fn closer(networks: &Networks, picture: &RgbImage, rows: &[Row]) -> Result<Stack, NetworkError> {
    let around = stack::outline(rows).grown(CLOSER_MARGIN * cap(rows), CLOSER_MARGIN * cap(rows));
    let scale = (CLOSER_CAP_PX / cap(rows)).min(CLOSER_WIDTH_PX_MAX / around.width().max(1.0));
    let side = |length: f32| ((length * scale / 32.0).ceil() as u32).max(1) * 32;
    let (w, h) = (side(around.width()), side(around.height()));
    let seen = Stack { rows: stack::together(rows, rows) };
    let Some(straight) = Straight::of(picture, &around, w, h) else { return Ok(seen) };
    let groups = stack::groups(cores::find(networks.mrz_finder.as_ref(), &straight.picture)?);
    let before: Vec<Row> = rows.iter().map(|row| row.mapped(|p| straight.back.map(p))).collect();
    let Some(again) = groups.into_iter().next().filter(|again| again.len() >= rows.len()) else {
        return Ok(seen);
    };
    let flat = stack::together(&again, &before);
    Ok(Stack { rows: flat.iter().map(|band| band.mapped(&straight.there)).collect() })
}

/// Mean height of the rows' capitals.
fn cap(rows: &[Row]) -> f32 {
    (rows.iter().map(|row| row.cap).sum::<f32>() / rows.len().max(1) as f32).max(2.0)
}
