//! The head in each of its states, rendered once, and the room behind it.

use super::script::Moment;
use super::{FilmRequest, Setting};
use crate::camera::Frame;
use crate::canvas::Colour;
use crate::head::{self, Backdrop, Expression, Layer, Light, Portrait, Pose, Region};
use crate::random::stream;
use glam::{Vec2, vec2};
use rand::Rng;
use std::collections::HashMap;
use std::sync::Arc;

/// Degrees between two rendered turns; what lies between is a warp of the nearer.
const YAW_STEP_DEG: f32 = 4.0;
/// Stages of lids and mouth between shut and open.
const STAGES: f32 = 3.0;
/// How much larger than the frame the room is painted.
const ROOM: f32 = 1.2;

/// A state of the head that is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    yaw_steps: i32,
    lids: u8,
    mouth: u8,
}

/// Heads and the room.
pub(super) struct Stage {
    portrait: Portrait,
    layers: HashMap<State, Arc<Layer>>,
    /// Linear light of the room.
    room: Frame,
}

impl Stage {
    pub(super) fn new(request: &FilmRequest) -> Stage {
        let mut rng = stream(request.seed, "film stage");
        let azimuth = if rng.random_bool(0.5) { 1.0 } else { -1.0 } * rng.random_range(15.0..40.0_f32);
        let (light, day) = lit(request.setting, azimuth);
        let (width_px, height_px) = request.size_px;
        let pose = Pose { pitch_deg: rng.random_range(-3.0..3.0), ..Pose::default() };
        let expression = Expression { smile: rng.random_range(0.0..0.25), ..Expression::default() };
        let backdrop = Backdrop::Plain([0.0; 3]);
        let worn = request.worn;
        let portrait = Portrait {
            pose,
            expression,
            light,
            backdrop,
            worn,
            view_cm: 40.0,
            distance_cm: 58.0,
            ..Portrait::for_document(request.identity.clone(), width_px, height_px)
        };
        Stage { portrait, layers: HashMap::new(), room: room(request, rng.random(), day) }
    }

    /// The head at a moment, and by how many degrees the moment's turn goes beyond it.
    pub(super) fn head(&mut self, moment: &Moment, yaw_deg: f32) -> (Arc<Layer>, f32) {
        let steps = (moment.yaw_deg / YAW_STEP_DEG).round();
        let stage = |share: f32| (share.clamp(0.0, 1.0) * STAGES).round() as u8;
        let state = State { yaw_steps: steps as i32, lids: stage(moment.lids), mouth: stage(moment.mouth) };
        (self.layer(state), moment.yaw_deg + yaw_deg - steps * YAW_STEP_DEG)
    }

    /// The room at a place of a frame with that centre.
    #[inline]
    pub(super) fn behind(&self, at: Vec2, centre: Vec2) -> Colour {
        let from = (at - centre) + vec2(self.room.width as f32, self.room.height as f32) / 2.0;
        self.room.between(from.x, from.y)
    }

    /// Pixels of the frame to a centimetre at the face.
    pub(super) fn px_per_cm(&self) -> f32 {
        self.portrait.height_px as f32 / self.portrait.view_cm
    }

    fn layer(&mut self, state: State) -> Arc<Layer> {
        if let Some(layer) = self.layers.get(&state) {
            return Arc::clone(layer);
        }
        let open = STAGES as u8;
        let portrait = self.posed(state);
        let layer = if state.mouth > 0 {
            self.layer(State { mouth: 0, ..state }).renewed(&portrait, Region::Jaw)
        } else if state.lids < open {
            self.layer(State { lids: open, ..state }).renewed(&portrait, Region::Eyes)
        } else {
            Layer::render(&portrait)
        };
        let layer = Arc::new(layer);
        self.layers.insert(state, Arc::clone(&layer));
        layer
    }

    fn posed(&self, state: State) -> Portrait {
        let mut portrait = self.portrait.clone();
        portrait.pose.yaw_deg = state.yaw_steps as f32 * YAW_STEP_DEG;
        portrait.expression.eyes_open = f32::from(state.lids) / STAGES;
        portrait.expression.mouth_open = f32::from(state.mouth) / STAGES;
        portrait
    }
}

/// The light on the head, and the light of the room as a share of a well lit one.
fn lit(setting: Setting, azimuth: f32) -> (Light, f32) {
    let scaled = |share: f32| {
        let light = Light::indoor(azimuth);
        let by = |colour: [f32; 3]| colour.map(|value| value * share);
        Light { key: by(light.key), fill: by(light.fill), ambient: by(light.ambient), ..light }
    };
    match setting {
        Setting::Even => (scaled(setting.day()), 0.8),
        Setting::Dark => (scaled(setting.day()), 0.09),
        Setting::Backlit => (scaled(setting.day()), 1.0),
    }
}

/// Paints the room; against the light it is nearly white.
fn room(request: &FilmRequest, seed: u32, day: f32) -> Frame {
    let (width, height) = request.size_px;
    let large = |side: u32| (side as f32 * ROOM) as u32;
    let mut frame = Frame::new(large(width), large(height));
    let columns = frame.width;
    for (i, pixel) in frame.pixels.iter_mut().enumerate() {
        let at = |place: usize, side: u32| (place as f32 / ROOM + 0.5) / side as f32;
        let (x, y) = (at(i % columns, height), at(i / columns, height));
        let seen = head::room(x, y, seed).to_array().map(|value| value * value * day);
        let glow = if request.setting == Setting::Backlit { 0.82 } else { 0.0 };
        *pixel = seen.map(|value| value + (1.0 - value) * glow);
    }
    frame
}
