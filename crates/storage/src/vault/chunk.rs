//! Blobs sealed in chunks, so that a cut, a swap or a chunk of another blob shows.
//!
//! A sealed blob is: 4 bytes of format, the 8-byte id of the data key, 32 random bytes from which this blob's own key is
//! derived, and chunks of 64 KiB, each with its 16-byte tag; the last may be shorter. A chunk's nonce is its number and
//! whether it is the last (the STREAM construction, Hoang, Reyhanitabar, Rogaway, Vizár 2015): the key is used for one blob,
//! so no nonce comes twice.

use aws_lc_rs::aead::{Aad, LessSafeKey, MAX_TAG_LEN, NONCE_LEN, Nonce};

use super::seal::{At, DataKey, ID_LEN, random};
use crate::Error;

const FORMAT: &[u8; 4] = b"BFS1";
const SALT_LEN: usize = 32;
const HEADER_LEN: usize = FORMAT.len() + ID_LEN + SALT_LEN;
/// Plain bytes of a chunk.
const CHUNK: usize = 64 * 1024;

impl DataKey {
    /// Seals a blob for its place.
    pub(crate) fn seal_blob(&self, at: &At<'_>, content: &[u8]) -> Vec<u8> {
        let salt: [u8; SALT_LEN] = random();
        let (key, bound) = (self.of_blob(&salt), self.bound(at));
        let chunks_count = content.len().div_ceil(CHUNK).max(1);
        let mut sealed = Vec::with_capacity(HEADER_LEN + content.len() + chunks_count * MAX_TAG_LEN);
        sealed.extend_from_slice(FORMAT);
        sealed.extend_from_slice(&self.id);
        sealed.extend_from_slice(&salt);
        for number in 0..chunks_count {
            let start = number * CHUNK;
            let end = content.len().min(start + CHUNK);
            let from = sealed.len();
            sealed.extend_from_slice(&content[start..end]);
            let nonce = nonce(number, number + 1 == chunks_count);
            let tag = key.seal_in_place_separate_tag(nonce, Aad::from(&bound), &mut sealed[from..]);
            sealed.extend_from_slice(tag.expect("AES-GCM seals every chunk of 64 KiB").as_ref());
        }
        sealed
    }

    /// Opens what was sealed for this place, all of it or nothing.
    pub(crate) fn open_blob(&self, at: &At<'_>, sealed: Vec<u8>) -> Result<Vec<u8>, Error> {
        self.open_chunks(at, sealed).ok_or(Error::Unopenable(at.table))
    }

    /// In place: chunks move together as their tags go.
    fn open_chunks(&self, at: &At<'_>, mut sealed: Vec<u8>) -> Option<Vec<u8>> {
        let rest = sealed.strip_prefix(FORMAT)?.strip_prefix(&self.id)?;
        let (salt, body) = rest.split_first_chunk::<SALT_LEN>()?;
        let (key, bound) = (self.of_blob(salt), self.bound(at));
        let chunks_count = body.len().div_ceil(CHUNK + MAX_TAG_LEN);
        let mut opened = 0;
        for number in 0..chunks_count {
            let start = HEADER_LEN + number * (CHUNK + MAX_TAG_LEN);
            let end = sealed.len().min(start + CHUNK + MAX_TAG_LEN);
            let nonce = nonce(number, number + 1 == chunks_count);
            let length = open_chunk(&key, nonce, &bound, sealed.get_mut(start..end)?)?;
            sealed.copy_within(start..start + length, opened);
            opened += length;
        }
        sealed.truncate(opened);
        (chunks_count > 0).then_some(sealed)
    }
}

fn open_chunk(key: &LessSafeKey, nonce: Nonce, bound: &[u8], chunk: &mut [u8]) -> Option<usize> {
    key.open_in_place(nonce, Aad::from(bound), chunk).ok().map(|plain| plain.len())
}

fn nonce(number: usize, last: bool) -> Nonce {
    let mut bytes = [0; NONCE_LEN];
    bytes[..8].copy_from_slice(&(number as u64).to_be_bytes());
    bytes[NONCE_LEN - 1] = u8::from(last);
    Nonce::assume_unique_for_key(bytes)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const STEP: usize = CHUNK + MAX_TAG_LEN;

    fn key() -> DataKey {
        DataKey::new(Uuid::from_u128(1), [1; ID_LEN], &[7; 32])
    }

    fn at() -> At<'static> {
        At::new("evidence", "blob", &[])
    }

    fn content(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at / 7) as u8).collect()
    }

    #[test]
    fn blobs_of_every_length_come_back() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5] {
            let sealed = key().seal_blob(&at(), &content(length));
            assert_eq!(key().open_blob(&at(), sealed).unwrap(), content(length), "{length} bytes");
        }
    }

    #[test]
    fn a_cut_a_swap_and_a_foreign_chunk_show() {
        let sealed = key().seal_blob(&at(), &content(3 * CHUNK));
        let other = key().seal_blob(&at(), &content(3 * CHUNK));
        let chunk = |number: usize| HEADER_LEN + number * STEP..HEADER_LEN + (number + 1) * STEP;
        let mut harmed: Vec<Vec<u8>> = [HEADER_LEN, chunk(0).end, chunk(1).end, sealed.len() - 1, 0, 3]
            .map(|length| sealed[..length].to_vec())
            .to_vec();
        harmed
            .push([&sealed[..HEADER_LEN], &sealed[chunk(1)], &sealed[chunk(0)], &sealed[chunk(2)]].concat());
        harmed.push([&sealed[..HEADER_LEN], &sealed[chunk(1)], &sealed[chunk(2)]].concat());
        harmed.push([&sealed[..chunk(1).end], &other[chunk(2)]].concat());
        harmed.push([&sealed[..], &sealed[chunk(2)]].concat());
        for (number, harmed) in harmed.into_iter().enumerate() {
            assert!(key().open_blob(&at(), harmed).is_err(), "harm {number}");
        }
        let elsewhere = At::new("evidence", "blob", &[b"x"]);
        assert!(key().open_blob(&elsewhere, sealed).is_err());
    }
}
