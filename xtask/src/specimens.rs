//! Generated people and documents, handed in as an applicant would.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

use crate::{
    process,
    service::{Service, text},
    setup::Ready,
};

/// Renders a scenario into a folder of its own and gives the folder; photographed on `today`, YYYY-MM-DD, or on the
/// machine's day.
pub fn render(
    ready: &Ready,
    scenario: &str,
    out: &Path,
    seed: u64,
    today: Option<&str>,
) -> anyhow::Result<PathBuf> {
    let folder = out.join(scenario);
    let mut command = Command::new(&ready.binary);
    command.args(["specimen", "--scenario", scenario, "--seed", &seed.to_string(), "--out"]).arg(&folder);
    command.args(today.into_iter().flat_map(|day| ["--today", day]));
    process::run(&format!("specimen {scenario}"), &mut command)?;
    Ok(folder)
}

/// Films the holder of a scenario's document into a folder of its own: what the camera sees, or `clips`.
pub fn film(ready: &Ready, scenario: &str, shown: &str, out: &Path, seed: u64) -> anyhow::Result<()> {
    let mut command = Command::new(&ready.binary);
    command.args(["specimen", "--film", shown, "--scenario", scenario, "--seed", &seed.to_string(), "--out"]);
    process::run(&format!("film {shown}"), command.arg(out.join(shown)))
}

/// Uploads a rendered folder to a session and submits it; the answer may be a refusal.
pub fn submit(service: &Service, session: &str, folder: &Path) -> anyhow::Result<crate::service::Answer> {
    let mut evidence = serde_json::Map::new();
    for role in ["front", "back", "selfie"] {
        let file = folder.join(format!("{role}.jpg"));
        if file.is_file() {
            evidence.insert(role.into(), service.upload(session, role, &file)?.into());
        }
    }
    let claims: Value = serde_json::from_slice(&std::fs::read(folder.join("claims.json"))?)?;
    let body = json!({ "evidence": evidence, "claims": claims });
    service.post(&format!("/v1/sessions/{session}/attempts"), &body)
}

/// What a settled session came to, such as `requires_input E001 glare`.
pub fn summary(session: &Value) -> anyhow::Result<String> {
    let mut words = vec![text(session, "status")?];
    for code in session["latest"]["decision"]["codes"].as_array().into_iter().flatten() {
        words.push(format!("{} {}", text(code, "code")?, text(code, "reason")?));
    }
    Ok(words.join(" · "))
}
