//! The 37 characters of the machine-readable zone, and what a general recogniser mistakes for them.

use ndarray::ArrayView2;

/// Characters of the alphabet: digits 0–9, letters 10–35, filler 36.
pub const COUNT: usize = 37;
/// The filler `<`.
pub const FILLER: usize = 36;

/// Probability of each symbol.
pub type Row = [f32; COUNT];

/// The character of a symbol.
pub fn character(symbol: usize) -> char {
    match symbol {
        0..=9 => char::from(b'0' + symbol as u8),
        10..=35 => char::from(b'A' + (symbol - 10) as u8),
        _ => '<',
    }
}

/// The symbol of a character as printed.
pub fn symbol(character: char) -> Option<usize> {
    match character {
        '0'..='9' => Some(character as usize - '0' as usize),
        'A'..='Z' => Some(character as usize - 'A' as usize + 10),
        '<' => Some(FILLER),
        _ => None,
    }
}

/// The reader's probabilities at each step.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    pub blank: Vec<f32>,
    pub symbols: Vec<Row>,
}

impl Steps {
    /// From `[steps, 38]`: blank first, then the symbols in order. Another shape gives no steps.
    pub fn of(matrix: &ArrayView2<'_, f32>) -> Self {
        let mut steps = Self::default();
        for row in matrix.rows().into_iter().filter(|row| row.len() == COUNT + 1) {
            steps.blank.push(row[0].clamp(0.0, 1.0));
            steps.symbols.push(std::array::from_fn(|s| row[s + 1].clamp(0.0, 1.0)));
        }
        steps
    }
}
