//! Documents on a plain ground: whatever differs from the frame's border colour and is a rectangle.

use image::RgbImage;

use super::Outline;
use crate::{
    geometry::{Px, Quad, convex_hull, polygon_area, smallest_rectangle},
    text::{self, components},
    warp,
};

/// Longer side in pixels at which the picture is looked at.
const LOOK_PX: u32 = 320;
/// Share of the border that must agree on one colour.
const BORDER_AGREES: f32 = 0.8;
/// Largest difference of a channel that is still the ground.
const GROUND: u8 = 26;
/// A document covers at least this share of the frame.
const AREA_MIN: f32 = 0.06;
/// And fills its smallest rectangle at least this much.
const RECTANGULAR: f32 = 0.86;
/// Longer by shorter side of documents, from square-ish booklets in perspective to long cards.
const RATIO: std::ops::RangeInclusive<f32> = 1.15..=1.95;
/// Share of the cells within the hull that differ from the ground; lower for line drawings than for cards.
const SOLID: f32 = 0.55;

/// Outlines of documents on a plain ground; empty when the ground is not plain.
pub fn find(picture: &RgbImage, along: Px) -> Vec<Outline> {
    let long = picture.width().max(picture.height()) as f32;
    let scale = (LOOK_PX as f32 / long).min(1.0);
    let side = |length: u32| ((length as f32 * scale) as u32).max(8);
    let small = warp::resized(picture, side(picture.width()), side(picture.height()));
    let Some(ground) = ground(&small) else { return Vec::new() };
    let differs = |p: &image::Rgb<u8>| p.0.iter().zip(ground).any(|(a, b)| a.abs_diff(b) > GROUND);
    let mask: Vec<f32> = small.pixels().map(|p| f32::from(u8::from(differs(p)))).collect();
    let frame = small.width() as f32 * small.height() as f32;
    let components = components::above(&mask, small.width() as usize, 0.5, (frame * 0.01) as usize);
    let back = picture.width() as f32 / small.width() as f32;
    components
        .into_iter()
        .filter_map(|component| outline(component, frame))
        .map(|quad| as_outline(quad.scaled(back), along))
        .collect()
}

/// The border's colour, if nearly all of it agrees.
fn ground(small: &RgbImage) -> Option<[u8; 3]> {
    let (w, h) = small.dimensions();
    let border: Vec<[u8; 3]> = small
        .enumerate_pixels()
        .filter(|(x, y, _)| *x == 0 || *y == 0 || x + 1 == w || y + 1 == h)
        .map(|(_, _, p)| p.0)
        .collect();
    let median = |channel: usize| {
        let mut values: Vec<u8> = border.iter().map(|p| p[channel]).collect();
        values.sort_unstable();
        values.get(values.len() / 2).copied()
    };
    let ground = [median(0)?, median(1)?, median(2)?];
    let agrees = border.iter().filter(|p| p.iter().zip(ground).all(|(a, b)| a.abs_diff(b) <= GROUND)).count();
    (agrees as f32 >= BORDER_AGREES * border.len() as f32).then_some(ground)
}

/// The four corners of a component that is a document.
fn outline(component: components::Component, frame: f32) -> Option<Quad> {
    let cells = component.cells as f32;
    let hull = convex_hull(component.outline);
    let rectangle = smallest_rectangle(&hull)?;
    let area = polygon_area(&hull).abs();
    let ratio = rectangle.width() / rectangle.height().max(1.0);
    let document = rectangle.area() >= AREA_MIN * frame
        && area >= RECTANGULAR * rectangle.area()
        && cells >= SOLID * area
        && RATIO.contains(&ratio);
    document.then(|| corners(&hull, &rectangle))
}

/// For each corner of the rectangle the hull's point closest to it.
fn corners(hull: &[Px], rectangle: &Quad) -> Quad {
    Quad(rectangle.0.map(|corner| {
        let distance = |p: &Px| p.minus(corner).length();
        hull.iter().copied().min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(corner)
    }))
}

fn as_outline(quad: Quad, along: Px) -> Outline {
    let quad = text::facing(&quad, along);
    Outline { quad, confidence: 0.9, seen: [true; 4], cut: [false; 4] }
}
