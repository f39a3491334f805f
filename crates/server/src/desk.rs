//! The desk where pictures are decoded: CPU work beside the serving tasks, so much at once and no more.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::problem::{OVERLOADED, Problem};

/// How many uploads may be under way for each that is decoded, waiting or still arriving.
const WAITING_PER_DECODER: usize = 16;

/// Bounded CPU work.
pub(crate) struct Desk {
    places: Arc<Semaphore>,
    decoders: Arc<Semaphore>,
}

/// A place in the queue; held from before a body is read, so that memory is bounded too.
pub(crate) struct Place(#[expect(dead_code, reason = "held for its drop")] OwnedSemaphorePermit);

impl Desk {
    pub(crate) fn new(decoders: usize) -> Self {
        let decoders = decoders.max(1);
        let places = Semaphore::new(decoders * WAITING_PER_DECODER);
        Self { places: Arc::new(places), decoders: Arc::new(Semaphore::new(decoders)) }
    }

    /// A place in the queue, or the answer that there is too much work.
    pub(crate) fn place(&self) -> Result<Place, Problem> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        place.map(Place).map_err(|_| Problem::new(OVERLOADED))
    }

    /// Does CPU work once a decoder is free. The work goes on when nobody waits for it any more, and keeps its places so long.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        place: Place,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let placed = move || {
            let _place = place;
            work()
        };
        in_turn(&self.decoders, placed).await
    }
}

/// Does CPU work beside the serving tasks once a turn is free, and keeps the turn until it is done.
pub(crate) async fn in_turn<T: Send + 'static>(
    turns: &Arc<Semaphore>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let turn = Arc::clone(turns).acquire_owned().await;
    let turn = turn.map_err(|error| Problem::internal(&error))?;
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    done.await.map_err(|error| Problem::internal(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_desk_refuses_and_a_place_comes_free_again() {
        let desk = Desk::new(1);
        let mut places: Vec<_> = (0..WAITING_PER_DECODER).map(|_| desk.place().ok().unwrap()).collect();
        assert!(desk.place().is_err());
        assert_eq!(desk.work(places.pop().unwrap(), || 7).await.ok(), Some(7));
        assert!(desk.place().is_ok());
    }

    #[tokio::test]
    async fn work_that_panics_takes_no_decoder_with_it() {
        let desk = Desk::new(1);
        let panicked = desk.work(desk.place().ok().unwrap(), || panic!("in a decoder")).await;
        assert!(panicked.is_err());
        assert_eq!(desk.work(desk.place().ok().unwrap(), || 7).await.ok(), Some(7));
    }
}
