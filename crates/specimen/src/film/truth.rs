//! What a film truly shows, to be written beside it.

use super::{ActSpan, Film, FilmRequest, Medium, Setting};
use crate::head::Worn;
use serde::{Deserialize, Serialize};

/// The truth of a film.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilmTruth {
    /// What the camera saw.
    pub medium: Medium,
    /// In what light.
    pub setting: Setting,
    /// What the person wore.
    pub worn: Worn,
    /// Seed of the person's face.
    pub face_seed: u64,
    /// Seed of the film.
    pub seed: u64,
    /// Width and height in pixels.
    pub size_px: (u32, u32),
    /// Acts performed or imitated, and when.
    pub acts: Vec<ActSpan>,
    /// When each frame was taken, in milliseconds.
    pub frames_ms: Vec<u32>,
}

impl FilmTruth {
    /// Of a film that a request gave.
    pub fn of(request: &FilmRequest, film: &Film) -> FilmTruth {
        FilmTruth {
            medium: request.medium,
            setting: request.setting,
            worn: request.worn,
            face_seed: request.identity.seed,
            seed: request.seed,
            size_px: request.size_px,
            acts: film.spans.clone(),
            frames_ms: film.frames.iter().map(|frame| frame.at_ms).collect(),
        }
    }
}
