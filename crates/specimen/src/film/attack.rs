//! Impostors: a neutral frame on paper or on a display, moved as the acts would move the head, or the acts played back.

use super::live::{Live, develop};
use super::script::{Act, Moment, Script};
use super::sway::{Lean, Sway};
use super::{FilmRequest, Medium, Setting};
use crate::camera::{Frame, Grip, Held, Lamp};
use crate::head::Worn;
use crate::random::{derive, stream};
use glam::vec3;
use image::RgbImage;
use rand::Rng;

/// Frames of an injected loop: two seconds.
const LOOPED: usize = 20;
/// Millimetres at the sheet that a height of the frame shows.
const HEIGHT_MM: f32 = 320.0;

/// Somebody who holds something before the camera.
struct Impostor<'a> {
    request: &'a FilmRequest,
    held: Held,
    hand: Sway,
    /// The picture that was stolen, or the person who is played.
    source: Live,
    /// The room in which the impostor stands.
    around: Live,
    /// How far the sheet is turned for a turn.
    turn_deg: f32,
    seed: u64,
}

/// The pictures that an attack sends, one for each time.
pub(super) fn images(request: &FilmRequest, script: &Script, times: &[u32]) -> Vec<RgbImage> {
    match request.medium {
        Medium::InjectedStill => vec![Live::new(request).frame(&Moment::NEUTRAL, 0); times.len()],
        Medium::InjectedLoop => looped(request, times),
        _ => Impostor::new(request).film(script, times),
    }
}

/// The first frames of a neutral film, from the beginning again and again.
fn looped(request: &FilmRequest, times: &[u32]) -> Vec<RgbImage> {
    let mut live = Live::new(request);
    let script = Script::beginning(&[], 2000, &mut stream(request.seed, "film loop"));
    let clip: Vec<RgbImage> =
        times.iter().take(LOOPED).map(|&at_ms| live.frame(&script.at(at_ms), at_ms)).collect();
    clip.iter().cycle().take(times.len()).cloned().collect()
}

impl<'a> Impostor<'a> {
    fn new(request: &'a FilmRequest) -> Impostor<'a> {
        let seed = derive(request.seed, "film impostor");
        let mut rng = stream(seed, "held");
        let (width, height) = request.size_px;
        let shape = height as f32 / width as f32;
        let held = match request.medium {
            Medium::ScreenStill | Medium::ScreenVideo => Held::screen(shape, &mut rng),
            medium => Held::print(shape, medium == Medium::PrintBent, &mut rng),
        };
        let stolen = FilmRequest { setting: Setting::Even, screen_colours: Vec::new(), ..request.clone() };
        let room = FilmRequest { seed, worn: Worn::default(), ..request.clone() };
        let turn_deg = rng.random_range(25.0..35.0);
        let (source, around) = (Live::new(&stolen), Live::new(&room));
        Impostor { request, held, hand: Sway::hand(seed), source, around, turn_deg, seed }
    }

    fn film(mut self, script: &Script, times: &[u32]) -> Vec<RgbImage> {
        let still = light_of(&self.source.frame(&Moment::NEUTRAL, 0));
        let played = self.request.medium == Medium::ScreenVideo;
        let shoot = times.iter().map(|&at_ms| {
            let moment = script.at(at_ms);
            let shown = played.then(|| light_of(&self.source.frame(&moment, at_ms)));
            self.shoot(shown.as_ref().unwrap_or(&still), &moment, at_ms)
        });
        shoot.collect()
    }

    fn shoot(&self, shown: &Frame, moment: &Moment, at_ms: u32) -> RgbImage {
        let (width, height) = self.request.size_px;
        let mut frame = Frame::new(width, height);
        let grip = swayed(self.imitating(moment), self.hand.at(at_ms));
        let lamp = Lamp { day: self.request.setting.day(), colour: self.request.lamp(at_ms) };
        let behind = self.around.behind_at(at_ms);
        let room = |x: f32, y: f32| {
            let seen = behind(x, y);
            [0, 1, 2].map(|c| seen[c] * (1.0 + 0.06 * lamp.colour[c]))
        };
        self.held.expose(&mut frame, shown, (grip, lamp), room);
        develop(&frame, self.request.setting, self.seed, at_ms)
    }

    /// How the sheet is moved in imitation of an act; what plays the acts needs no help.
    fn imitating(&self, moment: &Moment) -> Grip {
        let (share, rest) = (moment.share, Grip::default());
        match moment.act {
            _ if self.request.medium == Medium::ScreenVideo => rest,
            None => rest,
            Some(Act::TurnLeft) => Grip { yaw_deg: self.turn_deg * share, ..rest },
            Some(Act::TurnRight) => Grip { yaw_deg: -self.turn_deg * share, ..rest },
            Some(Act::Blink) => {
                Grip { pitch_deg: 14.0 * share, shift_mm: vec3(0.0, 9.0, 0.0) * share, ..rest }
            }
            Some(Act::OpenMouth) => {
                Grip { pitch_deg: -9.0 * share, shift_mm: vec3(4.0, -6.0, 38.0) * share, ..rest }
            }
        }
    }
}

/// A grip that the hand does not hold still.
fn swayed(grip: Grip, lean: Lean) -> Grip {
    Grip {
        yaw_deg: grip.yaw_deg + lean.yaw_deg,
        pitch_deg: grip.pitch_deg + lean.pitch_deg,
        roll_deg: grip.roll_deg + lean.roll_deg,
        shift_mm: grip.shift_mm + vec3(lean.shift.0, lean.shift.1, lean.nearer) * HEIGHT_MM,
    }
}

/// The light of printed values.
fn light_of(picture: &RgbImage) -> Frame {
    let mut frame = Frame::new(picture.width(), picture.height());
    for (light, pixel) in frame.pixels.iter_mut().zip(picture.pixels()) {
        *light = pixel.0.map(|value| (f32::from(value) / 255.0).powi(2));
    }
    frame
}
