//! How long networks run, so that a benchmark can tell their time from ours.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// What one network took so far.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkTime {
    /// Name in the manifest.
    pub network: String,
    /// Runs that ended, well or not.
    pub calls_count: u64,
    /// Time inside ONNX Runtime, waiting for other runs not counted.
    pub total_s: f64,
}

/// Adds up the runs of one network.
#[derive(Debug)]
pub(super) struct Clock {
    network: String,
    calls_count: AtomicU64,
    total_ns: AtomicU64,
}

impl Clock {
    pub fn new(network: &str) -> Self {
        Self { network: network.to_owned(), calls_count: AtomicU64::new(0), total_ns: AtomicU64::new(0) }
    }

    pub fn add(&self, run: Duration) {
        let run_ns = u64::try_from(run.as_nanos()).unwrap_or(u64::MAX);
        self.total_ns.fetch_add(run_ns, Ordering::Relaxed);
        self.calls_count.fetch_add(1, Ordering::Relaxed);
    }

    pub fn read(&self) -> NetworkTime {
        NetworkTime {
            network: self.network.clone(),
            calls_count: self.calls_count.load(Ordering::Relaxed),
            total_s: Duration::from_nanos(self.total_ns.load(Ordering::Relaxed)).as_secs_f64(),
        }
    }
}
