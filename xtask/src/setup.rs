//! The shared first half of every command: npm packages, pages, binary, networks.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use sha2::{Digest, Sha256};

use crate::process::{self, cargo, command, root, say, target};

/// Which build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Checks on, our code lightly optimised.
    Dev,
    /// As shipped.
    Release,
}

/// What set-up leaves behind.
pub struct Ready {
    /// The binary.
    pub binary: PathBuf,
    /// Folder of the networks and of ONNX Runtime.
    pub models: PathBuf,
}

/// Does what is not done yet, and says so.
pub fn run_all(profile: Profile) -> anyhow::Result<Ready> {
    packages()?;
    pages()?;
    let binary = build(profile)?;
    let models = networks(&binary)?;
    Ok(Ready { binary, models })
}

/// As [`run_all`], closing with a word.
pub fn run(profile: Profile) -> anyhow::Result<Ready> {
    let ready = run_all(profile)?;
    say("Set up.");
    Ok(ready)
}

fn packages() -> anyhow::Result<()> {
    let stamp = Stamp::new("node_modules/.bonafide-lock", &["package.json", "package-lock.json"])?;
    if stamp.current() {
        return Ok(());
    }
    let mut install = command("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    process::run("npm packages (ONNX Runtime, networks, page tools)", &mut install)?;
    stamp.write()
}

fn pages() -> anyhow::Result<()> {
    let mut sources = files("web/src")?;
    sources.extend(files("web/public")?);
    let mut inputs: Vec<&str> = sources.iter().map(String::as_str).collect();
    inputs.extend(["web/index.html", "web/vite.config.mts", "package-lock.json", "package.json"]);
    let stamp = Stamp::new("web/dist/.bonafide-sources", &inputs)?;
    if stamp.current() {
        return Ok(());
    }
    process::run("pages", &mut command("npm", &["run", "--silent", "build:pages"]))?;
    stamp.write()
}

fn build(profile: Profile) -> anyhow::Result<PathBuf> {
    let (flags, folder): (&[&str], _) = match profile {
        Profile::Dev => (&["build", "--package", "bonafide"], "debug"),
        Profile::Release => (&["build", "--package", "bonafide", "--release"], "release"),
    };
    process::run("binary", &mut cargo(flags))?;
    Ok(target().join(folder).join("bonafide"))
}

fn networks(binary: &Path) -> anyhow::Result<PathBuf> {
    let models = target().join("models");
    let mut import = std::process::Command::new(binary);
    import.args(["models", "import", "--npm"]).arg(root()).arg("--out").arg(&models);
    process::run("networks", &mut import)?;
    Ok(models)
}

/// Remembers the content of inputs, so that a step runs only when they have changed.
struct Stamp {
    path: PathBuf,
    digest: String,
}

impl Stamp {
    fn new(path: &str, inputs: &[&str]) -> anyhow::Result<Self> {
        let mut hash = Sha256::new();
        for input in inputs {
            hash.update(input);
            hash.update(fs::read(input).with_context(|| format!("cannot read {input}"))?);
        }
        Ok(Self { path: path.into(), digest: hex::encode(hash.finalize()) })
    }

    fn current(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|text| text == self.digest)
    }

    fn write(&self) -> anyhow::Result<()> {
        fs::write(&self.path, &self.digest).with_context(|| format!("cannot write {}", self.path.display()))
    }
}

/// All files under a folder, sorted.
fn files(folder: &str) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {folder}"))? {
        let path = entry?.path().display().to_string();
        if Path::new(&path).is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}
