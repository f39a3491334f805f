//! A three-dimensional head of our own: signed distance fields, marched by rays, lit and shaded.

mod identity;
mod layer;
mod light;
mod march;
mod paint;
mod shape;
mod solid;
mod worn;

pub use identity::{HairStyle, Identity};
pub use light::{Backdrop, Light};
pub use worn::Worn;

pub(crate) use layer::{Layer, Region};
pub(crate) use march::room;

use image::RgbImage;
use serde::{Deserialize, Serialize};

/// A picture of a head to take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Portrait {
    /// Whose head.
    pub identity: Identity,
    /// How it is turned.
    pub pose: Pose,
    /// What it does.
    pub expression: Expression,
    /// Where the light comes from.
    pub light: Light,
    /// What is behind it.
    pub backdrop: Backdrop,
    /// What it wears.
    #[serde(default)]
    pub worn: Worn,
    /// Width of the picture in pixels, 16–2048.
    pub width_px: u32,
    /// Height of the picture in pixels, 16–2048.
    pub height_px: u32,
    /// Height of the scene at the face, in centimetres: 36 fills a passport's portrait, 60 shows the shoulders.
    pub view_cm: f32,
    /// Distance of the camera in centimetres, 30–200; a selfie is taken from about 45.
    pub distance_cm: f32,
}

/// How a head is turned, in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Pose {
    /// Positive turns the face to the picture's right, −60–60.
    pub yaw_deg: f32,
    /// Positive lifts the chin, −40–40.
    pub pitch_deg: f32,
    /// Positive tilts the head clockwise as seen, −40–40.
    pub roll_deg: f32,
}

/// What a face does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Expression {
    /// Opening of the eyelids: 0 shut, 1 relaxed, 1.3 wide.
    pub eyes_open: f32,
    /// Opening of the mouth: 0 shut, 1 wide.
    pub mouth_open: f32,
    /// Corners of the mouth: −1 down, 1 up.
    pub smile: f32,
}

impl Default for Expression {
    fn default() -> Expression {
        Expression { eyes_open: 1.0, mouth_open: 0.0, smile: 0.1 }
    }
}

impl Portrait {
    /// A frontal picture in even light on a pale ground, as documents ask for (ICAO 9303-3 §3.9).
    pub fn for_document(identity: Identity, width_px: u32, height_px: u32) -> Portrait {
        Portrait {
            identity,
            pose: Pose::default(),
            expression: Expression::default(),
            light: Light::studio(),
            backdrop: Backdrop::Plain([0.93, 0.94, 0.95]),
            worn: Worn::default(),
            width_px,
            height_px,
            view_cm: 36.0,
            distance_cm: 110.0,
        }
    }
}

/// Takes the picture; the same portrait always gives the same bytes.
pub fn render(portrait: &Portrait) -> RgbImage {
    march::picture(portrait)
}
