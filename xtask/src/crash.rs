//! SIGKILL while attempts are processed: afterwards each is finished, and counted once.

use std::{process::Command, time::Duration};

use anyhow::ensure;

use crate::{
    process::{self, say, target},
    service::Start,
    setup::{self, Profile},
    specimens,
};

/// How often.
#[derive(clap::Args)]
pub struct Options {
    /// Kills, spread over the time that one attempt takes.
    #[arg(long, default_value_t = 5)]
    pub kills: u32,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let ready = setup::run_all(Profile::Dev)?;
    let folder = target().join("crash");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let rendered = specimens::render(&ready, "e018_expired", &folder.join("specimens"), 3, None)?;
    let log = Some(folder.join("server.log"));
    let start = Start { ready: &ready, data: folder.join("data"), port: 18_082, log };
    say(&format!("kill the server {} times", options.kills));
    let mut killed_at_work = 0;
    for kill in 0..options.kills {
        let service = start.run()?;
        let (session, _) = service.open(&format!("crash-{kill}"))?;
        specimens::submit(&service, &session, &rendered)?.ok()?;
        std::thread::sleep(Duration::from_millis(u64::from(kill) * 1_500 / u64::from(options.kills)));
        let before = service.get(&format!("/v1/sessions/{session}"))?.ok()?;
        killed_at_work += u32::from(before["status"] == "processing");
        service.kill()?;
        let service = start.run()?;
        let settled = service.settled(&session)?;
        ensure!(settled["status"] == "requires_input", "after kill {kill}: {settled}");
        ensure!(settled["attempts"]["used"] == 1, "after kill {kill}, attempts: {}", settled["attempts"]);
        println!("  kill {kill}: {}", specimens::summary(&settled)?);
    }
    println!("  lost 0 of {}; {killed_at_work} were killed while processing", options.kills);
    let mut replay = Command::new(&ready.binary);
    process::run("every decision again", replay.args(["replay", "--all", "--data"]).arg(&start.data))
}
