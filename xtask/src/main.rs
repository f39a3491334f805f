//! What a developer runs: set-up, demo, tests, benchmarks.

mod accuracy;
mod bench;
mod causes;
mod crash;
mod debian;
mod demo;
mod process;
mod service;
mod setup;
mod specimens;
mod suite;
mod walk;

use clap::{Parser, Subcommand};

/// Bonafide's workshop.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install the npm packages, import the networks, build the pages and the binary.
    Setup,
    /// Set up, start Bonafide on 127.0.0.1:8080 and seed a few applicants through the real pipeline.
    Demo(demo::Options),
    /// Everything that CI runs.
    Test(suite::Options),
    /// Walk the pages in Chromium against a running binary and keep the screenshots.
    Walk,
    /// Kill the server with SIGKILL while it works, start it again, and see that nothing is lost.
    Crash(crash::Options),
    /// Time and memory of one full check, with the share of each step; `queue`: of a claim from the review queue.
    Bench(bench::Options),
    /// Error rates on specimens that nothing was tuned on, beside the aims.
    Accuracy(accuracy::Options),
    /// Every scenario of the specimens through `bonafide check`: does it get its code?
    Causes(causes::Options),
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    std::env::set_current_dir(process::root())?;
    match arguments.task {
        Task::Setup => setup::run(setup::Profile::Dev).map(drop),
        Task::Demo(options) => demo::run(&options),
        Task::Test(options) => suite::run(&options),
        Task::Walk => walk::run(),
        Task::Crash(options) => crash::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Accuracy(options) => accuracy::run(&options),
        Task::Causes(options) => causes::run(&options),
    }
}
