//! Pictures of nothing: gradients that intake accepts.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// A PNG of 320 × 240 pixels; another seed is another picture.
#[must_use]
pub fn png(seed: u8) -> Vec<u8> {
    encode(seed, ImageFormat::Png)
}

/// The same as a JPEG.
#[must_use]
pub fn jpeg(seed: u8) -> Vec<u8> {
    encode(seed, ImageFormat::Jpeg)
}

fn encode(seed: u8, format: ImageFormat) -> Vec<u8> {
    let pixel = |x: u32, y: u32| Rgb([(x % 256) as u8, (y % 256) as u8, seed]);
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_fn(320, 240, pixel).write_to(&mut bytes, format).expect("writing to memory cannot fail");
    bytes.into_inner()
}
