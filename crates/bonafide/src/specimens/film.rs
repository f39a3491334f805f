//! `bonafide specimen --film`: frame sequences of a document's holder, live or attacked, with their truth.

use std::path::Path;

use image::RgbImage;
use serde::Serialize;
use specimen::film::{Act, Clip, FRAME_MS, FilmRequest, FilmTruth, Medium, Setting, clips, perform};
use specimen::head::Worn;
use specimen::{Request, encode_jpeg, sitter};

use super::{JPEG_QUALITY, json, write};
use crate::failure::Failure;

/// Chromium's fake camera plays a file of JPEGs at 30 frames a second.
const PLAYED_PER_SECOND: u32 = 30;

/// What happens before the camera.
#[derive(clap::Args)]
#[group(id = "filming", multiple = true)]
pub struct Options {
    /// Film the document's holder: what the camera sees, or `clips` for a clip of each act.
    #[arg(long, value_enum, conflicts_with_all = ["flat", "conditions", "list", "count"])]
    film: Option<Shown>,
    /// What the person does, in this order [default: every act].
    #[arg(long, value_enum, value_delimiter = ',', requires = "film")]
    acts: Vec<Asked>,
    /// What the person wears.
    #[arg(long, value_enum, value_delimiter = ',', requires = "film")]
    wearing: Vec<Garment>,
    /// The light.
    #[arg(long, value_enum, default_value_t = Light::Even, requires = "film")]
    setting: Light,
}

impl Options {
    /// Whether a film is asked for.
    pub fn wanted(&self) -> bool {
        self.film.is_some()
    }

    fn acts(&self) -> Vec<Act> {
        if self.acts.is_empty() { Act::ALL.to_vec() } else { self.acts.iter().map(|act| act.act()).collect() }
    }

    fn worn(&self) -> Worn {
        let wears = |garment| self.wearing.contains(&garment);
        Worn { glasses: wears(Garment::Glasses), mask: wears(Garment::Mask), hat: wears(Garment::Hat) }
    }
}

#[derive(Clone, Copy, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
enum Shown {
    /// The person.
    Live,
    /// A flat print, moved as the acts would move the head.
    PrintFlat,
    /// A print bent to a part of a cylinder.
    PrintBent,
    /// A still picture on a display.
    ScreenStill,
    /// The acts played on a display.
    ScreenVideo,
    /// One frame sent again and again.
    InjectedStill,
    /// Two seconds sent again and again.
    InjectedLoop,
    /// One clip for each act, neutral at both ends, for a camera that answers prompts.
    Clips,
}

impl Shown {
    /// `None` is clips.
    fn medium(self) -> Option<Medium> {
        Some(match self {
            Shown::Live => Medium::Live,
            Shown::PrintFlat => Medium::PrintFlat,
            Shown::PrintBent => Medium::PrintBent,
            Shown::ScreenStill => Medium::ScreenStill,
            Shown::ScreenVideo => Medium::ScreenVideo,
            Shown::InjectedStill => Medium::InjectedStill,
            Shown::InjectedLoop => Medium::InjectedLoop,
            Shown::Clips => return None,
        })
    }
}

/// The person's own left and right.
#[derive(Clone, Copy, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
enum Asked {
    TurnLeft,
    TurnRight,
    Blink,
    OpenMouth,
}

impl Asked {
    fn act(self) -> Act {
        match self {
            Asked::TurnLeft => Act::TurnLeft,
            Asked::TurnRight => Act::TurnRight,
            Asked::Blink => Act::Blink,
            Asked::OpenMouth => Act::OpenMouth,
        }
    }
}

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Garment {
    Glasses,
    Mask,
    Hat,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Light {
    /// A well lit room.
    Even,
    /// A room at night.
    Dark,
    /// A bright window behind the head.
    Backlit,
}

impl From<Light> for Setting {
    fn from(light: Light) -> Self {
        match light {
            Light::Even => Self::Even,
            Light::Dark => Self::Dark,
            Light::Backlit => Self::Backlit,
        }
    }
}

/// What is written beside clips.
#[derive(Serialize)]
struct Index {
    face_seed: u64,
    seed: u64,
    size_px: (u32, u32),
    frame_ms: u32,
    clips: Vec<Counted>,
}

#[derive(Serialize)]
struct Counted {
    name: &'static str,
    frames: usize,
}

/// Writes the film of one request's holder.
pub fn save(request: &Request, options: &Options, folder: &Path) -> Result<(), Failure> {
    let plain = FilmRequest::new(sitter(request), request.seed);
    let film = FilmRequest { worn: options.worn(), setting: options.setting.into(), ..plain };
    match options.film.and_then(Shown::medium) {
        Some(medium) => save_film(&FilmRequest { medium, ..film }, &options.acts(), folder),
        None => save_clips(&film, &options.acts(), folder),
    }
}

fn save_film(request: &FilmRequest, acts: &[Act], folder: &Path) -> Result<(), Failure> {
    let film = perform(request, acts);
    let mut played = Vec::new();
    for (index, frame) in film.frames.iter().enumerate() {
        let bytes = numbered(&folder.join("film"), index, &frame.image)?;
        for _ in 0..PLAYED_PER_SECOND * FRAME_MS / 1000 {
            played.extend_from_slice(&bytes);
        }
    }
    write(folder, "film.mjpeg", &played)?;
    json(folder, "film.json", &FilmTruth::of(request, &film))
}

fn save_clips(request: &FilmRequest, acts: &[Act], folder: &Path) -> Result<(), Failure> {
    let folder = folder.join("clips");
    let clips = clips(request, acts);
    for clip in &clips {
        for (index, image) in clip.images.iter().enumerate() {
            numbered(&folder.join(name(clip)), index, image)?;
        }
    }
    let counted = clips.iter().map(|clip| Counted { name: name(clip), frames: clip.images.len() });
    let index = Index {
        face_seed: request.identity.seed,
        seed: request.seed,
        size_px: request.size_px,
        frame_ms: FRAME_MS,
        clips: counted.collect(),
    };
    json(&folder, "clips.json", &index)
}

fn name(clip: &Clip) -> &'static str {
    clip.act.map_or("neutral", Act::code)
}

/// Writes a frame as `0001.jpg` and so on.
fn numbered(folder: &Path, index: usize, image: &RgbImage) -> Result<Vec<u8>, Failure> {
    let bytes =
        encode_jpeg(image, JPEG_QUALITY).map_err(|error| Failure::internal("cannot encode", error))?;
    write(folder, &format!("{:04}.jpg", index + 1), &bytes)?;
    Ok(bytes)
}
