//! Reads printed text: finds lines at any turn of the page, sets them upright, recognises them.

use image::RgbImage;
use review::observation::{ImageRole, TextLine};

use crate::{
    geometry::{Px, Quad, px},
    network::{NetworkError, Networks},
};

pub(crate) mod components;
pub(crate) mod ctc;
mod detect;
mod direction;
mod ground;
mod lattice;
mod order;
mod recognise;
pub(crate) mod tensor;
#[cfg(test)]
mod tests;

use ground::{Ground, Place};

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
/// Most lines that are read; a document has fewer than a hundred.
const LINES_MAX: usize = 160;

/// A page read with this mean confidence is not upside down.
pub(crate) const CONFIDENT: f32 = 0.85;

/// Everything that was read in one picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Page {
    /// Where the ground on which it was read lies in the picture.
    place: Place,
    /// Unit vector of the reading direction on that ground.
    along: Px,
    /// In reading order.
    pub lines: Vec<Line>,
}

/// One recognised line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// In pixels of the picture, clockwise from the top left as read.
    pub quad: Quad,
    /// The same box on the ground that was read, set upright: smallest and largest corner.
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
    /// The smallest and largest coordinates of a box in the picture after the page is set upright.
    pub fn upright(&self, quad: &Quad) -> (Px, Px) {
        upright(self.along, &self.place.in_ground(quad))
    }

    /// The part from `from` to `to` of a line, 0–1, in the picture.
    pub fn part(&self, line: &Line, from: f32, to: f32) -> Quad {
        let [a, b, _, d] = self.place.in_ground(&line.quad).0;
        let at = |t: f32| a.plus(b.minus(a).times(t));
        let (left, right, below) = (at(from), at(to), d.minus(a));
        self.place.in_picture(&Quad([left, right, right.plus(below), left.plus(below)]))
    }

    /// Mean confidence of all characters, 0–1; 0 for an empty page.
    pub fn mean_confidence(&self) -> f32 {
        let all = self.lines.iter().flat_map(|line| &line.confidences);
        let (sum, count) = all.fold((0.0, 0), |(sum, count), c| (sum + c, count + 1));
        sum / count.max(1) as f32
    }

    /// A page that fills its picture and reads to the right.
    #[cfg(test)]
    pub fn flat(lines: Vec<Line>) -> Self {
        Self { place: Place::All, along: px(1.0, 0.0), lines }
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
    if let Some(ground) = Ground::of(picture, documents) {
        let mut boxes = find(networks, &ground.picture)?;
        boxes.retain(|quad| ground.holds(quad.centre()));
        if !boxes.is_empty() {
            return read_boxes(networks, picture, &ground, boxes, zone);
        }
    }
    let whole = Ground::whole(picture);
    let boxes = find(networks, picture)?;
    read_boxes(networks, picture, &whole, boxes, zone)
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
    let quads: Vec<Quad> = page.lines.iter().map(|line| line.quad.rolled(2)).collect();
    let texts = recognise::texts(networks, picture, &quads)?;
    Ok(page_of(page.place, page.along.times(-1.0), quads, texts))
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

/// Reads boxes of a ground, but for those of the zone, which stands in the picture. They are cut out of the picture itself:
/// seen once, small print stays sharper.
fn read_boxes(
    networks: &Networks,
    picture: &RgbImage,
    ground: &Ground<'_>,
    mut boxes: Vec<Quad>,
    zone: Option<&Quad>,
) -> Result<Page, NetworkError> {
    let along = match zone.map(|zone| ground.place.in_ground(zone)) {
        Some(zone) => {
            boxes.retain(|quad| !zone.contains(quad.centre()));
            zone.along()
        }
        None => direction::page(networks, &ground.picture, &boxes)?,
    };
    let in_picture = |quad: &Quad| ground.place.in_picture(&facing(quad, along));
    let quads: Vec<Quad> = boxes.iter().map(in_picture).collect();
    let texts = recognise::texts(networks, picture, &quads)?;
    Ok(page_of(ground.place, along, quads, texts))
}

/// The page of what was read in these boxes of the picture.
fn page_of(place: Place, along: Px, quads: Vec<Quad>, texts: Vec<ctc::Read>) -> Page {
    let mut page = Page { place, along, lines: Vec::new() };
    let read = quads.into_iter().zip(texts).filter(|(_, read)| !read.text.trim().is_empty());
    page.lines = read
        .map(|(quad, read)| Line {
            quad,
            upright: page.upright(&quad),
            text: read.text,
            confidences: read.confidences,
            centres: read.centres,
            lattice: read.lattice,
        })
        .collect();
    order::sort(&mut page.lines);
    page
}
