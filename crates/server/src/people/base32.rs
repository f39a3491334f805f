//! Base 32 (RFC 4648 §6) without padding: what people copy by hand.

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Writes the bytes, five bits a letter; bits beyond the last whole byte are zero.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(letter(held >> bits));
        }
    }
    if bits > 0 {
        text.push(letter(held << (5 - bits)));
    }
    text
}

/// What was typed, in capitals and without gaps; `None` where a letter is none of ours or there are not so many.
pub(crate) fn typed(text: &str, letters: usize) -> Option<String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(letters + 1).collect();
    let plain = plain.to_ascii_uppercase();
    (plain.len() == letters && plain.bytes().all(|byte| ALPHABET.contains(&byte))).then_some(plain)
}

fn letter(value: u32) -> char {
    char::from(ALPHABET[(value & 31) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648 §10, without the padding.
    #[test]
    fn the_standards_examples() {
        let rows = [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ];
        for (plain, text) in rows {
            assert_eq!(encode(plain.as_bytes()), text);
        }
    }

    #[test]
    fn what_is_typed_may_have_gaps_and_small_letters() {
        assert_eq!(typed(" mzxw6-ytboi ", 10).as_deref(), Some("MZXW6YTBOI"));
        for wrong in ["", "MZXW6YTBO", "MZXW6YTBOIA", "MZXW6YTBO1", "MZXW6YTBO\u{ff21}", "123456"] {
            assert_eq!(typed(wrong, 10), None, "{wrong}");
        }
    }
}
