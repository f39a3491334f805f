//! Decodes an area that may be a barcode.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::RgbImage;
use review::observation::Symbology;
use rxing::{
    Binarizer, BinaryBitmap, DecodeHints, Luma8LuminanceSource, Reader,
    common::{GlobalHistogramBinarizer, HybridBinarizer},
    pdf417::PDF417Reader,
    qrcode::QRCodeReader,
};

use super::texture::Candidate;
use crate::warp;

/// The most attempts for one picture, and the widest picture that is decoded.
const ATTEMPTS_MAX: u32 = 12;
const WIDTH_PX_MAX: f32 = 2000.0;
const HEIGHT_PX_MAX: f32 = 1500.0;
/// Areas narrower than this are also tried enlarged, areas wider also reduced.
const NARROW_PX: f32 = 1000.0;
/// An enlargement beyond this shows nothing new.
const ENLARGE_MAX: f32 = 3.0;

/// How many attempts are left.
pub struct Attempts(u32);

impl Attempts {
    pub fn new() -> Self {
        Self(ATTEMPTS_MAX)
    }

    fn take(&mut self) -> Option<()> {
        self.0 = self.0.checked_sub(1)?;
        Some(())
    }
}

/// Room around the area, as shares of its width and height: start and stop patterns have the widest bars and may lie
/// outside what is dense.
const ROOM: (f32, f32) = (0.12, 0.08);

/// What the area says, if it is a barcode.
pub fn read(
    picture: &RgbImage,
    candidate: &Candidate,
    attempts: &mut Attempts,
) -> Option<(Symbology, String)> {
    let symbology = if candidate.striped { Symbology::Pdf417 } else { Symbology::QrCode };
    let quad = candidate.quad.grown(ROOM.0 * candidate.quad.width(), ROOM.1 * candidate.quad.height());
    for width in widths(quad.width(), quad.height()) {
        attempts.take()?;
        let height = width * quad.height() / quad.width();
        let cut = warp::cut_out(picture, &quad, width as u32, height as u32)?;
        let grey: Vec<u8> = cut.pixels().map(luminance).collect();
        if let Some(payload) = decode(symbology, &grey, cut.dimensions()) {
            return Some((symbology, payload));
        }
    }
    None
}

/// Widths in pixels at which an area is tried: as it is, then larger where it is narrow and smaller where it is wide.
fn widths(width: f32, height: f32) -> Vec<f32> {
    let most = WIDTH_PX_MAX.min(HEIGHT_PX_MAX * width / height.max(1.0));
    let own = width.min(most);
    let other = if width < NARROW_PX { (2.0 * width).min(ENLARGE_MAX * width) } else { 0.6 * own };
    let third = if width < NARROW_PX { ENLARGE_MAX * width } else { 0.8 * own };
    let mut widths = vec![own, other.min(most), third.min(most)];
    widths.dedup();
    widths.retain(|width| *width >= 24.0 && width * height >= 24.0);
    widths
}

fn decode(symbology: Symbology, grey: &[u8], size: (u32, u32)) -> Option<String> {
    let source = || Luma8LuminanceSource::new(grey.to_vec(), size.0, size.1).ok();
    let with = |local: bool| -> Option<String> {
        if local {
            run(symbology, BinaryBitmap::new(HybridBinarizer::new(source()?)))
        } else {
            run(symbology, BinaryBitmap::new(GlobalHistogramBinarizer::new(source()?)))
        }
    };
    with(true).or_else(|| with(false))
}

/// One decoder on one bitmap. The decoder is not ours and may meet a picture that it did not expect: a panic of it
/// means that nothing was read.
fn run<B: Binarizer>(symbology: Symbology, mut bitmap: BinaryBitmap<B>) -> Option<String> {
    let hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
    let read = catch_unwind(AssertUnwindSafe(|| match symbology {
        Symbology::Pdf417 => PDF417Reader::new().decode_with_hints(&mut bitmap, &hints),
        Symbology::QrCode => QRCodeReader::new().decode_with_hints(&mut bitmap, &hints),
    }));
    read.ok()?.ok().map(|result| result.getText().to_owned())
}

/// ITU-R BT.601 luminance.
fn luminance(pixel: &image::Rgb<u8>) -> u8 {
    let [r, g, b] = pixel.0.map(u32::from);
    ((299 * r + 587 * g + 114 * b + 500) / 1000) as u8
}
