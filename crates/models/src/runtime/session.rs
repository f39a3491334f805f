//! One network in ONNX Runtime.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use ndarray::ArrayD;
use ort::{
    environment::Environment,
    session::{
        RunOptions, Session,
        builder::{GraphOptimizationLevel, SessionBuilder},
    },
    value::TensorRef,
};
use vision::network::{Network, NetworkError};

use super::{LoadError, Options, timing::Clock};

/// A network with one session.
///
/// The session is behind a lock, as a second one would double the memory: a run keeps `Options::threads` cores
/// busy by itself, and runs of other networks go on beside it.
pub(super) struct OnnxNetwork {
    name: String,
    session: Mutex<Session>,
    /// Gives the memory that a run took back to the system after it, beyond what the next run needs anyway.
    run_options: RunOptions,
    clock: Arc<Clock>,
}

impl OnnxNetwork {
    pub fn open(
        environment: &Environment,
        name: &str,
        bytes: &[u8],
        options: Options,
    ) -> Result<Self, LoadError> {
        let error = |reason: String| LoadError::Runtime { what: name.to_owned(), reason };
        let mut builder = builder(environment, options).map_err(error)?;
        let session = builder.commit_from_memory(bytes).map_err(|failure| error(failure.to_string()))?;
        if session.inputs().len() != 1 {
            return Err(error("it has not one input".to_owned()));
        }
        let run_options = run_options().map_err(|failure| error(failure.to_string()))?;
        let clock = Arc::new(Clock::new(name));
        Ok(Self { name: name.to_owned(), session: Mutex::new(session), run_options, clock })
    }

    /// Where its runs are counted.
    pub fn clock(&self) -> Arc<Clock> {
        Arc::clone(&self.clock)
    }

    /// Size of the last axis of the first output, if the network fixes it.
    pub fn last_axis(&self) -> Option<usize> {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let shape = session.outputs().first()?.dtype().tensor_shape()?;
        usize::try_from(*shape.last()?).ok()
    }

    fn run_locked(&self, input: &ArrayD<f32>) -> ort::Result<Vec<ArrayD<f32>>> {
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let tensor = TensorRef::from_array_view(input)?;
        let start = Instant::now();
        let outputs = session.run_with_options(ort::inputs![tensor], &self.run_options);
        self.clock.add(start.elapsed());
        outputs?.values().map(|value| Ok(value.try_extract_array::<f32>()?.to_owned())).collect()
    }
}

impl Network for OnnxNetwork {
    fn run(&self, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        let input = if input.is_standard_layout() { input } else { input.as_standard_layout().into_owned() };
        self.run_locked(&input)
            .map_err(|error| NetworkError { network: self.name.clone(), reason: error.to_string() })
    }
}

/// Threads that sleep while they wait, all graph optimisations, and memory that grows by what is asked for.
fn builder(environment: &Environment, options: Options) -> Result<SessionBuilder, String> {
    let text = |error: ort::Error<SessionBuilder>| error.to_string();
    Session::builder(environment)
        .map_err(|error| error.to_string())?
        .with_optimization_level(GraphOptimizationLevel::All)
        .map_err(text)?
        .with_intra_threads(options.threads)
        .map_err(text)?
        .with_intra_op_spinning(false)
        .map_err(text)?
        .with_memory_pattern(false)
        .map_err(text)
}

fn run_options() -> ort::Result<RunOptions> {
    let mut options = RunOptions::new()?;
    options.set("memory.enable_memory_arena_shrinkage", "cpu:0")?;
    Ok(options)
}
