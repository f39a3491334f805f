//! Error rates on specimens with seeds and fonts that nothing was tuned on, one table for all sets.

mod table;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::{
    process::{say, target},
    setup::{self, Profile, Ready},
};

/// Seeds below this are for training and for looking at.
const SEED_FROM: u64 = 2_000_000;
/// What is measured unless sets are named: the lines that have an aim.
const SETS: [&str; 4] = ["finder", "mrz", "mrz-hard", "resident-id"];

/// What to measure.
#[derive(clap::Args)]
pub struct Options {
    /// Photographs of each set.
    #[arg(long, default_value_t = 2000)]
    count: u64,
    /// Only these sets: finder, finder-hard, mrz, mrz-hard, resident-id, resident-id-hard, face-check.
    #[arg(long = "set", value_name = "NAME")]
    sets: Vec<String>,
    /// Cases side by side.
    #[arg(long, default_value_t = 2)]
    jobs: u8,
    /// Where results, tables and pages go [default: target/accuracy]
    #[arg(long)]
    out: Option<PathBuf>,
    /// Measure the build as shipped in place of the one that `setup` makes.
    #[arg(long)]
    release: bool,
}

/// A few of each set: that the command runs, measures and prints, and that nothing panics. Nothing is held to a figure.
pub fn short() -> anyhow::Result<()> {
    let out = Some(target().join("accuracy-short"));
    run(&Options { count: 3, sets: Vec::new(), jobs: 2, out, release: false })
}

/// Measures set by set, goes on where an earlier run was broken off, and prints the table.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let ready = setup::run_all(if options.release { Profile::Release } else { Profile::Dev })?;
    let out = options.out.clone().unwrap_or_else(|| target().join("accuracy"));
    fs::create_dir_all(&out).with_context(|| format!("cannot make {}", out.display()))?;
    let named: Vec<&str> = options.sets.iter().map(String::as_str).collect();
    let sets = if named.is_empty() { &SETS[..] } else { &named };
    let mut reports = Vec::new();
    for set in sets {
        reports.push(measure(&ready, options, set, &out)?);
    }
    let text = table::text(&reports);
    fs::write(out.join("accuracy.txt"), &text)?;
    fs::write(out.join("accuracy.json"), serde_json::to_vec_pretty(&reports)?)?;
    say(&format!("{} photographs a set, seeds from {SEED_FROM}", options.count));
    print!("{text}");
    println!("\nPages and JSON: {}", out.display());
    Ok(())
}

/// One set in a process of its own; its JSON is kept beside its page.
fn measure(ready: &Ready, options: &Options, set: &str, out: &Path) -> anyhow::Result<Value> {
    say(&format!("accuracy: {set}"));
    let mut command = Command::new(&ready.binary);
    command.args(["evaluate", "--json", "--specimens", set, "--threads", "1"]);
    command.args(["--count", &options.count.to_string(), "--seed-from", &SEED_FROM.to_string()]);
    command.args(["--jobs", &options.jobs.to_string()]).arg("--models").arg(&ready.models);
    command.arg("--progress").arg(out.join(format!("{set}.progress.jsonl")));
    command.arg("--html").arg(out.join(format!("{set}.html")));
    let output =
        command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().context("cannot start bonafide")?;
    if !output.status.success() {
        bail!("{set}: {}", output.status);
    }
    fs::write(out.join(format!("{set}.json")), &output.stdout)?;
    let report: Value = serde_json::from_slice(&output.stdout).context("bonafide printed no JSON")?;
    let seconds = report["seconds_per_case"].as_f64().context("a report without seconds_per_case")?;
    println!("  {} cases, {seconds:.2} s of reading a case", report["cases"]);
    Ok(report)
}
