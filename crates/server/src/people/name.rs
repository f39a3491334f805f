//! Names of people: as shown, and in the form by which two are compared.

use unicode_normalization::UnicodeNormalization;

/// Most characters of a name.
const CHARS_MAX: usize = 80;

/// A name as shown: composed, without space around it; `None` where it is empty, too long or holds what cannot be shown.
pub(crate) fn shown(typed: &str) -> Option<String> {
    if typed.len() > CHARS_MAX * 16 {
        return None;
    }
    let name: String = typed.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    let showable = |c: char| !c.is_control() && !unseen(c);
    (1..=CHARS_MAX).contains(&name.chars().count()).then_some(name).filter(|name| name.chars().all(showable))
}

/// The form by which names are compared: no two people differ in capitals or in the width of letters alone.
pub(crate) fn compared(typed: &str) -> Option<String> {
    shown(typed).map(|name| name.nfkc().collect::<String>().to_lowercase())
}

/// Marks of direction and joiners, by which two names could look alike.
fn unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_as_typed_and_compared_without_capitals() {
        assert_eq!(shown("  Anna   Lindqvist ").as_deref(), Some("Anna Lindqvist"));
        assert_eq!(compared("ＡＮＮＡ lindqvist").as_deref(), Some("anna lindqvist"));
        assert_eq!(shown("王小明").as_deref(), Some("王小明"));
        for wrong in ["", "   ", "a\u{0}b", "an\u{200b}na", "an\u{202e}na", &"a".repeat(81)] {
            assert_eq!(shown(wrong), None, "{wrong:?}");
        }
        assert!(shown(&"a".repeat(80)).is_some());
    }
}
