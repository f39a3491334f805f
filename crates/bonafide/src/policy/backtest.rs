//! `bonafide policy backtest`: what a policy file would have decided on stored attempts.

use std::path::PathBuf;

use jiff::{Timestamp, civil::Date, tz::Offset};
use server::hindsight::{Backtest, Pair, Which, backtest};

use crate::{check::print_json, failure::Failure, progress::Bar, serve::runtime, vault::DataOptions};

/// What to try on what.
#[derive(clap::Args)]
pub struct Options {
    /// Policy file.
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
    /// Attempts handed in on this day or later (UTC), YYYY-MM-DD [default: all]
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    #[command(flatten)]
    data: DataOptions,
    /// Accept specimens as documents, as `serve --sandbox` does.
    #[arg(long)]
    sandbox: bool,
    /// How many changed attempts are shown.
    #[arg(long, default_value_t = 10)]
    examples: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Tries the policy and says what would change.
pub fn run(options: &Options) -> Result<(), Failure> {
    let policy = super::open(&options.file)?;
    let policy = if options.sandbox { policy.sandboxed() } else { policy };
    let which = Which::Since(options.since.map_or(Ok(Timestamp::MIN), start_of)?);
    let bar = Bar::new();
    let report = runtime()?.block_on(async {
        let store = options.data.open_existing().await?;
        let report =
            backtest(&store, &policy, which, options.examples, &mut |done, of| bar.set(done, of)).await;
        report.map_err(|error| Failure::internal("cannot decide again", error))
    })?;
    bar.end();
    if options.json {
        return print_json(&report);
    }
    print(&report);
    Ok(())
}

fn start_of(day: Date) -> Result<Timestamp, Failure> {
    let start = Offset::UTC.to_timestamp(day.at(0, 0, 0, 0));
    start.map_err(|error| Failure::Usage(format!("--since {day}: {error}")))
}

fn print(report: &Backtest) {
    anstream::println!(
        "{}: {} attempts decided again, {} of them otherwise",
        report.policy,
        report.judged,
        report.changed
    );
    table("as decided", &report.outcomes);
    table("by a person", &report.people);
    if !report.codes.is_empty() {
        anstream::println!("\n  {:<28} {:>8} {:>8}", "code", "gained", "lost");
    }
    for code in &report.codes {
        anstream::println!("  {:<28} {:>8} {:>8}", code.code, code.gained, code.lost);
    }
    for example in &report.examples {
        let codes = |sign: &str, codes: &[String]| {
            codes.iter().map(|code| format!(" {sign}{code}")).collect::<String>()
        };
        anstream::println!(
            "\n  session {}  {} → {} {}{}",
            example.session_id,
            example.before,
            example.after,
            codes("+", &example.gained),
            codes("−", &example.lost)
        );
    }
    if report.undecided > 0 {
        anstream::println!("\n  not decided by the machine, or not yet: {}", report.undecided);
    }
    if report.unexamined > 0 {
        anstream::println!("\n  without a stored examination: {}", report.unexamined);
        report.unexamined_attempts.iter().for_each(|attempt| anstream::println!("    attempt {attempt}"));
    }
}

/// Outcomes against outcomes; nothing where there are none.
fn table(title: &str, pairs: &[Pair]) {
    const OUTCOMES: [&str; 3] = ["approved", "review", "rejected"];
    if pairs.is_empty() {
        return;
    }
    let count = |before: &str, after: &str| {
        pairs.iter().find(|pair| pair.before == before && pair.after == after).map_or(0, |pair| pair.count)
    };
    anstream::println!("\n  {title:<14} {:>10} {:>10} {:>10}", "approved", "review", "rejected");
    for before in OUTCOMES {
        let [a, b, c] = OUTCOMES.map(|after| count(before, after));
        anstream::println!("  {before:<14} {a:>10} {b:>10} {c:>10}");
    }
}
