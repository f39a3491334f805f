//! Decodes a large JPEG at a half or a quarter of its size, straight from its frequencies.
//!
//! A block of 8 × 8 pixels is stored as 64 frequencies. The lower quarter of them is the block at half its size, so that
//! three quarters of the work of decoding, and the reduction afterwards, are never done.

use image::{DynamicImage, GrayImage, RgbImage};
use jpeg_decoder::{Decoder, PixelFormat};

use super::Limits;

/// Pixels that are enough to read a document which fills a good part of the frame: 12 megapixels are halved.
const PIXELS_ENOUGH: u64 = 2_500_000;

/// By how much the sides of a picture of this size may be divided: 1, 2 or 4.
pub fn factor(width_px: u32, height_px: u32) -> u32 {
    let enough = |factor: &u32| u64::from(width_px / factor) * u64::from(height_px / factor) >= PIXELS_ENOUGH;
    [4, 2].into_iter().find(enough).unwrap_or(1)
}

/// The picture with both sides divided by `factor`, rounded up. `None` for what this decoder does not know (four inks, 16
/// bits) or finds broken: the other decoder then has the last word.
pub fn decode(jpeg: &[u8], factor: u32, limits: &Limits) -> Option<DynamicImage> {
    let mut decoder = Decoder::new(jpeg);
    decoder.set_max_decoding_buffer_size(usize::try_from(limits.pixels_max.saturating_mul(3)).ok()?);
    decoder.read_info().ok()?;
    let whole = decoder.info()?;
    let part = |side: u16| u16::try_from(u32::from(side).div_ceil(factor)).ok();
    let (width, height) = decoder.scale(part(whole.width)?, part(whole.height)?).ok()?;
    let pixels = decoder.decode().ok()?;
    let size = (u32::from(width), u32::from(height));
    match whole.pixel_format {
        PixelFormat::RGB24 => RgbImage::from_raw(size.0, size.1, pixels).map(DynamicImage::ImageRgb8),
        PixelFormat::L8 => GrayImage::from_raw(size.0, size.1, pixels).map(DynamicImage::ImageLuma8),
        PixelFormat::L16 | PixelFormat::CMYK32 => None,
    }
}
