//! `bonafide audit`: is the log what it was?

use std::path::PathBuf;

use server::clock::{Clock, SystemClock};
use storage::{
    Store,
    audit::{AuditError, Checkpoint},
};

use crate::{failure::Failure, serve::runtime, vault::DataOptions};

/// The audit log.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Recompute the chain of hashes, hold it against checkpoints, and name the first place where it is not what it was.
    Verify(Options),
    /// Append a signed checkpoint of the log's end to a file, and print the key that it is signed by.
    Checkpoint {
        /// The file; a server appends to it by itself with --audit-checkpoints.
        file: PathBuf,
        #[command(flatten)]
        data: DataOptions,
    },
}

/// What to verify.
#[derive(clap::Args)]
pub struct Options {
    /// File of checkpoints that was kept outside
    #[arg(long, value_name = "FILE")]
    checkpoints: Option<PathBuf>,
    #[command(flatten)]
    data: DataOptions,
}

/// Carries the command out.
pub fn run(command: &Command) -> Result<(), Failure> {
    runtime()?.block_on(async {
        match command {
            Command::Verify(options) => verify(options).await,
            Command::Checkpoint { file, data } => {
                let store = data.open().await?;
                let end = store.keep_checkpoint(file, SystemClock.now()).await;
                let end = end.map_err(|error| Failure::internal("no checkpoint was kept", error))?;
                anstream::println!("{} entries, signed by {}", end.entries, store.checkpoint_key());
                Ok(())
            }
        }
    })
}

async fn verify(options: &Options) -> Result<(), Failure> {
    let store = options.data.open().await?;
    let kept = read(&store, options)?;
    let end = store.verify_audit(&kept).await.map_err(|error| match error {
        AuditError::Tampered(flaw) => Failure::input("audit.tampered", flaw),
        AuditError::Storage(error) => Failure::internal("the log cannot be read", error),
    })?;
    anstream::println!("whole: {} entries, {} checkpoints", end.entries, kept.len());
    anstream::println!("{}", hex::encode(end.hash));
    if kept.is_empty() {
        anstream::println!(
            "without a checkpoint kept outside, a log that was cut off or written anew looks whole"
        );
    }
    Ok(())
}

fn read(store: &Store, options: &Options) -> Result<Vec<Checkpoint>, Failure> {
    let Some(file) = &options.checkpoints else { return Ok(Vec::new()) };
    store.read_checkpoints(file).map_err(|error| Failure::input("audit.checkpoints", error))
}
