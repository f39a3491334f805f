//! Keys and tokens as they are sent: a prefix that says what they open, and 256 random bits.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use storage::access::{Key, KeyKind};

use crate::random::{self, Random};

/// What a bearer's text begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    /// A host application's key for real applicants.
    Live,
    /// A host application's key for trying things out.
    Test,
    /// An operator's key.
    Console,
    /// An applicant's token for one session.
    Client,
    /// A code by which somebody sets what they sign in with.
    Enrolment,
}

impl Prefix {
    const ALL: [Self; 5] = [Self::Live, Self::Test, Self::Console, Self::Client, Self::Enrolment];

    /// The prefix as written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "bf_live_",
            Self::Test => "bf_test_",
            Self::Console => "bfo_",
            Self::Client => "bft_",
            Self::Enrolment => "bfe_",
        }
    }

    /// The prefix of a bearer's text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|prefix| text.starts_with(prefix.as_str()))
    }
}

/// A key's text: shown once, never logged, never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Plain(String);

impl Plain {
    /// Writes a secret under a prefix.
    #[must_use]
    pub fn new(prefix: Prefix, secret: [u8; 32]) -> Self {
        Self(format!("{}{}", prefix.as_str(), URL_SAFE_NO_PAD.encode(secret)))
    }

    /// The text, for whoever is to hold the key.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash(&self.0)
    }
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plain(…)")
    }
}

/// SHA-256 of a bearer's text. 256 random bits need no slow hash.
#[must_use]
pub fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// Makes a new key of that kind: store the [`Key`] with the hash of [`Plain`], and show [`Plain`] once.
///
/// `test` marks a host's key as one for trying things out.
pub fn mint(kind: KeyKind, test: bool, name: &str, now: Timestamp, random: &dyn Random) -> (Plain, Key) {
    let prefix = match (kind, test) {
        (KeyKind::Console(_), _) => Prefix::Console,
        (KeyKind::Host, true) => Prefix::Test,
        (KeyKind::Host, false) => Prefix::Live,
    };
    let key = Key { id: random::name(now, random), kind, name: name.to_owned(), created_at: now };
    (Plain::new(prefix, random::bytes(random)), key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_shows_what_it_opens_and_nothing_in_logs() {
        for prefix in Prefix::ALL {
            let plain = Plain::new(prefix, [7; 32]);
            assert_eq!(Prefix::of(plain.reveal()), Some(prefix));
            assert_eq!(format!("{plain:?}"), "Plain(…)");
            assert_eq!(plain.hash(), hash(plain.reveal()));
        }
        assert_eq!(Prefix::of("sk_live_1"), None);
    }
}
