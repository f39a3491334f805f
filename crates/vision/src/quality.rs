//! How usable a picture is: sharpness, exposure, glare, size, what is cut off, colour.
//!
//! Every measure is taken inside the document where one was found, at a scale at which the document's longer
//! side is at most [`LOOK_PX`] pixels: what matters is how sharp the print is, not how sharp the pixels are.

use image::{GrayImage, Luma, RgbImage};
use review::observation::{ImageRole, QualityKind, QualityMeasure, Region};

use crate::{document::Outline, geometry::Quad, text::Line, warp};

mod glare;
mod sharpness;
#[cfg(test)]
mod tests;

/// Longer side in pixels at which documents and faces are measured.
const LOOK_PX: f32 = 1000.0;
/// Luminance below which a pixel is dark, and at which it is blown out.
const DARK: u8 = 30;
const BLOWN: u8 = 250;
/// Text boxes whose background is at least this bright are printed on white paper.
const WHITE_PAPER: u8 = 238;

/// What is measured: pixels of the document or the face, and where they lie in the picture.
pub(super) struct View {
    pub rgb: RgbImage,
    pub grey: GrayImage,
    /// The part of the picture that `rgb` shows.
    pub quad: Quad,
}

impl View {
    fn of(picture: &RgbImage, quad: &Quad) -> Option<Self> {
        let scale = (LOOK_PX / quad.width().max(quad.height()).max(1.0)).min(1.0);
        let side = |length: f32| (length * scale).round().max(8.0) as u32;
        let rgb = warp::cut_out(picture, quad, side(quad.width()), side(quad.height()))?;
        let grey =
            GrayImage::from_fn(rgb.width(), rgb.height(), |x, y| Luma([luminance(rgb.get_pixel(x, y).0)]));
        Some(Self { rgb, grey, quad: *quad })
    }

    /// Share of the area where the luminance fits.
    fn share(&self, fits: impl Fn(u8) -> bool) -> f64 {
        let count = self.grey.pixels().filter(|p| fits(p.0[0])).count();
        count as f64 / self.grey.len().max(1) as f64
    }

    fn mean_luminance(&self) -> f64 {
        let sum: u64 = self.grey.pixels().map(|p| u64::from(p.0[0])).sum();
        sum as f64 / self.grey.len().max(1) as f64
    }

    /// Mean of (max − min) / 255 of the channels.
    fn mean_chroma(&self) -> f64 {
        let chroma = |p: &image::Rgb<u8>| {
            let [r, g, b] = p.0;
            f64::from(r.max(g).max(b) - r.min(g).min(b)) / 255.0
        };
        self.rgb.pixels().map(chroma).sum::<f64>() / f64::from((self.rgb.width() * self.rgb.height()).max(1))
    }
}

/// ITU-R BT.601 luminance.
fn luminance([r, g, b]: [u8; 3]) -> u8 {
    ((299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b) + 500) / 1000) as u8
}

/// Measures of a document picture; of the whole frame where no document was found.
pub(crate) fn of_document(
    picture: &RgbImage,
    role: ImageRole,
    outline: Option<&Outline>,
    lines: &[Line],
) -> Vec<QualityMeasure> {
    let frame = Quad::rectangle(0.0, 0.0, picture.width() as f32, picture.height() as f32);
    let quad = outline.map_or(frame, |outline| outline.quad);
    let Some(view) = View::of(picture, &quad).or_else(|| View::of(picture, &frame)) else {
        return Vec::new();
    };
    let mut measures = exposure(&view);
    let white = printed_on_white(picture, lines);
    let glare = glare::measure(&view, white);
    let region = glare.largest.map(|quad| quad.region(role, picture.dimensions()));
    measures.push(measure(QualityKind::Glare, glare.share, region));
    let blown = if white { 0.0 } else { view.share(|l| l >= BLOWN) };
    measures.push(measure(QualityKind::BrightShare, blown, None));
    if let Some(outline) = outline {
        let long = outline.quad.width().max(outline.quad.height());
        measures.push(measure(QualityKind::DocumentLongSidePx, f64::from(long), None));
        measures.push(measure(QualityKind::CutOff, f64::from(outline.cut_share()), None));
    }
    measures.push(measure(QualityKind::Colour, view.mean_chroma(), None));
    measures
}

/// Measures of a selfie, within the largest face where there is one.
pub(crate) fn of_selfie(picture: &RgbImage, face: Option<&Region>) -> Vec<QualityMeasure> {
    let (w, h) = (picture.width() as f32, picture.height() as f32);
    let frame = Quad::rectangle(0.0, 0.0, w, h);
    let quad = face.and_then(|face| corners(face, (w, h))).unwrap_or(frame);
    let Some(view) = View::of(picture, &quad) else { return Vec::new() };
    let mut measures = exposure(&view);
    measures.push(measure(QualityKind::BrightShare, view.share(|l| l >= BLOWN), None));
    measures
}

fn corners(region: &Region, (w, h): (f32, f32)) -> Option<Quad> {
    let corners: Vec<_> = region.corners.iter().map(|p| crate::geometry::px(p.x * w, p.y * h)).collect();
    corners.try_into().ok().map(Quad)
}

fn exposure(view: &View) -> Vec<QualityMeasure> {
    vec![
        measure(QualityKind::Sharpness, sharpness::measure(&view.grey), None),
        measure(QualityKind::Brightness, view.mean_luminance(), None),
        measure(QualityKind::DarkShare, view.share(|l| l < DARK), None),
    ]
}

fn measure(kind: QualityKind, value: f64, region: Option<Region>) -> QualityMeasure {
    QualityMeasure { kind, value, region }
}

/// Whether the ground behind most text lines is white, by design or because the text survived the light.
fn printed_on_white(picture: &RgbImage, lines: &[Line]) -> bool {
    let mut grounds: Vec<u8> = lines
        .iter()
        .filter_map(|line| warp::cut_out(picture, &line.quad, 48, 8))
        .map(|cut| {
            let mut values: Vec<u8> = cut.pixels().map(|p| luminance(p.0)).collect();
            values.sort_unstable();
            values[values.len() * 3 / 4]
        })
        .collect();
    grounds.sort_unstable();
    grounds.get(grounds.len() / 2).is_some_and(|ground| *ground >= WHITE_PAPER)
}
