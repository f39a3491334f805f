//! Jurisdictions that license drivers: what their documents have in common with real ones is a number, not a look.

use crate::random::{pick, stream};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// A jurisdiction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct State {
    pub(crate) name: &'static str,
    /// Its postal code.
    pub(crate) code: &'static str,
    /// The number that AAMVA has given it.
    pub(crate) issuer: u32,
    /// The form of its licence numbers: `@` a letter, `#` a digit.
    number: &'static str,
}

const STATES: [State; 7] = [
    State { name: "CALIFORNIA", code: "CA", issuer: 636_014, number: "@#######" },
    State { name: "VIRGINIA", code: "VA", issuer: 636_000, number: "@########" },
    State { name: "NEW YORK", code: "NY", issuer: 636_001, number: "#########" },
    State { name: "TEXAS", code: "TX", issuer: 636_015, number: "########" },
    State { name: "FLORIDA", code: "FL", issuer: 636_010, number: "@############" },
    State { name: "OHIO", code: "OH", issuer: 636_023, number: "@@######" },
    State { name: "COLORADO", code: "CO", issuer: 636_020, number: "#########" },
];

/// The jurisdiction of a seed's licence.
pub(crate) fn of(seed: u64) -> State {
    pick(&mut stream(seed, "state"), &STATES)
}

impl State {
    /// A licence number of its form.
    pub(super) fn number(self, rng: &mut ChaCha8Rng) -> String {
        let draw = |sign: char| match sign {
            '@' => char::from(b'A' + rng.random_range(0..26)),
            _ => char::from(b'0' + rng.random_range(0..10)),
        };
        self.number.chars().map(draw).collect()
    }
}
