//! The product's own reading of one file, as an evaluation sees it.

use std::path::Path;

use jiff::civil::Date;
use review::observation::{Examination, ImageRole};
use vision::{
    Pictures,
    face::{Descriptor, Face},
    intake::{Limits, Picture},
    network::Networks,
};

/// Reads pictures with the product's own code.
pub struct Reader<'a> {
    networks: &'a Networks,
    today: Date,
    limits: Limits,
}

impl<'a> Reader<'a> {
    /// A reader for the day that two-digit years are resolved on.
    #[must_use]
    pub fn new(networks: &'a Networks, today: Date) -> Self {
        Self { networks, today, limits: Limits::default() }
    }

    pub(crate) fn document(&self, path: &Path) -> Result<Examination, String> {
        let picture = self.open_to_read(path)?;
        self.examine(Pictures { front: Some(&picture), back: None, selfie: None })
    }

    pub(crate) fn back(&self, path: &Path) -> Result<Examination, String> {
        let picture = self.open_to_read(path)?;
        self.examine(Pictures { front: None, back: Some(&picture), selfie: None })
    }

    /// The descriptor of the face nearest the middle, which in such collections is the labelled one (Labeled Faces in
    /// the Wild, §II); `None` when no face was found.
    pub(crate) fn face(&self, path: &Path) -> Result<Option<Descriptor>, String> {
        let picture = self.open(path)?;
        let text = |error: vision::network::NetworkError| error.to_string();
        let faces = vision::face::find(self.networks, &picture.rgb, ImageRole::Selfie).map_err(text)?;
        let Some(face) = faces.iter().min_by(|a, b| off_centre(a).total_cmp(&off_centre(b))) else {
            return Ok(None);
        };
        vision::face::describe(self.networks, &picture.rgb, face).map(Some).map_err(text)
    }

    /// A side of a document, taken in as a check does.
    fn open_to_read(&self, path: &Path) -> Result<Picture, String> {
        let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
        vision::intake::accept_to_read(&bytes, &self.limits).map_err(|error| error.to_string())
    }

    fn open(&self, path: &Path) -> Result<Picture, String> {
        let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
        vision::intake::accept(&bytes, &self.limits).map_err(|error| error.to_string())
    }

    fn examine(&self, pictures: Pictures<'_>) -> Result<Examination, String> {
        let examined = vision::examine(self.networks, pictures, self.today, &mut |_| {});
        examined.map(|(examination, _)| examination).map_err(|error| error.to_string())
    }
}

/// Squared distance of the face's middle from the picture's, in shares of the sides.
fn off_centre(face: &Face) -> f32 {
    let corners = &face.seen.region.corners;
    let count = corners.len().max(1) as f32;
    let x = corners.iter().map(|corner| corner.x).sum::<f32>() / count - 0.5;
    let y = corners.iter().map(|corner| corner.y).sum::<f32>() / count - 0.5;
    x * x + y * y
}
