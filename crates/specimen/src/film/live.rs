//! The person before the camera: a rendered head laid over the room, swaying, photographed frame by frame.

use super::script::Moment;
use super::stage::Stage;
use super::sway::{Lean, Sway};
use super::{FilmRequest, Setting};
use crate::camera::{Frame, Sensor};
use crate::head::Layer;
use crate::random::{derive, stream};
use glam::{Mat2, Vec2, vec2};
use image::RgbImage;

/// How far the face's middle stands out from the axis that the head turns about, in centimetres.
const DEPTH_CM: f32 = 9.5;
/// Half width and half height of the part of a head that a small turn moves.
const REACH_CM: Vec2 = Vec2::new(9.0, 13.0);

/// A camera before a stage.
pub(super) struct Live {
    stage: Stage,
    head: Sway,
    camera: Sway,
    seed: u64,
    request: FilmRequest,
}

impl Live {
    pub(super) fn new(request: &FilmRequest) -> Live {
        let seed = derive(request.seed, "film live");
        let (head, camera) = (Sway::head(seed), Sway::camera(seed));
        Live { stage: Stage::new(request), head, camera, seed, request: request.clone() }
    }

    /// The picture that the camera takes at a moment.
    pub(super) fn frame(&mut self, moment: &Moment, at_ms: u32) -> RgbImage {
        let light = self.light(moment, at_ms);
        develop(&light, self.request.setting, self.seed, at_ms)
    }

    /// The light that falls on the sensor.
    pub(super) fn light(&mut self, moment: &Moment, at_ms: u32) -> Frame {
        let (sway, shake) = (self.head.at(at_ms), self.camera.at(at_ms));
        let (layer, beyond_deg) = self.stage.head(moment, sway.yaw_deg);
        let eyes = Warp::new(&layer, self.stage.px_per_cm(), Lean { yaw_deg: beyond_deg, ..sway });
        let mut frame = Frame::new(layer.width as u32, layer.height as u32);
        let (stage, centre) = (&self.stage, eyes.centre);
        let hand = Placed::new(shake, layer.height as f32, centre);
        let lamp = self.lamp(at_ms);
        frame.paint(|x, y| {
            let at = hand.back(vec2(x, y));
            let source = eyes.back(at);
            let [r, g, b, cover, facing] = layer.at(source.x, source.y);
            let behind = stage.behind(at, centre);
            // Printed values are mixed, as the layer's edges were.
            let near = facing * eyes.nearness(source);
            let over = |c: usize, value: f32| {
                let mixed = (value + behind[c].sqrt() * (1.0 - cover)).powi(2);
                mixed * (1.0 + lamp[c] * (near + 0.04 * (1.0 - cover)))
            };
            [over(0, r), over(1, g), over(2, b)]
        });
        frame
    }

    /// The room alone, as the trembling camera sees it.
    pub(super) fn behind_at(&self, at_ms: u32) -> impl Fn(f32, f32) -> [f32; 3] + Sync {
        let (width, height) = self.request.size_px;
        let centre = vec2(width as f32, height as f32) / 2.0;
        let hand = Placed::new(self.camera.at(at_ms), height as f32, centre);
        move |x, y| self.stage.behind(hand.back(vec2(x, y)), centre)
    }

    /// The coloured screen's light beside the room's own, which it outshines in the dark.
    fn lamp(&self, at_ms: u32) -> [f32; 3] {
        self.request.lamp(at_ms).map(|value| value / self.request.setting.day())
    }
}

/// Exposure that drifts, noise, rounding.
pub(super) fn develop(light: &Frame, setting: Setting, seed: u64, at_ms: u32) -> RgbImage {
    let seconds = at_ms as f32 / 1000.0;
    let drift = 1.0 + 0.015 * (seconds * 1.3).sin() + 0.01 * (seconds * 3.1 + 1.0).sin();
    let noise_255 = if setting == Setting::Dark { 5.0 } else { 1.7 };
    let gains = [0.99, 1.0, 1.01].map(|gain| gain * drift);
    Sensor { gains, noise_255 }.expose(light, &mut stream(seed, &format!("sensor {at_ms}")))
}

/// A lean in the plane of the picture: shifted, enlarged and rolled about a place.
struct Placed {
    pivot: Vec2,
    shift: Vec2,
    inverse: Mat2,
}

impl Placed {
    fn new(lean: Lean, height_px: f32, pivot: Vec2) -> Placed {
        let inverse = Mat2::from_angle(-lean.roll_deg.to_radians()) * (1.0 / (1.0 + lean.nearer));
        Placed { pivot, shift: vec2(lean.shift.0, lean.shift.1) * height_px, inverse }
    }

    /// Where what is seen at a place would be without the lean.
    #[inline]
    fn back(&self, at: Vec2) -> Vec2 {
        self.inverse * (at - self.pivot - self.shift) + self.pivot
    }
}

/// A lean of the whole head, small turns included: a turn moves what stands out.
struct Warp {
    placed: Placed,
    centre: Vec2,
    reach: Vec2,
    turned: Vec2,
}

impl Warp {
    fn new(layer: &Layer, px_per_cm: f32, lean: Lean) -> Warp {
        let centre = vec2(layer.width as f32, layer.height as f32) / 2.0;
        let depth = DEPTH_CM * px_per_cm;
        let turned = vec2(lean.yaw_deg.to_radians(), -lean.pitch_deg.to_radians()) * depth;
        let placed = Placed::new(lean, layer.height as f32, centre + vec2(0.0, 8.0 * px_per_cm));
        Warp { placed, centre, reach: REACH_CM * px_per_cm, turned }
    }

    /// How near the screen before the face a place of the head is: 1 at the face, less at neck and shoulders.
    #[inline]
    fn nearness(&self, source: Vec2) -> f32 {
        let from = (source - self.centre) / (self.reach * 1.2);
        1.0 / (1.0 + 0.6 * from.length_squared().powi(2))
    }

    #[inline]
    fn back(&self, at: Vec2) -> Vec2 {
        let at = self.placed.back(at);
        let from = (at - self.centre) / self.reach;
        let height = (1.0 - from.length_squared()).max(0.0);
        at - self.turned * height
    }
}
