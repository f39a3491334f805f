//! Where the data lies and where its keys come from; sealing an earlier folder, and rotating the keys.

use std::path::PathBuf;

use server::random::SystemRandom;
use storage::{KEYS_FILE, Store, vault::KeySource};

use crate::{failure::Failure, serve::runtime};

/// Environment variable that holds the deployment's keys themselves.
const KEYS_VARIABLE: &str = "BONAFIDE_VAULT_KEYS";

/// The data folder and the vault's keys.
#[derive(clap::Args)]
pub struct DataOptions {
    /// Folder of the database and the evidence; it is made if it is absent.
    #[arg(long, env = "BONAFIDE_DATA", default_value = "data")]
    pub data: PathBuf,
    /// File of the deployment's keys [default: vault.keys in the data folder, or the variable BONAFIDE_VAULT_KEYS]
    #[arg(long, env = "BONAFIDE_VAULT_KEYS_FILE", value_name = "FILE", conflicts_with = "vault_command")]
    vault_keys: Option<PathBuf>,
    /// Command that prints the deployment's keys, such as a KMS client
    #[arg(long, env = "BONAFIDE_VAULT_COMMAND", value_name = "COMMAND")]
    vault_command: Option<String>,
}

impl DataOptions {
    /// Opens the data folder, making it at first use.
    pub async fn open(&self) -> Result<Store, Failure> {
        Store::open_with(&self.data, server::random::bytes(&SystemRandom), self.source())
            .await
            .map_err(|error| Failure::internal(&format!("cannot open {}", self.data.display()), error))
    }

    /// Opens a data folder that is in use already: looking back makes none.
    pub async fn open_existing(&self) -> Result<Store, Failure> {
        if !self.data.join("bonafide.sqlite").is_file() {
            let message = format!("no database in {}", self.data.display());
            return Err(Failure::input("data.absent", message));
        }
        self.open().await
    }

    /// Whether the keys lie beside what they open.
    pub fn keys_beside_data(&self) -> bool {
        matches!(self.source(), KeySource::File(path) if path.starts_with(&self.data))
    }

    fn source(&self) -> KeySource {
        if let Some(command) = &self.vault_command {
            return KeySource::Command(command.clone());
        }
        if let Some(path) = &self.vault_keys {
            return KeySource::File(path.clone());
        }
        match std::env::var(KEYS_VARIABLE) {
            Ok(keys) if !keys.is_empty() => KeySource::Text(keys.into()),
            _ => KeySource::File(self.data.join(KEYS_FILE)),
        }
    }
}

/// Seals a folder of an earlier version.
pub fn seal(data: &DataOptions) -> Result<(), Failure> {
    let fresh = server::random::bytes(&SystemRandom);
    let sealing = storage::plain::seal_folder(&data.data, fresh, data.source());
    let counts = runtime()?
        .block_on(sealing)
        .map_err(|error| Failure::internal(&format!("cannot seal {}", data.data.display()), error))?;
    anstream::println!("sealed: {} applicants, {} pictures", counts.applicants, counts.pictures);
    Ok(())
}

/// Makes a new deployment key the active one and wraps every data key by it.
pub fn rotate(data: &DataOptions, retire: bool) -> Result<(), Failure> {
    let rotated = runtime()?.block_on(async {
        let store = data.open().await?;
        store.rotate_vault(retire).await.map_err(|error| Failure::internal("cannot rotate", error))
    })?;
    anstream::println!("wrapped by {}: {} keys anew", rotated.active, rotated.rewrapped);
    if rotated.rewrapped == 0 {
        anstream::eprintln!(
            "bonafide: there is no newer deployment key; add one as the source's last line first"
        );
    }
    if rotated.retired {
        anstream::println!("older deployment keys were removed: older backups of keys.sqlite open no more");
    }
    Ok(())
}
