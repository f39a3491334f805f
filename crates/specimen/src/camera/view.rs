//! From where a document is seen, and how large.

use serde::{Deserialize, Serialize};

/// Place of the camera, its lens and its frame. Values out of range are brought into it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct View {
    /// Long side of the frame over its short side, 1–2.5.
    pub aspect: f32,
    /// Whether the frame stands upright.
    pub upright: bool,
    /// How far the document is turned in its plane, clockwise in degrees.
    pub turn_deg: f32,
    /// How far its upper edge leans away from the camera, −60 to 60 degrees.
    pub tilt_deg: f32,
    /// How far its right edge leans away from the camera, −60 to 60 degrees.
    pub swing_deg: f32,
    /// Angle that the lens takes in along the long side, 15–80 degrees; a wide lens near by draws strong perspective.
    pub field_deg: f32,
    /// The part of the frame's width or height that the document fills, whichever it fills more; 0.05–1.5.
    pub share: f32,
    /// Off the centre: −1 to 1 of the free margin to the right and downwards.
    pub drift: [f32; 2],
    /// Radial distortion k1, k2: a place at distance r (in halves of the diagonal) is seen where a perfect lens shows
    /// r (1 + k1 r² + k2 r⁴); above 0 is a barrel. k1 −0.08 to 0.25, k2 −0.02 to 0.02.
    pub lens: [f32; 2],
    /// How high the page's middle bulges, in widths of the page, −0.05 to 0.05: lines of print become arcs.
    pub bend: f32,
}

impl Default for View {
    /// From straight above, filling four fifths of a frame of 4:3.
    fn default() -> View {
        View {
            aspect: 4.0 / 3.0,
            upright: false,
            turn_deg: 0.0,
            tilt_deg: 0.0,
            swing_deg: 0.0,
            field_deg: 29.2,
            share: 0.80,
            drift: [0.0; 2],
            lens: [0.0; 2],
            bend: 0.0,
        }
    }
}

impl View {
    /// The same with everything in its range; what is not a number becomes the default.
    pub(crate) fn bounded(self) -> View {
        let good = View::default();
        let within = |value: f32, low: f32, high: f32, or: f32| {
            if value.is_finite() { value.clamp(low, high) } else { or }
        };
        View {
            aspect: within(self.aspect, 1.0, 2.5, good.aspect),
            upright: self.upright,
            turn_deg: within(self.turn_deg, -3600.0, 3600.0, 0.0),
            tilt_deg: within(self.tilt_deg, -60.0, 60.0, 0.0),
            swing_deg: within(self.swing_deg, -60.0, 60.0, 0.0),
            field_deg: within(self.field_deg, 15.0, 80.0, good.field_deg),
            share: within(self.share, 0.05, 1.5, good.share),
            drift: self.drift.map(|value| within(value, -1.0, 1.0, 0.0)),
            lens: [within(self.lens[0], -0.08, 0.25, 0.0), within(self.lens[1], -0.02, 0.02, 0.0)],
            bend: within(self.bend, -0.05, 0.05, 0.0),
        }
    }

    /// Width and height of the frame for a long side, in pixels.
    pub(crate) fn frame_px(&self, long_side_px: u32) -> (u32, u32) {
        let short = ((long_side_px as f32 / self.aspect).round() as u32).max(1);
        if self.upright { (short, long_side_px) } else { (long_side_px, short) }
    }
}
