//! A whole film measured: every frame, the best of them, and what only the whole shows.

use image::RgbImage;
use review::observation::{ImageRole, LivenessReading, QualityKind};

use super::{
    film::{Film, FilmError},
    measures,
    moment::{Look, Sitter},
};
use crate::{
    intake::{self, Limits, Picture},
    network::{NetworkError, Networks},
    quality,
};

/// What a frame may weigh and measure.
const FRAME: Limits =
    Limits { bytes_max: 400_000, pixels_max: 1_000_000, side_px_min: 64, side_px_max: 1_280 };
/// How many of the most frontal frames are looked at for the sharpest.
const FRONTAL_COUNT: usize = 6;

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

/// A frame with what was measured on it.
pub(super) struct Seen {
    pub(super) rgb: RgbImage,
    pub(super) look: Look,
}

/// Decodes one frame of a face check.
///
/// # Errors
/// [`FilmError::Frame`] for what is no picture of a camera's small frame.
pub fn frame(jpeg: &[u8]) -> Result<RgbImage, FilmError> {
    intake::accept(jpeg, &FRAME).map(|picture| picture.rgb).map_err(|_| FilmError::Frame)
}

impl Film {
    /// Measures the film from its first frame to its last.
    ///
    /// # Errors
    /// [`ExamineError`] when a frame is no picture or a network fails.
    pub fn examine(&self, networks: &Networks) -> Result<Examined, ExamineError> {
        let mut sitter = Sitter::default();
        let mut seen: Vec<Seen> = Vec::with_capacity(self.frames.len());
        for shot in &self.frames {
            let rgb = frame(&shot.jpeg)?;
            if seen.first().is_some_and(|first| first.rgb.dimensions() != rgb.dimensions()) {
                return Err(FilmError::Frame.into());
            }
            let look = sitter.look(networks, &rgb, shot.at_ms, shot.colour)?;
            seen.push(Seen { rgb, look });
        }
        let best = best(&seen);
        let reading = LivenessReading {
            plan: self.plan.clone(),
            moments: seen.iter().map(|s| s.look.moment.clone()).collect(),
            best,
            camera: self.camera.clone(),
            measures: measures::of(networks, &seen, best, &self.plan)?,
        };
        Ok(Examined { selfie: self.selfie(best)?, reading })
    }

    /// A frame as a picture of its own; [`Film::best`] is the selfie.
    ///
    /// # Errors
    /// [`FilmError`] where there is no such frame, or it is no picture.
    pub fn selfie(&self, index: usize) -> Result<Picture, FilmError> {
        let shot = self.frames.get(index).ok_or(FilmError::Broken)?;
        intake::accept(&shot.jpeg, &FRAME).map_err(|_| FilmError::Frame)
    }
}

/// The frame that shows the person best: alone, facing the camera, eyes open and mouth shut; of those the sharpest
/// (after the measures of ISO/IEC 29794-5 that a frame allows).
fn best(seen: &[Seen]) -> usize {
    let mut ranked: Vec<(usize, f32)> = seen.iter().enumerate().map(|(i, s)| (i, flaws(&s.look))).collect();
    ranked.sort_by(|a, b| a.1.total_cmp(&b.1));
    let least = ranked.first().map_or(0.0, |(_, flaws)| *flaws);
    let close = ranked.into_iter().take(FRONTAL_COUNT).filter(|(_, flaws)| *flaws < least + 8.0);
    let sharpest = close.max_by(|a, b| sharpness(&seen[a.0]).total_cmp(&sharpness(&seen[b.0])));
    sharpest.map_or(0, |(index, _)| index)
}

/// Degrees by which the head is turned away, and the like for shut eyes and an open mouth.
fn flaws(look: &Look) -> f32 {
    let Some(face) = &look.moment.face else { return f32::MAX };
    let pose = face.pose.yaw_deg.abs() + face.pose.pitch_deg.abs() / 2.0 + face.pose.roll_deg.abs() / 4.0;
    let shut = (0.24 - face.eyes[0].min(face.eyes[1])).max(0.0) * 200.0;
    let alone = if look.moment.faces_count == 1 { 0.0 } else { 90.0 };
    pose + shut + face.mouth * 30.0 + alone
}

fn sharpness(seen: &Seen) -> f64 {
    let region = seen.look.face.as_ref().map(|face| &face.seen.region);
    debug_assert!(region.is_none_or(|region| region.image == ImageRole::Selfie));
    let measures = quality::of_selfie(&seen.rgb, region);
    measures.iter().find(|m| m.kind == QualityKind::Sharpness).map_or(0.0, |m| m.value)
}
