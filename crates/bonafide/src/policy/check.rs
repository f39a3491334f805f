//! `bonafide policy check`: what is wrong or odd about a policy file.

use std::{path::PathBuf, process::ExitCode};

use review::policy::{Inspection, Policy, PolicyError, Remark, inspect};
use serde::Serialize;

use crate::{check::print_json, failure::Failure};

/// What to look at.
#[derive(clap::Args)]
pub struct Options {
    /// Policy file.
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
    /// Let warnings fail too.
    #[arg(long)]
    strict: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What is printed with `--json`.
#[derive(Serialize)]
struct Told {
    /// The policy's name and version, where it is one.
    policy: Option<String>,
    errors: Vec<Line>,
    warnings: Vec<Line>,
    notes: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    kind: &'static str,
    line: usize,
    column: usize,
    message: String,
}

/// Looks and tells.
pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let told = Told::new(inspect(&super::read(&options.file)?));
    if options.json {
        print_json(&told)?;
    } else {
        told.print(&options.file.display().to_string());
    }
    let failed = !told.errors.is_empty() || options.strict && !told.warnings.is_empty();
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

impl Told {
    fn new(inspection: Inspection) -> Self {
        let lines = |remarks: Vec<Remark>| remarks.into_iter().map(Line::of).collect();
        Self {
            policy: inspection.policy.as_ref().map(Policy::id),
            errors: inspection.errors.into_iter().map(Line::error).collect(),
            warnings: lines(inspection.warnings),
            notes: lines(inspection.notes),
        }
    }

    fn print(&self, file: &str) {
        for (word, lines) in [("error", &self.errors), ("warning", &self.warnings), ("note", &self.notes)] {
            for Line { kind, line, column, message } in lines {
                anstream::println!("{file}:{line}:{column}: {word}: {message} [{kind}]");
            }
        }
        let name = self.policy.as_deref().unwrap_or("no policy");
        let [errors, warnings, notes] = [&self.errors, &self.warnings, &self.notes].map(Vec::len);
        anstream::println!("{name}: {errors} errors, {warnings} warnings, {notes} notes");
    }
}

impl Line {
    fn of(remark: Remark) -> Self {
        let Remark { kind, line, column, message } = remark;
        Self { kind: kind.as_str(), line, column, message }
    }

    fn error(error: PolicyError) -> Self {
        let PolicyError { line, column, message } = error;
        Self { kind: "policy.invalid", line, column, message }
    }
}
