//! `bonafide models`: import the networks once, list what is there; and where every command finds them.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;

/// What to do with the networks.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Convert the networks of the npm packages to ONNX and gather them with ONNX Runtime in one folder.
    Import {
        /// Folder that holds `node_modules`.
        #[arg(long, default_value = ".")]
        npm: PathBuf,
        /// Folder to fill; what is there and whole is kept.
        #[arg(long, default_value = "target/models")]
        out: PathBuf,
    },
    /// List the networks with versions, licences and hashes.
    List {
        #[command(flatten)]
        folder: Folder,
    },
}

/// Where the networks are.
#[derive(clap::Args, Debug, Clone)]
pub struct Folder {
    /// Folder made by `bonafide models import`.
    #[arg(long, env = "BONAFIDE_MODELS", default_value = "target/models")]
    pub models: PathBuf,
    /// Threads of one network run.
    #[arg(long, default_value_t = 2)]
    pub threads: usize,
}

impl Folder {
    /// Loads every network and ONNX Runtime.
    pub fn load(&self) -> Result<models::Loaded, Failure> {
        if !self.models.is_dir() {
            let folder = self.models.display();
            let detail =
                format!("no networks in {folder}: run `cargo xtask setup`, or `bonafide models import`");
            return Err(Failure::Usage(detail));
        }
        models::load(&self.models, models::Options { threads: self.threads })
            .map_err(|error| Failure::internal("cannot load the networks", error))
    }
}

/// Carries the command out.
pub fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Import { npm, out } => import(npm, out),
        Command::List { folder } => list(folder),
    }
}

fn import(npm: &Path, out: &Path) -> Result<(), Failure> {
    let bar = bar();
    let mut progress = |progress: models::Progress| {
        bar.set_length(progress.total_count as u64);
        bar.set_position(progress.done_count as u64);
        bar.set_message(progress.file);
    };
    let imported = models::setup(npm, out, &mut progress)
        .map_err(|error| Failure::internal("cannot import the networks", error))?;
    bar.finish_and_clear();
    let made = imported.files.iter().filter(|file| !file.cached).count();
    anstream::println!("{} files in {}, {made} of them made now", imported.files.len(), out.display());
    Ok(())
}

fn list(folder: &Folder) -> Result<(), Failure> {
    for model in folder.load()?.used {
        anstream::println!("{:<18} {:<28} {}", model.name, model.version, model.sha256);
    }
    Ok(())
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:30} {bar:30} {pos}/{len}");
    ProgressBar::new(1).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
