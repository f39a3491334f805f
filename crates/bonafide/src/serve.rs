//! `bonafide serve` and `bonafide worker`: the same parts, wired once.

use std::{io::IsTerminal, net::SocketAddr, path::PathBuf, sync::Arc};

use jiff::SignedDuration;
use review::policy::Policy;
use server::{
    Config, Parts, PeopleConfig, clock::SystemClock, examiner::VisionExaminer, random::SystemRandom,
};
use storage::Store;

use crate::{failure::Failure, network::Folder, vault::DataOptions};

/// What a server and a worker both need.
#[derive(clap::Args)]
struct Shared {
    #[command(flatten)]
    data: DataOptions,
    /// Append signed checkpoints of the audit log to this file, which should lie outside this machine's reach
    #[arg(long, env = "BONAFIDE_AUDIT_CHECKPOINTS", value_name = "FILE")]
    audit_checkpoints: Option<PathBuf>,
    /// Policy of new sessions [default: the shipped `exchange`]
    #[arg(long, value_name = "FILE.toml")]
    policy: Option<PathBuf>,
    /// Accept specimens as documents. Never in production.
    #[arg(long)]
    sandbox: bool,
    /// Attempts that are examined at once.
    #[arg(long, default_value_t = 1)]
    workers: usize,
    #[command(flatten)]
    folder: Folder,
}

/// How to serve.
#[derive(clap::Args)]
pub struct ServeOptions {
    /// Address and port to listen on.
    #[arg(long, env = "BONAFIDE_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// How browsers reach this server [default: http:// and the address]
    #[arg(long, env = "BONAFIDE_PUBLIC_URL")]
    public_url: Option<String>,
    /// Reverse proxies of one's own before this server: whose word in X-Forwarded-For is believed.
    #[arg(long, env = "BONAFIDE_PROXIES", default_value_t = 0)]
    proxies: usize,
    /// Minutes after which a console session that is not used ends.
    #[arg(long, env = "BONAFIDE_IDLE_MINUTES", default_value_t = 30, value_parser = clap::value_parser!(u16).range(2..))]
    idle_minutes: u16,
    /// Hours after which every console session ends.
    #[arg(long, env = "BONAFIDE_SESSION_HOURS", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..))]
    session_hours: u16,
    #[command(flatten)]
    shared: Shared,
}

/// How to work.
#[derive(clap::Args)]
pub struct WorkerOptions {
    #[command(flatten)]
    shared: Shared,
}

/// Serves until told to stop.
pub fn serve(options: &ServeOptions) -> Result<(), Failure> {
    let public_url = options.public_url.clone().unwrap_or_else(|| format!("http://{}", options.listen));
    let public_url = public_url.trim_end_matches('/').to_owned();
    let config =
        Config { listen: options.listen, public_url, people: options.people(), ..options.shared.config() };
    run(async {
        let parts = options.shared.parts().await?;
        tracing::info!(listen = %options.listen, sandbox = options.shared.sandbox, "Bonafide is starting");
        server::serve(config, parts).await.map_err(|error| Failure::Internal(error.to_string()))
    })
}

impl ServeOptions {
    fn people(&self) -> PeopleConfig {
        PeopleConfig {
            idle: SignedDuration::from_mins(self.idle_minutes.into()),
            lifetime: SignedDuration::from_hours(self.session_hours.into()),
            proxies: self.proxies,
            ..PeopleConfig::default()
        }
    }
}

/// Works until told to stop.
pub fn work(options: &WorkerOptions) -> Result<(), Failure> {
    let config = options.shared.config();
    let config = Config { workers: config.workers.max(1), ..config };
    run(async {
        server::work(config, options.shared.parts().await?).await;
        Ok(())
    })
}

fn run(task: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let filter =
        tracing_subscriber::EnvFilter::try_from_env("BONAFIDE_LOG").unwrap_or_else(|_| "info".into());
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();
    runtime()?.block_on(task)
}

/// The asynchronous runtime of every command that touches the store.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::internal("cannot start the runtime", error))
}

impl Shared {
    fn config(&self) -> Config {
        let audit_checkpoints = self.audit_checkpoints.clone();
        Config { workers: self.workers, audit_checkpoints, ..Config::default() }
    }

    async fn parts(&self) -> Result<Parts, Failure> {
        let policy = self.policy()?;
        let models::Loaded { networks, used, .. } = self.folder.load()?;
        Ok(Parts {
            store: self.store().await?,
            examiner: Arc::new(VisionExaminer::new(Arc::new(networks), used)),
            policy: Arc::new(policy),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
        })
    }

    async fn store(&self) -> Result<Store, Failure> {
        let store = self.data.open().await?;
        if self.data.keys_beside_data() {
            tracing::warn!("The vault's keys lie beside the data that they open: see --vault-keys");
        }
        Ok(store)
    }

    fn policy(&self) -> Result<Policy, Failure> {
        let policy = match &self.policy {
            None => Policy::exchange(),
            Some(path) => crate::policy::open(path)?,
        };
        Ok(if self.sandbox { policy.sandboxed() } else { policy })
    }
}
