//! The product's own reading of one picture, as an evaluation sees it.

use std::{io::Cursor, path::Path};

use image::{ImageFormat, ImageReader, RgbImage};
use jiff::civil::Date;
use review::observation::{Examination, ImageRole, LivenessReading, MrzReading, Sighting};
use vision::{
    Pictures,
    face::{Descriptor, Face},
    intake::{Limits, Picture},
    live::Film,
    network::{NetworkError, Networks},
};

/// Crops of single lines are lower than any picture of a document.
const LINE_SIDE_PX_MIN: u32 = 8;

/// Reads pictures with the product's own code. One reader works on one picture at a time: its networks do.
pub struct Reader<'a> {
    networks: &'a Networks,
    today: Date,
    limits: Limits,
}

/// A machine-readable line that was read from a picture of nothing else.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LineRead {
    pub text: String,
    /// The reader's own probability 0–1 that the whole line is right.
    pub probability: f64,
}

/// The documents that were found in a picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outlines {
    /// Width and height of the picture, upright.
    pub size_px: (u32, u32),
    /// The best first.
    pub documents: Vec<Sighting>,
}

/// Reads crops of single machine-readable lines.
pub(crate) trait LineReader {
    /// The line, or `None` where none is seen.
    fn line(&self, crop: &RgbImage) -> Result<Option<LineRead>, String>;
}

/// Tells attacks on face capture from genuine presentations.
pub(crate) trait AttackDetector {
    /// How suspicious a picture is, larger is more; `None` where it holds nothing to judge.
    fn suspicion(&self, file: &Path) -> Result<Option<f64>, String>;

    /// From this suspicion on it is called an attack.
    fn threshold(&self) -> f64;
}

impl<'a> Reader<'a> {
    /// A reader for the day that two-digit years are resolved on.
    #[must_use]
    pub fn new(networks: &'a Networks, today: Date) -> Self {
        Self { networks, today, limits: Limits::default() }
    }

    /// The film of a face check.
    pub(crate) fn face_check(&self, film: &Film) -> Result<LivenessReading, String> {
        film.examine(self.networks).map(|examined| examined.reading).map_err(|error| error.to_string())
    }

    pub(crate) fn document(&self, path: &Path) -> Result<Examination, String> {
        self.front(&read(path)?)
    }

    pub(crate) fn back(&self, path: &Path) -> Result<Examination, String> {
        let picture = accept_to_read(&read(path)?, &self.limits)?;
        self.examine(Pictures { back: Some(&picture), ..Pictures::default() })
    }

    /// Examines a file in memory as the front of a document.
    pub(crate) fn front(&self, bytes: &[u8]) -> Result<Examination, String> {
        let picture = accept_to_read(bytes, &self.limits)?;
        self.examine(Pictures { front: Some(&picture), ..Pictures::default() })
    }

    /// The machine-readable zone of a file in memory, and nothing else.
    pub(crate) fn zone(&self, bytes: &[u8]) -> Result<Option<MrzReading>, String> {
        let picture = accept_to_read(bytes, &self.limits)?;
        vision::mrz::read(self.networks, &picture, ImageRole::Front).map_err(|error| error.to_string())
    }

    /// The machine-readable zone of a file.
    pub(crate) fn zone_of(&self, path: &Path) -> Result<Option<MrzReading>, String> {
        self.zone(&read(path)?)
    }

    /// The outlines of the documents in a file in memory, the best first, and nothing else.
    pub(crate) fn outlines(&self, bytes: &[u8]) -> Result<Outlines, String> {
        let picture = accept(bytes, &self.limits)?;
        let found = vision::document::sightings(self.networks, &picture.rgb, ImageRole::Front);
        let documents = found.map_err(|error| error.to_string())?;
        Ok(Outlines { size_px: picture.rgb.dimensions(), documents })
    }

    /// The outlines of the documents in a file.
    pub(crate) fn outlines_of(&self, path: &Path) -> Result<Outlines, String> {
        self.outlines(&read(path)?)
    }

    /// The descriptor of the face nearest the middle, which in such collections is the labelled one (Labeled Faces in
    /// the Wild, §II); `None` when no face was found.
    pub(crate) fn face(&self, path: &Path) -> Result<Option<Descriptor>, String> {
        let picture = accept(&read(path)?, &self.limits)?;
        let text = |error: NetworkError| error.to_string();
        let faces = vision::face::find(self.networks, &picture.rgb, ImageRole::Selfie).map_err(text)?;
        let Some(face) = faces.iter().min_by(|a, b| off_centre(a).total_cmp(&off_centre(b))) else {
            return Ok(None);
        };
        vision::face::describe(self.networks, &picture.rgb, face).map(Some).map_err(text)
    }

    /// What tells attacks from genuine presentations; `None` as long as an examination measures nothing of the kind.
    #[expect(clippy::unused_self, reason = "a detector will be one of the reader's networks")]
    pub(crate) fn attack_detector(&self) -> Option<&dyn AttackDetector> {
        None
    }

    /// The payload of a barcode: a text file's content, or the first barcode of a picture of the document's back.
    pub(crate) fn payload(&self, path: &Path) -> Result<String, String> {
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt")) {
            return Ok(String::from_utf8_lossy(&read(path)?).into_owned());
        }
        let barcodes = self.back(path)?.document.barcodes;
        barcodes.into_iter().next().map(|barcode| barcode.payload).ok_or_else(|| "no barcode".to_owned())
    }

    /// The pixels of a crop, whose file may be small, or TIFF as collections of binarised text are.
    pub(crate) fn crop(&self, path: &Path) -> Result<RgbImage, String> {
        let limits = Limits { side_px_min: LINE_SIDE_PX_MIN, ..self.limits };
        let bytes = read(path)?;
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("tif")) {
            return tiff(&bytes, &limits);
        }
        accept(&bytes, &limits).map(|picture| picture.rgb)
    }

    fn examine(&self, pictures: Pictures<'_>) -> Result<Examination, String> {
        let examined = vision::examine(self.networks, pictures, self.today, &mut |_| {});
        examined.map(|(examination, _)| examination).map_err(|error| error.to_string())
    }
}

/// The product's reader of machine-readable lines.
impl LineReader for Reader<'_> {
    fn line(&self, crop: &RgbImage) -> Result<Option<LineRead>, String> {
        let read = vision::mrz::read_line(self.networks, crop).map_err(|error| error.to_string())?;
        Ok(read.map(|line| LineRead { text: line.text, probability: line.probability.into() }))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| error.to_string())
}

fn accept(bytes: &[u8], limits: &Limits) -> Result<Picture, String> {
    vision::intake::accept(bytes, limits).map_err(|error| error.to_string())
}

/// A side of a document, taken in as a check does.
fn accept_to_read(bytes: &[u8], limits: &Limits) -> Result<Picture, String> {
    vision::intake::accept_to_read(bytes, limits).map_err(|error| error.to_string())
}

/// Decodes a TIFF within the same bounds; the product itself takes none.
fn tiff(bytes: &[u8], limits: &Limits) -> Result<RgbImage, String> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Tiff);
    let mut bounds = image::Limits::default();
    (bounds.max_image_width, bounds.max_image_height) = (Some(limits.side_px_max), Some(limits.side_px_max));
    reader.limits(bounds);
    reader.decode().map(|image| image.to_rgb8()).map_err(|error| error.to_string())
}

/// Squared distance of the face's middle from the picture's, in shares of the sides.
fn off_centre(face: &Face) -> f32 {
    let corners = &face.seen.region.corners;
    let count = corners.len().max(1) as f32;
    let x = corners.iter().map(|corner| corner.x).sum::<f32>() / count - 0.5;
    let y = corners.iter().map(|corner| corner.y).sum::<f32>() / count - 0.5;
    x * x + y * y
}
