//! What the recogniser holds possible at each step of a line: its few likeliest characters.

use std::ops::Range;

use ndarray::ArrayView1;

/// Most candidates that are kept at a step, and the least probability of one.
const KEPT_MAX: usize = 8;
const KEPT_MIN: f32 = 1e-4;
/// Classes that are looked over at once.
const CHUNK: usize = 64;

/// Candidates of one step with their probabilities, likeliest first; `None` is the blank between characters.
pub(crate) type Step = Vec<(Option<char>, f32)>;

/// The steps of a line, and which of them belong to each character of its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Lattice {
    pub steps: Vec<Step>,
    /// One span for each character.
    pub spans: Vec<Range<usize>>,
}

impl Lattice {
    /// Appends a step with these classes; those beyond the alphabet are PP-OCR's space.
    pub fn push(&mut self, classes: Vec<(usize, f32)>, alphabet: &[String]) {
        let named = classes.into_iter().filter_map(|(class, p)| Some((symbol(class, alphabet)?, p)));
        self.steps.push(named.collect());
    }

    /// Candidates for the character with this number, each with its highest probability among the character's steps,
    /// likeliest first. Empty where nothing is known.
    pub fn alternatives(&self, number: usize) -> Vec<(char, f32)> {
        let steps = self.spans.get(number).and_then(|span| self.steps.get(span.clone())).unwrap_or_default();
        let mut best: Vec<(char, f32)> = Vec::new();
        for (character, p) in steps.iter().flatten().filter_map(|(c, p)| Some(((*c)?, *p))) {
            match best.iter_mut().find(|(c, _)| *c == character) {
                Some((_, most)) => *most = most.max(p),
                None => best.push((character, p)),
            }
        }
        best.sort_by(|a, b| b.1.total_cmp(&a.1));
        best
    }
}

/// The likely classes of a step, likeliest first.
pub(super) fn likely(row: ArrayView1<'_, f32>) -> Vec<(usize, f32)> {
    let copy;
    let row = match row.as_slice() {
        Some(row) => row,
        None => {
            copy = row.to_vec();
            &copy
        }
    };
    let mut kept = Vec::new();
    for (i, chunk) in row.chunks(CHUNK).enumerate() {
        // Nearly every class of nearly every step is impossible.
        if chunk.iter().fold(0.0, |most, p| if *p > most { *p } else { most }) >= KEPT_MIN {
            let likely = chunk.iter().enumerate().filter(|(_, p)| **p >= KEPT_MIN);
            kept.extend(likely.map(|(j, p)| (i * CHUNK + j, *p)));
        }
    }
    kept.sort_by(|a, b| b.1.total_cmp(&a.1));
    kept.truncate(KEPT_MAX);
    kept
}

/// The character of a class, `Some(None)` for the blank; `None` for a class that is no single character.
fn symbol(class: usize, alphabet: &[String]) -> Option<Option<char>> {
    if class == 0 {
        return Some(None);
    }
    let Some(text) = alphabet.get(class - 1) else { return Some(Some(' ')) };
    let mut characters = text.chars();
    let first = characters.next()?;
    characters.next().is_none().then_some(Some(first))
}
