//! Reads printed text: finds lines at any turn of the page, sets them upright, recognises them.

use image::{RgbImage, imageops::crop_imm};
use review::observation::{ImageRole, TextLine};

use crate::{
    geometry::{Px, Quad, px},
    network::{NetworkError, Networks},
};

pub(crate) mod components;
pub(crate) mod ctc;
mod detect;
mod direction;
mod lattice;
mod order;
mod recognise;
pub(crate) mod tensor;
#[cfg(test)]
mod tests;

pub(crate) use direction::facing;
pub(crate) use lattice::{Lattice, Step};

/// Longer side in pixels of the first look for text.
const FIRST_LOOK_PX: u32 = 960;
/// Longer side in pixels of the second, closer look.
const CLOSE_LOOK_PX: u32 = 1600;
/// Boxes lower than this in the picture hold nothing legible.
const LINE_PX_MIN: f32 = 6.5;
/// Boxes lower than this share of the median, and less than so many times as long as high, are flecks of background.
const SPECK_HEIGHT: f32 = 0.6;
const SPECK_WIDTH: f32 = 2.5;
/// Lines whose letters are lower than this in the first look are looked at again, closer.
const SMALL_LINE_PX: f32 = 11.0;
/// Around documents so much of their height and width is looked at too, and print there still counts as theirs.
const AROUND: f32 = 0.03;
/// Most lines that are read; a document has fewer than a hundred.
const LINES_MAX: usize = 160;

/// A page read with this mean confidence is not upside down.
pub(crate) const CONFIDENT: f32 = 0.85;

/// Everything that was read in one picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Page {
    /// Unit vector of the reading direction.
    pub along: Px,
    /// In reading order.
    pub lines: Vec<Line>,
}

/// One recognised line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// In pixels of the picture, clockwise from the top left as read.
    pub quad: Quad,
    /// The same box with the page set upright: smallest and largest corner.
    pub upright: (Px, Px),
    /// The most probable text.
    pub text: String,
    /// Confidence 0–1 of each character.
    pub confidences: Vec<f32>,
    /// Centre of each character along the line, 0–1.
    pub centres: Vec<f32>,
    /// What else it may say; empty where the text was not read by the general recogniser.
    pub lattice: Lattice,
}

impl Line {
    /// As plain data.
    pub fn plain(&self, image: ImageRole, size_px: (u32, u32)) -> TextLine {
        TextLine {
            region: self.quad.region(image, size_px),
            text: self.text.clone(),
            confidences: self.confidences.clone(),
        }
    }

    /// Height of the upright box in pixels.
    pub fn height_px(&self) -> f32 {
        self.upright.1.y - self.upright.0.y
    }

    /// Width of the upright box in pixels.
    pub fn width_px(&self) -> f32 {
        self.upright.1.x - self.upright.0.x
    }

    /// Centre of the upright box.
    pub fn middle(&self) -> Px {
        self.upright.0.plus(self.upright.1).times(0.5)
    }
}

impl Page {
    /// The corners' smallest and largest coordinates after the page is set upright.
    pub fn upright(&self, quad: &Quad) -> (Px, Px) {
        upright(self.along, quad)
    }

    /// Mean confidence of all characters, 0–1; 0 for an empty page.
    pub fn mean_confidence(&self) -> f32 {
        let all = self.lines.iter().flat_map(|line| &line.confidences);
        let (sum, count) = all.fold((0.0, 0), |(sum, count), c| (sum + c, count + 1));
        sum / count.max(1) as f32
    }

    /// The texts in reading order.
    #[cfg(test)]
    pub fn texts(&self) -> Vec<&str> {
        self.lines.iter().map(|line| line.text.as_str()).collect()
    }
}

fn upright(along: Px, quad: &Quad) -> (Px, Px) {
    let across = px(-along.y, along.x);
    let turned = Quad(quad.0.map(|p| px(p.dot(along), p.dot(across))));
    turned.bounds()
}

/// Reads the text on the documents of a picture, whatever their turn; all text where no documents are known or nothing is
/// printed on them. A machine-readable zone that was read before tells which way is up, and is not read again.
///
/// # Errors
/// [`NetworkError`] of any of the three text networks.
pub(crate) fn read(
    networks: &Networks,
    picture: &RgbImage,
    documents: &[Quad],
    zone: Option<&Quad>,
) -> Result<Page, NetworkError> {
    let mut boxes = on_documents(networks, picture, documents)?;
    if boxes.is_empty() {
        boxes = find(networks, picture)?;
    }
    let Some(zone) = zone else {
        let along = direction::page(networks, picture, &boxes)?;
        return read_boxes(networks, picture, &boxes, along);
    };
    boxes.retain(|quad| !zone.contains(quad.centre()));
    read_boxes(networks, picture, &boxes, zone.along())
}

/// Reads the page again with the opposite reading direction.
///
/// # Errors
/// [`NetworkError`] of the recogniser.
pub(crate) fn read_upside_down(
    networks: &Networks,
    picture: &RgbImage,
    page: &Page,
) -> Result<Page, NetworkError> {
    let boxes: Vec<Quad> = page.lines.iter().map(|line| line.quad).collect();
    read_boxes(networks, picture, &boxes, page.along.times(-1.0))
}

/// Boxes of text on the documents: only the part of the picture that they take up is looked at, which shows it larger.
fn on_documents(
    networks: &Networks,
    picture: &RgbImage,
    documents: &[Quad],
) -> Result<Vec<Quad>, NetworkError> {
    let grown = |quad: &Quad| quad.grown(AROUND * quad.width(), AROUND * quad.height());
    let documents: Vec<Quad> = documents.iter().map(grown).collect();
    let Some((low, high)) = documents.iter().map(Quad::bounds).reduce(around_both) else {
        return Ok(Vec::new());
    };
    let (w, h) = (picture.width() as f32, picture.height() as f32);
    let [left, right] = [low.x, high.x.ceil()].map(|x| x.clamp(0.0, w) as u32);
    let [top, bottom] = [low.y, high.y.ceil()].map(|y| y.clamp(0.0, h) as u32);
    if right <= left || bottom <= top {
        return Ok(Vec::new());
    }
    let part = crop_imm(picture, left, top, right - left, bottom - top).to_image();
    let shift = px(left as f32, top as f32);
    let found = find(networks, &part)?.into_iter().map(|quad| Quad(quad.0.map(|p| p.plus(shift))));
    Ok(found.filter(|quad| documents.iter().any(|document| document.contains(quad.centre()))).collect())
}

/// The box around two boxes, each from its smallest to its largest corner.
fn around_both(a: (Px, Px), b: (Px, Px)) -> (Px, Px) {
    (px(a.0.x.min(b.0.x), a.0.y.min(b.0.y)), px(a.1.x.max(b.1.x), a.1.y.max(b.1.y)))
}

/// Boxes of text in pixels of the picture; small print gets a second, closer look.
fn find(networks: &Networks, picture: &RgbImage) -> Result<Vec<Quad>, NetworkError> {
    let network = networks.text_detector.as_ref();
    let long_px = picture.width().max(picture.height());
    let mut boxes = detect::find(network, picture, FIRST_LOOK_PX)?;
    if long_px > FIRST_LOOK_PX
        && median_height(&boxes) * (FIRST_LOOK_PX as f32) < SMALL_LINE_PX * long_px as f32
    {
        boxes = detect::find(network, picture, CLOSE_LOOK_PX.min(long_px))?;
    }
    let speck_px = SPECK_HEIGHT * median_height(&boxes);
    let speck = |quad: &Quad| quad.height() < speck_px && quad.width() < SPECK_WIDTH * quad.height();
    boxes.retain(|quad| quad.height() >= LINE_PX_MIN && !speck(quad));
    boxes.sort_by(|a, b| b.area().total_cmp(&a.area()));
    boxes.truncate(LINES_MAX);
    Ok(boxes)
}

fn median_height(boxes: &[Quad]) -> f32 {
    let mut heights: Vec<f32> = boxes.iter().map(Quad::height).collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() / 2).copied().unwrap_or(f32::MAX)
}

fn read_boxes(
    networks: &Networks,
    picture: &RgbImage,
    boxes: &[Quad],
    along: Px,
) -> Result<Page, NetworkError> {
    let quads: Vec<Quad> = boxes.iter().map(|quad| facing(quad, along)).collect();
    let texts = recognise::texts(networks, picture, &quads)?;
    let mut lines: Vec<Line> = quads
        .into_iter()
        .zip(texts)
        .filter(|(_, read)| !read.text.trim().is_empty())
        .map(|(quad, read)| Line {
            quad,
            upright: upright(along, &quad),
            text: read.text,
            confidences: read.confidences,
            centres: read.centres,
            lattice: read.lattice,
        })
        .collect();
    order::sort(&mut lines);
    Ok(Page { along, lines })
}
