//! The face check's exercise: movements asked one after the other, each held, judged frame by frame as they come.
//!
//! A [`Trial`] is fed with [`Moment`]s and says what to ask next, what is in the way, and how it ended. It is pure: the same
//! moments give the same end, live and when a decision is run again.

mod placement;
#[cfg(test)]
mod tests;
mod trial;

use serde::Deserialize;

pub use placement::Hint;
pub use trial::{Phase, Prompt, Trial};

use crate::observation::{Moment, Plan};

/// What the movements are held against; a part of the policy.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demands {
    /// How long the face must be well in the frame before the first movement is asked, in milliseconds.
    pub settle_ms: u32,
    /// How long that may take.
    pub settle_ms_max: u32,
    /// How long each movement is held.
    pub hold_ms: u32,
    /// How long the eyes are shut.
    pub blink_ms: u32,
    /// How long one movement may take to come; for the eyes, each of its tries.
    pub ask_ms_max: u32,
    /// Missed blinks in a row that end the try.
    pub blinks_missed_max: u32,
    /// How long another movement than the one that was asked may be held before the try ends.
    pub wrong_ms_max: u32,
    /// How long the face may be out of the frame, or not alone in it.
    pub lost_ms_max: u32,
    /// How long each colour is shown.
    pub colour_ms: u32,
    /// Least turn from the person's own middle, in degrees.
    pub turn_deg_min: f32,
    /// Opening of the eyes, as a share of the person's own, below which they are shut.
    pub shut_share_max: f32,
    /// Opening of the mouth beyond the person's own from which it is open, in lengths of the nose.
    pub mouth_min: f32,
    /// Largest turn, nod or tilt of a head that looks at the camera, in degrees.
    pub frontal_deg_max: f32,
    /// Width of the face as a share of the frame's shorter side: from and to.
    pub width_share: [f32; 2],
    /// Mean luminance of the face, 0–255: from and to.
    pub brightness: [f32; 2],
    /// How much brighter than the face what is behind it may be.
    pub backlight_max: f32,
}

/// Why a try failed: the sub-reasons of E012.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name is the sub-reason that the policy explains")]
pub enum Failure {
    TooDark,
    Backlit,
    HeadAngle,
    BlinkFailed,
    ChallengeNotFollowed,
    FaceLost,
    SeveralFaces,
}

/// How a try ended.
pub type Outcome = Result<(), Failure>;

/// Runs a whole try again. One that was not over with its last moment fails: of what was in the way at its beginning, or
/// because it was not followed to its end.
pub fn replay(demands: &Demands, plan: &Plan, moments: &[Moment]) -> Outcome {
    let mut trial = Trial::new(demands.clone(), plan.clone());
    let mut last = None;
    for moment in moments {
        let prompt = trial.step(moment);
        if let Some(outcome) = prompt.outcome {
            return outcome;
        }
        last = Some(prompt);
    }
    let before = last.filter(|prompt| prompt.phase == Phase::Settle).and_then(|prompt| prompt.hint);
    Err(before.map_or(Failure::ChallengeNotFollowed, Hint::failure))
}
