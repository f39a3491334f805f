//! The few capitals that labels need, drawn by hand on a grid of five by seven.

/// Height of a letter in dots.
pub const HEIGHT: u32 = 7;
/// Width of a letter and the gap after it in dots.
const STEP: u32 = 6;

/// Width of a text in dots.
pub fn width(text: &str) -> u32 {
    (text.len() as u32 * STEP).saturating_sub(1)
}

/// Whether a dot of the text is lit.
pub fn lit(text: &str, x: u32, y: u32) -> bool {
    let letter = text.as_bytes().get((x / STEP) as usize).and_then(|byte| rows(*byte));
    let (Some(rows), 0..=4, 0..HEIGHT) = (letter, x % STEP, y) else { return false };
    rows[y as usize] >> (4 - x % STEP) & 1 == 1
}

/// Seven rows of five dots, the leftmost dot in the highest of five bits.
fn rows(letter: u8) -> Option<[u8; 7]> {
    Some(match letter {
        b'A' => [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
        b'C' => [0b01110, 0b10001, 0b10000, 0b10000, 0b10000, 0b10001, 0b01110],
        b'D' => [0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110],
        b'E' => [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
        b'F' => [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b10000],
        b'G' => [0b01110, 0b10001, 0b10000, 0b10111, 0b10001, 0b10001, 0b01111],
        b'L' => [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
        b'M' => [0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001],
        b'N' => [0b10001, 0b11001, 0b10101, 0b10011, 0b10001, 0b10001, 0b10001],
        b'O' => [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
        b'R' => [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001],
        b'T' => [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],
        b'U' => [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
        b'Z' => [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b10000, 0b11111],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_has_its_letters() {
        for label in ["DOCUMENT", "MRZ", "FACE", "GLARE"] {
            assert!(label.bytes().all(|letter| rows(letter).is_some()), "{label}");
        }
        assert!(lit("T", 2, 6) && !lit("T", 0, 6) && !lit("T", 5, 0) && !lit("T", 0, 7));
    }
}
