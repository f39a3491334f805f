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

/// The symbol that a recognised character stands for within a machine-readable zone: lower case is the shape of
/// upper case, and brackets of every script are fillers.
pub fn meant(character: char) -> Option<usize> {
    match character {
        '0'..='9' => Some(character as usize - '0' as usize),
        'A'..='Z' => Some(character as usize - 'A' as usize + 10),
        'l' => Some(1),
        'a'..='z' => Some(character as usize - 'a' as usize + 10),
        '<' | '‹' | '«' | '〈' | '《' | '＜' | 'く' | '≤' | '∠' => Some(FILLER),
        '〇' | '○' => Some(0),
        _ => None,
    }
}

/// A recogniser's probabilities reduced to blank and the 37 symbols.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    pub blank: Vec<f32>,
    pub symbols: Vec<Row>,
}

/// Which symbol each of the recogniser's classes stands for.
pub struct Classes(Vec<Option<usize>>);

impl Classes {
    pub fn new(alphabet: &[String]) -> Self {
        let one = |text: &String| {
            let mut chars = text.chars();
            chars.next().filter(|_| chars.next().is_none()).and_then(meant)
        };
        Self(std::iter::once(None).chain(alphabet.iter().map(one)).collect())
    }

    /// Sums what means the same; what means nothing here, spaces too, counts as blank.
    pub fn reduce(&self, matrix: &ArrayView2<'_, f32>) -> Steps {
        let mut steps = Steps::default();
        for row in matrix.rows() {
            let mut symbols = [0.0; COUNT];
            for (p, class) in row.iter().zip(&self.0) {
                if let Some(symbol) = class {
                    symbols[*symbol] += p.clamp(0.0, 1.0);
                }
            }
            steps.blank.push((1.0 - symbols.iter().sum::<f32>()).clamp(0.0, 1.0));
            steps.symbols.push(symbols);
        }
        steps
    }
}
