//! The check digit of ICAO 9303-3 §4.9: weights 7, 3, 1 and the remainder of division by ten.

/// The check digit of a text of A–Z, 0–9 and `<`; `None` if it holds any other character.
pub fn check_digit(text: &str) -> Option<char> {
    of_chars(text.chars())
}

/// The check digit of a run of characters, as [`check_digit`].
pub(crate) fn of_chars(chars: impl Iterator<Item = char>) -> Option<char> {
    let mut sum = 0;
    for (c, weight) in chars.zip([7, 3, 1].into_iter().cycle()) {
        sum = (sum + value(c)? * weight) % 10;
    }
    char::from_digit(sum, 10)
}

/// A = 10 … Z = 35, digits as they are, `<` = 0.
pub(crate) fn value(c: char) -> Option<u32> {
    match c {
        '<' => Some(0),
        '0'..='9' | 'A'..='Z' => c.to_digit(36),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_examples_of_the_standard() {
        let rows = [
            ("520727", Some('3')),
            ("AB2134<<<", Some('5')),
            ("L898902C3", Some('6')),
            ("D23145890", Some('7')),
            ("", Some('0')),
            ("Ñ", None),
            ("a", None),
        ];
        let wrong: Vec<_> = rows.iter().filter(|(text, want)| check_digit(text) != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
