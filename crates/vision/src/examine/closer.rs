//! A second look at documents that are too small in a picture which was decoded at a fraction of its size.

use review::observation::{Examination, ImageRole, QualityKind};

use super::Pictures;
use crate::intake::Picture;

/// A document is read in the reduced picture if its longer side has at least so many pixels there. Measures of quality
/// are taken at this size, so that those of larger ones do not change.
const LONG_SIDE_PX_MIN: f64 = 1000.0;

/// Both sides, those decoded whole that need it; `None` where no side does.
pub struct Whole {
    front: Option<Picture>,
    back: Option<Picture>,
}

impl Whole {
    /// Decodes whole what was too small in the examination.
    pub fn of(pictures: Pictures<'_>, examination: &Examination) -> Option<Self> {
        let whole = |picture: Option<&Picture>, role| {
            picture.filter(|picture| too_small(picture, role, examination)).and_then(Picture::whole)
        };
        let (front, back) = (whole(pictures.front, ImageRole::Front), whole(pictures.back, ImageRole::Back));
        (front.is_some() || back.is_some()).then_some(Self { front, back })
    }

    /// The pictures to examine again.
    pub fn over<'a>(&'a self, pictures: Pictures<'a>) -> Pictures<'a> {
        Pictures {
            front: self.front.as_ref().or(pictures.front),
            back: self.back.as_ref().or(pictures.back),
            ..pictures
        }
    }
}

fn too_small(picture: &Picture, role: ImageRole, examination: &Examination) -> bool {
    let image = examination.images.iter().find(|image| image.role == role);
    let measures = image.map(|image| image.quality.as_slice()).unwrap_or_default();
    let long = measures.iter().find(|measure| measure.kind == QualityKind::DocumentLongSidePx);
    picture.factor() > 1
        && long.is_some_and(|long| long.value / f64::from(picture.factor()) < LONG_SIDE_PX_MIN)
}

#[cfg(test)]
mod tests {
    use image::{ImageEncoder, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
    use review::observation::{ImageReading, QualityMeasure};

    use super::*;
    use crate::intake::{Limits, accept_to_read};

    fn halved() -> Picture {
        let rgb = RgbImage::from_pixel(4000, 3000, Rgb([90; 3]));
        let mut bytes = Vec::new();
        JpegEncoder::new(&mut bytes).write_image(&rgb, 4000, 3000, image::ExtendedColorType::Rgb8).unwrap();
        accept_to_read(&bytes, &Limits::default()).unwrap()
    }

    fn seen(long_side_px: Option<f64>) -> Examination {
        let kind = QualityKind::DocumentLongSidePx;
        let quality = long_side_px.map(|value| QualityMeasure { kind, value, region: None });
        let image = ImageReading {
            role: ImageRole::Front,
            width_px: 4000,
            height_px: 3000,
            facts: Default::default(),
            quality: quality.into_iter().collect(),
            documents: Vec::new(),
            faces: Vec::new(),
            text: Vec::new(),
        };
        Examination { images: vec![image], ..Examination::default() }
    }

    #[test]
    fn only_a_small_document_is_decoded_whole() {
        let picture = halved();
        let pictures = Pictures { front: Some(&picture), ..Pictures::default() };
        assert!(Whole::of(pictures, &seen(None)).is_none());
        assert!(Whole::of(pictures, &seen(Some(2400.0))).is_none());
        let whole = Whole::of(pictures, &seen(Some(1400.0))).unwrap();
        assert_eq!(whole.over(pictures).front.unwrap().rgb.dimensions(), (4000, 3000));
        // What is whole stays as it is.
        let again = whole.over(pictures);
        assert!(Whole::of(again, &seen(Some(1400.0))).is_none());
    }
}
