//! Finds text lines with a DBNet (Liao et al., AAAI 2020): probability map, components, rectangles, unclipping.

use image::RgbImage;
use ndarray::ArrayD;

use super::{components, tensor};
use crate::{
    geometry::{Quad, convex_hull, px, smallest_rectangle},
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
    components::above(cells, w as usize, CELL_MIN, 8)
        .into_iter()
        .filter(|component| component.mean >= LINE_MIN)
        .filter_map(|component| smallest_rectangle(&convex_hull(component.outline)))
        .filter(|quad| quad.height() >= HEIGHT_MIN)
        .map(unclipped)
        .collect()
}

fn unclipped(quad: Quad) -> Quad {
    let distance = quad.area() * UNCLIP / (2.0 * (quad.width() + quad.height()));
    quad.grown(distance, distance)
}
