//! One face check: performed before a camera or imitated, filmed, examined, and held against what it was.
//!
//! The impostor knows the order in which movements are asked, which the server tells nobody: the worst case. What is
//! measured is whether the film would pass, by the shipped policy.

use std::time::Instant;

use rand::{Rng, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use review::{
    judge::face_check_failure,
    liveness::{Trial, replay},
    observation::{Ask, LivenessReading, Plan},
    policy::Policy,
};
use specimen::{
    encode_jpeg,
    film::{self, Act, FilmRequest, Medium, Setting},
    head::Identity,
};
use vision::live::{Film, FilmFrame};

use super::case::Record;
use crate::{
    outcome::{Failure, Outcome},
    reader::Reader,
};

/// As the page compresses frames.
const JPEG_QUALITY: u8 = 75;
/// Size of a frame, as the page sends it.
const SIZE_PX: (u32, u32) = (384, 512);
/// How long each colour is shown, and for how many.
const COLOUR_MS: u32 = 700;
const COLOURS: [[u8; 3]; 4] = [[255, 40, 40], [40, 255, 255], [255, 255, 40], [60, 60, 255]];

/// What is performed, and under which light.
const SCENES: [(Medium, Setting); 9] = [
    (Medium::Live, Setting::Even),
    (Medium::PrintFlat, Setting::Even),
    (Medium::PrintBent, Setting::Even),
    (Medium::ScreenStill, Setting::Even),
    (Medium::ScreenVideo, Setting::Even),
    (Medium::InjectedStill, Setting::Even),
    (Medium::InjectedLoop, Setting::Even),
    (Medium::Live, Setting::Dark),
    (Medium::Live, Setting::Backlit),
];

/// Performs, films and judges one face check.
pub(super) fn record(seed: u64, reader: &Reader<'_>) -> Record {
    let (medium, setting) = SCENES[(seed % SCENES.len() as u64) as usize];
    let case = format!("{}, seed {seed}", name(medium, setting));
    let film = perform(medium, setting, seed);
    let started = Instant::now();
    let mut seconds = 0.0;
    let mut outcome = Outcome::of(&case, || {
        let read = reader.face_check(&film);
        seconds = started.elapsed().as_secs_f64();
        judge(&case, medium, setting, read)
    });
    outcome.count("panicked", outcome.panicked);
    Record { seed, seconds, outcome }
}

fn name(medium: Medium, setting: Setting) -> &'static str {
    match (medium, setting) {
        (Medium::Live, Setting::Even) => "live",
        (Medium::Live, Setting::Dark) => "dark",
        (Medium::Live, Setting::Backlit) => "backlit",
        (Medium::PrintFlat, _) => "print_flat",
        (Medium::PrintBent, _) => "print_bent",
        (Medium::ScreenStill, _) => "screen_still",
        (Medium::ScreenVideo, _) => "screen_video",
        (Medium::InjectedStill, _) => "injected_still",
        (Medium::InjectedLoop, _) => "injected_loop",
    }
}

/// The whole sitting as a film: four movements in a random order, then colours.
fn perform(medium: Medium, setting: Setting, seed: u64) -> Film {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut asks = Ask::ALL.to_vec();
    asks.shuffle(&mut rng);
    let acts: Vec<Act> = asks.iter().map(|ask| act(*ask)).collect();
    let request = FilmRequest {
        medium,
        setting,
        size_px: SIZE_PX,
        tail_ms: COLOUR_MS * (COLOURS.len() as u32 + 1),
        ..FilmRequest::new(Identity::from_seed(rng.random()), seed)
    };
    let begin_ms = film::perform_ms(&request, &acts);
    let shown = |i: usize| begin_ms + COLOUR_MS * i as u32;
    let screen = |(i, [r, g, b]): (usize, [u8; 3])| {
        (shown(i), shown(i + 1), [r, g, b].map(|value| f32::from(value) / 255.0))
    };
    let screen_colours = COLOURS.into_iter().enumerate().map(screen).collect();
    let played = film::perform(&FilmRequest { screen_colours, ..request }, &acts);
    let frames = played.frames.iter().map(|frame| {
        let index = frame.at_ms.checked_sub(begin_ms).map(|ms| ms / COLOUR_MS);
        let colour = index.filter(|index| (*index as usize) < COLOURS.len()).map(|index| index as u8);
        let jpeg = encode_jpeg(&frame.image, JPEG_QUALITY).expect("writing to memory cannot fail");
        FilmFrame { at_ms: frame.at_ms, colour, jpeg }
    });
    Film {
        plan: Plan { asks, colours: COLOURS.to_vec() },
        camera: String::new(),
        best: 0,
        frames: frames.collect(),
    }
}

fn act(ask: Ask) -> Act {
    match ask {
        Ask::TurnLeft => Act::TurnLeft,
        Ask::TurnRight => Act::TurnRight,
        Ask::Blink => Act::Blink,
        Ask::OpenMouth => Act::OpenMouth,
    }
}

/// APCER for each species and BPCER (ISO/IEC 30107-3, 13.2); a film that cannot be read passes nobody.
fn judge(case: &str, medium: Medium, setting: Setting, read: Result<LivenessReading, String>) -> Outcome {
    let mut outcome = Outcome::default();
    let policy = Policy::exchange();
    let refusal = match &read {
        Ok(reading) => replay(&policy.liveness.movements, &reading.plan, &reading.moments)
            .err()
            .map(|failure| failure.as_str().to_owned())
            .or_else(|| face_check_failure(reading, &policy)),
        Err(error) => Some(error.clone()),
    };
    let name = name(medium, setting);
    let (metric, hit, wrong) = match (medium, setting) {
        (Medium::Live, Setting::Even) => ("bpcer".to_owned(), refusal.is_some(), refusal.is_some()),
        // In bad light a check may pass; where it does not, the light must be what is named.
        (Medium::Live, _) => {
            let right = refusal.as_deref().is_none_or(|r| r == "too_dark" || r == "backlit");
            (format!("passed_or_told_{name}"), right, !right)
        }
        _ => (format!("apcer_{name}"), refusal.is_none(), refusal.is_none()),
    };
    outcome.count(&metric, hit);
    if wrong {
        let measures = read.map(|reading| told(&reading, &policy)).unwrap_or_default();
        let got = format!("{}; {measures}", refusal.as_deref().unwrap_or("passed"));
        outcome.fail(Failure::new(case, name, got));
    }
    outcome
}

/// What a film came to, for who looks at a failure: how far the try went, and every measure.
fn told(reading: &LivenessReading, policy: &Policy) -> String {
    let mut trial = Trial::new(policy.liveness.movements.clone(), reading.plan.clone());
    let mut last = None;
    for moment in &reading.moments {
        let prompt = trial.step(moment);
        if prompt.outcome.is_some() {
            break;
        }
        last = Some((moment.at_ms, prompt, moment.face));
    }
    let measures: Vec<String> =
        reading.measures.iter().map(|m| format!("{:?} {:.3}", m.kind, m.value)).collect();
    format!("{}; at the end {last:?}", measures.join(", "))
}
