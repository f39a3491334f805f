//! The pages, walked in Chromium as an applicant and a reviewer would.

use crate::{
    debian,
    process::{self, command, target},
    service::Start,
    setup::{self, Profile},
    specimens,
};

/// Scenarios that the walk hands in.
const SCENARIOS: [&str; 5] =
    ["approved", "approved_resident_id", "e001_glare", "e005_birth_date", "manual_review"];

pub fn run() -> anyhow::Result<()> {
    let ready = setup::run_all(Profile::Dev)?;
    debian::require(&["chromium", "fonts-noto-cjk"])?;
    let folder = target().join("walk");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(folder.join("screenshots"))?;
    for scenario in SCENARIOS {
        specimens::render(&ready, scenario, &folder.join("specimens"), 7, None)?;
    }
    let log = Some(folder.join("server.log"));
    let service = Start { ready: &ready, data: folder.join("data"), port: 18_081, log }.run()?;
    let mut walk = command("node", &["--test", "web/tests/walk.mjs"]);
    walk.env("BONAFIDE_URL", &service.url)
        .env("BONAFIDE_API_KEY", &service.api_key)
        .env("BONAFIDE_CONSOLE_KEY", &service.console_key)
        .env("BONAFIDE_SPECIMENS", folder.join("specimens"))
        .env("BONAFIDE_SCREENSHOTS", folder.join("screenshots"));
    process::run("walk the pages in Chromium", &mut walk)
}
