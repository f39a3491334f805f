//! Pages without a camera: flat, straight and sharp, with their truth, for training and for looking closely.

use crate::canvas::{Page, rgb};
use crate::documents::{self, Holder};
use crate::error::RenderError;
use crate::head::Identity;
use crate::person::{Person, years_between};
use crate::render::{PORTRAIT_PX, PX_PER_MM, printed_portrait};
use crate::request::{Kind, Request};
use crate::truth::{FieldTruth, ImageRole, Point};
use image::RgbImage;
use serde::{Deserialize, Serialize};

/// A document's sides as they are printed.
#[derive(Debug, Clone)]
pub struct Flat {
    /// Front, and back where the document has one; empty for [`Kind::NoDocument`].
    pub pages: Vec<FlatPage>,
    /// ICAO code of the issuer; empty where the document states none.
    pub issuer: String,
    /// Lines of the machine-readable zone as printed.
    pub mrz: Vec<String>,
    /// Payload of the two-dimensional barcode.
    pub barcode: Option<String>,
    /// The holder; `None` without a document.
    pub person: Option<Person>,
}

/// One side of a document, cut exactly at its edges.
#[derive(Debug, Clone)]
pub struct FlatPage {
    /// Which side.
    pub role: ImageRole,
    /// The whole rectangle; outside the rounded corners there is white.
    pub image: RgbImage,
    /// Width and height of the paper.
    pub size_mm: (f32, f32),
    /// Radius of its rounded corners.
    pub corner_radius_mm: f32,
    /// Corners of the page in pixels of `image`, clockwise from its top left.
    pub quad: [Point; 4],
    /// Corners of the printed portrait in pixels of `image`.
    pub portrait: Option<[Point; 4]>,
    /// Printed fields in pixels of `image`.
    pub fields: Vec<FieldTruth>,
}

/// How finely the portrait of a page is computed; most of a page's time goes there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortraitDetail {
    /// As sharp as the page.
    #[default]
    Full,
    /// 51 × 66 pixels, enlarged: for pages of which only the text counts.
    Low,
}

impl PortraitDetail {
    /// Pixels of the portrait on a page of such a resolution.
    pub(crate) fn size_px(self, px_per_mm: f32) -> (f32, f32) {
        let share = match self {
            PortraitDetail::Full => (px_per_mm / PX_PER_MM).clamp(0.3, 2.0),
            PortraitDetail::Low => 0.125,
        };
        (PORTRAIT_PX.0 * share, PORTRAIT_PX.1 * share)
    }
}

/// Draws the pages of a request, `px_per_mm` pixels to the millimetre (2–32); `look` decides only on the portrait and
/// on a wrong check digit. The same request always gives the same bytes.
///
/// # Errors
/// As [`crate::render()`]; [`RenderError::Resolution`] if `px_per_mm` is out of range.
pub fn flat(request: &Request, px_per_mm: f32, detail: PortraitDetail) -> Result<Flat, RenderError> {
    if !(2.0..=32.0).contains(&px_per_mm) {
        return Err(RenderError::Resolution(px_per_mm));
    }
    let person = Person::draw(request);
    let identity = Identity::of_age(person.face_seed, years_between(person.birth_date, request.today));
    let portrait = printed_portrait(&request.look, &identity, request.seed, detail.size_px(px_per_mm))?;
    let holder = Holder {
        person: &person,
        portrait: &portrait,
        look: &request.look,
        seed: request.seed,
        variety: request.variety,
        px_per_mm,
    };
    let sides = documents::draw(request.kind, &holder)?;
    let pages = sides.pages.into_iter().map(|(role, page)| develop(role, page)).collect();
    let person = (request.kind != Kind::NoDocument).then_some(person);
    Ok(Flat { pages, issuer: sides.issuer.to_owned(), mrz: sides.mrz, barcode: sides.barcode, person })
}

fn develop(role: ImageRole, page: Page) -> FlatPage {
    let (width, height) = (page.width_px(), page.height_px());
    let image = RgbImage::from_fn(width as u32, height as u32, |x, y| {
        let colour = page.at(x as f32 + 0.5, y as f32 + 0.5).unwrap_or(rgb(0xffffff));
        image::Rgb(colour.map(|value| (value.clamp(0.0, 1.0) * 255.0).round() as u8))
    });
    FlatPage {
        role,
        image,
        size_mm: (page.width_mm, page.height_mm),
        corner_radius_mm: page.corner_mm,
        quad: [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)].map(|(x, y)| Point { x, y }),
        portrait: page.portrait,
        fields: page.fields,
    }
}
