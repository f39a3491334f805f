//! `bonafide policy`: look at a policy file before it goes live, by itself and over stored attempts.

mod backtest;
mod check;

use std::{path::Path, process::ExitCode};

use review::policy::Policy;

use crate::failure::Failure;

/// What to do with a policy file.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Say what is wrong or odd about a policy file.
    #[command(after_help = "Exit status: 0 no error (no warning either with --strict), 1 otherwise.")]
    Check(check::Options),
    /// Decide stored attempts again under a policy file and say what would change. Nothing is written.
    Backtest(backtest::Options),
}

/// Carries the command out.
pub fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Check(options) => check::run(options),
        Command::Backtest(options) => backtest::run(options).map(|()| ExitCode::SUCCESS),
    }
}

/// The text of a policy file.
pub fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::input("policy.unreadable", format!("{}: {error}", path.display())))
}

/// A policy file that is whole.
pub fn open(path: &Path) -> Result<Policy, Failure> {
    Policy::parse(&read(path)?)
        .map_err(|error| Failure::input("policy.invalid", format!("{}: {error}", path.display())))
}
