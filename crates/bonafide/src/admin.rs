//! `bonafide admin`: keys of host applications and operators, the vault, and applicants' records.

use clap::ValueEnum;
use server::{
    clock::{Clock, SystemClock},
    keys::{self, Prefix},
    random::SystemRandom,
};

use crate::{
    failure::Failure,
    records::{self, Whose},
    serve::runtime,
    vault::{self, DataOptions},
};

/// Affairs of the operator.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Keys.
    #[command(subcommand)]
    Key(KeyCommand),
    /// Seal a data folder of the version before the vault. Nothing else may use the folder meanwhile.
    Seal(DataOptions),
    /// Erase an applicant for good: key, pictures, rows. Prints the certificate.
    Erase(Whose),
    /// Keep an applicant from being erased, by the host or by the policy's retention.
    Hold {
        #[command(flatten)]
        whose: Whose,
        /// Lift the hold instead.
        #[arg(long)]
        release: bool,
    },
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
        #[command(flatten)]
        data: DataOptions,
    },
    /// Wrap every data key by a new deployment key while servers and workers run. Run it again after a stop: it goes on.
    RotateVault {
        /// Then remove the older keys from their file: older backups of keys.sqlite open no more.
        #[arg(long)]
        retire: bool,
        #[command(flatten)]
        data: DataOptions,
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
    match command {
        Command::Key(KeyCommand::Create { role, name, data }) => create(*role, name, data),
        Command::Key(KeyCommand::RotateVault { retire, data }) => vault::rotate(data, *retire),
        Command::Seal(data) => vault::seal(data),
        Command::Erase(whose) => records::erase(whose),
        Command::Hold { whose, release } => records::hold(whose, *release),
    }
}

fn create(role: Role, name: &str, data: &DataOptions) -> Result<(), Failure> {
    let (plain, key) = keys::mint(role.prefix(), name, SystemClock.now(), &SystemRandom);
    runtime()?.block_on(async {
        let store = data.open().await?;
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
