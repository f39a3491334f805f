//! `bonafide policy` and `bonafide replay` as programs: exit statuses, what is printed, and errors.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

const EXCHANGE: &str = include_str!("../../../policies/exchange.toml");

fn bonafide(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bonafide")).args(arguments).output().unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn written(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("policy.toml");
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_policy_file_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let broken = EXCHANGE.replacen("sandbox = false", "sandbox = false\nspeed = 3", 1);
    let sandbox = EXCHANGE.replacen("sandbox = false", "sandbox = true", 1);
    let rows: [(&str, &[&str], i32, &str); 4] = [
        (EXCHANGE, &[], 0, "exchange@1: 0 errors, 3 warnings"),
        (EXCHANGE, &["--strict"], 1, "warning: `liveness.no_reflection` is never found"),
        (&broken, &[], 1, "error: unknown field `speed`"),
        (&sandbox, &[], 0, "[sandbox.on]"),
    ];
    for (text, more, wanted, said) in rows {
        let file = written(folder.path(), text);
        let output = bonafide(&[&["policy", "check", file.to_str().unwrap()], more].concat());
        let printed = String::from_utf8_lossy(&output.stdout);
        assert_eq!(status(&output), wanted, "{printed}");
        assert!(printed.contains(said), "{said}: {printed}");
    }
    let file = written(folder.path(), &broken);
    let output = bonafide(&["policy", "check", file.to_str().unwrap(), "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let line = broken[..broken.find("speed").unwrap()].matches('\n').count() + 1;
    assert_eq!((&told["policy"], &told["errors"][0]["line"]), (&serde_json::Value::Null, &line.into()));
}

#[test]
fn a_fresh_folder_has_nothing_to_replay() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    assert_eq!(status(&bonafide(&["replay", "--all", "--data", data])), 65, "no folder is made");
    assert_eq!(status(&bonafide(&["admin", "key", "create", "--role", "api", "--data", data])), 0);
    let output = bonafide(&["replay", "--all", "--json", "--data", data]);
    assert_eq!(status(&output), 0);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&told["replayed"], &told["different"]), (&0.into(), &serde_json::json!([])));
    let file = written(folder.path(), EXCHANGE);
    let backtest = ["policy", "backtest", file.to_str().unwrap(), "--since", "2026-01-01", "--data", data];
    assert_eq!(status(&bonafide(&backtest)), 0);
}

#[test]
fn what_cannot_be_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    assert_eq!(status(&bonafide(&["admin", "key", "create", "--role", "api", "--data", data])), 0);
    let nobody = "01890000-0000-7000-8000-000000000000";
    let rows: [(&[&str], i32); 6] = [
        (&["replay", "--data", data], 64),
        (&["replay", "--all", nobody, "--data", data], 64),
        (&["replay", "not-a-name", "--data", data], 64),
        (&["replay", nobody, "--data", data], 65),
        (&["policy", "check", "/nowhere/policy.toml"], 65),
        (&["policy", "backtest", "/nowhere/policy.toml", "--data", data], 65),
    ];
    for (arguments, wanted) in rows {
        assert_eq!(status(&bonafide(arguments)), wanted, "{arguments:?}");
    }
}
