//! Faces in a picture: where they are, how the head is turned, and who they are alike.
//!
//! [`find`] runs BlazeFace over the picture (closer and closer until something is found), lays Face Mesh on
//! each candidate and keeps what Face Mesh confirms. [`describe`] aligns the face by its landmarks to the square
//! that dlib's descriptor was trained on.

mod chip;
mod descriptor;
mod detector;
mod mesh;
mod pose;
mod sample;
mod search;
mod suppress;
#[cfg(test)]
mod tests;
mod transform;

use image::RgbImage;
use review::observation::{FaceSeen, ImageRole, Point, Region};

pub use self::{
    chip::Framing,
    descriptor::{DESCRIPTOR_LEN, Descriptor, FRAMINGS, describe, describe_framed, similarity},
};
use self::{
    detector::{Detection, Tile},
    mesh::Mesh,
    sample::Pyramid,
    suppress::Bounds,
};
use crate::network::{NetworkError, Networks};

/// Most faces that [`find`] returns.
pub const FACES_MAX: usize = 8;

/// Most candidates of one search step that Face Mesh looks at.
const CANDIDATES_MAX: usize = 24;

/// Least confidence of the detector for a candidate; Face Mesh decides after it.
const SCORE_MIN: f32 = 0.3;

/// Least presence by Face Mesh for a face.
const PRESENCE_MIN: f32 = 0.5;

/// Pictures with a shorter side than this hold no face that could be compared.
const SIDE_MIN_PX: u32 = 16;

/// A face of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// What is told to others. The confidence is the lesser of the detector's and Face Mesh's; the pose's signs
    /// are those of ISO/IEC 19794-5: positive yaw looks to the picture's right, positive pitch down, positive
    /// roll tilts the head counter-clockwise.
    pub seen: FaceSeen,
    /// The 468 landmarks of MediaPipe's canonical face: x and y in pixels of the picture, depth in the same unit,
    /// negative towards the camera.
    pub landmarks: Vec<[f32; 3]>,
}

/// Finds the faces of an upright picture, largest first, at most [`FACES_MAX`]. A face may be tilted by 45°.
///
/// # Errors
/// [`NetworkError`] when a network fails or answers in another shape than its card says.
pub fn find(networks: &Networks, image: &RgbImage, role: ImageRole) -> Result<Vec<Face>, NetworkError> {
    if image.width().min(image.height()) < SIDE_MIN_PX {
        return Ok(Vec::new());
    }
    let picture = Pyramid::of(image);
    for step in search::plan(image.width(), image.height(), role) {
        let candidates = candidates(networks, &picture, &step)?;
        let mut found = mesh::confirm(&*networks.face_mesh, &picture, &candidates, PRESENCE_MIN)?;
        if !found.is_empty() {
            found.sort_by(|a, b| b.1.bounds().area().total_cmp(&a.1.bounds().area()));
            let distinct = suppress::keep_distinct(found, |(_, mesh)| mesh.bounds(), FACES_MAX);
            return Ok(distinct.into_iter().map(|(d, m)| face(&d, m, image, role)).collect());
        }
    }
    Ok(Vec::new())
}

/// What the detector proposes in the tiles of one step, best first, each face once.
fn candidates(
    networks: &Networks,
    picture: &Pyramid<'_>,
    tiles: &[Tile],
) -> Result<Vec<Detection>, NetworkError> {
    let mut all = Vec::new();
    for tile in tiles {
        all.extend(suppress::blend(detector::detect(&*networks.face_detector, picture, *tile, SCORE_MIN)?));
    }
    all.sort_by(|a, b| b.score.total_cmp(&a.score));
    Ok(suppress::keep_distinct(all, Bounds::of, CANDIDATES_MAX))
}

fn face(detection: &Detection, mesh: Mesh, image: &RgbImage, role: ImageRole) -> Face {
    let seen = FaceSeen {
        region: region(mesh.bounds(), image, role),
        confidence: detection.score.min(mesh.presence),
        inter_eye_px: mesh::inter_eye_px(&mesh.landmarks),
        pose: pose::solve(&mesh.landmarks),
    };
    Face { seen, landmarks: mesh.landmarks }
}

fn region(bounds: Bounds, image: &RgbImage, role: ImageRole) -> Region {
    let (width, height) = (image.width() as f32, image.height() as f32);
    let corner = |x: f32, y: f32| Point { x: x / width, y: y / height };
    let Bounds { left, top, right, bottom } = bounds;
    let corners = vec![corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)];
    Region { image: role, corners }
}
