//! What text is looked for in: a document seen straight, the part of a picture that several take up, or all of it.

use std::borrow::Cow;

use image::{RgbImage, imageops::crop_imm};

use crate::{
    geometry::{Projection, Px, Quad, px},
    warp::Straight,
};

/// Around documents so much of their height and width is looked at too, and print there still counts as theirs.
const AROUND: f32 = 0.03;
/// Longer side in pixels of a document seen straight, at most: what the detector looks at.
const STRAIGHT_PX_MAX: f32 = 1600.0;

/// A picture made of a part of another, to find lines in.
pub struct Ground<'a> {
    pub picture: Cow<'a, RgbImage>,
    pub place: Place,
    /// What of it is looked at, in its own pixels; everything if none are named.
    documents: Vec<Quad>,
}

/// Where a ground lies in its picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// It is the picture.
    All,
    /// The map into the picture, and the one back.
    Part(Projection, Projection),
}

impl Place {
    /// From the ground into the picture.
    pub fn in_picture(&self, quad: &Quad) -> Quad {
        match self {
            Self::All => *quad,
            Self::Part(there, _) => there.quad(quad),
        }
    }

    /// From the picture into the ground.
    pub fn in_ground(&self, quad: &Quad) -> Quad {
        match self {
            Self::All => *quad,
            Self::Part(_, back) => back.quad(quad),
        }
    }
}

impl<'a> Ground<'a> {
    /// Everything.
    pub fn whole(picture: &'a RgbImage) -> Self {
        Self { picture: Cow::Borrowed(picture), place: Place::All, documents: Vec::new() }
    }

    /// One document seen straight, or the part with several; `None` where there are none in the picture.
    pub fn of(picture: &'a RgbImage, documents: &[Quad]) -> Option<Self> {
        let grown = |quad: &Quad| quad.grown(AROUND * quad.width(), AROUND * quad.height());
        match documents {
            [] => None,
            [one] => Self::straight(picture, &grown(one)),
            several => Self::part(picture, several.iter().map(grown).collect()),
        }
    }

    /// Whether this place belongs to a document.
    pub fn holds(&self, p: Px) -> bool {
        self.documents.is_empty() || self.documents.iter().any(|document| document.contains(p))
    }

    fn straight(picture: &RgbImage, document: &Quad) -> Option<Self> {
        let (w, h) = (document.width(), document.height());
        let scale = (STRAIGHT_PX_MAX / w.max(h).max(1.0)).min(1.0);
        let side = |length: f32| (length * scale).round().max(1.0) as u32;
        let Straight { picture, there, back } = Straight::of(picture, document, side(w), side(h))?;
        Some(Self { picture: Cow::Owned(picture), place: Place::Part(there, back), documents: Vec::new() })
    }

    fn part(picture: &RgbImage, documents: Vec<Quad>) -> Option<Self> {
        let (low, high) = documents.iter().map(Quad::bounds).reduce(around_both)?;
        let (w, h) = (picture.width() as f32, picture.height() as f32);
        let [left, right] = [low.x, high.x.ceil()].map(|x| x.clamp(0.0, w) as u32);
        let [top, bottom] = [low.y, high.y.ceil()].map(|y| y.clamp(0.0, h) as u32);
        let (width, height) = (right.saturating_sub(left), bottom.saturating_sub(top));
        let own = Quad::rectangle(0.0, 0.0, width as f32, height as f32);
        let there = Quad::rectangle(left as f32, top as f32, width as f32, height as f32);
        let place = Place::Part(Projection::between(&own, &there)?, Projection::between(&there, &own)?);
        let part = crop_imm(picture, left, top, width, height).to_image();
        let documents = documents.iter().map(|quad| place.in_ground(quad)).collect();
        Some(Self { picture: Cow::Owned(part), place, documents })
    }
}

/// The box around two boxes, each from its smallest to its largest corner.
fn around_both(a: (Px, Px), b: (Px, Px)) -> (Px, Px) {
    (px(a.0.x.min(b.0.x), a.0.y.min(b.0.y)), px(a.1.x.max(b.1.x), a.1.y.max(b.1.y)))
}
