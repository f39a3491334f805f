//! A data key, and sealing one value so that it opens at its own place alone.
//!
//! A sealed value is: one byte of format, the 8-byte id of the data key, a 12-byte nonce, the AES-256-GCM ciphertext and
//! its 16-byte tag. The nonce is drawn at random for each value: NIST SP 800-38D §8.3 allows 2³² values under one key, and
//! an applicant has some thousands. What is bound besides (the associated data) is the table, the column, the row's
//! identity and the applicant, each with its length.

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, MAX_TAG_LEN, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, Prk},
};
use uuid::Uuid;

use crate::Error;

/// First byte of every sealed value. Plain JSON never begins with it.
const FORMAT: u8 = 1;
/// Bytes of a data key's id.
pub(crate) const ID_LEN: usize = 8;
/// What sealing adds to a value.
pub(crate) const OVERHEAD: usize = 1 + ID_LEN + NONCE_LEN + MAX_TAG_LEN;

/// The key of one applicant. It exists unwrapped in memory alone.
pub(crate) struct DataKey {
    /// Whose.
    pub(crate) owner: Uuid,
    /// Named in everything that it seals.
    pub(crate) id: [u8; ID_LEN],
    values: LessSafeKey,
    root: Prk,
}

/// Where a value lies: bound into its ciphertext, so that it opens nowhere else.
pub(crate) struct At<'a> {
    /// Also named in errors.
    pub(crate) table: &'static str,
    column: &'static str,
    row: &'a [&'a [u8]],
}

impl<'a> At<'a> {
    /// A column of the row with that identity.
    pub(crate) fn new(table: &'static str, column: &'static str, row: &'a [&'a [u8]]) -> Self {
        Self { table, column, row }
    }
}

impl DataKey {
    /// Of 32 random bytes; what seals values and what seals each blob is derived from them.
    pub(crate) fn new(owner: Uuid, id: [u8; ID_LEN], bytes: &[u8; 32]) -> Self {
        let root = Prk::new_less_safe(HKDF_SHA256, bytes);
        let values = derived(&root, &[b"bonafide values"]);
        Self { owner, id, values, root }
    }

    /// Seals a value for its place.
    pub(crate) fn seal(&self, at: &At<'_>, value: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_LEN] = random();
        let mut sealed = Vec::with_capacity(OVERHEAD + value.len());
        sealed.push(FORMAT);
        sealed.extend_from_slice(&self.id);
        sealed.extend_from_slice(&nonce);
        let mut body = value.to_vec();
        let bound = Aad::from(self.bound(at));
        self.values
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound, &mut body)
            .expect("AES-GCM seals every value that fits into memory");
        sealed.append(&mut body);
        sealed
    }

    /// Opens what was sealed for this place.
    pub(crate) fn open(&self, at: &At<'_>, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        self.open_or_not(at, sealed).ok_or(Error::Unopenable(at.table))
    }

    fn open_or_not(&self, at: &At<'_>, sealed: &[u8]) -> Option<Vec<u8>> {
        let rest = sealed.strip_prefix(&[FORMAT])?.strip_prefix(&self.id)?;
        let (nonce, body) = rest.split_first_chunk::<NONCE_LEN>()?;
        let mut body = body.to_vec();
        let bound = Aad::from(self.bound(at));
        let opened =
            self.values.open_in_place(Nonce::assume_unique_for_key(*nonce), bound, &mut body).ok()?.len();
        body.truncate(opened);
        Some(body)
    }

    /// What is bound to a place: every part with its length, so that no two places are alike.
    pub(crate) fn bound(&self, at: &At<'_>) -> Vec<u8> {
        let mut bound = Vec::with_capacity(128);
        let fixed: [&[u8]; 5] =
            [b"bonafide", &self.id, at.table.as_bytes(), at.column.as_bytes(), self.owner.as_bytes()];
        for part in fixed.iter().chain(at.row) {
            bound.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bound.extend_from_slice(part);
        }
        bound
    }

    /// The key of one blob, used for nothing else.
    pub(crate) fn of_blob(&self, salt: &[u8]) -> LessSafeKey {
        derived(&self.root, &[b"bonafide blob", salt])
    }
}

/// Whether a stored value is sealed at all; says nothing about by whom.
pub(crate) fn is_sealed(stored: &[u8]) -> bool {
    stored.first() == Some(&FORMAT)
}

/// Random bytes from the library's own generator: a seeded one would break the cipher, so this is no argument.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).expect("the operating system always has random bytes once it runs");
    bytes
}

fn derived(root: &Prk, info: &[&[u8]]) -> LessSafeKey {
    let okm = root.expand(info, &AES_256_GCM).expect("32 bytes are within HKDF's bounds");
    LessSafeKey::new(UnboundKey::from(okm))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(owner: u128) -> DataKey {
        DataKey::new(Uuid::from_u128(owner), [1; ID_LEN], &[7; 32])
    }

    #[test]
    fn a_value_opens_at_its_own_place_alone() {
        let (row, other): ([&[u8]; 1], [&[u8]; 1]) = ([&[1; 8]], [&[2; 8]]);
        let halves: [&[u8]; 2] = [&[1; 4], &[1; 4]];
        let at = At::new("events", "body", &row);
        let sealed = key(1).seal(&at, b"text");
        assert_eq!(key(1).open(&at, &sealed).unwrap(), b"text");
        assert_eq!(sealed.len(), OVERHEAD + 4);
        let elsewhere = [
            At::new("outbox", "body", &row),
            At::new("events", "other", &row),
            At::new("events", "body", &other),
            At::new("events", "body", &halves),
            At::new("events", "body", &[]),
        ];
        for at in &elsewhere {
            assert!(matches!(key(1).open(at, &sealed), Err(Error::Unopenable(_))));
        }
        assert!(key(2).open(&at, &sealed).is_err(), "of another applicant with the same bytes");
    }

    #[test]
    fn every_changed_bit_shows() {
        let at = At::new("events", "body", &[]);
        let sealed = key(1).seal(&at, b"text");
        for bit in 0..sealed.len() * 8 {
            let mut harmed = sealed.clone();
            harmed[bit / 8] ^= 1 << (bit % 8);
            assert!(key(1).open(&at, &harmed).is_err(), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert!(key(1).open(&at, &sealed[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn the_same_value_never_looks_the_same() {
        let at = At::new("events", "body", &[]);
        assert_ne!(key(1).seal(&at, b"text"), key(1).seal(&at, b"text"));
    }
}
