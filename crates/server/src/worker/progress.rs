//! How far the examinations of this process are, for those who wait.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use review::{case::Attempt, id::AttemptId, observation::ImageRole};
use vision::Step;

use crate::wire;

/// Steps of one examination as they are announced: text, zone, barcode (of a front without a zone), outline, faces and
/// quality of a front; all but the faces of a back; faces and quality of a selfie.
const FRONT_STEPS: u32 = 6;
const BACK_STEPS: u32 = 5;
const SELFIE_STEPS: u32 = 2;
/// The comparison of two faces.
const COMPARISON_STEPS: u32 = 1;
/// Intake before the examination; the fields and the judgement after it.
const OTHER_STEPS: u32 = 3;

/// Attempts that this process examines now. What is not here waits, or is examined by another process.
#[derive(Debug, Default)]
pub(crate) struct Progress(Mutex<HashMap<AttemptId, Reached>>);

#[derive(Debug, Clone, Copy)]
struct Reached {
    step: &'static str,
    begun: u32,
}

impl Progress {
    /// How far an attempt is.
    pub(crate) fn of(&self, attempt: &Attempt) -> wire::Progress {
        let of = steps_of(attempt);
        let reached = self.lock().get(&attempt.id).copied();
        let Reached { step, begun } = reached.unwrap_or(Reached { step: "queued", begun: 0 });
        wire::Progress { step, done: begun.saturating_sub(1).min(of - 1), of }
    }

    /// A step that is not vision's begins.
    pub(crate) fn enter(&self, attempt: AttemptId, step: &'static str) {
        let mut all = self.lock();
        let begun = all.get(&attempt).map_or(0, |reached| reached.begun);
        all.insert(attempt, Reached { step, begun: begun + 1 });
    }

    /// A step of the examination begins.
    pub(crate) fn examine(&self, attempt: AttemptId, step: Step) {
        self.enter(attempt, shown(step));
    }

    /// An attempt is not examined any more.
    pub(crate) fn forget(&self, attempt: AttemptId) {
        self.lock().remove(&attempt);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<AttemptId, Reached>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn steps_of(attempt: &Attempt) -> u32 {
    let has = |role: ImageRole| attempt.evidence.contains_key(&role);
    let steps = |there: bool, count: u32| if there { count } else { 0 };
    steps(has(ImageRole::Front), FRONT_STEPS)
        + steps(has(ImageRole::Back), BACK_STEPS)
        + steps(has(ImageRole::Selfie), SELFIE_STEPS)
        + steps(has(ImageRole::Front) && has(ImageRole::Selfie), COMPARISON_STEPS)
        + OTHER_STEPS
}

fn shown(step: Step) -> &'static str {
    match step {
        Step::Text | Step::Fields => "text",
        Step::Mrz | Step::Barcode => "mrz",
        Step::Document | Step::Quality => "document",
        Step::Faces | Step::Comparison | Step::Liveness => "face",
    }
}
