//! Decodes a recogniser's probabilities by connectionist temporal classification (Graves et al., ICML 2006).

use ndarray::ArrayView2;

use super::lattice::{Lattice, likely};

/// A line as read.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Read {
    pub text: String,
    /// Confidence 0–1 of each character.
    pub confidences: Vec<f32>,
    /// Centre of each character along the line, 0–1.
    pub centres: Vec<f32>,
    /// What else it may say.
    pub lattice: Lattice,
}

/// The best path: the likeliest class of each step, repeats merged, blanks (class 0) dropped. A character's
/// confidence is the highest probability among its steps.
pub(crate) fn greedy(steps: &ArrayView2<'_, f32>, alphabet: &[String]) -> Read {
    let mut read = Read::default();
    let mut previous = 0;
    for (t, row) in steps.rows().into_iter().enumerate() {
        let candidates = likely(row);
        let (class, p) = candidates.first().copied().unwrap_or((0, 0.0));
        if class != 0 && class != previous {
            push(&mut read, character(class, alphabet), p, (t, steps.nrows()));
        } else if class != 0
            && let (Some(last), Some(span)) = (read.confidences.last_mut(), read.lattice.spans.last_mut())
        {
            *last = last.max(p);
            span.end = t + 1;
        }
        read.lattice.push(candidates, alphabet);
        previous = class;
    }
    read
}

/// The text of a class; classes beyond the alphabet are PP-OCR's space.
fn character(class: usize, alphabet: &[String]) -> &str {
    alphabet.get(class - 1).map_or(" ", String::as_str)
}

/// Appends a class's text that was seen at step `t` of `count`; a class may be several `char`s, which then share
/// confidence and centre.
fn push(read: &mut Read, text: &str, confidence: f32, (t, count): (usize, usize)) {
    read.text.push_str(text);
    for _ in text.chars() {
        read.confidences.push(confidence.clamp(0.0, 1.0));
        read.centres.push((t as f32 + 0.5) / count as f32);
        read.lattice.spans.push(t..t + 1);
    }
}
