//! What people write to each other: kept as written, bounded, and never printed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Free text of a person: 1 to [`Words::CHARS_MAX`] characters, without control characters but line breaks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(String);

impl Words {
    /// The most characters.
    pub const CHARS_MAX: usize = 2_000;

    /// The text without the space around it; `None` where nothing is left, it is too long, or it holds control
    /// characters.
    #[must_use]
    pub fn new(text: &str) -> Option<Words> {
        let text = text.trim();
        let fits = !text.is_empty()
            && text.chars().count() <= Words::CHARS_MAX
            && !text.chars().any(|c| c.is_control() && c != '\n');
        fits.then(|| Words(text.to_owned()))
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} characters)", self.0.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_bounded_and_not_printed() {
        let longest = "字".repeat(Words::CHARS_MAX);
        for text in ["a", " two\nlines ", &longest] {
            let words = Words::new(text).unwrap();
            assert_eq!(words.as_str(), text.trim());
            assert!(!format!("{words:?}").contains(text.trim()) || text == "a");
        }
        for wrong in ["", " \n ", "a\u{0}b", "a\u{1b}[2J", &format!("{longest}字")] {
            assert!(Words::new(wrong).is_none());
        }
    }
}
