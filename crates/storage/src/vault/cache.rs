//! Unwrapped keys for a short while: bounded in number and in time.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::time::Instant;
use uuid::Uuid;

use super::seal::DataKey;

/// Most keys of one generation; two are held.
const GENERATION_MAX: usize = 4_096;
/// How long a generation grows. A key is forgotten after twice this time at the latest, also where it is used all the time:
/// another process may have destroyed it.
const GENERATION_FOR: Duration = Duration::from_secs(30);

/// Two generations: new keys go into the young one, and the old one is dropped as a whole.
pub(crate) struct Cache {
    young: HashMap<Uuid, Arc<DataKey>>,
    old: HashMap<Uuid, Arc<DataKey>>,
    since: Instant,
}

impl Cache {
    pub(crate) fn new(now: Instant) -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), since: now }
    }

    pub(crate) fn get(&mut self, owner: Uuid, now: Instant) -> Option<Arc<DataKey>> {
        self.turn(now);
        self.young.get(&owner).or_else(|| self.old.get(&owner)).cloned()
    }

    pub(crate) fn put(&mut self, key: Arc<DataKey>, now: Instant) {
        self.turn(now);
        self.young.insert(key.owner, key);
    }

    pub(crate) fn forget(&mut self, owner: Uuid) {
        self.young.remove(&owner);
        self.old.remove(&owner);
    }

    fn turn(&mut self, now: Instant) {
        if self.young.len() >= GENERATION_MAX || now >= self.since + GENERATION_FOR {
            self.old = std::mem::take(&mut self.young);
            self.since = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::seal::ID_LEN;

    fn key(owner: u128) -> Arc<DataKey> {
        Arc::new(DataKey::new(Uuid::from_u128(owner), [1; ID_LEN], &[7; 32]))
    }

    #[test]
    fn it_is_bounded_in_number_and_in_time() {
        let start = Instant::now();
        let mut cache = Cache::new(start);
        for owner in 0..20_000 {
            cache.put(key(owner), start);
        }
        assert!(cache.young.len() + cache.old.len() <= 2 * GENERATION_MAX);
        assert!(cache.get(Uuid::from_u128(19_999), start).is_some());
        assert!(cache.get(Uuid::from_u128(0), start).is_none());
        for turn in 0..4 {
            // It is used all the time, and yet goes.
            let known = cache.get(Uuid::from_u128(19_999), start + turn * GENERATION_FOR);
            assert_eq!(known.is_some(), turn < 2, "turn {turn}");
        }
        cache.put(key(1), start);
        cache.forget(Uuid::from_u128(1));
        assert!(cache.get(Uuid::from_u128(1), start).is_none());
    }
}
