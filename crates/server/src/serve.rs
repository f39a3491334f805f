//! The server's life: listen, serve and work until told to stop, then finish what is in hand.

use std::{future::Future, io, net::SocketAddr, time::Duration};

use tokio::{net::TcpListener, signal, sync::watch, task::JoinSet};

use crate::{App, Config, Parts, router::router, worker};

/// How long requests and jobs in hand may go on after the word to stop.
const GRACE: Duration = Duration::from_secs(30);

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {cause}")]
    Listen {
        /// Where it was to listen.
        address: SocketAddr,
        /// What the system said.
        cause: io::Error,
    },
    /// The listener failed while serving.
    #[error("serving ended: {0}")]
    Serve(#[from] io::Error),
}

/// A server that listens and does not serve yet.
pub struct Server {
    app: App,
    listener: TcpListener,
}

impl Server {
    /// Listens on the configured address.
    ///
    /// # Errors
    /// [`ServeError::Listen`] when the address is taken or not ours.
    pub async fn bind(config: Config, parts: Parts) -> Result<Self, ServeError> {
        let address = config.listen;
        let listener =
            TcpListener::bind(address).await.map_err(|cause| ServeError::Listen { address, cause })?;
        Ok(Self { app: App::new(config, parts), listener })
    }

    /// Where it listens, with the port that was taken for port 0.
    ///
    /// # Errors
    /// When the system cannot say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves, and works as configured, until `stop` comes; then finishes what is in hand.
    ///
    /// # Errors
    /// [`ServeError::Serve`] when the listener fails.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), ServeError> {
        let (tell, told) = watch::channel(false);
        let workers = start_workers(&self.app, &told);
        let mut stopping = told.clone();
        let stopped = async move {
            let _ = stopping.wait_for(|stop| *stop).await;
        };
        let service = router(self.app).into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(self.listener, service).with_graceful_shutdown(stopped);
        let mut serving = tokio::spawn(serving.into_future());
        tokio::select! {
            () = stop => {}
            ended = &mut serving => return Ok(ended.map_err(io::Error::other)??),
        }
        tell.send_replace(true);
        let finished = async {
            let ended = serving.await;
            finish(workers).await;
            ended
        };
        match tokio::time::timeout(GRACE, finished).await {
            Ok(ended) => Ok(ended.map_err(io::Error::other)??),
            Err(_) => {
                tracing::warn!("Not everything in hand was finished; the rest goes on after the next start");
                Ok(())
            }
        }
    }
}

/// Serves until the process is told to stop (SIGINT or SIGTERM).
///
/// # Errors
/// [`ServeError`].
pub async fn serve(config: Config, parts: Parts) -> Result<(), ServeError> {
    Server::bind(config, parts).await?.run(told_to_stop()).await
}

/// Works without serving until the process is told to stop (SIGINT or SIGTERM).
pub async fn work(config: Config, parts: Parts) {
    let (tell, told) = watch::channel(false);
    let workers = start_workers(&App::new(config, parts), &told);
    told_to_stop().await;
    tell.send_replace(true);
    if tokio::time::timeout(GRACE, finish(workers)).await.is_err() {
        tracing::warn!("Not every job in hand was finished; the rest goes on after the next start");
    }
}

/// Comes when the process is told to stop: SIGINT (Ctrl-C) or SIGTERM.
pub async fn told_to_stop() {
    let interrupted = async {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    match signal::unix::signal(signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            terminate.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}

fn start_workers(app: &App, told: &watch::Receiver<bool>) -> JoinSet<()> {
    let mut workers = JoinSet::new();
    for _ in 0..app.config.workers {
        workers.spawn(worker::run(app.clone(), told.clone()));
    }
    workers.spawn(worker::sweep(app.clone(), told.clone()));
    if let Some(file) = app.config.audit_checkpoints.clone() {
        workers.spawn(worker::keep_checkpoints(app.clone(), file, told.clone()));
    }
    workers
}

async fn finish(mut workers: JoinSet<()>) {
    while let Some(ended) = workers.join_next().await {
        if ended.is_err() {
            tracing::error!("A worker panicked");
        }
    }
}
