//! Smooth outlines and small labels on a picture.

use image::{Rgb, RgbImage};
use review::observation::Region;

use super::letters;
use crate::geometry::{Px, px};

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink(pub [u8; 3]);

/// A closed polygon, `thickness_px` wide, with a soft edge.
pub fn outline(canvas: &mut RgbImage, region: &Region, ink: Ink, thickness_px: f32) {
    let corners = corners(canvas, region);
    for (a, b) in corners.iter().zip(corners.iter().cycle().skip(1)) {
        line(canvas, *a, *b, ink, thickness_px);
    }
}

/// The region's corners in pixels, pulled a little beyond the frame at most.
fn corners(canvas: &RgbImage, region: &Region) -> Vec<Px> {
    let (w, h) = (canvas.width() as f32, canvas.height() as f32);
    region.corners.iter().map(|p| px(p.x.clamp(-0.5, 1.5) * w, p.y.clamp(-0.5, 1.5) * h)).collect()
}

fn line(canvas: &mut RgbImage, a: Px, b: Px, ink: Ink, thickness_px: f32) {
    let reach = thickness_px / 2.0 + 1.0;
    let limit = |value: f32, max: u32| value.clamp(0.0, max as f32) as u32;
    let (x0, x1) =
        (limit(a.x.min(b.x) - reach, canvas.width()), limit(a.x.max(b.x) + reach + 1.0, canvas.width()));
    let (y0, y1) =
        (limit(a.y.min(b.y) - reach, canvas.height()), limit(a.y.max(b.y) + reach + 1.0, canvas.height()));
    for y in y0..y1 {
        for x in x0..x1 {
            let distance = distance(px(x as f32 + 0.5, y as f32 + 0.5), a, b);
            let cover = (thickness_px / 2.0 + 0.5 - distance).clamp(0.0, 1.0);
            blend(canvas.get_pixel_mut(x, y), ink, cover);
        }
    }
}

/// Distance of a point from a stretch.
fn distance(p: Px, a: Px, b: Px) -> f32 {
    let ab = b.minus(a);
    let t = (p.minus(a).dot(ab) / ab.dot(ab).max(f32::MIN_POSITIVE)).clamp(0.0, 1.0);
    p.minus(a.plus(ab.times(t))).length()
}

fn blend(pixel: &mut Rgb<u8>, Ink(ink): Ink, cover: f32) {
    for (value, ink) in pixel.0.iter_mut().zip(ink) {
        *value = (f32::from(*value) * (1.0 - cover) + f32::from(ink) * cover + 0.5) as u8;
    }
}

/// White capitals on a tag of the ink's colour, above the region's highest corner or within it at the frame's top.
pub fn label(canvas: &mut RgbImage, region: &Region, ink: Ink, text: &str, scale: u32) {
    let corners = corners(canvas, region);
    let Some(top) = corners.iter().copied().min_by(|a, b| (a.y + 0.3 * a.x).total_cmp(&(b.y + 0.3 * b.x)))
    else {
        return;
    };
    let (width, height) = (letters::width(text) * scale + 4 * scale, (letters::HEIGHT + 4) * scale);
    let x = (top.x.max(0.0) as u32).min(canvas.width().saturating_sub(width));
    let y = (top.y.max(0.0) as u32).saturating_sub(height);
    for (dx, dy) in (0..height).flat_map(|dy| (0..width).map(move |dx| (dx, dy))) {
        let lit = letters::lit(text, (dx / scale).wrapping_sub(2), (dy / scale).wrapping_sub(2));
        if let Some(pixel) = canvas.get_pixel_mut_checked(x + dx, y + dy) {
            *pixel = if lit { Rgb([255; 3]) } else { Rgb(ink.0) };
        }
    }
}
