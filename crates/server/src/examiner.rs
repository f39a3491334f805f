//! The step from pictures to an examination, behind a small trait: the API and the workers test on a fake.

use std::sync::Arc;

use jiff::civil::Date;
use review::observation::{Examination, ModelUsed};
use vision::{
    Pictures, Step,
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
}
