//! Keeps signed checkpoints of the audit log in a file outside the database.

use std::{path::PathBuf, time::Duration};

use tokio::sync::watch;

use crate::app::App;

/// Appends a checkpoint whenever the log has grown, at most once a minute and once more at the end.
pub(crate) async fn keep_checkpoints(app: App, file: PathBuf, mut stop: watch::Receiver<bool>) {
    const EVERY: Duration = Duration::from_secs(60);
    let mut last = None;
    while !*stop.borrow() {
        last = keep(&app, &file, last).await;
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stop.changed() => {}
        }
    }
    keep(&app, &file, last).await;
}

async fn keep(app: &App, file: &std::path::Path, last: Option<u64>) -> Option<u64> {
    match app.store().audit_end().await {
        Ok(end) if Some(end.entries) == last => return last,
        Ok(_) => {}
        Err(error) => tracing::error!(audit.cause = %error, "The end of the audit log could not be read"),
    }
    match app.store().keep_checkpoint(file, app.now()).await {
        Ok(end) => Some(end.entries),
        Err(error) => {
            tracing::error!(audit.cause = %error, "A checkpoint of the audit log could not be kept");
            last
        }
    }
}
