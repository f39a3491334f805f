//! The live socket: the viewfinder for a document, and the face check, frame by frame.
//!
//! One socket is one sitting, and a session has one at a time. The page sends a frame, the answer says what to do, then
//! comes the next; where frames come faster than they are looked at, the newest wins and the others are dropped. Every
//! sitting is bounded in frames, bytes and time. Under load answers come later; nothing is refused that was let in.

mod face;
mod line;
mod message;
mod viewfinder;

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::extract::ws::WebSocket;
use review::id::SessionId;
use tokio::sync::Semaphore;

use crate::{
    access,
    app::App,
    desk,
    problem::{self, Problem},
};
use line::Line;
use message::{Hello, Sight};

/// How long a page may take to say who it is.
const HELLO_WITHIN: Duration = Duration::from_secs(10);
/// How many sittings a process holds.
const SITTINGS_MAX: usize = 512;

/// The sittings of this process.
pub(crate) struct Live {
    open: Arc<Mutex<HashSet<SessionId>>>,
    lookers: Arc<Semaphore>,
}

/// A session's seat, given back when it is dropped.
struct Seat {
    session: SessionId,
    open: Arc<Mutex<HashSet<SessionId>>>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.session);
    }
}

impl Live {
    /// With so many frames looked at at once.
    pub(crate) fn new(lookers: usize) -> Self {
        Self { open: Arc::default(), lookers: Arc::new(Semaphore::new(lookers.max(1))) }
    }

    fn seat(&self, session: SessionId) -> Result<Seat, Problem> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= SITTINGS_MAX {
            return Err(Problem::new(problem::OVERLOADED));
        }
        if !open.insert(session) {
            return Err(Problem::new(problem::LIVE_BUSY));
        }
        Ok(Seat { session, open: Arc::clone(&self.open) })
    }

    /// Does CPU work in its turn, however long the queue is: whoever waits has sent one frame and sends no other.
    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        desk::in_turn(&self.lookers, work).await
    }
}

/// One sitting, from the first word to the last.
pub(crate) async fn sit(app: App, socket: WebSocket) {
    let mut line = Line::new(socket);
    if let Err(problem) = converse(&app, &mut line).await {
        line.fail(&problem).await;
    }
    line.close().await;
}

async fn converse(app: &App, line: &mut Line) -> Result<(), Problem> {
    let expected = || Problem::new(problem::LIVE_EXPECTED_HELLO);
    let text = tokio::time::timeout(HELLO_WITHIN, line.text()).await.map_err(|_| expected())??;
    let Some(text) = text else { return Ok(()) };
    let hello: Hello = serde_json::from_str(&text).map_err(|_| expected())?;
    let session = access::client_of(&hello.token, app).await?.0;
    let _seat = app.live.seat(session)?;
    match hello.view {
        Sight::Document { role } => viewfinder::sit(app, line, session, &role).await,
        Sight::Face { colours } => face::sit(app, line, session, &hello.camera, colours).await,
    }
}
