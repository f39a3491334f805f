//! `bonafide serve` and `bonafide worker`: the same parts, wired once.

use std::{io::IsTerminal, net::SocketAddr, path::PathBuf, sync::Arc};

use review::policy::Policy;
use server::{Config, Parts, clock::SystemClock, examiner::VisionExaminer, random::SystemRandom};
use storage::Store;

use crate::{failure::Failure, network::Folder};

/// What a server and a worker both need.
#[derive(clap::Args)]
struct Shared {
    /// Folder of the database and the evidence; it is made if it is absent.
    #[arg(long, env = "BONAFIDE_DATA", default_value = "data")]
    data: PathBuf,
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
        Config { listen: options.listen, public_url, workers: options.shared.workers, ..Config::default() };
    run(async {
        let parts = options.shared.parts().await?;
        tracing::info!(listen = %options.listen, sandbox = options.shared.sandbox, "Bonafide is starting");
        server::serve(config, parts).await.map_err(|error| Failure::Internal(error.to_string()))
    })
}

/// Works until told to stop.
pub fn work(options: &WorkerOptions) -> Result<(), Failure> {
    let config = Config { workers: options.shared.workers.max(1), ..Config::default() };
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

/// Opens the data folder, making it at first use.
pub async fn open_store(data: &std::path::Path) -> Result<Store, Failure> {
    Store::open(data, server::random::bytes(&SystemRandom))
        .await
        .map_err(|error| Failure::internal(&format!("cannot open {}", data.display()), error))
}

/// Opens a data folder that is in use already: looking back makes none.
pub async fn open_existing(data: &std::path::Path) -> Result<Store, Failure> {
    if !data.join("bonafide.sqlite").is_file() {
        return Err(Failure::input("data.absent", format!("no database in {}", data.display())));
    }
    open_store(data).await
}

impl Shared {
    async fn parts(&self) -> Result<Parts, Failure> {
        let policy = self.policy()?;
        let models::Loaded { networks, used, .. } = self.folder.load()?;
        Ok(Parts {
            store: open_store(&self.data).await?,
            examiner: Arc::new(VisionExaminer::new(Arc::new(networks), used)),
            policy: Arc::new(policy),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
        })
    }

    fn policy(&self) -> Result<Policy, Failure> {
        let policy = match &self.policy {
            None => Policy::exchange(),
            Some(path) => crate::policy::open(path)?,
        };
        Ok(if self.sandbox { policy.sandboxed() } else { policy })
    }
}
