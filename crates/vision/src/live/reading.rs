//! A whole film measured: every frame, the best of them, and what only the whole shows.

use image::RgbImage;
use review::observation::{FaceMoment, LivenessReading, QualityKind};

use super::{
    film::{Film, FilmError},
    measures,
    moment::{Look, Sitter},
};
use crate::{
    face::Face,
    intake::{self, Limits, Picture},
    network::{NetworkError, Networks},
    quality,
};

/// What a frame may weigh and measure.
const FRAME: Limits =
    Limits { bytes_max: 400_000, pixels_max: 1_000_000, side_px_min: 64, side_px_max: 1_280 };
/// How many of the most frontal frames are looked at for the sharpest.
const FRONTAL_COUNT: usize = 6;
/// How much more flawed than the best a frame may be to be looked at, in degrees.
const CLOSE: f32 = 8.0;

/// A film, measured.
#[derive(Debug, Clone)]
pub struct Examined {
    /// What is told to others.
    pub reading: LivenessReading,
    /// The frame that serves as the selfie.
    pub selfie: Picture,
}

/// Why a film could not be examined.
#[derive(Debug, thiserror::Error)]
pub enum ExamineError {
    /// The film itself.
    #[error(transparent)]
    Film(#[from] FilmError),
    /// A network.
    #[error(transparent)]
    Network(#[from] NetworkError),
}

/// A film with what was measured on each of its frames. Pictures are decoded again where one is looked at closer: a whole
/// film of them would not fit.
pub(super) struct Takes<'a> {
    film: &'a Film,
    /// One for each frame.
    pub(super) looks: Vec<Look>,
    /// Share 0–1 of frames that are the frame before.
    pub(super) repeated: Option<f64>,
}

impl Takes<'_> {
    pub(super) fn picture(&self, index: usize) -> Result<RgbImage, FilmError> {
        self.film.picture(index).map(|picture| picture.rgb)
    }

    /// Frames that show a face, with it.
    pub(super) fn faces(&self) -> impl Iterator<Item = (usize, &Face, &FaceMoment)> {
        self.looks
            .iter()
            .enumerate()
            .filter_map(|(i, look)| look.face.as_ref().zip(look.moment.face.as_ref()).map(|(f, m)| (i, f, m)))
    }
}

/// Decodes one frame of a face check.
///
/// # Errors
/// [`FilmError::Frame`] for what is no picture of a camera's small frame.
pub fn frame(jpeg: &[u8]) -> Result<RgbImage, FilmError> {
    accept(jpeg).map(|picture| picture.rgb)
}

fn accept(jpeg: &[u8]) -> Result<Picture, FilmError> {
    intake::accept(jpeg, &FRAME).map_err(|_| FilmError::Frame)
}

impl Film {
    /// Measures the film from its first frame to its last.
    ///
    /// # Errors
    /// [`ExamineError`] when a frame is no picture or a network fails.
    pub fn examine(&self, networks: &Networks) -> Result<Examined, ExamineError> {
        let takes = self.takes(networks)?;
        let best = best(&takes)?;
        let reading = LivenessReading {
            plan: self.plan.clone(),
            moments: takes.looks.iter().map(|look| look.moment.clone()).collect(),
            best,
            camera: self.camera.clone(),
            measures: measures::of(networks, &takes, best, &self.plan)?,
        };
        Ok(Examined { selfie: self.picture(best)?, reading })
    }

    /// Looks at every frame in order.
    fn takes(&self, networks: &Networks) -> Result<Takes<'_>, ExamineError> {
        let mut sitter = Sitter::default();
        let mut looks = Vec::with_capacity(self.frames.len());
        let (mut last, mut same): (Option<RgbImage>, u32) = (None, 0);
        for shot in &self.frames {
            let rgb = frame(&shot.jpeg)?;
            if let Some(last) = &last {
                if last.dimensions() != rgb.dimensions() {
                    return Err(FilmError::Frame.into());
                }
                same += u32::from(measures::is_repeat(last, &rgb));
            }
            looks.push(sitter.look(networks, &rgb, shot.at_ms, shot.colour)?);
            last = Some(rgb);
        }
        let pairs = looks.len().saturating_sub(1);
        let repeated = (pairs > 0).then(|| f64::from(same) / pairs as f64);
        Ok(Takes { film: self, looks, repeated })
    }

    /// A frame as a picture of its own; [`Film::best`] is the selfie.
    ///
    /// # Errors
    /// [`FilmError`] where there is no such frame, or it is no picture.
    pub fn picture(&self, index: usize) -> Result<Picture, FilmError> {
        accept(&self.frames.get(index).ok_or(FilmError::Broken)?.jpeg)
    }
}

/// The frame that shows the person best: alone, facing the camera, eyes open and mouth shut; of those the sharpest
/// (after the measures of ISO/IEC 29794-5 that a frame allows).
fn best(takes: &Takes<'_>) -> Result<usize, FilmError> {
    let mut ranked: Vec<(usize, f32)> = takes.looks.iter().map(flaws).enumerate().collect();
    ranked.sort_by(|a, b| a.1.total_cmp(&b.1));
    let least = ranked.first().map_or(0.0, |(_, flaws)| *flaws);
    let close = ranked.into_iter().take(FRONTAL_COUNT).filter(|(_, flaws)| *flaws < least + CLOSE);
    let mut best: Option<(usize, f64)> = None;
    for (index, _) in close {
        let region = takes.looks[index].face.as_ref().map(|face| &face.seen.region);
        let measures = quality::of_selfie(&takes.picture(index)?, region);
        let sharp = measures.iter().find(|m| m.kind == QualityKind::Sharpness).map_or(0.0, |m| m.value);
        if best.is_none_or(|(_, sharpest)| sharp > sharpest) {
            best = Some((index, sharp));
        }
    }
    Ok(best.map_or(0, |(index, _)| index))
}

/// Degrees by which the head is turned away, and the like for shut eyes and an open mouth.
fn flaws(look: &Look) -> f32 {
    let Some(face) = &look.moment.face else { return f32::MAX };
    let pose = face.pose.yaw_deg.abs() + face.pose.pitch_deg.abs() / 2.0 + face.pose.roll_deg.abs() / 4.0;
    let shut = (0.24 - face.eyes[0].min(face.eyes[1])).max(0.0) * 200.0;
    let alone = if look.moment.faces_count == 1 { 0.0 } else { 90.0 };
    pose + shut + face.mouth * 30.0 + alone
}
