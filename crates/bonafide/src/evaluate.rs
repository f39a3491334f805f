//! `bonafide evaluate`: error rates with confidence bounds, on any data set of the known layout or on specimens.

use std::path::{Path, PathBuf};

use evaluation::{EvaluationError, Plan, Reader, Report, SpecimenSet, Task};
use indicatif::ProgressBar;
use jiff::civil::{Date, date};

use crate::{failure::Failure, network::Folder};

/// The day on which specimens are photographed unless another is stated: fixed, so that figures can be printed again.
const SPECIMEN_DAY: Date = date(2026, 11, 23);

/// What to measure.
#[derive(clap::Args)]
#[group(id = "what", required = true, args = ["task", "specimens"])]
pub struct Options {
    /// Folder with `TASK.jsonl`.
    #[arg(long, env = "BONAFIDE_DATASETS", hide_env_values = true)]
    dataset: Option<PathBuf>,
    /// mrz, mrz-lines, documents, mrz-strings, resident-id-cn, aamva, face-pairs or presentation-attacks.
    #[arg(long)]
    task: Option<Task>,
    /// Render specimens in place of a data set: finder, finder-hard, mrz, mrz-hard, resident-id, resident-id-hard or face-check.
    #[arg(long, value_name = "SET", conflicts_with = "task")]
    specimens: Option<SpecimenSet>,
    /// How many specimens.
    #[arg(long, default_value_t = 100, requires = "specimens")]
    count: u64,
    /// Seed of the first specimen; the others follow.
    #[arg(long, default_value_t = 1_000_000, requires = "specimens")]
    seed_from: u64,
    /// Keep results of specimens here as they come in; a run that was broken off goes on where it was.
    #[arg(long, value_name = "FILE", requires = "specimens")]
    progress: Option<PathBuf>,
    /// Only the first cases of the data set.
    #[arg(long, value_name = "N", conflicts_with = "specimens")]
    limit: Option<usize>,
    /// Cases side by side, each with networks of its own. Times are true with one only.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=64))]
    jobs: u8,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Write a page with charts and every failure with its pictures.
    #[arg(long, value_name = "OUT.html")]
    html: Option<PathBuf>,
    /// Day for two-digit years, YYYY-MM-DD [default: today in UTC; 2026-11-23 for specimens]
    #[arg(long)]
    today: Option<Date>,
    #[command(flatten)]
    folder: Folder,
}

/// Measures and reports.
pub fn run(options: &Options) -> Result<(), Failure> {
    let loaded = (0..options.jobs).map(|_| options.folder.load()).collect::<Result<Vec<_>, _>>()?;
    let today = options.today.unwrap_or_else(|| default_day(options));
    let readers: Vec<Reader<'_>> = loaded.iter().map(|one| Reader::new(&one.networks, today)).collect();
    let bar = ProgressBar::new(0);
    let mut progress = |done: usize, of: usize| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    };
    let mut report = match (options.specimens, options.task) {
        (Some(set), _) => specimens(options, set, today, &readers, &mut progress)?,
        (None, Some(task)) => dataset(options, task, &readers, &mut progress)?,
        (None, None) => return Err(Failure::Usage("say --task TASK or --specimens SET".into())),
    };
    bar.finish_and_clear();
    report.notes.push(conditions(options));
    show(options, &report)
}

fn default_day(options: &Options) -> Date {
    if options.specimens.is_some() { SPECIMEN_DAY } else { crate::check::today() }
}

fn dataset(
    options: &Options,
    task: Task,
    readers: &[Reader<'_>],
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Report, Failure> {
    let folder = options.dataset.as_ref();
    let folder = folder.ok_or_else(|| Failure::Usage("say --dataset, or set BONAFIDE_DATASETS".into()))?;
    evaluation::run(task, folder, readers, options.limit, progress).map_err(|error| match error {
        EvaluationError::Dataset(error) => Failure::input("dataset.unreadable", error),
        EvaluationError::NotOffered { .. } => Failure::Unavailable(error.to_string()),
        EvaluationError::NoReader => Failure::internal("cannot evaluate", error),
    })
}

fn specimens(
    options: &Options,
    set: SpecimenSet,
    today: Date,
    readers: &[Reader<'_>],
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Report, Failure> {
    let build = if options.progress.is_some() { build(&options.folder.models)? } else { String::new() };
    let plan = Plan {
        set,
        seed_from: options.seed_from,
        count: options.count,
        today,
        progress: options.progress.as_deref(),
        build: &build,
    };
    evaluation::measure_specimens(&plan, readers, progress)
        .map_err(|error| Failure::internal("cannot go on", error))
}

/// What results depend on besides the plan: this program and its networks.
fn build(models: &Path) -> Result<String, Failure> {
    let wrong = |error| Failure::internal("cannot read this program's own file", error);
    let program = std::env::current_exe().and_then(std::fs::read).map_err(wrong)?;
    let place = std::path::absolute(models).map_err(wrong)?;
    Ok(format!("{} {}", models::integrity::sha256(&program), place.display()))
}

/// How the times were taken.
fn conditions(options: &Options) -> String {
    let (jobs, threads) = (options.jobs, options.folder.threads);
    let cpu = cpu_seconds().map(|s| format!("; {s:.1} s of CPU time for the whole run, loading included"));
    format!("{jobs} at a time, {threads} threads for a network{}", cpu.unwrap_or_default())
}

/// CPU time of this process so far, in user and kernel mode, where Linux tells it (proc(5), 100 ticks a second).
fn cpu_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = text.rsplit(')').next()?.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

fn show(options: &Options, report: &Report) -> Result<(), Failure> {
    if let Some(path) = &options.html {
        std::fs::write(path, evaluation::page(report))
            .map_err(|error| Failure::internal(&format!("cannot write {}", path.display()), error))?;
    }
    if options.json {
        crate::check::print_json(report)?;
    } else {
        anstream::print!("{report}");
    }
    match report.panics {
        0 => Ok(()),
        panics => Err(Failure::Internal(format!("{panics} cases ended in a panic"))),
    }
}
