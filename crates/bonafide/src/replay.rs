//! `bonafide replay`: every automatic decision made again from its record.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use jiff::Timestamp;
use review::policy::Policy;
use server::{
    Config,
    examiner::VisionExaminer,
    hindsight::{Deep, Replay, Which, replay},
};
use storage::Store;
use uuid::Uuid;

use crate::{
    check::print_json, failure::Failure, network::Folder, policy, progress::Bar, serve::runtime,
    vault::DataOptions,
};

/// What the exit statuses mean, for `--help`.
pub const STATUSES: &str = "Exit status: 0 everything came out again byte by byte, 1 otherwise.";

/// Which decisions, and how deep.
#[derive(clap::Args)]
#[group(id = "which", required = true, args = ["decision", "all"])]
pub struct Options {
    /// The attempt that was decided, or a session for all its attempts.
    #[arg(value_name = "ATTEMPT|SESSION")]
    decision: Option<Uuid>,
    /// Every attempt.
    #[arg(long, conflicts_with = "decision")]
    all: bool,
    /// Examine the evidence again, too. Takes as long as examining does.
    #[arg(long)]
    deep: bool,
    /// A policy that decisions name and that is not shipped; may be given several times.
    #[arg(long = "policy", value_name = "FILE.toml")]
    policies: Vec<PathBuf>,
    #[command(flatten)]
    data: DataOptions,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    folder: Folder,
}

/// Replays and reports.
pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let policies = policies(options)?;
    let deep = if options.deep { Some(examiner(&options.folder)?) } else { None };
    let bar = Bar::new();
    let report = runtime()?.block_on(async {
        let store = options.data.open_existing().await?;
        let which = which(options, &store).await?;
        let report = replay(&store, &policies, which, deep.as_ref(), &mut |done, of| bar.set(done, of)).await;
        report.map_err(|error| Failure::internal("cannot replay", error))
    })?;
    bar.end();
    if options.json {
        print_json(&report)?;
    } else {
        print(&report, options.deep);
    }
    Ok(if report.different.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Each as it stands and with specimens accepted: decisions name which of the two it was.
fn policies(options: &Options) -> Result<Vec<Policy>, Failure> {
    let mut policies = Vec::new();
    for path in &options.policies {
        let policy = policy::open(path)?;
        policies.extend([policy.clone().sandboxed(), policy]);
    }
    Ok(policies)
}

fn examiner(folder: &Folder) -> Result<Deep, Failure> {
    let models::Loaded { networks, used, .. } = folder.load()?;
    let examiner = Arc::new(VisionExaminer::new(Arc::new(networks), used.clone()));
    Ok(Deep { examiner, models: used, limits: Config::default().limits })
}

async fn which(options: &Options, store: &Store) -> Result<Which, Failure> {
    let Some(name) = options.decision else { return Ok(Which::Since(Timestamp::MIN)) };
    let rows = store.attempts_named(name).await;
    let rows = rows.map_err(|error| Failure::internal("cannot look for the attempt", error))?;
    if rows.is_empty() {
        return Err(Failure::input("attempt.unknown", format!("{name} is no attempt and no session")));
    }
    Ok(Which::These(rows))
}

fn print(report: &Replay, deep: bool) {
    anstream::println!("replayed {}, identical {}", report.replayed, report.identical);
    let rows = [
        ("examined again, identical", report.examined_identical, deep),
        ("without an examination, as none could be finished", report.without_examination, false),
        ("not decided by the machine, or not yet", report.undecided, false),
        ("decisions of people, not replayed", report.by_people, true),
    ];
    for (what, count, always) in rows {
        if always || count > 0 {
            anstream::println!("  {what}: {count}");
        }
    }
    for different in &report.different {
        anstream::println!(
            "  attempt {} (session {}): {}: {}",
            different.attempt_id,
            different.session_id,
            different.why.words(),
            different.detail
        );
    }
}
