//! Debian packages: asked for only when one is missing.

use std::process::{Command, Stdio};

use anyhow::bail;

use crate::process::{command, exists, run};

/// Sees that the packages are installed, installing them as root or by `sudo -n`.
pub fn require(packages: &[&str]) -> anyhow::Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !exists("apt-get") {
        bail!("please install the equivalents of these Debian packages: {}", missing.join(" "));
    }
    let mut update = privileged(&["apt-get", "update", "-qq"]);
    run("Debian: refresh the package lists", &mut update)?;
    let mut words = vec!["apt-get", "install", "-y", "-qq", "--no-install-recommends"];
    words.extend(&missing);
    let mut install = privileged(&words);
    install.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    run(&format!("Debian: install {}", missing.join(" ")), &mut install)
}

fn installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["-W", "-f=${Status}", package])
        .output()
        .is_ok_and(|output| output.stdout.ends_with(b"ok installed"))
}

fn privileged(words: &[&str]) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"));
    if root { command(words[0], &words[1..]) } else { command("sudo", &[&["-n"], words].concat()) }
}
