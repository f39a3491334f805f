//! The product's own reading of one file, as an evaluation sees it.

use std::path::Path;

use jiff::civil::Date;
use review::observation::{Examination, ImageRole};
use vision::{
    Pictures,
    face::Descriptor,
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
        // Data sets hold crops that are smaller than a photograph may be.
        Self { networks, today, limits: Limits { side_px_min: 32, ..Limits::default() } }
    }

    pub(crate) fn document(&self, path: &Path) -> Result<Examination, String> {
        let picture = self.open(path)?;
        self.examine(Pictures { front: Some(&picture), back: None, selfie: None })
    }

    pub(crate) fn back(&self, path: &Path) -> Result<Examination, String> {
        let picture = self.open(path)?;
        self.examine(Pictures { front: None, back: Some(&picture), selfie: None })
    }

    /// The largest face's descriptor; `None` when no face was found.
    pub(crate) fn face(&self, path: &Path) -> Result<Option<Descriptor>, String> {
        let picture = self.open(path)?;
        let text = |error: vision::network::NetworkError| error.to_string();
        let faces = vision::face::find(self.networks, &picture.rgb, ImageRole::Selfie).map_err(text)?;
        let Some(face) = faces.first() else { return Ok(None) };
        vision::face::describe(self.networks, &picture.rgb, face).map(Some).map_err(text)
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
