//! Faces in a picture: where they are, how the head is turned, and who they are alike.
//!
//! [`find`] runs BlazeFace over the picture (closer and closer until something is found), lays Face Mesh on
//! each candidate and keeps what Face Mesh confirms. [`describe`] aligns the face by its landmarks to the square
//! that dlib's descriptor was trained on, and brings the descriptor to length 1.
//!
//! # What a likeness is worth
//!
//! Measured by `examples/face_pairs` on 1,583 photographs of 844 people (LFW view 2, folds 1 and 2, which share no
//! person): 600 genuine pairs, and all 1,250,180 pairs of photographs of distinct people. FMR and FNMR as in
//! ISO/IEC 19795-1, bounds are 95 % after Wilson (for the FMR too narrow, since photographs recur in pairs).
//! No face was missed.
//!
//! | [`similarity`] at least | distance below | FMR | FNMR |
//! |---|---|---|---|
//! | 0.91 | 0.305 | 0.96e-5 (12 pairs) | 35.3 % (31.6–39.2) |
//! | 0.77 | 0.339 | 1.0e-4 (125 pairs) | 14.8 % (12.2–17.9) |
//! | 0.50 | 0.375 | 1.0e-3 (1,250 pairs) | 5.0 % (3.5–7.0) |
//! | 0.19 | 0.419 | 1.0e-2 (12,501 pairs) | 0.83 % (0.36–1.9) |
//! | 0.10 | 0.440 | 2.5e-2 (31,485 pairs) | 0.33 % (0.09–1.2) |
//!
//! So *match* from 0.77 (FMR 1e-4) or 0.50 (FMR 1e-3) upwards, *no match* below 0.10, and between the two the
//! likeness cannot tell and a person looks. dlib's customary limit of 0.6 belongs to vectors of other lengths; here
//! it would accept most strangers.
//! On the held-back fold 2 alone FNMR is 4.3 % (2.6–7.3) at FMR 1e-3 and 14.0 % (10.5–18.4) at 1e-4;
//! 99.1 % of the 1,200 labelled pairs are decided rightly, each fold at the other's best threshold.
//!
//! Tuned on fold 1: the framings, and bringing descriptors to length 1. Tuned on photographs of documents: the
//! limits of confidence and tilt in this file. Most people of this set are men of European descent photographed
//! by the press; for others, above all East Asian women, strangers lie closer together with this descriptor, and
//! these rates were **not** measured for them. A small or overprinted portrait on a document is harder, too.

mod chip;
mod descriptor;
mod detector;
mod eyes;
mod mesh;
mod pose;
mod sample;
mod search;
mod suppress;
#[cfg(test)]
mod tests;
mod transform;
mod watch;

use image::RgbImage;
use review::observation::{FaceSeen, ImageRole, Point, Region};

pub use self::{
    chip::Framing,
    descriptor::{DESCRIPTOR_LEN, Descriptor, FRAMINGS, describe, describe_framed, similarity},
    watch::{Watched, Watcher},
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
const SCORE_MIN: f32 = 0.5;

/// Least presence by Face Mesh for a face.
const PRESENCE_MIN: f32 = 0.5;

/// A face that is tilted further than this in an upright picture must be more certain: emblems and
/// patterns of documents were taken for lying faces with confidences up to 0.6.
const TILT_MAX_DEG: f32 = 60.0;

/// Least confidence of a face that is tilted further than [`TILT_MAX_DEG`].
const TILTED_CONFIDENCE_MIN: f32 = 0.7;

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
        let found = confirmed(networks, &picture, &step)?;
        if !found.is_empty() {
            return Ok(found.into_iter().map(|(sure, mesh)| face(sure, mesh, image, role)).collect());
        }
    }
    Ok(Vec::new())
}

/// The faces in the tiles of one step, largest first, each with its confidence.
fn confirmed(
    networks: &Networks,
    picture: &Pyramid<'_>,
    tiles: &[Tile],
) -> Result<Vec<(f32, Mesh)>, NetworkError> {
    let candidates = candidates(networks, picture, tiles)?;
    let mut found = mesh::confirm(&*networks.face_mesh, picture, &candidates, PRESENCE_MIN)?;
    found.retain(|(detection, mesh)| is_credible(detection, mesh));
    found.sort_by(|a, b| b.1.bounds().area().total_cmp(&a.1.bounds().area()));
    let distinct = suppress::keep_distinct(found, |(_, mesh)| mesh.bounds(), FACES_MAX);
    Ok(distinct.into_iter().map(|(detection, mesh)| (confidence(&detection, &mesh), mesh)).collect())
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

fn is_credible(detection: &Detection, mesh: &Mesh) -> bool {
    let upright = mesh::roll_rad(&mesh.landmarks).abs() <= TILT_MAX_DEG.to_radians();
    upright || confidence(detection, mesh) >= TILTED_CONFIDENCE_MIN
}

fn confidence(detection: &Detection, mesh: &Mesh) -> f32 {
    detection.score.min(mesh.presence)
}

fn face(confidence: f32, mesh: Mesh, image: &RgbImage, role: ImageRole) -> Face {
    let seen = FaceSeen {
        region: region(mesh.bounds(), image, role),
        confidence,
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
