//! The step from pictures to an examination, behind a small trait: the API and the workers test on a fake.

use std::sync::Arc;

use image::RgbImage;
use jiff::civil::Date;
use review::observation::{Examination, ModelUsed};
use vision::{
    Pictures, Step,
    live::{ExamineError, Examined, Film, Look, Sitter, View, Viewfinder},
    network::{NetworkError, Networks},
};

/// Examines the pictures of an attempt. Takes seconds of CPU: never call it on a task that serves requests.
pub trait Examiner: Send + Sync {
    /// Examines the pictures that there are, and tells `progress` of each step as it begins.
    ///
    /// `today` resolves two-digit years.
    ///
    /// # Errors
    /// [`NetworkError`] when a network fails. What cannot be read is no error: the examination says so.
    fn examine(
        &self,
        pictures: Pictures<'_>,
        today: Date,
        progress: &mut dyn FnMut(Step),
    ) -> Result<Examination, NetworkError>;

    /// Measures the next frame of a face check.
    ///
    /// # Errors
    /// [`NetworkError`] when a network fails.
    fn look_at_face(
        &self,
        sitter: &mut Sitter,
        frame: &RgbImage,
        at_ms: u32,
        colour: Option<u8>,
    ) -> Result<Look, NetworkError>;

    /// Looks at the next frame of a viewfinder.
    ///
    /// # Errors
    /// [`NetworkError`] when a network fails.
    fn look_at_document(
        &self,
        finder: &mut Viewfinder,
        frame: &RgbImage,
        at_ms: u32,
    ) -> Result<View, NetworkError>;

    /// Measures the whole film of a face check.
    ///
    /// # Errors
    /// [`ExamineError`] when a frame is no picture or a network fails.
    fn examine_film(&self, film: &Film) -> Result<Examined, ExamineError>;
}

/// The real examiner: `vision` on the given networks.
pub struct VisionExaminer {
    networks: Arc<Networks>,
    models: Vec<ModelUsed>,
}

impl VisionExaminer {
    /// Of loaded networks and what is to be recorded of them in every decision.
    #[must_use]
    pub fn new(networks: Arc<Networks>, models: Vec<ModelUsed>) -> Self {
        Self { networks, models }
    }
}

impl Examiner for VisionExaminer {
    fn examine(
        &self,
        pictures: Pictures<'_>,
        today: Date,
        progress: &mut dyn FnMut(Step),
    ) -> Result<Examination, NetworkError> {
        let (examination, timings) = vision::examine(&self.networks, pictures, today, progress)?;
        for (step, took) in timings {
            tracing::debug!(examine.step = %step, examine.took_ms = took.as_millis(), "A step of an examination ended");
        }
        Ok(Examination { models: self.models.clone(), ..examination })
    }
    fn look_at_face(
        &self,
        sitter: &mut Sitter,
        frame: &RgbImage,
        at_ms: u32,
        colour: Option<u8>,
    ) -> Result<Look, NetworkError> {
        sitter.look(&self.networks, frame, at_ms, colour)
    }

    fn look_at_document(
        &self,
        finder: &mut Viewfinder,
        frame: &RgbImage,
        at_ms: u32,
    ) -> Result<View, NetworkError> {
        finder.look(&self.networks, frame, at_ms)
    }

    fn examine_film(&self, film: &Film) -> Result<Examined, ExamineError> {
        film.examine(&self.networks)
    }
}
