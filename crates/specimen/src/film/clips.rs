//! Short films that begin and end alike, for a camera that answers prompts.

use super::live::Live;
use super::script::Script;
use super::{Act, FRAME_MS, FilmRequest};
use crate::random::stream;
use image::RgbImage;

/// Frames of one act, neutral at both ends, [`FRAME_MS`] apart.
#[derive(Debug, Clone)]
pub struct Clip {
    /// `None` is a clip that stays neutral.
    pub act: Option<Act>,
    /// The pictures.
    pub images: Vec<RgbImage>,
}

/// Neutral before an act, in milliseconds.
const FIRST_MS: u32 = 300;
/// Length of the neutral clip.
const NEUTRAL_MS: u32 = 3000;

/// The neutral clip and one for each act, of a live person; one head and one room, so that they follow each other in any
/// order.
pub fn clips(request: &FilmRequest, acts: &[Act]) -> Vec<Clip> {
    let mut live = Live::new(request);
    let neutral = clip(&mut live, request, None);
    let acting = acts.iter().map(|act| clip(&mut live, request, Some(*act)));
    std::iter::once(neutral).chain(acting).collect()
}

fn clip(live: &mut Live, request: &FilmRequest, act: Option<Act>) -> Clip {
    let first_ms = if act.is_some() { FIRST_MS } else { NEUTRAL_MS };
    let mut rng = stream(request.seed, "film script");
    let script = Script::beginning(act.as_slice(), first_ms, &mut rng);
    let times = (0..script.end_ms / FRAME_MS).map(|n| n * FRAME_MS);
    let images = times.map(|at_ms| live.frame(&script.at(at_ms), at_ms)).collect();
    Clip { act, images }
}
