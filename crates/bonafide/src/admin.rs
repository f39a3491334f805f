//! `bonafide admin`: keys of host applications and operators.

use std::path::PathBuf;

use clap::ValueEnum;
use server::{
    clock::{Clock, SystemClock},
    keys::{self, Prefix},
    random::SystemRandom,
};

use crate::{
    failure::Failure,
    serve::{open_store, runtime},
};

/// Affairs of the operator.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Keys.
    #[command(subcommand)]
    Key(KeyCommand),
}

/// What to do with keys.
#[derive(clap::Subcommand)]
pub enum KeyCommand {
    /// Make a key and print it, this once; the database keeps a hash.
    Create {
        /// Who will hold it.
        #[arg(long, value_enum)]
        role: Role,
        /// What it is for, to tell keys apart.
        #[arg(long, default_value = "")]
        name: String,
        /// Data folder.
        #[arg(long, env = "BONAFIDE_DATA", default_value = "data")]
        data: PathBuf,
    },
}

/// Who holds a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// The host application.
    Api,
    /// The host application, for trying things out.
    ApiTest,
    /// An operator at the console.
    Console,
}

/// Carries the command out.
pub fn run(command: &Command) -> Result<(), Failure> {
    let Command::Key(KeyCommand::Create { role, name, data }) = command;
    let (plain, key) = keys::mint(role.prefix(), name, SystemClock.now(), &SystemRandom);
    runtime()?.block_on(async {
        let store = open_store(data).await?;
        let added = store.add_key(&key, plain.hash()).await;
        added.map_err(|error| Failure::internal("cannot store the key", error))
    })?;
    anstream::println!("{}", plain.reveal());
    Ok(())
}

impl Role {
    fn prefix(self) -> Prefix {
        match self {
            Self::Api => Prefix::Live,
            Self::ApiTest => Prefix::Test,
            Self::Console => Prefix::Console,
        }
    }
}
