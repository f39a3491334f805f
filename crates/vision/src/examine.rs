//! One examination: every measure of every picture of an attempt, in order, with the time that each step took.

use std::{
    fmt,
    time::{Duration, Instant},
};

use image::RgbImage;
use jiff::civil::Date;
use review::observation::{
    Examination, FaceReading, FaceSeen, ImageReading, ImageRole, QualityKind, QualityMeasure,
};

use crate::{
    barcode,
    document::{self, Outline},
    face::{self, Descriptor, Face},
    fields,
    intake::Picture,
    live::{ExamineError, Examined, Film},
    mrz,
    network::{NetworkError, Networks},
    quality,
    text::{self, Page},
};

mod closer;
#[cfg(test)]
mod tests;

/// The pictures of one attempt. Any may be missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pictures<'a> {
    /// The side with the portrait; for a passport, the data page.
    pub front: Option<&'a Picture>,
    /// The other side of a card.
    pub back: Option<&'a Picture>,
    /// The applicant's own face.
    pub selfie: Option<&'a Picture>,
    /// The face check that the selfie is to be taken from, in its place.
    pub film: Option<&'a Film>,
}

/// A step of the examination, for progress and timings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// The face check's film, frame by frame.
    Liveness,
    /// The document's outline.
    Document,
    /// The machine-readable zone found and read.
    Mrz,
    /// Text lines found, set upright and recognised.
    Text,
    /// Barcodes found and decoded, where a zone does not already say what they could.
    Barcode,
    /// Sharpness, exposure, glare.
    Quality,
    /// Faces and landmarks.
    Faces,
    /// Descriptors of the portrait and the selfie.
    Comparison,
    /// Fields put together from all pictures.
    Fields,
}

impl Step {
    /// Every step in the order of an examination.
    pub const ALL: [Self; 9] = [
        Self::Liveness,
        Self::Document,
        Self::Mrz,
        Self::Text,
        Self::Barcode,
        Self::Quality,
        Self::Faces,
        Self::Comparison,
        Self::Fields,
    ];
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Liveness => "liveness",
            Self::Text => "text",
            Self::Mrz => "mrz",
            Self::Barcode => "barcode",
            Self::Document => "document",
            Self::Quality => "quality",
            Self::Faces => "faces",
            Self::Comparison => "comparison",
            Self::Fields => "fields",
        })
    }
}

/// Time that each step took over all pictures, in the order of [`Step::ALL`].
pub type Timings = Vec<(Step, Duration)>;

/// Examines the pictures of an attempt. `today` resolves two-digit years and nothing else; `progress` hears of
/// each step as it begins, possibly several times.
///
/// [`Examination::models`] is left empty: only the caller knows which files the networks came from.
///
/// # Errors
/// [`NetworkError`] when a network fails; an unreadable picture is no error but an examination that says so.
pub fn examine(
    networks: &Networks,
    pictures: Pictures<'_>,
    today: Date,
    progress: &mut dyn FnMut(Step),
) -> Result<(Examination, Timings), NetworkError> {
    let mut run = Run { networks, progress, timings: Vec::new() };
    let filmed = pictures.film.map(|film| run.film(film)).transpose()?.flatten();
    let selfie = filmed.as_ref().map_or(pictures.selfie, |filmed| Some(&filmed.selfie));
    let pictures = Pictures { selfie, ..pictures };
    let mut examination = run.examine(pictures, today)?;
    if let Some(whole) = closer::Whole::of(pictures, &examination) {
        examination = run.examine(whole.over(pictures), today)?;
    }
    examination.liveness = filmed.map(|filmed| filmed.reading);
    Ok((examination, run.timings()))
}

/// One side of a document, examined.
struct Side {
    reading: ImageReading,
    /// Width and height of the picture as it was decoded.
    size_px: (u32, u32),
    page: Page,
    mrz: Option<mrz::Found>,
    barcodes: Vec<barcode::Found>,
    faces: Vec<Face>,
}

impl Side {
    /// The face that stands for the holder: the largest.
    fn portrait(&self) -> Option<&Face> {
        self.faces.first()
    }

    fn for_fields(&self) -> fields::Side<'_> {
        fields::Side {
            role: self.reading.role,
            size_px: self.size_px,
            page: &self.page,
            mrz: self.mrz.as_ref(),
            barcodes: &self.barcodes,
        }
    }
}

/// An examination under way.
struct Run<'a> {
    networks: &'a Networks,
    progress: &'a mut dyn FnMut(Step),
    timings: Vec<(Step, Duration)>,
}

impl Run<'_> {
    /// Announces a step, runs it and notes its time.
    fn timed<T>(&mut self, step: Step, work: impl FnOnce(&Networks) -> T) -> T {
        (self.progress)(step);
        let start = Instant::now();
        let result = work(self.networks);
        self.timings.push((step, start.elapsed()));
        result
    }

    /// The film, measured; nothing where it is broken, which a missing selfie then tells.
    fn film(&mut self, film: &Film) -> Result<Option<Examined>, NetworkError> {
        match self.timed(Step::Liveness, |networks| film.examine(networks)) {
            Ok(examined) => Ok(Some(examined)),
            Err(ExamineError::Network(error)) => Err(error),
            Err(ExamineError::Film(_)) => Ok(None),
        }
    }

    fn examine(&mut self, pictures: Pictures<'_>, today: Date) -> Result<Examination, NetworkError> {
        let front = pictures.front.map(|p| self.side(p, ImageRole::Front)).transpose()?;
        let back = pictures.back.map(|p| self.side(p, ImageRole::Back)).transpose()?;
        let selfie = pictures.selfie.map(|p| self.selfie(p)).transpose()?;
        let face = self.compare(pictures, front.as_ref().and_then(Side::portrait), selfie.as_ref())?;
        let document = self.timed(Step::Fields, |_| {
            let sides = [front.as_ref(), back.as_ref()].into_iter().flatten().map(Side::for_fields);
            fields::gather(&sides.collect::<Vec<_>>(), today)
        });
        let sides = [front, back].into_iter().flatten().map(|side| side.reading);
        let images = sides.chain(selfie.map(|(reading, _)| reading)).collect();
        Ok(Examination { images, document, face, liveness: None, models: Vec::new() })
    }

    /// Times summed by step.
    fn timings(&self) -> Timings {
        let of = |step: Step| self.timings.iter().filter(move |(s, _)| *s == step).map(|(_, time)| *time);
        Step::ALL.into_iter().filter(|s| of(*s).next().is_some()).map(|s| (s, of(s).sum())).collect()
    }

    fn side(&mut self, picture: &Picture, role: ImageRole) -> Result<Side, NetworkError> {
        let rgb = &picture.rgb;
        let outlines = self.timed(Step::Document, |networks| document::find(networks, rgb))?;
        let sure = document::sure(&outlines, None);
        let mut mrz = self.timed(Step::Mrz, |networks| mrz::find(networks, rgb, &sure))?;
        let page = self.timed(Step::Text, |networks| page(networks, rgb, &outlines, mrz.as_ref()))?;
        mrz.iter_mut().for_each(|found| found.claim_lines(&page));
        let wanted = role == ImageRole::Back || mrz.is_none();
        let barcodes = if wanted { self.timed(Step::Barcode, |_| barcode::find(rgb)) } else { Vec::new() };
        let faces = match role {
            ImageRole::Front => self.timed(Step::Faces, |networks| faces(networks, picture, role))?,
            _ => Vec::new(),
        };
        let lines = visible_lines(&page, mrz.as_ref());
        let quality =
            self.timed(Step::Quality, |_| quality::of_document(rgb, role, outlines.first(), &page.lines));
        let mut reading = reading(picture, role, &faces);
        reading.quality = in_file_pixels(quality, picture.factor());
        reading.documents = outlines.iter().map(|outline| outline.sighting(role, rgb.dimensions())).collect();
        reading.text = lines.iter().map(|line| line.plain(role, rgb.dimensions())).collect();
        Ok(Side { reading, size_px: rgb.dimensions(), page, mrz, barcodes, faces })
    }

    fn selfie(&mut self, picture: &Picture) -> Result<(ImageReading, Vec<Face>), NetworkError> {
        let role = ImageRole::Selfie;
        let faces = self.timed(Step::Faces, |networks| faces(networks, picture, role))?;
        let mut reading = reading(picture, role, &faces);
        let region = faces.first().map(|face| &face.seen.region);
        reading.quality = self.timed(Step::Quality, |_| quality::of_selfie(&picture.rgb, region));
        Ok((reading, faces))
    }

    /// Likeness of the portrait and the selfie's largest face.
    fn compare(
        &mut self,
        pictures: Pictures<'_>,
        portrait: Option<&Face>,
        selfie: Option<&(ImageReading, Vec<Face>)>,
    ) -> Result<FaceReading, NetworkError> {
        let own = selfie.and_then(|(_, faces)| faces.first());
        let seen = |face: Option<&Face>| -> Option<FaceSeen> { face.map(|face| face.seen.clone()) };
        let mut reading = FaceReading { portrait: seen(portrait), selfie: seen(own), similarity: None };
        if let (Some(a), Some(b), Some(front), Some(selfie)) =
            (portrait, own, pictures.front, pictures.selfie)
        {
            let similarity = self.timed(Step::Comparison, |networks| -> Result<f64, NetworkError> {
                let a: Descriptor = face::describe(networks, &front.rgb, a)?;
                let b = face::describe(networks, &selfie.rgb, b)?;
                Ok(a.similarity(&b))
            })?;
            reading.similarity = Some(similarity);
        }
        Ok(reading)
    }
}

/// The text beside the zone. Without one, a page that looks as if it were upside down is turned and tried again.
fn page(
    networks: &Networks,
    rgb: &RgbImage,
    outlines: &[Outline],
    mrz: Option<&mrz::Found>,
) -> Result<Page, NetworkError> {
    let zone = mrz.map(mrz::Found::surroundings);
    let page = text::read(networks, rgb, &document::sure(outlines, zone.as_ref()), zone.as_ref())?;
    if zone.is_some() || page.mean_confidence() > text::CONFIDENT || page.lines.is_empty() {
        return Ok(page);
    }
    let turned = text::read_upside_down(networks, rgb, &page)?;
    Ok(if turned.mean_confidence() > page.mean_confidence() { turned } else { page })
}

/// The page's lines, those of the machine-readable zone replaced by what it was read as.
fn visible_lines(page: &Page, mrz: Option<&mrz::Found>) -> Vec<text::Line> {
    let Some(found) = mrz else { return page.lines.clone() };
    let rest = page.lines.iter().enumerate().filter(|(i, _)| !found.lines.contains(i));
    let mut lines: Vec<text::Line> = rest.map(|(_, line)| line.clone()).collect();
    lines.extend(found.text_lines(page));
    lines
}

/// The picture's faces, sizes in pixels of the file.
fn faces(networks: &Networks, picture: &Picture, role: ImageRole) -> Result<Vec<Face>, NetworkError> {
    let mut faces = face::find(networks, &picture.rgb, role)?;
    faces.iter_mut().for_each(|face| face.seen.inter_eye_px *= picture.factor() as f32);
    Ok(faces)
}

/// Measures with lengths in pixels of the file.
fn in_file_pixels(mut measures: Vec<QualityMeasure>, factor: u32) -> Vec<QualityMeasure> {
    let lengths = measures.iter_mut().filter(|measure| measure.kind == QualityKind::DocumentLongSidePx);
    lengths.for_each(|measure| measure.value *= f64::from(factor));
    measures
}

fn reading(picture: &Picture, role: ImageRole, faces: &[Face]) -> ImageReading {
    ImageReading {
        role,
        width_px: picture.whole_px().0,
        height_px: picture.whole_px().1,
        facts: picture.facts.clone(),
        quality: Vec::new(),
        documents: Vec::new(),
        faces: faces.iter().map(|face| face.seen.clone()).collect(),
        text: Vec::new(),
    }
}
