//! `bonafide bench`: what one full check costs, step by step and network by network.

use std::{collections::BTreeMap, time::Duration};

use serde::Serialize;

use crate::{
    check::{self, Subject},
    failure::Failure,
    network::Folder,
};

/// What to time.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    subject: Subject,
    /// Checks that are timed, after one that warms up.
    #[arg(long, default_value_t = 10)]
    runs: u32,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    folder: Folder,
}

/// Mean wall-clock times of one check, and the peak of the process's memory.
#[derive(Debug, Serialize)]
struct Costs {
    runs: u32,
    threads: usize,
    total_ms: f64,
    networks_ms: f64,
    /// Total over the sum of the networks' time: 1 would be networks alone.
    ratio: f64,
    steps_ms: BTreeMap<String, f64>,
    network_ms: BTreeMap<String, f64>,
    peak_memory_mib: Option<u64>,
}

/// Times the checks and prints what they cost.
pub fn run(options: &Options) -> Result<(), Failure> {
    let loaded = options.folder.load()?;
    let today = check::today();
    check::review(&loaded, &options.subject.open()?, today, false)?;
    let before = by_network(&loaded);
    let mut steps: BTreeMap<String, Duration> = BTreeMap::new();
    for _ in 0..options.runs {
        let reviewed = check::review(&loaded, &options.subject.open()?, today, false)?;
        for (step, time) in reviewed.steps {
            *steps.entry(step).or_default() += time;
        }
    }
    let mut spent = by_network(&loaded);
    for (name, time) in &mut spent {
        *time -= before.get(name).copied().unwrap_or_default();
    }
    let costs = costs(options, &steps, &spent);
    if options.json { check::print_json(&costs) } else { print(&costs) }
}

fn by_network(loaded: &models::Loaded) -> BTreeMap<String, Duration> {
    loaded
        .timings()
        .into_iter()
        .map(|network| (network.network, Duration::from_secs_f64(network.total_s)))
        .collect()
}

fn costs(options: &Options, steps: &BTreeMap<String, Duration>, spent: &BTreeMap<String, Duration>) -> Costs {
    let mean = |times: &BTreeMap<String, Duration>| -> BTreeMap<String, f64> {
        let ms = |time: &Duration| time.as_secs_f64() * 1000.0 / f64::from(options.runs.max(1));
        times.iter().map(|(name, time)| (name.clone(), ms(time))).collect()
    };
    let (steps_ms, network_ms) = (mean(steps), mean(spent));
    let (total_ms, networks_ms) = (steps_ms.values().sum::<f64>(), network_ms.values().sum::<f64>());
    Costs {
        runs: options.runs,
        threads: options.folder.threads,
        total_ms,
        networks_ms,
        ratio: total_ms / networks_ms,
        steps_ms,
        network_ms,
        peak_memory_mib: peak_memory_mib(),
    }
}

/// The kernel's high-water mark of this process (`VmHWM`), where there is one.
fn peak_memory_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

fn print(costs: &Costs) -> Result<(), Failure> {
    anstream::println!(
        "{} checks after one to warm up, {} threads for each network",
        costs.runs,
        costs.threads
    );
    anstream::println!("  total     {:8.1} ms", costs.total_ms);
    anstream::println!("  networks  {:8.1} ms    ratio {:.3}", costs.networks_ms, costs.ratio);
    table("by step", &costs.steps_ms, costs.total_ms);
    table("by network", &costs.network_ms, costs.total_ms);
    if let Some(peak) = costs.peak_memory_mib {
        anstream::println!("  peak memory of the process {peak} MiB");
    }
    Ok(())
}

fn table(title: &str, times: &BTreeMap<String, f64>, total: f64) {
    anstream::println!("  {title}");
    for (name, ms) in times {
        anstream::println!("    {name:<18} {ms:8.1} ms  {:5.1} %", ms * 100.0 / total);
    }
}
