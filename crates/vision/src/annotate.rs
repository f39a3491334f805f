//! Draws what was measured on the picture itself: outlines in colour, each with its name.

use image::{ImageEncoder, RgbImage, codecs::png::PngEncoder};
use review::observation::{Examination, ImageRole, QualityKind, Region};

use crate::{intake::Picture, warp};

mod draw;
mod letters;

use draw::Ink;

/// Longer side in pixels of the drawing; larger pictures are reduced.
const LONG_PX_MAX: u32 = 1600;

/// The document's outline, the zone, faces, glare, fields, text.
const DOCUMENT: Ink = Ink([46, 160, 67]);
const ZONE: Ink = Ink([9, 105, 218]);
const FACE: Ink = Ink([191, 57, 137]);
const GLARE: Ink = Ink([207, 34, 46]);
const FIELD: Ink = Ink([188, 110, 0]);
const TEXT: Ink = Ink([110, 119, 129]);

/// PNG of the picture with everything that the examination found on it.
///
/// # Panics
/// Never: writing to memory cannot fail.
#[must_use]
pub fn png(picture: &Picture, role: ImageRole, examination: &Examination) -> Vec<u8> {
    let mut canvas = canvas(&picture.rgb);
    let thickness = (canvas.width().max(canvas.height()) as f32 / 400.0).max(1.5);
    for (region, ink, name, weight) in marks(role, examination) {
        draw::outline(&mut canvas, region, ink, thickness * weight);
        if let Some(name) = name {
            draw::label(&mut canvas, region, ink, name, (thickness * 0.8).max(1.0) as u32);
        }
    }
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(&canvas, canvas.width(), canvas.height(), image::ExtendedColorType::Rgb8)
        .expect("writing to memory cannot fail");
    png
}

fn canvas(rgb: &RgbImage) -> RgbImage {
    let scale = LONG_PX_MAX as f32 / rgb.width().max(rgb.height()).max(1) as f32;
    if scale >= 1.0 {
        return rgb.clone();
    }
    warp::resized(rgb, (rgb.width() as f32 * scale) as u32, (rgb.height() as f32 * scale) as u32)
}

type Mark<'a> = (&'a Region, Ink, Option<&'static str>, f32);

/// What is drawn, lowest layer first: text, fields, glare, faces, zone, document.
fn marks(role: ImageRole, examination: &Examination) -> Vec<Mark<'_>> {
    let mut marks: Vec<Mark<'_>> = Vec::new();
    let image = examination.images.iter().find(|image| image.role == role);
    if let Some(image) = image {
        marks.extend(image.text.iter().map(|line| (&line.region, TEXT, None, 0.5)));
    }
    let fields = examination.document.fields.iter();
    let printed = fields.filter(|field| field.source == review::observation::Source::Printed);
    marks.extend(printed.filter_map(|field| field.region.as_ref()).map(|region| (region, FIELD, None, 0.8)));
    if let Some(image) = image {
        let glare = image.quality.iter().filter(|measure| measure.kind == QualityKind::Glare);
        marks.extend(
            glare.filter_map(|m| m.region.as_ref()).map(|region| (region, GLARE, Some("GLARE"), 1.0)),
        );
        marks.extend(image.faces.iter().map(|face| (&face.region, FACE, Some("FACE"), 1.0)));
    }
    let zone = examination.document.mrz.as_ref().and_then(|mrz| mrz.region.as_ref());
    marks.extend(zone.map(|region| (region, ZONE, Some("MRZ"), 1.0)));
    if let Some(image) = image {
        marks.extend(image.documents.iter().map(|d| (&d.region, DOCUMENT, Some("DOCUMENT"), 1.2)));
    }
    marks.retain(|(region, ..)| region.image == role);
    marks
}
