//! Decodes exactly so many characters, each from the alphabet of its place, out of a line's steps.
//!
//! A general recogniser drops one of two equal digits, or reads a speck as another. Where the number of characters is
//! known, the likeliest way of placing that many over the steps (Viterbi over the CTC trellis) is the better reading.

use crate::text::Step;

/// Probability floor: a recogniser is never this sure.
const FLOOR: f32 = 1e-5;

/// A decoded place: what it may hold, likeliest first, summing to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub candidates: Vec<(char, f32)>,
}

impl Cell {
    /// The likeliest character and its probability.
    pub fn first(&self) -> (char, f32) {
        self.candidates.first().copied().unwrap_or((' ', 0.0))
    }
}

/// The best way of reading one character for each entry of `alphabets`; `None` when there are fewer steps than that.
pub fn decode(steps: &[Step], alphabets: &[&str]) -> Option<Vec<Cell>> {
    let alphabets: Vec<Vec<char>> = alphabets.iter().map(|letters| letters.chars().collect()).collect();
    if steps.len() < alphabets.len() || alphabets.is_empty() {
        return None;
    }
    let mut scores = beginning(&alphabets);
    let mut trail = Vec::with_capacity(steps.len());
    for step in steps {
        let (next, back) = advance(&scores, step, &alphabets);
        scores = next;
        trail.push(back);
    }
    let spans = trace(&scores, &trail)?;
    Some(alphabets.iter().zip(spans).map(|(letters, span)| cell(&steps[span.0..=span.1], letters)).collect())
}

/// Log-likelihoods: for each number of characters begun, first after a blank, then on each letter of the last place.
type Scores = Vec<Vec<f32>>;
/// Where the best way into each state came from: number of characters begun, and state within it.
type Back = Vec<Vec<(usize, usize)>>;

fn beginning(alphabets: &[Vec<char>]) -> Scores {
    let places = alphabets.iter().map(|letters| vec![f32::MIN; letters.len() + 1]);
    std::iter::once(vec![0.0]).chain(places).collect()
}

fn advance(now: &Scores, step: &Step, alphabets: &[Vec<char>]) -> (Scores, Back) {
    let mut next: Scores = now.iter().map(|states| vec![f32::MIN; states.len()]).collect();
    let mut back: Back = now.iter().map(|states| vec![(0, 0); states.len()]).collect();
    let blank = blank(step).max(FLOOR).ln();
    for (i, states) in now.iter().enumerate() {
        let (from, score) = best(states, |_| true);
        (next[i][0], back[i][0]) = (score + blank, (i, from));
        let Some(letters) = i.checked_sub(1).map(|before| &alphabets[before]) else { continue };
        for (s, letter) in letters.iter().enumerate() {
            // A character begins after a blank or after another one; after itself it goes on.
            let other = |from: usize| from == 0 || i < 2 || alphabets[i - 2][from - 1] != *letter;
            let (from, begun) = best(&now[i - 1], other);
            let (score, origin) =
                if states[s + 1] >= begun { (states[s + 1], (i, s + 1)) } else { (begun, (i - 1, from)) };
            (next[i][s + 1], back[i][s + 1]) = (score + chance(step, *letter).max(FLOOR).ln(), origin);
        }
    }
    (next, back)
}

/// The best of the states that fit; states that cannot be reached stay far below all others.
fn best(states: &[f32], fits: impl Fn(usize) -> bool) -> (usize, f32) {
    let fitting = states.iter().copied().enumerate().filter(|(i, _)| fits(*i));
    let best = fitting.fold((0, f32::MIN), |best, (i, score)| if score > best.1 { (i, score) } else { best });
    (best.0, best.1.max(f32::MIN / 4.0))
}

/// First and last step of each place on the best path; `None` when no path holds all places.
fn trace(end: &Scores, trail: &[Back]) -> Option<Vec<(usize, usize)>> {
    let count = end.len() - 1;
    let (mut state, score) = best(&end[count], |_| true);
    if score <= f32::MIN / 8.0 {
        return None;
    }
    let mut spans = vec![None; count];
    let mut i = count;
    for (t, back) in trail.iter().enumerate().rev() {
        if state > 0 {
            let span = spans[i - 1].get_or_insert((t, t));
            span.0 = t;
        }
        (i, state) = back[i][state];
    }
    spans.into_iter().collect()
}

fn cell(steps: &[Step], letters: &[char]) -> Cell {
    let most = |letter: char| steps.iter().map(|step| chance(step, letter)).fold(FLOOR, f32::max);
    let mut candidates: Vec<(char, f32)> = letters.iter().map(|letter| (*letter, most(*letter))).collect();
    let sum: f32 = candidates.iter().map(|(_, p)| p).sum();
    candidates.iter_mut().for_each(|(_, p)| *p /= sum);
    candidates.sort_by(|a, b| b.1.total_cmp(&a.1));
    Cell { candidates }
}

/// Probability that nothing or a space stands here.
fn blank(step: &Step) -> f32 {
    step.iter().filter(|(c, _)| matches!(c, None | Some(' '))).map(|(_, p)| p).sum()
}

/// Probability of a letter, those that look the same counted in.
fn chance(step: &Step, letter: char) -> f32 {
    let same = |c: char| c == letter || meant(c) == letter;
    step.iter().filter(|(c, _)| c.is_some_and(same)).map(|(_, p)| p).sum()
}

/// Within a number, what a letter of the same shape stands for.
pub fn meant(character: char) -> char {
    match character {
        'O' | 'o' | '〇' | '○' => '0',
        'l' | 'I' | '|' => '1',
        'x' | '×' => 'X',
        '。' | '·' | ',' | '，' => '.',
        '一' | '—' | '–' | '~' | '－' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DIGITS: &str = "0123456789";

    /// Steps that each hold these characters equally; `_` is the blank.
    fn steps(text: &str) -> Vec<Step> {
        let step = |held: &str| {
            let p = 0.99 / held.chars().count() as f32;
            held.chars().map(|c| ((c != '_').then_some(c), p)).collect()
        };
        text.split(' ').map(step).collect()
    }

    fn read(text: &str, count: usize) -> Option<String> {
        let cells = decode(&steps(text), &vec![DIGITS; count])?;
        Some(cells.iter().map(|cell| cell.first().0).collect())
    }

    #[test]
    fn places_as_many_characters_as_there_must_be() {
        let rows = [
            ("_ 1 _ 2 2 _ 3 _", 3, Some("123")),
            // The greedy reading would be 12: the doubtful blank between two ones must hold.
            ("_ 1 1_ 1 2 _", 3, Some("112")),
            // A speck read as a stroke is left out where two characters are wanted.
            ("_ 1 _ -_ _ 2 _", 2, Some("12")),
            ("_ O _ I _", 2, Some("01")),
            ("1 2", 3, None),
        ];
        let wrong: Vec<_> =
            rows.iter().filter(|(text, n, want)| read(text, *n).as_deref() != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn doubt_stays_in_the_cell() {
        let cells = decode(&steps("_ 17 _ 3 _"), &[DIGITS; 2]).unwrap();
        assert!(cells[0].first().1 < 0.55 && cells[1].first().1 > 0.95);
        assert!((cells[0].candidates.iter().map(|(_, p)| p).sum::<f32>() - 1.0).abs() < 1e-4);
    }

    proptest! {
        #[test]
        fn any_steps_decode_or_do_not_but_never_panic(
            steps in proptest::collection::vec(
                proptest::collection::vec((proptest::option::of(any::<char>()), -1.0f32..2.0), 0..4), 0..20),
            count in 0usize..20,
        ) {
            let cells = decode(&steps, &vec![DIGITS; count]);
            prop_assert!(cells.is_none_or(|cells| cells.len() == count));
        }
    }
}
