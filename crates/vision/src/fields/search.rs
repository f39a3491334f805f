//! Finds in a row the stretch that comes closest to a known text (Sellers, J. Algorithms 1980).

/// A stretch of a text, with the least number of characters that must be replaced, left out or added to make it the
/// wanted one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub distance: usize,
    pub from: usize,
    pub to: usize,
}

/// The closest stretch of `count` characters to the `wanted` ones; `same` says whether the character
/// with this number is, or may be, the wanted one. `None` where either is empty.
pub fn closest(count: usize, wanted: &[char], same: impl Fn(usize, char) -> bool) -> Option<Stretch> {
    if count == 0 || wanted.is_empty() {
        return None;
    }
    // Distance and beginning of the best stretch that ends here and holds the first 0, 1, … wanted characters.
    let mut column: Vec<(usize, usize)> = (0..=wanted.len()).map(|j| (j, 0)).collect();
    let mut best: Option<Stretch> = None;
    for i in 0..count {
        let mut next = Vec::with_capacity(column.len());
        next.push((0, i + 1));
        for (j, character) in wanted.iter().enumerate() {
            let kept = (column[j].0 + usize::from(!same(i, *character)), column[j].1);
            let added = (column[j + 1].0 + 1, column[j + 1].1);
            let left_out = (next[j].0 + 1, next[j].1);
            next.push([kept, added, left_out].into_iter().min_by_key(|way| way.0).unwrap_or(kept));
        }
        column = next;
        let (distance, from) = column[wanted.len()];
        // Of equals, the one of the wanted length: characters are replaced more often than lost.
        let stretch = Stretch { distance, from, to: i + 1 };
        let rank = |s: &Stretch| (s.distance, (s.to - s.from).abs_diff(wanted.len()));
        if from <= i && best.is_none_or(|best| rank(&stretch) < rank(&best)) {
            best = Some(stretch);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn find(text: &str, wanted: &str) -> Option<(usize, String)> {
        let (text, wanted): (Vec<char>, Vec<char>) = (text.chars().collect(), wanted.chars().collect());
        let found = closest(text.len(), &wanted, |i, c| text[i] == c)?;
        Some((found.distance, text[found.from..found.to].iter().collect()))
    }

    #[test]
    fn the_closest_stretch_is_found() {
        let rows = [
            ("NOMERIKSSONANNA", "ERIKSSON", 0, "ERIKSSON"),
            ("NOMERIKSONANNA", "ERIKSSON", 1, "ERIKSON"),
            ("NOMERIXSSONANNA", "ERIKSSON", 1, "ERIXSSON"),
            ("NOL898902C3", "L898902C3", 0, "L898902C3"),
            ("NOL898992C3X", "L898902C3", 1, "L898992C3"),
            ("NOL898902C8", "L898902C3", 1, "L898902C8"),
        ];
        let found = rows.map(|(text, wanted, distance, stretch)| {
            (find(text, wanted), Some((distance, stretch.to_owned())))
        });
        let wrong: Vec<_> = found.iter().filter(|(got, want)| got != want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(find("", "A"), None);
        assert_eq!(find("A", ""), None);
    }

    proptest! {
        #[test]
        fn what_is_there_is_found_whole(before in "[A-F]{0,6}", wanted in "[G-Z]{1,8}", after in "[A-F]{0,6}") {
            let found = find(&format!("{before}{wanted}{after}"), &wanted);
            prop_assert_eq!(found, Some((0, wanted)));
        }

        #[test]
        fn any_two_texts_are_some_distance_apart(text in "[A-D]{1,12}", wanted in "[A-D]{1,12}") {
            let (distance, _) = find(&text, &wanted).unwrap();
            prop_assert!(distance <= wanted.len());
        }
    }
}
