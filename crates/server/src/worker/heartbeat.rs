//! The sign of life of a worker that is busy.

use storage::job::Lease;

use crate::app::App;

/// Keeps the lease; returns only when it is lost.
pub(super) async fn until_lost(app: &App, lease: &Lease) {
    loop {
        tokio::time::sleep(app.config.leases.heartbeat).await;
        let until = app.now() + app.config.leases.held;
        match app.store().extend_lease(lease, until).await {
            Ok(true) => {}
            Ok(false) => return,
            // The lease may still hold: the commit at the end will tell for certain.
            Err(error) => tracing::warn!(job.cause = %error, "A lease could not be kept"),
        }
    }
}
