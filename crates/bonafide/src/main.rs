#![doc = include_str!("../README.md")]

mod admin;
mod audit;
mod bench;
mod check;
mod evaluate;
mod failure;
mod network;
mod policy;
mod progress;
mod records;
mod replay;
mod serve;
mod specimens;
mod vault;

use std::process::ExitCode;

use clap::{Parser, Subcommand, error::ErrorKind};

use crate::failure::Failure;

/// Self-hosted identity verification: photographs in, a coded decision out.
#[derive(Parser)]
#[command(name = "bonafide", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the automatic preliminary review of photographs, without a server.
    #[command(after_help = check::STATUSES)]
    Check(check::Options),
    /// Serve the API and the pages, with workers inside.
    Serve(serve::ServeOptions),
    /// Work on what other machines' servers accept, without serving anything.
    Worker(serve::WorkerOptions),
    /// Render synthetic documents and people with their ground truth.
    Specimen(specimens::Options),
    /// Measure error rates on a data set.
    Evaluate(evaluate::Options),
    /// Time full checks, with the share of each step.
    Bench(bench::Options),
    /// Look at a policy file: by itself, and over stored attempts.
    #[command(subcommand)]
    Policy(policy::Command),
    /// Make automatic decisions again from their records.
    #[command(after_help = replay::STATUSES)]
    Replay(replay::Options),
    /// The networks: import them, list them.
    #[command(subcommand)]
    Models(network::Command),
    /// Keys and other affairs of the operator.
    #[command(subcommand)]
    Admin(admin::Command),
    /// The audit log: verify it, keep checkpoints of it.
    #[command(subcommand)]
    Audit(audit::Command),
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let result = match arguments.command {
        Command::Check(options) => check::run(&options),
        Command::Serve(options) => serve::serve(&options).map(|()| ExitCode::SUCCESS),
        Command::Worker(options) => serve::work(&options).map(|()| ExitCode::SUCCESS),
        Command::Specimen(options) => specimens::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Evaluate(options) => evaluate::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Bench(options) => bench::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Policy(command) => policy::run(&command),
        Command::Replay(options) => replay::run(&options),
        Command::Models(command) => network::run(&command).map(|()| ExitCode::SUCCESS),
        Command::Admin(command) => admin::run(&command).map(|()| ExitCode::SUCCESS),
        Command::Audit(command) => audit::run(&command).map(|()| ExitCode::SUCCESS),
    };
    result.unwrap_or_else(|failure| complain(&failure))
}

/// clap would exit with 2, which here means "a person decides".
fn usage(error: &clap::Error) -> ExitCode {
    // Nothing is left to do when the terminal is gone.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
        _ => ExitCode::from(64),
    }
}

fn complain(failure: &Failure) -> ExitCode {
    anstream::eprintln!("bonafide: {failure}");
    failure.status()
}
