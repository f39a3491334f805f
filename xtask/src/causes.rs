//! Each scenario of the specimens through `bonafide check`: its outcome and code beside those that it must get.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::{
    process::{say, target},
    setup::{self, Profile, Ready},
    specimens,
};

/// The day on which the photographs are taken, so that a seed gives the same bytes on any day.
const TODAY: &str = "2026-11-23";
/// A second attempt's: `check` alone knows no earlier one.
const OF_THE_SERVER: &str = "e031_duplicate";
/// Exit statuses of `bonafide check` that come with an answer.
const ANSWERED: [i32; 3] = [0, 2, 3];

/// What to measure.
#[derive(clap::Args)]
pub struct Options {
    /// A seed of people and pictures; may be given again.
    #[arg(long = "seed", value_name = "N", default_values_t = [1, 3, 7])]
    seeds: Vec<u64>,
    /// Measure the build as shipped in place of the one that `setup` makes.
    #[arg(long)]
    release: bool,
}

/// The demo's seed, where each scenario must get its code.
pub fn short() -> anyhow::Result<()> {
    let (right, all) = measure(&setup::run_all(Profile::Dev)?, 1)?;
    if right < all {
        bail!("{right} of {all} scenarios came out as they must");
    }
    Ok(())
}

/// Measures seed by seed and prints a line for each scenario that came out otherwise.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let ready = setup::run_all(if options.release { Profile::Release } else { Profile::Dev })?;
    for seed in &options.seeds {
        let (right, all) = measure(&ready, *seed)?;
        println!("  seed {seed}: {right} of {all} as they must");
    }
    Ok(())
}

/// How many scenarios of a seed came out as they must, of how many.
fn measure(ready: &Ready, seed: u64) -> anyhow::Result<(usize, usize)> {
    say(&format!("causes, seed {seed}"));
    let listed = Command::new(&ready.binary).args(["specimen", "--list"]).output()?;
    let listed = String::from_utf8(listed.stdout)?;
    let names: Vec<&str> = listed.lines().filter_map(|line| line.strip_prefix("scenario ")).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| *name != OF_THE_SERVER).collect();
    let folder = target().join("causes").join(seed.to_string());
    let mut right = 0;
    for name in &names {
        let folder = specimens::render(ready, name, &folder, seed, Some(TODAY))?;
        let expected = outcome(&serde_json::from_slice(&std::fs::read(folder.join("expected.json"))?)?);
        let found = check(ready, &folder)?;
        if found == expected {
            right += 1;
        } else {
            println!("  {name}: must be `{expected}`, came out as `{found}`");
        }
    }
    Ok((right, names.len()))
}

/// What an answer says first, such as `rejected E001 glare`; the reason only where the scenario names one.
fn outcome(expected: &Value) -> String {
    let word = |key: &str| expected[key].as_str().filter(|word| !word.is_empty());
    [word("outcome"), word("code"), word("reason")].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn check(ready: &Ready, folder: &Path) -> anyhow::Result<String> {
    let mut check = Command::new(&ready.binary);
    check.args(["check", "--json", "--today", TODAY, "--models"]).arg(&ready.models);
    for (flag, file) in [("--document", "front.jpg"), ("--back", "back.jpg"), ("--selfie", "selfie.jpg")] {
        if folder.join(file).is_file() {
            check.arg(flag).arg(folder.join(file));
        }
    }
    let answer = check.arg("--claims").arg(folder.join("claims.json")).stdin(Stdio::null()).output()?;
    if !answer.status.code().is_some_and(|code| ANSWERED.contains(&code)) {
        bail!("{}: {}\n{}", folder.display(), answer.status, String::from_utf8_lossy(&answer.stderr));
    }
    let report: Value = serde_json::from_slice(&answer.stdout).context("bonafide printed no JSON")?;
    let mut first = report["codes"][0].clone();
    first["outcome"] = report["outcome"].clone();
    Ok(outcome(&first))
}
