//! Following one face from frame to frame: the detector looks now and then, Face Mesh goes on from its last answer.

use image::RgbImage;
use review::observation::ImageRole;

use super::{
    Face, PRESENCE_MIN, confirmed,
    detector::Tile,
    eyes, face,
    mesh::{self, Mesh},
    sample::Pyramid,
};
use crate::network::{NetworkError, Networks};

/// The detector looks at every so many frames; in between the face is followed.
const DETECT_EVERY: u32 = 4;
/// Another face counts where its eyes are this much as far apart as the largest face's: a portrait far behind does not.
const OTHER_MIN: f32 = 0.4;

/// Follows the largest face of a sequence of frames.
#[derive(Debug, Clone, Default)]
pub struct Watcher {
    last: Option<(f32, Mesh)>,
    frames: u32,
    others: usize,
}

/// What one frame shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Watched {
    /// The face that is followed, if there is one.
    pub face: Option<Face>,
    /// Opening of its eyes, see [`eyes::opening`]; the one at the picture's left first.
    pub eyes: [f32; 2],
    /// How many faces there are, as of the detector's last look.
    pub count: usize,
}

impl Watcher {
    /// Looks at the next frame.
    ///
    /// # Errors
    /// [`NetworkError`] when a network fails or answers in another shape than its card says.
    pub fn look(&mut self, networks: &Networks, frame: &RgbImage) -> Result<Watched, NetworkError> {
        let picture = Pyramid::of(frame);
        let detect = self.last.is_none() || self.frames.is_multiple_of(DETECT_EVERY);
        self.frames = self.frames.wrapping_add(1);
        let followed = match &self.last {
            Some((score, mesh)) if !detect => {
                mesh::follow(&*networks.face_mesh, &picture, mesh, PRESENCE_MIN)?.map(|mesh| (*score, mesh))
            }
            _ => None,
        };
        self.last = match followed {
            Some(found) => Some(found),
            None => self.detect(networks, &picture)?,
        };
        let Some((score, mesh)) = self.last.clone() else {
            return Ok(Watched { face: None, eyes: [0.0; 2], count: 0 });
        };
        let eyes = eyes::opening(&*networks.eye_mesh, &picture, &mesh.landmarks)?;
        let face = face(score.min(mesh.presence), mesh, frame, ImageRole::Selfie);
        Ok(Watched { face: Some(face), eyes, count: 1 + self.others })
    }

    /// Looks over the whole frame; the largest face is followed from now on.
    fn detect(
        &mut self,
        networks: &Networks,
        picture: &Pyramid<'_>,
    ) -> Result<Option<(f32, Mesh)>, NetworkError> {
        let mut found = Vec::new();
        for tile in tiles(picture) {
            found = confirmed(networks, picture, &[tile])?;
            if !found.is_empty() {
                break;
            }
        }
        let widths: Vec<f32> = found.iter().map(|(_, mesh)| mesh::inter_eye_px(&mesh.landmarks)).collect();
        let largest = widths.first().copied().unwrap_or_default();
        self.others = widths.iter().skip(1).filter(|width| **width >= largest * OTHER_MIN).count();
        Ok(found.into_iter().next())
    }
}

/// The whole frame, then with a margin around it: a face that fills the frame is too large for the first.
fn tiles(picture: &Pyramid<'_>) -> [Tile; 2] {
    let (width, height) = picture.size();
    let whole = Tile { centre: [width / 2.0, height / 2.0], side_px: width.max(height), angle_rad: 0.0 };
    [whole, Tile { side_px: whole.side_px * 1.6, ..whole }]
}
