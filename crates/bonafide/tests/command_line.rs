//! The command line as a script meets it: statuses, errors, the published schema.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn bonafide(arguments: &[&str]) -> Output {
    let models = std::env::var("BONAFIDE_MODELS").unwrap_or_else(|_| "../../target/models".into());
    Command::new(env!("CARGO_BIN_EXE_bonafide"))
        .args(arguments)
        .env("BONAFIDE_MODELS", models)
        .output()
        .unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_schema_is_the_published_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/check.schema.json");
    let output = bonafide(&["check", "--schema"]);
    assert_eq!(status(&output), 0);
    let printed = String::from_utf8(output.stdout).unwrap();
    if std::env::var_os("UPDATE_PAGES").is_some() {
        std::fs::write(&path, &printed).unwrap();
    }
    assert_eq!(printed, std::fs::read_to_string(path).unwrap(), "UPDATE_PAGES=1 writes it anew");
}

#[test]
fn bad_usage_is_64() {
    for arguments in
        [&["check"][..], &["check", "--documnet", "x"], &["nothing"], &["specimen", "--out", "x"]]
    {
        assert_eq!(status(&bonafide(arguments)), 64, "{arguments:?}");
    }
}

#[test]
fn bad_input_is_65_with_a_stable_code() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let cases = [
        (write("empty.jpg", b""), "image.empty"),
        (write("text.jpg", b"not a picture at all"), "image.not_an_image"),
        (write("cut.jpg", &[0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]), "image.truncated"),
        (folder.path().join("absent.jpg"), "file.unreadable"),
        (write("large.jpg", &vec![0xff; 20_000_001]), "image.too_large"),
    ];
    for (path, code) in cases {
        let output = bonafide(&["check", "--document", path.to_str().unwrap()]);
        assert_eq!(status(&output), 65, "{}: {}", path.display(), text(&output));
        assert!(text(&output).contains(code), "{}: {}", path.display(), text(&output));
    }
}

#[test]
fn unreadable_claims_are_65() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(status(&render("e044_temporary_id", folder.path())), 0);
    let claims = folder.path().join("claims.json");
    for wrong in ["{", "[]", r#"{"nmae": "x"}"#] {
        std::fs::write(&claims, wrong).unwrap();
        let front = folder.path().join("front.jpg");
        let output =
            bonafide(&["check", "--document", front.to_str().unwrap(), "--claims", claims.to_str().unwrap()]);
        assert_eq!(status(&output), 65, "{wrong}: {}", text(&output));
        assert!(text(&output).contains("claims.invalid"), "{wrong}: {}", text(&output));
    }
}

#[test]
fn scenarios_come_out_as_they_must() {
    let mut failures = Vec::new();
    for (scenario, wanted) in
        [("approved", 0), ("e001_no_document", 3), ("e044_temporary_id", 3), ("manual_review", 2)]
    {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(status(&render(scenario, folder.path())), 0, "{scenario}");
        let output = check(folder.path());
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let expected: serde_json::Value =
            serde_json::from_slice(&std::fs::read(folder.path().join("expected.json")).unwrap()).unwrap();
        let code = &json["codes"][0]["code"];
        if status(&output) != wanted || json["outcome"] != expected["outcome"] || *code != expected["code"] {
            failures.push(format!("{scenario}: {} {} {}", status(&output), json["outcome"], json["codes"]));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn flat_pages_come_with_their_truth() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let flat = ["specimen", "--kind", "driving_licence_us", "--flat", "--px-per-mm", "4", "--count", "2"];
    let output = bonafide(&[&flat[..], &["--portrait-detail", "low", "--out", out]].concat());
    assert_eq!(status(&output), 0, "{}", text(&output));
    for seed in 1..3 {
        let stem = format!("driving_licence_us-{seed}");
        let bytes = std::fs::read(folder.path().join(format!("{stem}.json"))).unwrap();
        let truth: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert!(truth["barcode"].as_str().unwrap().starts_with("@\n"), "{truth}");
        for page in truth["pages"].as_array().unwrap() {
            let file = folder.path().join(page["file"].as_str().unwrap());
            let size = image::image_dimensions(file).unwrap();
            assert_eq!((page["width_px"].as_u64(), size.0), (Some(342), 342));
            assert!(!page["fields"].as_array().unwrap().is_empty());
        }
    }
    let outside = [&flat[..4], &["--px-per-mm", "400", "--out", out]].concat();
    assert_eq!(status(&bonafide(&outside)), 64);
    assert_eq!(status(&bonafide(&["specimen", "--kind", "library_card", "--out", out])), 64);
}

#[test]
fn photographs_in_hard_conditions_say_what_befell_them() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let hard = ["specimen", "--kind", "hkid", "--seed", "3", "--conditions", "hard", "--out", out];
    let output = bonafide(&hard);
    assert_eq!(status(&output), 0, "{}", text(&output));
    let truth: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("hkid-3.json")).unwrap()).unwrap();
    assert!(!truth["images"][0]["degradations"].as_array().unwrap().is_empty(), "{truth}");
    assert!(folder.path().join("hkid-3-front.jpg").is_file());
    assert_eq!(status(&bonafide(&[&hard[..], &["--flat"]].concat())), 64);
}

fn render(scenario: &str, folder: &Path) -> Output {
    let out = folder.to_str().unwrap();
    bonafide(&["specimen", "--scenario", scenario, "--seed", "1", "--today", "2026-11-23", "--out", out])
}

fn check(folder: &Path) -> Output {
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (front, selfie, claims) = (file("front.jpg"), file("selfie.jpg"), file("claims.json"));
    let mut arguments =
        vec!["check", "--json", "--today", "2026-11-23", "--document", &front, "--claims", &claims];
    if Path::new(&selfie).is_file() {
        arguments.extend(["--selfie", &selfie]);
    }
    bonafide(&arguments)
}

#[test]
fn a_task_that_nothing_measures_is_69_and_prints_no_figure() {
    let folder = tempfile::tempdir().unwrap();
    let cases = folder.path().join("presentation-attacks.jsonl");
    std::fs::write(cases, r#"{"files": ["a.jpg"], "label": "attack"}"#).unwrap();
    let dataset = folder.path().to_str().unwrap();
    let output = bonafide(&["evaluate", "--dataset", dataset, "--task", "presentation-attacks", "--json"]);
    assert_eq!(status(&output), 69, "{}", text(&output));
    assert!(output.stdout.is_empty(), "{}", text(&output));
    assert!(text(&output).contains("no score for attacks"), "{}", text(&output));
}

#[test]
fn a_report_has_exactly_the_published_keys() {
    let folder = tempfile::tempdir().unwrap();
    let case = r#"{"files": [], "lines": ["P<UTO"], "icao_checks": {}}"#;
    std::fs::write(folder.path().join("mrz-strings.jsonl"), format!("{case}\n{case}\n{case}\n")).unwrap();
    let dataset = folder.path().to_str().unwrap();
    let page = folder.path().join("page.html");
    let arguments = ["--task", "mrz-strings", "--limit", "2", "--json", "--html", page.to_str().unwrap()];
    let output = bonafide(&[&["evaluate", "--dataset", dataset], &arguments[..]].concat());
    assert_eq!(status(&output), 0, "{}", text(&output));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let keys: BTreeSet<&str> = report.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["cases", "failures", "metrics", "seconds_per_case", "task"].into());
    assert_eq!(
        (report["cases"].as_u64(), report["metrics"]["parsed"]["trials"].as_u64()),
        (Some(2), Some(2))
    );
    assert!(std::fs::read_to_string(page).unwrap().contains("<svg"));
}

#[test]
fn the_operator_rotates_erases_and_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (data, keys, checkpoints) = (path("data"), path("deployment.keys"), path("checkpoints.jsonl"));
    let with = |arguments: &[&str]| {
        let shared = ["--data", &data, "--vault-keys", &keys];
        bonafide(&[arguments, &shared].concat())
    };
    let created = with(&["admin", "key", "create", "--role", "api"]);
    assert!(status(&created) == 0 && text(&created).starts_with("bf_live_"), "{}", text(&created));
    let rotated = with(&["admin", "key", "rotate-vault", "--retire"]);
    assert!(
        text(&rotated).contains("1 keys anew") && text(&rotated).contains("removed"),
        "{}",
        text(&rotated)
    );
    assert_eq!(std::fs::read_to_string(&keys).unwrap().lines().count(), 1);

    let unknown = with(&["admin", "erase", "--external-id", "nobody"]);
    assert_eq!((status(&unknown), text(&unknown).contains("applicant.unknown")), (65, true));
    let unknown = with(&["admin", "hold", "018f0000-0000-7000-8000-000000000000"]);
    assert_eq!((status(&unknown), text(&unknown).contains("applicant.unknown")), (65, true));
    assert_eq!(status(&with(&["admin", "seal"])), 0, "there is nothing to seal");

    assert_eq!(status(&with(&["audit", "checkpoint", &checkpoints])), 0);
    let whole = with(&["audit", "verify", "--checkpoints", &checkpoints]);
    assert!(text(&whole).starts_with("whole: 0 entries, 1 checkpoints"), "{}", text(&whole));
    let kept = std::fs::read_to_string(&checkpoints).unwrap();
    std::fs::write(&checkpoints, kept.replace("\"entries\":0", "\"entries\":1")).unwrap();
    let refused = with(&["audit", "verify", "--checkpoints", &checkpoints]);
    assert_eq!((status(&refused), text(&refused).contains("audit.checkpoints")), (65, true));
    let other = bonafide(&["audit", "verify", "--data", &data, "--vault-keys", &path("other.keys")]);
    assert!(status(&other) == 70 && text(&other).contains("the vault's keys"), "{}", text(&other));
}
