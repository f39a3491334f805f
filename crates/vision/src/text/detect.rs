//! Finds text lines with a DBNet (Liao et al., AAAI 2020): probability map, components, rectangles, unclipping.

use image::RgbImage;
use ndarray::ArrayD;

use super::{
    components::{self, Component},
    tensor,
};
use crate::{
    geometry::{Px, Quad, convex_hull, px, smallest_rectangle},
    network::{Network, NetworkError},
    warp,
};

/// Cells above this probability belong to text (PaddleOCR's `thresh`).
const CELL_MIN: f32 = 0.3;
/// A line's mean probability must reach this (RapidOCR's `box_thresh`).
const LINE_MIN: f32 = 0.5;
/// The network draws lines shrunken; they grow by area × this / perimeter (PaddleOCR's `unclip_ratio`).
const UNCLIP: f32 = 1.6;
/// Lines lower than this in cells are noise.
const HEIGHT_MIN: f32 = 3.0;
/// Fewer cells are noise.
const CELLS_MIN: usize = 8;
/// A line fills its rectangle at least this much; less means that several have grown together.
const SOLID_MIN: f32 = 0.6;
/// Components lower than this in cells are single lines however ragged.
const TALL_MIN: f32 = 14.0;
/// The threshold at which such lines come apart.
const CELL_APART: f32 = 0.7;
/// Two lines in one component differ at least so much in length, and are about equally high.
const LENGTHS_RATIO: f32 = 1.5;
const LINE_ROOM: f32 = 1.2;
/// Largest enlargement of a small picture.
const ENLARGE_MAX: f32 = 3.0;

/// Text boxes in pixels of the picture, found with its longer side at about `long_px`. Their reading direction
/// is the longer side, pointing right; which way up they are is not known yet.
pub fn find(network: &dyn Network, picture: &RgbImage, long_px: u32) -> Result<Vec<Quad>, NetworkError> {
    let long = picture.width().max(picture.height()).max(1) as f32;
    let scale = (long_px as f32 / long).min(ENLARGE_MAX);
    let side = |length: u32| ((length as f32 * scale / 32.0).round() as u32).max(1) * 32;
    let (w, h) = (side(picture.width()), side(picture.height()));
    let small = warp::resized(picture, w, h);
    let outputs = network.run(tensor::batch(&[&small], (w, h), tensor::DETECTOR))?;
    let back = px(picture.width() as f32 / w as f32, picture.height() as f32 / h as f32);
    let boxes = outputs.first().map(|map| boxes(map, (w, h))).unwrap_or_default();
    Ok(boxes.into_iter().map(|quad| Quad(quad.0.map(|p| px(p.x * back.x, p.y * back.y)))).collect())
}

/// Boxes of a probability map of this size, in cells.
fn boxes(map: &ArrayD<f32>, (w, h): (u32, u32)) -> Vec<Quad> {
    let standard = map.as_standard_layout();
    let cells = standard.as_slice().unwrap_or_default();
    if cells.len() != w as usize * h as usize {
        return Vec::new();
    }
    let found = components::above(cells, w as usize, CELL_MIN, CELLS_MIN);
    let lines = found.into_iter().flat_map(|component| lines(cells, w as usize, &component));
    lines.filter(|quad| quad.height() >= HEIGHT_MIN).map(unclipped).collect()
}

/// The line that a component is; where lines have grown together, the component falls apart at a higher threshold.
fn lines(cells: &[f32], width: usize, component: &Component) -> Vec<Quad> {
    let Some(rectangle) = smallest_rectangle(&convex_hull(component.outline.clone())) else {
        return Vec::new();
    };
    let solid = component.cells as f32 >= SOLID_MIN * rectangle.area();
    if solid || rectangle.height() < TALL_MIN {
        return if component.mean >= LINE_MIN { vec![rectangle] } else { Vec::new() };
    }
    let ((row, mut part), from) = crop(cells, width, component);
    let mut parts = components::above(&part, row, CELL_APART, CELLS_MIN);
    if parts.len() < 2 {
        cut_bridges(&mut part, row, &Quad(rectangle.0.map(|p| p.minus(from))));
        parts = components::above(&part, row, CELL_APART, CELLS_MIN);
    }
    let quads = parts.into_iter().filter(|part| part.mean >= LINE_MIN);
    let quads = quads.filter_map(|part| smallest_rectangle(&convex_hull(part.outline)));
    quads.map(|quad| Quad(quad.0.map(|p| p.plus(from))).grown(1.0, 1.0)).collect()
}

/// Empties the cells between two lines of different length that are printed into each other.
///
/// Seen across the reading direction, such a component is first as wide as one line, then as the other. It is cut where
/// both parts are most uniform; of the shorter line, which the other draws towards itself, as much remains as a line
/// is high.
fn cut_bridges(part: &mut [f32], width: usize, rectangle: &Quad) {
    let (across, top) = (rectangle.across(), rectangle.0[0].dot(rectangle.across()));
    let bins = rectangle.height().ceil().max(1.0) as usize;
    let bin = |i: usize| {
        let at = px((i % width) as f32 + 0.5, (i / width) as f32 + 0.5).dot(across) - top;
        (at.max(0.0) as usize).min(bins - 1)
    };
    let mut lengths = vec![0.0_f32; bins];
    (0..part.len()).filter(|i| part[*i] > CELL_APART).for_each(|i| lengths[bin(i)] += 1.0);
    let Some(cut) = cut(&lengths) else { return };
    (0..part.len()).filter(|i| cut.contains(&bin(*i))).for_each(|i| part[i] = 0.0);
}

/// Which bins part two lines of different length; `None` where there is one length.
fn cut(lengths: &[f32]) -> Option<std::ops::Range<usize>> {
    let least = HEIGHT_MIN as usize;
    let spread = |part: &[f32]| part.iter().map(|l| (l - mean(part)).powi(2)).sum::<f32>();
    let spread = |at: usize| spread(&lengths[..at]) + spread(&lengths[at..]);
    let at = (least..lengths.len().saturating_sub(least)).min_by(|a, b| spread(*a).total_cmp(&spread(*b)))?;
    let (above, below) = (mean(&lengths[..at]), mean(&lengths[at..]));
    let (before, after) = (at, lengths.len() - at);
    if above.max(below) < LENGTHS_RATIO * above.min(below) {
        return None;
    }
    let line = |other: usize| (LINE_ROOM * other as f32) as usize;
    Some(if above < below {
        before.min(line(after))..at + 1
    } else {
        at..after.saturating_sub(line(before)).max(1) + at
    })
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

/// The map within a component's upright box: row length and cells, and the box's corner.
fn crop(cells: &[f32], width: usize, component: &Component) -> ((usize, Vec<f32>), Px) {
    let fold = |of: fn(&Px) -> f32, pick: fn(f32, f32) -> f32, start| {
        component.outline.iter().map(of).fold(start, pick)
    };
    let (x0, x1) = (fold(|p| p.x, f32::min, f32::MAX), fold(|p| p.x, f32::max, 0.0));
    let (y0, y1) = (fold(|p| p.y, f32::min, f32::MAX), fold(|p| p.y, f32::max, 0.0));
    let rows = cells.chunks(width).take(y1 as usize).skip(y0 as usize);
    let part = rows.flat_map(|row| row[x0 as usize..(x1 as usize).min(width)].iter().copied()).collect();
    (((x1 - x0) as usize, part), px(x0, y0))
}

fn unclipped(quad: Quad) -> Quad {
    let distance = quad.area() * UNCLIP / (2.0 * (quad.width() + quad.height()));
    quad.grown(distance, distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_printed_into_each_other_are_parted_where_their_length_changes() {
        let lengths = |parts: &[(usize, f32)]| -> Vec<f32> {
            parts.iter().flat_map(|(count, length)| vec![*length; *count]).collect()
        };
        // A short line above a long one that touches it: the short one keeps a line's height.
        assert_eq!(cut(&lengths(&[(28, 80.0), (14, 360.0)])), Some(16..29));
        assert_eq!(cut(&lengths(&[(14, 360.0), (28, 80.0)])), Some(14..26));
        assert_eq!(cut(&lengths(&[(14, 360.0), (14, 80.0)])), Some(14..15));
        // Two lines of one length, a single line, nothing.
        assert_eq!(cut(&lengths(&[(30, 300.0)])), None);
        assert_eq!(cut(&lengths(&[(3, 300.0)])), None);
        assert_eq!(cut(&[]), None);
    }
}
