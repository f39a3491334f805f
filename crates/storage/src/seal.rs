//! Sealing a small secret for one row: AES-256-GCM under a key derived from the installation's key.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::secret::Secret;

/// Bytes of a nonce, which must be random: it may never repeat under one key.
pub const NONCE_BYTES: usize = NONCE_LEN;

/// What a sealed secret belongs to. Sealed for one place it opens at no other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// Table and column.
    pub(crate) column: &'static str,
    /// Primary key.
    pub(crate) row: &'a [u8],
}

impl Secret {
    /// Seals: the nonce, then the ciphertext with its tag.
    pub(crate) fn seal(&self, place: Place<'_>, plain: &[u8], nonce: [u8; NONCE_BYTES]) -> Vec<u8> {
        let mut text = plain.to_vec();
        self.key(place)
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place.row), &mut text)
            .expect("secrets of rows are far shorter than AES-GCM's bound");
        [nonce.as_slice(), &text].concat()
    }

    /// Opens what was sealed for this place; `None` for anything else.
    pub(crate) fn unseal(&self, place: Place<'_>, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, text) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let mut text = text.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = self.key(place).open_in_place(nonce, Aad::from(place.row), &mut text).ok()?;
        Some(opened.to_vec())
    }

    fn key(&self, place: Place<'_>) -> LessSafeKey {
        let key = self.derive("seal", &[place.column.as_bytes()]);
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).expect("the key has 32 bytes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_at_its_place_alone() {
        let (secret, other) = (Secret::new([7; 32]), Secret::new([8; 32]));
        let place = Place { column: "people.totp", row: b"1" };
        let sealed = secret.seal(place, b"0123456789", [3; NONCE_BYTES]);
        assert!(!sealed.windows(10).any(|part| part == b"0123456789"));
        assert_eq!(secret.unseal(place, &sealed).as_deref(), Some(b"0123456789".as_slice()));
        assert_eq!(secret.unseal(Place { row: b"2", ..place }, &sealed), None);
        assert_eq!(secret.unseal(Place { column: "people.other", ..place }, &sealed), None);
        assert_eq!(other.unseal(place, &sealed), None);
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert_eq!(secret.unseal(place, &changed), None, "byte {index}");
        }
        assert_eq!(secret.unseal(place, &sealed[..5]), None);
    }
}
