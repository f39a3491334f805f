//! Light on a head and what is behind it.

use glam::Vec3;
use serde::{Deserialize, Serialize};

/// A key light, a weaker one from the other side, and light from all around.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Light {
    /// Direction of the key light: degrees to the picture's right of the camera, −90–90.
    pub azimuth_deg: f32,
    /// Degrees above the camera, −30–80.
    pub elevation_deg: f32,
    /// Linear strength of the key light, 0–3.
    pub key: [f32; 3],
    /// Linear strength of the fill light from the opposite side.
    pub fill: [f32; 3],
    /// Linear strength of light from all around.
    pub ambient: [f32; 3],
}

impl Light {
    /// Even light of a photographer's studio.
    pub fn studio() -> Light {
        Light { azimuth_deg: 22.0, elevation_deg: 32.0, key: [0.95; 3], fill: [0.50; 3], ambient: [0.44; 3] }
    }

    /// Daylight of a window at one side; a share of 0–1 says how hard it is.
    pub fn window(azimuth_deg: f32, hardness: f32) -> Light {
        Light {
            azimuth_deg,
            elevation_deg: 24.0,
            key: [1.0 + 0.3 * hardness, 0.98 + 0.27 * hardness, 0.95 + 0.2 * hardness],
            fill: [0.45 * (1.0 - 0.7 * hardness); 3],
            ambient: [0.36 - 0.12 * hardness; 3],
        }
    }

    /// Warm lamps of a room.
    pub fn indoor(azimuth_deg: f32) -> Light {
        Light {
            azimuth_deg,
            elevation_deg: 45.0,
            key: [0.95, 0.88, 0.78],
            fill: [0.38, 0.37, 0.34],
            ambient: [0.36, 0.35, 0.34],
        }
    }

    pub(super) fn key_direction(&self) -> Vec3 {
        direction(self.azimuth_deg, self.elevation_deg)
    }

    pub(super) fn fill_direction(&self) -> Vec3 {
        direction(-self.azimuth_deg.signum() * (self.azimuth_deg.abs() + 25.0).min(70.0), 8.0)
    }
}

fn direction(azimuth_deg: f32, elevation_deg: f32) -> Vec3 {
    let (a, e) = (azimuth_deg.to_radians(), elevation_deg.to_radians());
    Vec3::new(a.sin() * e.cos(), e.sin(), a.cos() * e.cos())
}

/// What is behind a head; printed values 0–1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Backdrop {
    /// One colour.
    Plain([f32; 3]),
    /// A blurred room drawn from a seed.
    Room(u32),
}
