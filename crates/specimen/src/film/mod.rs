//! Films for the liveness check: a head that acts before a camera, and what an impostor shows in its place.

mod attack;
mod clips;
mod live;
mod script;
mod stage;
mod sway;
mod truth;

pub use clips::{Clip, clips};
pub use script::{Act, ActSpan};
pub use truth::FilmTruth;

use crate::head::{Identity, Worn};
use crate::random::{derive, stream};
use image::RgbImage;
use live::Live;
use rand::Rng;
use script::Script;
use serde::{Deserialize, Serialize};

/// Milliseconds from one frame to the next.
pub const FRAME_MS: u32 = 100;
/// How much a frame's time may be off, in milliseconds, except in injected streams.
const JITTER_MS: i64 = 4;
/// No film goes on for longer after its last act.
const TAIL_MS_MAX: u32 = 60_000;
/// A phone's screen at full brightness, 35 cm before the face, in a well lit room.
const SCREEN_STRENGTH: f32 = 0.12;

/// The light in which a film is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// A well lit room.
    #[default]
    Even,
    /// A room at night: an eighth of the light, and the noise that comes with it.
    Dark,
    /// A bright window behind the head, hardly any light on the face.
    Backlit,
}

impl Setting {
    /// Light on a face or a sheet of paper, as a share of a well lit room's.
    fn day(self) -> f32 {
        match self {
            Setting::Even => 0.9,
            Setting::Dark => 0.1,
            Setting::Backlit => 0.2,
        }
    }
}

/// What the camera sees, or what is sent in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// The person.
    #[default]
    Live,
    /// A flat print of a neutral frame, turned and moved by hand in imitation of the acts.
    PrintFlat,
    /// The same print, bent to a part of a cylinder.
    PrintBent,
    /// A neutral frame on a display, turned and moved.
    ScreenStill,
    /// The whole performance played on a display.
    ScreenVideo,
    /// One neutral frame, sent again and again without a camera.
    InjectedStill,
    /// Two seconds of a film, sent again and again without a camera.
    InjectedLoop,
}

impl Medium {
    /// Every medium.
    pub const ALL: [Medium; 7] = [
        Medium::Live,
        Medium::PrintFlat,
        Medium::PrintBent,
        Medium::ScreenStill,
        Medium::ScreenVideo,
        Medium::InjectedStill,
        Medium::InjectedLoop,
    ];

    /// Whether no camera took these frames.
    pub fn injected(self) -> bool {
        matches!(self, Medium::InjectedStill | Medium::InjectedLoop)
    }
}

/// A film to take; the same request and the same acts always give the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilmRequest {
    /// Whose head.
    pub identity: Identity,
    /// Varies the room, the light, every small motion and the noise, and leaves the person alone.
    pub seed: u64,
    /// What the camera sees.
    pub medium: Medium,
    /// What the person wears.
    pub worn: Worn,
    /// The light.
    pub setting: Setting,
    /// Width and height in pixels, each 16–2048.
    pub size_px: (u32, u32),
    /// How long the film goes on, neutral, after the last act, in milliseconds.
    pub tail_ms: u32,
    /// A coloured screen before the face: from and to in milliseconds, and the light of red, green and blue, 0–1.
    pub screen_colours: Vec<(u32, u32, [f32; 3])>,
    /// The light of a white screen on the face, as a share of a well lit room's.
    pub screen_strength: f32,
}

impl FilmRequest {
    /// A live film of 480 × 640 pixels in even light, nothing worn.
    pub fn new(identity: Identity, seed: u64) -> FilmRequest {
        FilmRequest {
            identity,
            seed,
            medium: Medium::Live,
            worn: Worn::default(),
            setting: Setting::Even,
            size_px: (480, 640),
            tail_ms: 0,
            screen_colours: Vec::new(),
            screen_strength: SCREEN_STRENGTH,
        }
    }

    /// Light of the coloured screen at a moment, as a share of a well lit room's.
    fn lamp(&self, at_ms: u32) -> [f32; 3] {
        let now = self.screen_colours.iter().find(|(from, to, _)| (*from..*to).contains(&at_ms));
        now.map_or([0.0; 3], |(_, _, colour)| colour.map(|value| value * self.screen_strength))
    }
}

/// Frames and what they truly show.
#[derive(Debug, Clone)]
pub struct Film {
    /// In the order of time.
    pub frames: Vec<FilmFrame>,
    /// Each act that was performed, or imitated, and when.
    pub spans: Vec<ActSpan>,
}

/// One picture of a film.
#[derive(Debug, Clone)]
pub struct FilmFrame {
    /// When it was taken, in milliseconds from the beginning.
    pub at_ms: u32,
    /// The picture.
    pub image: RgbImage,
    /// The act under way, or imitated; `None` is neutral.
    pub act: Option<Act>,
}

/// Takes a film of acts performed one after another, neutral before, between and after.
pub fn perform(request: &FilmRequest, acts: &[Act]) -> Film {
    let script = Script::new(acts, &mut stream(request.seed, "film script"));
    let times = times(request, script.end_ms + request.tail_ms.min(TAIL_MS_MAX));
    let images = images(request, &script, &times);
    let act = |at_ms: u32| script.at(at_ms).act;
    let frames = times.iter().zip(images).map(|(&at_ms, image)| FilmFrame { at_ms, image, act: act(at_ms) });
    Film { frames: frames.collect(), spans: script.spans }
}

/// How long the film of these acts lasts, less its tail, in milliseconds.
pub fn perform_ms(request: &FilmRequest, acts: &[Act]) -> u32 {
    Script::new(acts, &mut stream(request.seed, "film script")).end_ms
}

fn images(request: &FilmRequest, script: &Script, times: &[u32]) -> Vec<RgbImage> {
    if request.medium != Medium::Live {
        return attack::images(request, script, times);
    }
    let mut live = Live::new(request);
    times.iter().map(|&at_ms| live.frame(&script.at(at_ms), at_ms)).collect()
}

/// A camera's clock trembles; a stream's does not.
fn times(request: &FilmRequest, end_ms: u32) -> Vec<u32> {
    let mut rng = stream(derive(request.seed, "film"), "times");
    let exact = (0..end_ms / FRAME_MS).map(|n| n * FRAME_MS);
    let mut off = || if request.medium.injected() { 0 } else { rng.random_range(-JITTER_MS..=JITTER_MS) };
    exact.map(|at_ms| at_ms.saturating_add_signed(off() as i32)).collect()
}
