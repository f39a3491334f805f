//! Everything that CI runs, in the order of how soon it can fail.

use crate::{
    accuracy, causes, crash,
    process::{self, cargo, command, exists, say},
    setup::{self, Profile},
    walk,
};

/// What to leave out.
#[derive(clap::Args)]
pub struct Options {
    /// Leave out the browser, the crash test, the look at accuracy and the causes.
    #[arg(long)]
    quick: bool,
}

fn lints() -> anyhow::Result<()> {
    process::run("formatting", &mut cargo(&["fmt", "--all", "--check"]))?;
    let clippy = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    process::run("lints", &mut cargo(&clippy))?;
    process::run("pages: types", &mut command("npm", &["run", "--silent", "check:pages"]))?;
    process::run("pages: units", &mut command("npm", &["run", "--silent", "test:pages"]))?;
    licences()
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let ready = setup::run_all(Profile::Dev)?;
    lints()?;
    let mut tests = cargo(&["test", "--workspace", "--quiet", "--no-fail-fast"]);
    tests.env("BONAFIDE_MODELS", &ready.models);
    process::run("tests", &mut tests)?;
    fuzz_targets()?;
    if options.quick {
        say("skipped by --quick: the browser walk, the crash test, the look at accuracy and the causes");
        return Ok(());
    }
    accuracy::short()?;
    causes::short()?;
    crash::run(&crash::Options { kills: 5 })?;
    walk::run()?;
    say("All passed.");
    Ok(())
}

fn licences() -> anyhow::Result<()> {
    if exists("cargo-deny") {
        return process::run(
            "licences and advisories",
            &mut cargo(&["deny", "--offline", "check", "bans", "licenses", "sources"]),
        );
    }
    say("skipped: licences (cargo-deny is not installed; `cargo install cargo-deny` brings it)");
    Ok(())
}

/// The fuzz targets must build; running them is for the night (`fuzz/README.md`).
fn fuzz_targets() -> anyhow::Result<()> {
    let mut check = cargo(&["check", "--quiet", "--manifest-path", "fuzz/Cargo.toml"]);
    check.env("CARGO_TARGET_DIR", process::target().join("fuzz"));
    process::run("fuzz targets build", &mut check)
}
