//! The door for pictures: what comes in is bounded, recognised by content, decoded upright and stripped of metadata.

use std::sync::Arc;

use image::{DynamicImage, ImageEncoder, Rgb, RgbImage, codecs::jpeg::JpegEncoder, metadata::Orientation};
use review::observation::CaptureFacts;

mod decode;
mod exif;
mod jpeg;
mod png;
mod reduced;
mod sniff;
#[cfg(test)]
mod tests;
mod webp;

pub use sniff::Format;

/// What a picture may weigh and measure. Policy may narrow these; the defaults are ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file in bytes.
    pub bytes_max: usize,
    /// Largest width × height in pixels, checked in the header before anything is decoded.
    pub pixels_max: u64,
    /// Shortest side allowed in pixels.
    pub side_px_min: u32,
    /// Longest side allowed in pixels.
    pub side_px_max: u32,
}

impl Default for Limits {
    /// 20 MB, 60 megapixels, sides of 64 to 12,000 pixels: what is small but a picture is judged, not refused.
    fn default() -> Self {
        Self { bytes_max: 20_000_000, pixels_max: 60_000_000, side_px_min: 64, side_px_max: 12_000 }
    }
}

/// A decoded picture, upright, without metadata.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// `[height, width, 3]`, sRGB 0–255, EXIF orientation applied, transparency laid on white.
    pub rgb: RgbImage,
    /// What the file said of itself.
    pub facts: CaptureFacts,
    /// Where it was decoded at a fraction of its size, how to get the rest.
    pub reduced: Option<Reduced>,
}

/// What it takes to decode a picture whole that was decoded at a fraction of its size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reduced {
    /// By how much its sides were divided: 2 or 4.
    factor: u32,
    /// Width and height of the whole, upright.
    whole_px: (u32, u32),
    jpeg: Arc<[u8]>,
    limits: Limits,
}

impl Picture {
    /// How many pixels of the file one pixel's side stands for: 1, 2 or 4.
    #[must_use]
    pub fn factor(&self) -> u32 {
        self.reduced.as_ref().map_or(1, |reduced| reduced.factor)
    }

    /// Width and height in pixels of the file, upright.
    #[must_use]
    pub fn whole_px(&self) -> (u32, u32) {
        self.reduced.as_ref().map_or(self.rgb.dimensions(), |reduced| reduced.whole_px)
    }

    /// The picture decoded whole; `None` where it is already, or where that fails.
    #[must_use]
    pub fn whole(&self) -> Option<Self> {
        let reduced = self.reduced.as_ref()?;
        let whole = accept(&reduced.jpeg, &reduced.limits).ok()?;
        Some(Self { facts: self.facts.clone(), ..whole })
    }
}

/// Why a file was not accepted. The text is for logs; `code` is what the outside sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// Zero bytes.
    #[error("the file is empty")]
    Empty,
    /// More bytes than [`Limits::bytes_max`].
    #[error("the file has {size_bytes} bytes, more than {bytes_max}")]
    TooLarge {
        /// Size of the file.
        size_bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
    /// More pixels, or a longer side, than the limits allow.
    #[error("the header announces {width_px} × {height_px} pixels, more than the limits allow")]
    TooManyPixels {
        /// Width in the header.
        width_px: u32,
        /// Height in the header.
        height_px: u32,
    },
    /// A side is shorter than [`Limits::side_px_min`].
    #[error("the picture measures {width_px} × {height_px} pixels, less than the limits allow")]
    TooSmall {
        /// Width in the header.
        width_px: u32,
        /// Height in the header.
        height_px: u32,
    },
    /// The content is none of JPEG, PNG, WebP.
    #[error("the content is not JPEG, PNG or WebP")]
    NotAnImage,
    /// The file ends early, or is broken within.
    #[error("the picture ends early or is broken")]
    Truncated,
    /// More than one frame.
    #[error("the picture is animated")]
    Animated,
    /// A variant that cannot be decoded, such as lossless or arithmetic-coded JPEG.
    #[error("this variant of {0} is not supported")]
    Unsupported(Format),
}

impl IntakeError {
    /// The stable code for the outside.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "image.empty",
            Self::TooLarge { .. } => "image.too_large",
            Self::TooManyPixels { .. } => "image.too_many_pixels",
            Self::TooSmall { .. } => "image.too_small",
            Self::NotAnImage => "image.not_an_image",
            Self::Truncated => "image.truncated",
            Self::Animated => "image.animated",
            Self::Unsupported(_) => "image.unsupported",
        }
    }
}

/// Takes an untrusted file and returns an upright picture, or says why not.
///
/// The order matters: bytes are bounded before anything is read, pixels before anything is decoded, and no
/// text chunk, colour profile or thumbnail is ever decompressed.
///
/// # Errors
/// [`IntakeError`], each with a stable [`code`](IntakeError::code).
pub fn accept(bytes: &[u8], limits: &Limits) -> Result<Picture, IntakeError> {
    if bytes.is_empty() {
        return Err(IntakeError::Empty);
    }
    if bytes.len() > limits.bytes_max {
        return Err(IntakeError::TooLarge { size_bytes: bytes.len(), bytes_max: limits.bytes_max });
    }
    let format = sniff::format(bytes).ok_or(IntakeError::NotAnImage)?;
    let exif = exif::read(bytes);
    let decoded = decode::decode(bytes, format, limits)?;
    Ok(upright(decoded, format, exif))
}

/// As [`accept`], for reading alone: a JPEG of 10 megapixels or more is decoded at a half or a quarter of its size. What
/// is kept as evidence must come from [`accept`].
///
/// # Errors
/// [`IntakeError`], as [`accept`].
pub fn accept_to_read(bytes: &[u8], limits: &Limits) -> Result<Picture, IntakeError> {
    let small = || {
        let (factor, whole_px) = decode::reducible(bytes, limits)?;
        let decoded = reduced::decode(bytes, factor, limits)?;
        let exif = exif::read(bytes);
        let turned = exif.orientation.is_some_and(swaps_sides);
        let whole_px = if turned { (whole_px.1, whole_px.0) } else { whole_px };
        let reduced = Reduced { factor, whole_px, jpeg: bytes.into(), limits: *limits };
        Some(Picture { reduced: Some(reduced), ..upright(decoded, Format::Jpeg, exif) })
    };
    match small() {
        Some(picture) => Ok(picture),
        None => accept(bytes, limits),
    }
}

/// Whether the orientation exchanges width and height.
fn swaps_sides(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

fn upright(mut decoded: DynamicImage, format: Format, exif: exif::Facts) -> Picture {
    if let Some(orientation) = exif.orientation {
        decoded.apply_orientation(orientation);
    }
    let facts =
        CaptureFacts { format: format.to_string(), flash_fired: exif.flash_fired, software: exif.software };
    Picture { rgb: flatten(decoded), facts, reduced: None }
}

/// JPEG of the picture at quality 92, without any metadata: the only form in which evidence is kept.
///
/// # Panics
/// Never for a picture from [`accept`]: its sides fit JPEG's 65,535 pixels.
#[must_use]
pub fn reencode(picture: &Picture) -> Vec<u8> {
    let rgb = &picture.rgb;
    let mut jpeg = Vec::with_capacity(rgb.len() / 8);
    JpegEncoder::new_with_quality(&mut jpeg, 92)
        .write_image(rgb, rgb.width(), rgb.height(), image::ExtendedColorType::Rgb8)
        .expect("writing to memory cannot fail and intake bounds the sides");
    jpeg
}

/// Lays transparency on white paper and keeps eight bits a channel.
fn flatten(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let rgba = image.to_rgba8();
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [r, g, b, a] = rgba.get_pixel(x, y).0;
        let over = |c: u8| {
            let (c, a) = (u32::from(c), u32::from(a));
            u8::try_from((c * a + 255 * (255 - a) + 127) / 255).unwrap_or(255)
        };
        Rgb([over(r), over(g), over(b)])
    })
}
