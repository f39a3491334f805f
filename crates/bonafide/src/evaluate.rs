//! `bonafide evaluate`: error rates with confidence bounds, on any data set of the known layout.

use std::path::PathBuf;

use evaluation::{Reader, Task};
use indicatif::ProgressBar;
use jiff::civil::Date;

use crate::{failure::Failure, network::Folder};

/// What to measure.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with `TASK.jsonl`.
    #[arg(long, env = "BONAFIDE_DATASETS")]
    dataset: PathBuf,
    /// mrz, documents, mrz-strings, resident-id-cn or face-pairs.
    #[arg(long)]
    task: Task,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Write a page with every failure and its pictures.
    #[arg(long, value_name = "OUT.html")]
    html: Option<PathBuf>,
    /// Day for two-digit years, YYYY-MM-DD [default: today in UTC]
    #[arg(long)]
    today: Option<Date>,
    #[command(flatten)]
    folder: Folder,
}

/// Measures and reports.
pub fn run(options: &Options) -> Result<(), Failure> {
    let loaded = options.folder.load()?;
    let reader = Reader::new(&loaded.networks, options.today.unwrap_or_else(crate::check::today));
    let bar = ProgressBar::new(0);
    let mut progress = |done: usize, of: usize| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    };
    let report = evaluation::run(options.task, &options.dataset, &reader, &mut progress)
        .map_err(|error| Failure::input("dataset.unreadable", error))?;
    bar.finish_and_clear();
    if let Some(path) = &options.html {
        std::fs::write(path, evaluation::page(&report))
            .map_err(|error| Failure::internal(&format!("cannot write {}", path.display()), error))?;
    }
    if options.json {
        crate::check::print_json(&report)
    } else {
        anstream::print!("{report}");
        Ok(())
    }
}
