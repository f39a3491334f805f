//! What a face check shows, frame by frame, and what its film shows as a whole.

use serde::{Deserialize, Serialize};

use super::HeadPose;

/// A movement that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// The head to the person's own left, which is the picture's right.
    TurnLeft,
    /// The head to the person's own right.
    TurnRight,
    /// Both eyes shut.
    Blink,
    /// The mouth open.
    OpenMouth,
}

impl Ask {
    /// Every movement.
    pub const ALL: [Ask; 4] = [Ask::TurnLeft, Ask::TurnRight, Ask::Blink, Ask::OpenMouth];
}

/// What one try asks for, drawn at random for it and told step by step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// Movements in order.
    pub asks: Vec<Ask>,
    /// Colours that the screen shows afterwards, in order, as red, green and blue; none where the person asked for none.
    pub colours: Vec<[u8; 3]>,
}

/// One frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since the camera started, as the page says.
    pub at_ms: u32,
    /// Which of the plan's colours filled the screen when it was taken.
    pub colour: Option<u8>,
    /// How many faces.
    pub faces_count: u8,
    /// The largest of them.
    pub face: Option<FaceMoment>,
}

/// The largest face of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FaceMoment {
    /// Its box: left, top, width and height as fractions of the frame's width and height.
    pub bounds: [f32; 4],
    /// Its width as a fraction of the frame's shorter side.
    pub width_share: f32,
    /// How the head is turned.
    pub pose: HeadPose,
    /// Distance of the lids over that of the eye's corners, the eye at the picture's left first.
    pub eyes: [f32; 2],
    /// Distance of the lips' inner edges over the length of the nose.
    pub mouth: f32,
    /// Mean luminance of the face, 0–255.
    pub brightness: f32,
    /// Mean luminance of what is beside the face, 0–255.
    pub behind: f32,
}

/// A whole face check: what the judgement rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LivenessReading {
    /// What was asked.
    pub plan: Plan,
    /// Every frame, in order.
    pub moments: Vec<Moment>,
    /// Which of them was taken as the selfie.
    pub best: usize,
    /// What the browser calls the camera, at most 64 printable characters.
    pub camera: String,
    /// What the film shows as a whole, each kind at most once.
    pub measures: Vec<FilmMeasure>,
}

/// One measure of a whole film.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FilmMeasure {
    /// What was measured.
    pub kind: FilmKind,
    /// In the unit of the kind.
    pub value: f64,
}

/// The measures of a whole film, and their units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilmKind {
    /// How far the landmarks of the turned head stray from any flat picture's: median distance from the best homography, in
    /// hundredths of the distance between the eyes. A flat picture strays little.
    Depth,
    /// Share 0–1 of frames that are the frame before, pixel for pixel.
    Repeated,
    /// Standard deviation of the time between frames over its mean: 0 for a stream that is played back by a clock.
    Unevenness,
    /// Least likeness 0–1 between the selfie and frontal faces spread over the film.
    SamePerson,
    /// Correlation −1–1 between the colours shown and the colours of the face.
    Reflection,
    /// Share 0–1 of frames in which straight edges surround the face, as those of a sheet, a telephone or a card do.
    Framed,
}

impl LivenessReading {
    /// The measure of a kind, where it could be taken.
    #[must_use]
    pub fn measure(&self, kind: FilmKind) -> Option<f64> {
        self.measures.iter().find(|measure| measure.kind == kind).map(|measure| measure.value)
    }
}
