//! How long a reviewer waits for the next case, with a million waiting.

use anyhow::Context;
use serde_json::Value;

use crate::process::cargo;

/// What to measure.
#[derive(clap::Args)]
pub struct Options {
    /// Claims for each number of waiting cases.
    #[arg(long, default_value_t = 4_000)]
    claims: u32,
    /// Numbers of waiting cases, each more than the one before.
    #[arg(long, value_delimiter = ',', default_value = "1000,10000,100000,1000000")]
    waiting: Vec<u32>,
    /// Time the build as shipped.
    #[arg(long)]
    release: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let mut bench = cargo(&["run", "--quiet", "--package", "storage", "--example", "queue"]);
    if options.release {
        bench.arg("--release");
    }
    bench.arg("--").arg(options.claims.to_string());
    bench.args(options.waiting.iter().map(u32::to_string));
    let output = bench.stderr(std::process::Stdio::inherit()).output().context("cannot start cargo")?;
    anyhow::ensure!(output.status.success(), "the benchmark ended with {}", output.status);
    let report: Value = serde_json::from_slice(&output.stdout)?;
    if options.json {
        println!("{report}");
        return Ok(());
    }
    println!("claim of the next case, SQLite");
    println!("  {:>9}  {:>8}  {:>8}  {:>8}", "waiting", "p50 ms", "p99 ms", "max ms");
    for row in report["growth"].as_array().into_iter().flatten() {
        let number = |key: &str| row[key].as_f64().unwrap_or_default();
        println!(
            "  {:>9}  {:>8.2}  {:>8.2}  {:>8.2}",
            number("waiting"),
            number("p50_ms"),
            number("p99_ms"),
            number("max_ms")
        );
    }
    Ok(())
}
