//! `bonafide check`: the automatic preliminary review of photographs, without a server.

mod convert;
mod input;
mod report;
mod wire;

use std::{path::PathBuf, process::ExitCode};

use jiff::civil::Date;

pub use self::input::{Reviewed, Subject, review};
use crate::{failure::Failure, network::Folder};

/// What the exit statuses mean, for `--help`.
pub const STATUSES: &str =
    "Exit status: 0 approved, 2 needs a person, 3 rejected, 64 bad usage, 65 bad input.";

/// What is checked, and how it is told.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    subject: Subject,
    /// Day for age and expiry, YYYY-MM-DD [default: today in UTC]
    #[arg(long)]
    today: Option<Date>,
    /// Refuse specimens, as a live deployment does.
    #[arg(long)]
    live: bool,
    /// Print JSON (its schema: `--schema`).
    #[arg(long)]
    json: bool,
    /// Print the JSON schema of `--json` and end.
    #[arg(long)]
    schema: bool,
    /// Write the document's picture with every region drawn on it, as PNG.
    #[arg(long, value_name = "OUT.png")]
    annotate: Option<PathBuf>,
    #[command(flatten)]
    folder: Folder,
}

/// Runs the review and says what it came to.
pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    if options.schema {
        print_json(&schemars::schema_for!(wire::Check))?;
        return Ok(ExitCode::SUCCESS);
    }
    let pictures = options.subject.open()?;
    let loaded = options.folder.load()?;
    let reviewed = review(&loaded, &pictures, options.today.unwrap_or_else(today), options.live)?;
    if let Some(path) = &options.annotate {
        annotate(path, &pictures, &reviewed)?;
    }
    if options.json {
        print_json(&convert::check(&reviewed))?;
    } else {
        report::print(&convert::check(&reviewed));
    }
    Ok(convert::status(reviewed.decision.outcome))
}

fn annotate(path: &std::path::Path, pictures: &input::Opened, reviewed: &Reviewed) -> Result<(), Failure> {
    let Some(front) = &pictures.front else {
        return Err(Failure::Usage("--annotate needs --document".into()));
    };
    let png = vision::annotate::png(front, review::observation::ImageRole::Front, &reviewed.examination);
    std::fs::write(path, png)
        .map_err(|error| Failure::internal(&format!("cannot write {}", path.display()), error))
}

pub fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text =
        serde_json::to_string_pretty(value).map_err(|error| Failure::internal("cannot write JSON", error))?;
    anstream::println!("{text}");
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the edge: the command line's default day is the system's")]
pub fn today() -> Date {
    jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date()
}
