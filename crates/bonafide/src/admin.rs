//! `bonafide admin`: keys of host applications and machines, the first people of the console, the vault, and applicants' records.

use clap::ValueEnum;
use server::{
    PeopleConfig,
    clock::{Clock, SystemClock},
    keys,
    people::{InviteError, NewInvitation, invite},
    random::SystemRandom,
};
use storage::{access::KeyKind, people::Role};

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
    /// People who work at the console.
    #[command(subcommand)]
    Person(PersonCommand),
}

/// What to do with people. Everything else about them is done at the console, by an administrator.
#[derive(clap::Subcommand)]
pub enum PersonCommand {
    /// Make somebody known and print the link by which they choose their password, once.
    Create {
        /// What they are called, and sign in under.
        #[arg(long)]
        name: String,
        /// What they are there for.
        #[arg(long, value_enum)]
        role: PersonRole,
        /// How browsers reach the server.
        #[arg(long, env = "BONAFIDE_PUBLIC_URL", default_value = "http://127.0.0.1:8080")]
        public_url: String,
        #[command(flatten)]
        data: DataOptions,
    },
}

/// What somebody at the console is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PersonRole {
    /// Works through cases.
    Reviewer,
    /// Takes what reviewers escalate.
    Senior,
    /// Answers for the rules.
    Compliance,
    /// Manages people and locks.
    Administrator,
    /// Reads, changes nothing.
    Auditor,
}

/// What to do with keys.
#[derive(clap::Subcommand)]
pub enum KeyCommand {
    /// Make a key and print it, this once; the database keeps a hash.
    Create {
        /// Who will hold it.
        #[arg(long, value_enum)]
        role: Holder,
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
pub enum Holder {
    /// The host application.
    Api,
    /// The host application, for trying things out.
    ApiTest,
    /// A machine at the console, as a reviewer.
    Reviewer,
    /// A machine at the console, as a senior reviewer.
    #[value(alias = "console")]
    Senior,
    /// A machine at the console, as compliance.
    Compliance,
    /// A machine at the console, as an administrator.
    Administrator,
    /// A machine at the console, as an auditor.
    Auditor,
}

/// Carries the command out.
pub fn run(command: &Command) -> Result<(), Failure> {
    let printed = match command {
        Command::Key(KeyCommand::Create { role, name, data }) => create_key(*role, name, data)?,
        Command::Key(KeyCommand::RotateVault { retire, data }) => return vault::rotate(data, *retire),
        Command::Seal(data) => return vault::seal(data),
        Command::Erase(whose) => return records::erase(whose),
        Command::Hold { whose, release } => return records::hold(whose, *release),
        Command::Person(PersonCommand::Create { name, role, public_url, data }) => {
            let code = create_person(name, (*role).into(), data)?;
            format!("{}/console#{code}", public_url.trim_end_matches('/'))
        }
    };
    anstream::println!("{printed}");
    Ok(())
}

fn create_key(holder: Holder, name: &str, data: &DataOptions) -> Result<String, Failure> {
    let test = holder == Holder::ApiTest;
    let (plain, key) = keys::mint(holder.into(), test, name, SystemClock.now(), &SystemRandom);
    runtime()?.block_on(async {
        let store = data.open().await?;
        let added = store.add_key(&key, plain.hash()).await;
        added.map_err(|error| Failure::internal("cannot store the key", error))
    })?;
    Ok(plain.reveal().to_owned())
}

fn create_person(name: &str, role: Role, data: &DataOptions) -> Result<String, Failure> {
    let lifetime = PeopleConfig::default().enrolment;
    let new = NewInvitation { name, role, lifetime, actor: "command line" };
    runtime()?.block_on(async {
        let store = data.open().await?;
        let invited =
            invite(&store, new, &SystemClock, &SystemRandom).await.map_err(|error| match error {
                InviteError::Storage(error) => Failure::internal("cannot store the person", error),
                InviteError::Name => Failure::input("person.name_invalid", error.to_string()),
                InviteError::Taken => Failure::input("person.name_taken", error.to_string()),
            })?;
        Ok(invited.code.reveal().to_owned())
    })
}

impl From<Holder> for KeyKind {
    fn from(holder: Holder) -> Self {
        match holder {
            Holder::Api | Holder::ApiTest => Self::Host,
            Holder::Reviewer => Self::Console(Role::Reviewer),
            Holder::Senior => Self::Console(Role::Senior),
            Holder::Compliance => Self::Console(Role::Compliance),
            Holder::Administrator => Self::Console(Role::Administrator),
            Holder::Auditor => Self::Console(Role::Auditor),
        }
    }
}

impl From<PersonRole> for Role {
    fn from(role: PersonRole) -> Self {
        match role {
            PersonRole::Reviewer => Self::Reviewer,
            PersonRole::Senior => Self::Senior,
            PersonRole::Compliance => Self::Compliance,
            PersonRole::Administrator => Self::Administrator,
            PersonRole::Auditor => Self::Auditor,
        }
    }
}
