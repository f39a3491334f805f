//! An examiner that sees what the test says, fails when told to, and can be held in the middle of its work.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use image::RgbImage;
use jiff::civil::Date;
use review::observation::{Examination, ImageReading, ImageRole};
use server::examiner::Examiner;
use vision::{
    Pictures, Step,
    live::{ExamineError, Examined, Film, Look, Sitter, View, Viewfinder},
    network::NetworkError,
};

use crate::sample::passport;

/// Sees a good passport until told otherwise.
pub struct FakeExaminer(Mutex<Script>);

struct Script {
    sees: Examination,
    failures: u32,
    panics: bool,
    calls: u32,
    gate: Option<Arc<Gate>>,
    look_takes: Duration,
}

/// Holds an examination until it is opened.
#[derive(Default)]
pub struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Default)]
struct GateState {
    reached: bool,
    open: bool,
}

impl Default for FakeExaminer {
    fn default() -> Self {
        let sees = passport("L898902C3");
        Self(Mutex::new(Script {
            sees,
            failures: 0,
            panics: false,
            calls: 0,
            gate: None,
            look_takes: Duration::ZERO,
        }))
    }
}

impl FakeExaminer {
    /// From now on it sees this; pictures that were not handed in are left out.
    pub fn sees(&self, examination: Examination) {
        self.script().sees = examination;
    }

    /// The next so many examinations fail.
    pub fn fails(&self, times: u32) {
        self.script().failures = times;
    }

    /// From now on it panics, or not.
    pub fn panics(&self, panics: bool) {
        self.script().panics = panics;
    }

    /// From now on it takes so long to look at a live frame.
    pub fn look_takes(&self, time: Duration) {
        self.script().look_takes = time;
    }

    /// How often it was asked.
    #[must_use]
    pub fn calls(&self) -> u32 {
        self.script().calls
    }

    /// Holds the next examination at a gate.
    pub fn hold_next(&self) -> Arc<Gate> {
        let gate = Arc::new(Gate::default());
        self.script().gate = Some(Arc::clone(&gate));
        gate
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Gate {
    /// Whether an examination waits, or waited, here.
    #[must_use]
    pub fn reached(&self) -> bool {
        self.lock().reached
    }

    /// Lets it go on.
    pub fn open(&self) {
        self.lock().open = true;
        self.changed.notify_all();
    }

    fn pass(&self) {
        let mut state = self.lock();
        state.reached = true;
        while !state.open {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lock(&self) -> MutexGuard<'_, GateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Examiner for FakeExaminer {
    fn examine(
        &self,
        pictures: Pictures<'_>,
        _: Date,
        progress: &mut dyn FnMut(Step),
    ) -> Result<Examination, NetworkError> {
        progress(Step::Text);
        let (seen, gate) = self.look(pictures)?;
        if let Some(gate) = gate {
            gate.pass();
        }
        progress(Step::Fields);
        Ok(seen)
    }

    fn look_at_face(
        &self,
        _: &mut Sitter,
        frame: &RgbImage,
        at_ms: u32,
        colour: Option<u8>,
    ) -> Result<Look, NetworkError> {
        self.look_slowly();
        Ok(crate::actor::look(frame, at_ms, colour))
    }

    fn look_at_document(&self, _: &mut Viewfinder, frame: &RgbImage, _: u32) -> Result<View, NetworkError> {
        self.look_slowly();
        Ok(crate::actor::view(frame))
    }

    fn examine_film(&self, film: &Film) -> Result<Examined, ExamineError> {
        crate::actor::examined(film)
    }
}

impl FakeExaminer {
    fn look_slowly(&self) {
        let time = self.script().look_takes;
        thread::sleep(time);
    }

    fn look(&self, pictures: Pictures<'_>) -> Result<(Examination, Option<Arc<Gate>>), NetworkError> {
        let mut script = self.script();
        script.calls += 1;
        assert!(!script.panics, "the fake examiner panics as it was told");
        if script.failures > 0 {
            script.failures -= 1;
            return Err(NetworkError { network: "fake".into(), reason: "told to fail".into() });
        }
        let mut seen = script.sees.clone();
        seen.images.retain(|image| handed_in(image, pictures));
        seen.liveness =
            pictures.film.and_then(|film| crate::actor::examined(film).ok()).map(|film| film.reading);
        if pictures.selfie.is_none() && pictures.film.is_none() {
            seen.face.selfie = None;
            seen.face.similarity = None;
        }
        Ok((seen, script.gate.take()))
    }
}

fn handed_in(image: &ImageReading, pictures: Pictures<'_>) -> bool {
    match image.role {
        ImageRole::Front => pictures.front.is_some(),
        ImageRole::Back => pictures.back.is_some(),
        ImageRole::Selfie => pictures.selfie.is_some() || pictures.film.is_some(),
    }
}
