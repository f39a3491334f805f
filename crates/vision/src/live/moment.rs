//! One frame of a face check: where the face is, what it does, and how it is lit.

use image::RgbImage;
use review::observation::{FaceMoment, Moment};

use crate::{
    face::{Face, Watched, Watcher},
    network::{NetworkError, Networks},
};

/// Inner edges of the lips, upper and lower.
const LIPS: [usize; 2] = [13, 14];
/// Root of the nose and where it meets the lip.
const NOSE: [usize; 2] = [168, 2];
/// Landmarks around which skin is sampled: forehead and below the eyes.
const SKIN: [usize; 4] = [151, 9, 50, 280];
/// Beside the face, in widths of its box from its sides: what is behind it.
const BEHIND: f32 = 0.18;
/// Pixels of a strip or patch are taken on a grid of so many.
const GRID: usize = 12;

/// Somebody before the camera: follows the face from frame to frame.
#[derive(Debug, Clone, Default)]
pub struct Sitter {
    watcher: Watcher,
}

/// A frame, measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// What is told to others.
    pub moment: Moment,
    /// The face itself.
    pub face: Option<Face>,
    /// Mean colour of the face's skin, 0–255; zeros without a face.
    pub skin: [f32; 3],
}

impl Sitter {
    /// Measures the next frame, which was taken `at_ms` after the camera started while the plan's colour `colour` was shown.
    ///
    /// # Errors
    /// [`NetworkError`] when a network fails or answers in another shape than its card says.
    pub fn look(
        &mut self,
        networks: &Networks,
        frame: &RgbImage,
        at_ms: u32,
        colour: Option<u8>,
    ) -> Result<Look, NetworkError> {
        let Watched { face, eyes, count } = self.watcher.look(networks, frame)?;
        let skin = face.as_ref().map_or([0.0; 3], |face| skin(frame, face));
        let measured = face.as_ref().and_then(|face| measure(frame, face, eyes, skin));
        let faces_count = u8::try_from(count).unwrap_or(u8::MAX);
        let face = face.filter(|_| measured.is_some());
        Ok(Look { moment: Moment { at_ms, colour, faces_count, face: measured }, face, skin })
    }
}

fn measure(frame: &RgbImage, face: &Face, eyes: [f32; 2], skin: [f32; 3]) -> Option<FaceMoment> {
    let pose = face.seen.pose?;
    let (width, height) = (frame.width() as f32, frame.height() as f32);
    let [a, _, c, _] = face.seen.region.corners.as_slice() else { return None };
    let bounds = [a.x, a.y, c.x - a.x, c.y - a.y];
    let in_pixels = [bounds[0] * width, bounds[1] * height, bounds[2] * width, bounds[3] * height];
    let flat = |i: usize| [face.landmarks[i][0], face.landmarks[i][1]];
    let distance = |[a, b]: [usize; 2]| {
        let ([ax, ay], [bx, by]) = (flat(a), flat(b));
        (ax - bx).hypot(ay - by)
    };
    Some(FaceMoment {
        bounds,
        width_share: in_pixels[2] / width.min(height),
        pose,
        eyes,
        mouth: distance(LIPS) / distance(NOSE).max(1.0),
        brightness: luminance(skin),
        behind: behind(frame, in_pixels),
    })
}

/// Mean colour of the skin.
fn skin(frame: &RgbImage, face: &Face) -> [f32; 3] {
    let reach = face.seen.inter_eye_px * 0.12;
    let patches = SKIN
        .iter()
        .filter_map(|i| face.landmarks.get(*i))
        .map(|p| mean(frame, [p[0] - reach, p[1] - reach, 2.0 * reach, 2.0 * reach]));
    let all: Vec<[f32; 3]> = patches.flatten().collect();
    std::array::from_fn(|c| all.iter().map(|p| p[c]).sum::<f32>() / all.len().max(1) as f32)
}

/// Mean colour of a box, as far as it lies in the frame.
fn mean(frame: &RgbImage, [left, top, width, height]: [f32; 4]) -> Option<[f32; 3]> {
    let mut sum = [0.0; 3];
    let mut count = 0.0;
    for at in 0..GRID * GRID {
        let (u, v) = ((at % GRID) as f32 + 0.5, (at / GRID) as f32 + 0.5);
        let (x, y) = (left + width * u / GRID as f32, top + height * v / GRID as f32);
        if let Some(pixel) = inside(frame, x, y) {
            (0..3).for_each(|c| sum[c] += f32::from(pixel[c]));
            count += 1.0;
        }
    }
    (count > 0.0).then(|| sum.map(|s| s / count))
}

fn inside(frame: &RgbImage, x: f32, y: f32) -> Option<[u8; 3]> {
    let within = x >= 0.0 && y >= 0.0 && x < frame.width() as f32 && y < frame.height() as f32;
    within.then(|| frame.get_pixel(x as u32, y as u32).0)
}

/// ITU-R BT.601 luminance.
fn luminance([r, g, b]: [f32; 3]) -> f32 {
    0.299 * r + 0.587 * g + 0.114 * b
}

/// Mean luminance of strips at either side of the face; that of the face's own box where the frame ends there.
fn behind(frame: &RgbImage, [left, top, width, height]: [f32; 4]) -> f32 {
    let strip = width * BEHIND;
    let strips = [[left - 2.0 * strip, top, strip, height], [left + width + strip, top, strip, height]];
    let means: Vec<f32> = strips.into_iter().filter_map(|s| mean(frame, s)).map(luminance).collect();
    if means.is_empty() {
        return mean(frame, [left, top, width, height]).map_or(0.0, luminance);
    }
    means.iter().sum::<f32>() / means.len() as f32
}
