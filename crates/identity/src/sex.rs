//! The sex that a document states.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The sex as documents print it (ICAO 9303-3 §4.8: `M`, `F`, and `<` or `X` for unspecified).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sex {
    /// Male.
    M,
    /// Female.
    F,
    /// Unspecified.
    X,
}

impl Sex {
    /// Reads a printed word: `M`, `F`, `X`, `<`, `男`, `女`, `MALE`, `FEMALE`, in any case; `None` if it is none of them.
    pub fn parse(text: &str) -> Option<Sex> {
        match text.trim().to_uppercase().as_str() {
            "M" | "MALE" | "男" => Some(Sex::M),
            "F" | "FEMALE" | "女" => Some(Sex::F),
            "X" | "<" => Some(Sex::X),
            _ => None,
        }
    }

    /// The character at the sex position of a machine-readable zone: unspecified is `<`.
    pub fn mrz_char(self) -> char {
        match self {
            Sex::M => 'M',
            Sex::F => 'F',
            Sex::X => '<',
        }
    }
}

impl fmt::Display for Sex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Sex::M => "M",
            Sex::F => "F",
            Sex::X => "X",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_words_that_documents_print() {
        let rows = [
            ("M", Some(Sex::M)),
            ("女", Some(Sex::F)),
            ("female", Some(Sex::F)),
            ("<", Some(Sex::X)),
            ("1", None),
        ];
        let wrong: Vec<_> = rows.iter().filter(|(text, want)| Sex::parse(text) != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
