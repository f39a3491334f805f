//! How far a text that was read is from the text that is there.

use crate::metric::Tally;

/// Characters that are right: the expected length less the least number of single-character edits (V. Levenshtein,
/// 1966), at least 0, of the expected length. Counts Unicode scalar values.
pub(crate) fn characters_right(expected: &str, got: &str) -> Tally {
    let length = expected.chars().count();
    let right = length.saturating_sub(distance(expected, got));
    Tally { hits: right as u64, trials: length as u64 }
}

/// Least number of insertions, deletions and replacements between two texts.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (a, b, edits) in [
            ("", "", 0),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("广西壮族", "广西壮旅", 1),
            ("P<UTO", "PUTO", 1),
        ] {
            assert_eq!(distance(a, b), edits, "{a} {b}");
            assert_eq!(distance(b, a), edits, "{b} {a}");
        }
    }

    #[test]
    fn more_noise_than_text_is_nothing_right() {
        assert_eq!(characters_right("ab", "xyzxyz"), Tally { hits: 0, trials: 2 });
        assert_eq!(characters_right("abcd", "abxd"), Tally { hits: 3, trials: 4 });
    }
}
