//! Work side by side over threads, given back in the order in which it was asked for.

use std::{
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Instant,
};

/// A result with the wall-clock time that it took on its thread.
#[derive(Debug, Clone)]
pub(crate) struct Done<R> {
    pub result: R,
    pub seconds: f64,
}

/// Lets each worker take items until none is left. `heard` is called on the caller's thread as results come in, with
/// the item's number; the list that is returned is in the order of the items. At least one worker is needed.
pub(crate) fn side_by_side<W: Sync, T: Sync, R: Send>(
    workers: &[W],
    items: &[T],
    work: impl Fn(&W, &T) -> R + Sync,
    heard: &mut dyn FnMut(usize, &Done<R>),
) -> Vec<Done<R>> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let mut results: Vec<Option<Done<R>>> = items.iter().map(|_| None).collect();
    thread::scope(|scope| {
        for worker in workers {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                while let Some((index, item)) = take(next, items) {
                    let started = Instant::now();
                    let result = work(worker, item);
                    let done = Done { result, seconds: started.elapsed().as_secs_f64() };
                    // The receiver lives as long as the scope.
                    let _ = sender.send((index, done));
                }
            });
        }
        drop(sender);
        for (index, done) in receiver {
            heard(index, &done);
            results[index] = Some(done);
        }
    });
    results.into_iter().flatten().collect()
}

fn take<'a, T>(next: &AtomicUsize, items: &'a [T]) -> Option<(usize, &'a T)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    items.get(index).map(|item| (index, item))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<u64> = (0..40).collect();
        let mut heard = Vec::new();
        let work = |_: &(), item: &u64| {
            thread::sleep(Duration::from_millis((item * 7) % 5));
            item * 2
        };
        let done = side_by_side(&[(); 4], &items, work, &mut |index, _| heard.push(index));
        assert_eq!(
            done.iter().map(|done| done.result).collect::<Vec<_>>(),
            (0..80).step_by(2).collect::<Vec<_>>()
        );
        heard.sort_unstable();
        assert_eq!(heard, (0..40).collect::<Vec<_>>());
    }
}
