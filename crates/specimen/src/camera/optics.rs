//! What spoils a photograph: hot spots, movement, fingers, compression.

use super::frame::Frame;
use crate::canvas::mix;
use crate::noise;
use crate::truth::Point;
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;

/// A lamp's reflection on the laminate over the data, with a bloom around it.
pub(super) fn glare(frame: &mut Frame, subject: &[Point; 4], strength: f32, seed: u32) {
    let width = (subject[1].x - subject[0].x).hypot(subject[1].y - subject[0].y);
    let offset = noise::plane(0.5, 0.5, seed) * 0.12;
    let centre = inside(subject, 0.46 + offset, 0.42 + offset);
    let (rx, ry) = (width * (0.05 + 0.17 * strength), width * (0.04 + 0.11 * strength));
    frame.each(|x, y, pixel| {
        let (dx, dy) = ((x - centre.x) / rx, (y - centre.y) / ry);
        let r = (dx + 0.25 * dy).hypot(dy);
        let core = 1.0 - smooth(0.75, 1.15, r);
        let bloom = (-r * r / 3.5).exp() * 0.35;
        let light = strength.sqrt() * (2.4 * core + bloom);
        *pixel = pixel.map(|value| value + light);
    });
}

/// A straight movement of so many pixels.
pub(super) fn motion(frame: &mut Frame, length_px: f32, seed: u32) {
    if length_px < 1.0 {
        return;
    }
    let angle = noise::plane(0.3, 0.7, seed) * 1.2 - 0.3;
    let taps = length_px.ceil() as i32;
    let (width, height) = (frame.width as i32, frame.height as i32);
    let before = frame.pixels.clone();
    frame.each(|x, y, pixel| {
        let mut sum = [0.0; 3];
        for tap in 0..taps {
            let along = (tap as f32 + 0.5) / taps as f32 * length_px - length_px / 2.0;
            let sx = ((x + along * angle.cos()) as i32).clamp(0, width - 1);
            let sy = ((y + along * angle.sin()) as i32).clamp(0, height - 1);
            let seen = before[(sy * width + sx) as usize];
            sum = [0, 1, 2].map(|c| sum[c] + seen[c]);
        }
        *pixel = sum.map(|value| value / taps as f32);
    });
}

/// A fingertip that reaches over the lower left corner of the document.
pub(super) fn finger(frame: &mut Frame, subject: &[Point; 4], strength: f32) {
    let width = (subject[1].x - subject[0].x).hypot(subject[1].y - subject[0].y);
    let tip = inside(subject, 0.06 + 0.44 * strength, 0.93 - 0.30 * strength);
    let root = inside(subject, -0.5, 1.45);
    let radius = width * (0.05 + 0.05 * strength);
    frame.each(|x, y, pixel| {
        let (across, along) = beside(x, y, tip, root);
        let edge = across / radius;
        if edge < 1.35 {
            let round = (1.0 - edge * edge).max(0.0).sqrt();
            let wrinkle = 0.96 + 0.06 * noise::plane(along / radius * 5.0, edge * 2.0, 9);
            let skin = [0.60, 0.34, 0.24].map(|value| value * (0.35 + 0.65 * round) * wrinkle);
            let shadow = pixel.map(|value| value * (0.45 + 0.55 * smooth(0.95, 1.35, edge)));
            *pixel = mix(skin, shadow, smooth(0.97, 1.01, edge));
        }
    });
}

/// Compresses and decompresses; a picture that the encoder refuses comes back as it was.
pub(super) fn through_jpeg(picture: RgbImage, quality: u8) -> RgbImage {
    let mut bytes = Vec::new();
    let written = JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&picture);
    match written.and_then(|()| image::load_from_memory_with_format(&bytes, image::ImageFormat::Jpeg)) {
        Ok(decoded) => decoded.into_rgb8(),
        Err(_) => picture,
    }
}

/// A place of a quad, given as shares of its width and height.
fn inside(quad: &[Point; 4], u: f32, v: f32) -> Point {
    let between = |a: Point, b: Point, t: f32| Point { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
    between(between(quad[0], quad[1], u), between(quad[3], quad[2], u), v)
}

/// Distance of a place from the segment, and how far along it.
fn beside(x: f32, y: f32, tip: Point, root: Point) -> (f32, f32) {
    let (dx, dy) = (root.x - tip.x, root.y - tip.y);
    let length = dx.hypot(dy).max(1e-3);
    let along = (((x - tip.x) * dx + (y - tip.y) * dy) / length).clamp(0.0, length);
    let (px, py) = (tip.x + dx / length * along, tip.y + dy / length * along);
    ((x - px).hypot(y - py), along)
}

fn smooth(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
