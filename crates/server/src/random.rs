//! Where randomness comes from: names of things and the secret parts of keys.

use jiff::Timestamp;
use rand::{TryRngCore, rngs::OsRng};
use uuid::{Builder, Uuid};

/// Gives random bytes. Tests give seeded ones.
pub trait Random: Send + Sync {
    /// Fills the bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        OsRng.try_fill_bytes(bytes).expect("the operating system always has random bytes once it runs");
    }
}

/// So many random bytes.
pub fn bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}

/// A name that sorts by time: UUID version 7 (RFC 9562 §5.7).
pub fn name(now: Timestamp, random: &dyn Random) -> Uuid {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &bytes(random)).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_time_and_say_their_version() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let (early, late) = (name(at(1_790_000_000), &SystemRandom), name(at(1_790_000_001), &SystemRandom));
        assert!(early < late);
        assert_eq!(early.get_version_num(), 7);
    }
}
