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

/// What is played to the camera of the face check.
const FILMS: [&str; 5] = ["clips", "print_flat", "screen_video", "injected_still", "injected_loop"];
/// The person of the walk, and the one of the face check: a document is verified for one applicant only.
const SEED: u64 = 7;
const FACE_SEED: u64 = 8;

pub fn run() -> anyhow::Result<()> {
    let ready = setup::run_all(Profile::Dev)?;
    debian::require(&["chromium", "fonts-noto-cjk"])?;
    let folder = target().join("walk");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(folder.join("screenshots"))?;
    for scenario in SCENARIOS {
        specimens::render(&ready, scenario, &folder.join("specimens"), SEED, None)?;
    }
    for film in FILMS {
        specimens::film(&ready, "approved", film, &folder.join("films"), FACE_SEED)?;
    }
    specimens::render(&ready, "approved", &folder.join("filmed"), FACE_SEED, None)?;
    let log = Some(folder.join("server.log"));
    let service = Start { ready: &ready, data: folder.join("data"), port: 18_081, log }.run()?;
    for (what, script, documents) in [
        ("walk the pages in Chromium", "web/tests/walk.mjs", "specimens"),
        ("walk the face check in Chromium", "web/tests/face-check.mjs", "filmed"),
    ] {
        let mut walk = command("node", &["--test", script]);
        walk.env("BONAFIDE_URL", &service.url)
            .env("BONAFIDE_API_KEY", &service.api_key)
            .env("BONAFIDE_CONSOLE_KEY", &service.console_key)
            .env("BONAFIDE_SECOND_CONSOLE_KEY", &service.second_console_key)
            .env("BONAFIDE_SPECIMENS", folder.join(documents))
            .env("BONAFIDE_FILMS", folder.join("films"))
            .env("BONAFIDE_SCREENSHOTS", folder.join("screenshots"));
        process::run(what, &mut walk)?;
    }
    Ok(())
}
