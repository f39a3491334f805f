//! Time and memory of one full check; other measurements by name.

mod queue;

use std::process::Command;

use crate::{
    process::{self, target},
    setup::{self, Profile},
    specimens,
};

/// What to measure.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Options {
    #[command(subcommand)]
    what: Option<What>,
    /// Checks that are timed, after one that warms up.
    #[arg(long, default_value_t = 10)]
    runs: u32,
    /// Time the build as shipped in place of the one that `setup` makes (checks on, our own crates lightly optimised).
    #[arg(long)]
    release: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Something other than a full check.
#[derive(clap::Subcommand)]
enum What {
    /// How long a reviewer waits for the next case, with more and more waiting.
    Queue(queue::Options),
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    match &options.what {
        None => check(options),
        Some(What::Queue(options)) => queue::run(options),
    }
}

fn check(options: &Options) -> anyhow::Result<()> {
    let ready = setup::run_all(if options.release { Profile::Release } else { Profile::Dev })?;
    let folder = specimens::render(&ready, "approved", &target().join("bench"), 11, None)?;
    let mut bench = Command::new(&ready.binary);
    bench.args(["bench", "--runs", &options.runs.to_string(), "--models"]).arg(&ready.models);
    bench.arg("--document").arg(folder.join("front.jpg")).arg("--selfie").arg(folder.join("selfie.jpg"));
    bench.arg("--claims").arg(folder.join("claims.json"));
    if options.json {
        bench.arg("--json");
    }
    process::run("full check: front, selfie, claims", &mut bench)
}
