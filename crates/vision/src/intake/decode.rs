//! Decodes a file whose header has been believed only as far as it could be checked.

use std::{borrow::Cow, io::Cursor};

use image::{DynamicImage, ImageError, ImageFormat, ImageReader, error::LimitErrorKind};

use super::{
    IntakeError, Limits, jpeg, png, reduced,
    sniff::{self, Format},
    webp,
};

/// Decoded pixels as the file stores them; orientation is the caller's.
pub fn decode(bytes: &[u8], format: Format, limits: &Limits) -> Result<DynamicImage, IntakeError> {
    let (width_px, height_px, essential) = outline(bytes, format)?;
    check_size(width_px, height_px, limits)?;
    let mut reader = ImageReader::with_format(Cursor::new(essential.as_ref()), codec(format));
    reader.limits(decoder_limits(limits));
    reader.decode().map_err(|error| refusal(&error, format, (width_px, height_px)))
}

/// By how much the sides of a JPEG may be divided for reading, and its width and height; `None` for other formats, for
/// small pictures and for files that [`decode`] would refuse.
pub fn reducible(bytes: &[u8], limits: &Limits) -> Option<(u32, (u32, u32))> {
    if bytes.len() > limits.bytes_max || sniff::format(bytes)? != Format::Jpeg {
        return None;
    }
    let outline = jpeg::outline(bytes).ok()?;
    check_size(outline.width_px, outline.height_px, limits).ok()?;
    let factor = reduced::factor(outline.width_px, outline.height_px);
    (factor > 1).then_some((factor, (outline.width_px, outline.height_px)))
}

/// Width, height, and the bytes that may be decoded.
fn outline(bytes: &[u8], format: Format) -> Result<(u32, u32, Cow<'_, [u8]>), IntakeError> {
    match format {
        Format::Jpeg => jpeg::outline(bytes).map(|o| (o.width_px, o.height_px, bytes.into())),
        Format::Png => png::outline(bytes).map(|o| (o.width_px, o.height_px, o.essential.into())),
        Format::WebP => webp::outline(bytes).map(|o| (o.width_px, o.height_px, bytes.into())),
    }
}

fn check_size(width_px: u32, height_px: u32, limits: &Limits) -> Result<(), IntakeError> {
    let pixels = u64::from(width_px) * u64::from(height_px);
    if pixels > limits.pixels_max || width_px.max(height_px) > limits.side_px_max {
        return Err(IntakeError::TooManyPixels { width_px, height_px });
    }
    if width_px.min(height_px) < limits.side_px_min {
        return Err(IntakeError::TooSmall { width_px, height_px });
    }
    Ok(())
}

fn codec(format: Format) -> ImageFormat {
    match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::WebP => ImageFormat::WebP,
    }
}

/// A second fence inside the decoder: eight bytes a pixel are enough for 16-bit RGBA.
fn decoder_limits(limits: &Limits) -> image::Limits {
    let mut inner = image::Limits::no_limits();
    inner.max_image_width = Some(limits.side_px_max);
    inner.max_image_height = Some(limits.side_px_max);
    inner.max_alloc = Some(limits.pixels_max.saturating_mul(8).saturating_add(1 << 20));
    inner
}

fn refusal(error: &ImageError, format: Format, (width_px, height_px): (u32, u32)) -> IntakeError {
    match error {
        ImageError::Unsupported(_) => IntakeError::Unsupported(format),
        ImageError::Limits(limit) if limit.kind() != LimitErrorKind::InsufficientMemory => {
            IntakeError::TooManyPixels { width_px, height_px }
        }
        _ => IntakeError::Truncated,
    }
}
