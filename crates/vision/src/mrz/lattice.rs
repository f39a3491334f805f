//! Chooses all characters of a zone at once: the likeliest ones under the check digits, and how likely they are.
//!
//! The places are walked once, keeping the sums modulo ten of the field under way and of the composite: a hundred
//! states. Summed over all ways, that gives the exact probability of a reading under the model below; taken as a
//! maximum, the likeliest reading. The model: either the document is sound, and each check digit is right but once in
//! ten thousand times; or it is a misprint, a mock-up or a clumsy forgery, and a check digit is wrong three times in
//! ten. So a single clear character is never changed to please the digits: that would hide a forgery.

use super::{
    places::{self, Digit, Places},
    symbols::{COUNT, FILLER, Row},
};

/// Share of documents that are not sound.
const UNSOUND: f64 = 0.05;
/// How often a check digit is wrong on a sound document and on another.
const WRONG: [f64; 2] = [1e-4, 0.3];
/// How often a filler stands for a check digit whose field sums to nothing, and otherwise.
const FILLER_FOR_DIGIT: [f64; 2] = [0.3, 1e-4];
/// Symbols less likely than this at a place are not tried.
const SYMBOL_MIN: f64 = 1e-6;
/// Sums of the field and of the composite, modulo ten.
const STATES: usize = 100;

/// The chosen symbols of all lines, one after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub symbols: Vec<usize>,
    /// Probability 0–1 of each symbol, all readings considered.
    pub confidences: Vec<f32>,
    /// Probability 0–1 that every symbol is right.
    pub probability: f32,
    /// Symbols that differ from those likeliest by themselves.
    pub repaired_count: u32,
    /// How much more likely the picture is under this format and its digits than under characters of pure chance, in
    /// nats.
    pub evidence: f32,
}

/// Chooses from the probabilities of each place; `None` where the evidence is not more than `above`, in nats. Mostly that
/// is known before any way is walked.
pub fn choose(places: &Places, rows: &[Row], above: f32) -> Option<Choice> {
    let gain = gain(places, rows);
    let choice = (gain as f32 > above).then(|| walk(places, rows, gain));
    choice.filter(|choice| choice.evidence > above)
}

fn walk(places: &Places, rows: &[Row], gain: f64) -> Choice {
    let steps = steps(places, rows);
    let models = WRONG.map(|wrong| Walk::over(&steps, wrong));
    let shares = [1.0 - UNSOUND, UNSOUND];
    let total = log_sum(models.iter().zip(shares).map(|(walk, share)| walk.total + share.ln()));
    let best =
        models.iter().zip(shares).max_by(|a, b| (a.0.best + a.1.ln()).total_cmp(&(b.0.best + b.1.ln())));
    let symbols = best.map(|(walk, _)| walk.path.clone()).unwrap_or_default();
    let of_path = |wrong: f64| path_likelihood(&steps, &symbols, wrong);
    let probability =
        log_sum(WRONG.into_iter().zip(shares).map(|(wrong, share)| of_path(wrong) + share.ln())) - total;
    let weight = |walk: &Walk, share: f64| (walk.total + share.ln() - total).exp();
    let confidences = (0..symbols.len()).map(|at| {
        let all = models
            .iter()
            .zip(shares)
            .map(|(walk, share)| weight(walk, share) * walk.marginal(&steps, at, symbols[at]));
        all.sum::<f64>().clamp(0.0, 1.0) as f32
    });
    let first = steps.iter().map(|step| likeliest(&step.weights));
    let repaired = symbols.iter().zip(first).filter(|(a, b)| **a != *b).count();
    Choice {
        confidences: confidences.collect(),
        probability: probability.exp().clamp(0.0, 1.0) as f32,
        repaired_count: u32::try_from(repaired).unwrap_or(u32::MAX),
        evidence: (total + gain) as f32,
        symbols,
    }
}

/// One place: the weights of its symbols, and its part in the sums.
struct Step {
    weights: Vec<(usize, f64)>,
    /// Weight in the field's and in the composite's sum; 0 where it has no part.
    in_field: usize,
    in_all: usize,
    role: Role,
}

/// What a place is to the sums.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Plain,
    /// The check digit of the field under way, which ends with it.
    FieldDigit,
    /// The composite check digit.
    AllDigit,
}

/// The places in order. Fields do not overlap; the composite, the last digit of a format that has one, covers several.
fn steps(places: &Places, rows: &[Row]) -> Vec<Step> {
    let (all, fields) = split(&places.digits);
    let pattern: Vec<u8> = places.patterns.iter().flat_map(|line| line.bytes()).collect();
    let step = |(at, row): (usize, &Row)| Step {
        weights: weights(row, pattern[at]),
        in_field: fields.iter().map(|digit| weight(digit, at)).sum(),
        in_all: all.map_or(0, |digit| weight(digit, at)),
        role: match () {
            () if all.is_some_and(|digit| digit.at == at) => Role::AllDigit,
            () if fields.iter().any(|digit| digit.at == at) => Role::FieldDigit,
            () => Role::Plain,
        },
    };
    rows.iter().take(pattern.len()).enumerate().map(step).collect()
}

/// The composite digit, where the last one covers several parts, and the digits of single fields.
fn split(digits: &[Digit]) -> (Option<&Digit>, &[Digit]) {
    match digits.split_last() {
        Some((last, fields)) if last.over.len() > 1 => (Some(last), fields),
        _ => (None, digits),
    }
}

/// Weight 7, 3 or 1 of a place in a digit's sum (ICAO 9303-3 §4.9); 0 where it is not covered.
fn weight(digit: &Digit, at: usize) -> usize {
    let covered = digit.over.iter().cloned().flatten().zip([7, 3, 1].into_iter().cycle());
    covered.filter(|(place, _)| *place == at).map(|(_, weight)| weight).sum()
}

/// What the format's alphabets and digits say beyond chance: a place's symbols against any of 37, a digit against any
/// of ten.
fn gain(places: &Places, rows: &[Row]) -> f64 {
    let pattern = places.patterns.iter().flat_map(|line| line.bytes());
    let alphabets = rows.iter().zip(pattern).map(|(row, place)| {
        let tolerance = |s: usize| f64::from(places::tolerance(place, s));
        let fitting: f64 = (0..COUNT).map(|s| f64::from(row[s]) * tolerance(s)).sum();
        let allowed: f64 = (0..COUNT).map(tolerance).sum();
        (fitting * COUNT as f64 / allowed).max(f64::MIN_POSITIVE).ln()
    });
    alphabets.sum::<f64>() + places.digits.len() as f64 * 10.0_f64.ln()
}

/// Probabilities of a place's symbols under its alphabet; the unlikely ones left out.
fn weights(row: &Row, place: u8) -> Vec<(usize, f64)> {
    let one = |s: usize| f64::from(row[s]) * f64::from(places::tolerance(place, s));
    let sum: f64 = (0..COUNT).map(one).sum();
    let kept: Vec<(usize, f64)> = (0..COUNT)
        .map(|s| (s, one(s) / sum.max(f64::MIN_POSITIVE)))
        .filter(|(_, p)| *p > SYMBOL_MIN)
        .collect();
    if kept.is_empty() { vec![(FILLER, 1.0)] } else { kept }
}

fn likeliest(weights: &[(usize, f64)]) -> usize {
    weights.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map_or(FILLER, |(s, _)| *s)
}

/// Value of a symbol in a sum: digits themselves, A = 10 … Z = 35, filler 0.
fn value(symbol: usize) -> usize {
    if symbol == FILLER { 0 } else { symbol }
}

impl Step {
    /// The state after this place holds `symbol`, and the factor that a check digit contributes.
    fn next(&self, state: usize, symbol: usize, wrong: f64) -> (usize, f64) {
        let (field, all) = (state / 10, state % 10);
        let all_after = (all + self.in_all * value(symbol)) % 10;
        match self.role {
            Role::Plain => (((field + self.in_field * value(symbol)) % 10) * 10 + all_after, 1.0),
            Role::FieldDigit => (all_after, fits(symbol, field, wrong)),
            Role::AllDigit => (0, fits(symbol, all, wrong)),
        }
    }
}

/// Probability that a check digit is as printed where `sum` belongs; which wrong digit it is does not matter.
fn fits(symbol: usize, sum: usize, wrong: f64) -> f64 {
    match symbol {
        FILLER => FILLER_FOR_DIGIT[usize::from(sum != 0)],
        _ if symbol == sum => 1.0 - wrong,
        0..=9 => wrong,
        _ => wrong * 1e-3,
    }
}

/// All ways through the places under one model.
struct Walk {
    /// How often a digit is wrong.
    wrong: f64,
    /// Logarithm of the sum over all ways.
    total: f64,
    /// Logarithm of the best way, and its symbols.
    best: f64,
    path: Vec<usize>,
    /// Share of the ways that are in each state before each place, and what remains from there, both scaled.
    before: Vec<[f64; STATES]>,
    after: Vec<[f64; STATES]>,
}

impl Walk {
    fn over(steps: &[Step], wrong: f64) -> Self {
        let (before, total) = forward(steps, wrong);
        let after = backward(steps, wrong);
        let (path, best) = best(steps, wrong);
        Self { wrong, total, best, path, before, after }
    }

    /// Probability that a place holds the symbol.
    fn marginal(&self, steps: &[Step], at: usize, symbol: usize) -> f64 {
        let (mut of_symbol, mut of_all) = (0.0, 0.0);
        for (s, weight) in &steps[at].weights {
            let sum: f64 = (0..STATES)
                .map(|state| {
                    let (next, factor) = steps[at].next(state, *s, self.wrong);
                    self.before[at][state] * factor * self.after[at + 1][next]
                })
                .sum();
            of_all += sum * weight;
            of_symbol += if *s == symbol { sum * weight } else { 0.0 };
        }
        if of_all > 0.0 { of_symbol / of_all } else { 0.0 }
    }
}

/// Scaled sums before each place and after the last, and the logarithm of the whole sum.
fn forward(steps: &[Step], wrong: f64) -> (Vec<[f64; STATES]>, f64) {
    let mut states = vec![[0.0; STATES]];
    states[0][0] = 1.0;
    let mut log = 0.0;
    for (at, step) in steps.iter().enumerate() {
        let mut next = [0.0; STATES];
        for (state, share) in states[at].iter().enumerate().filter(|(_, share)| **share > 0.0) {
            for (symbol, weight) in &step.weights {
                let (to, factor) = step.next(state, *symbol, wrong);
                next[to] += share * weight * factor;
            }
        }
        log += scale(&mut next).ln();
        states.push(next);
    }
    (states, log)
}

/// Scaled sums of all that may follow, for each state before each place and after the last.
fn backward(steps: &[Step], wrong: f64) -> Vec<[f64; STATES]> {
    let mut states = vec![[1.0; STATES]; steps.len() + 1];
    for (at, step) in steps.iter().enumerate().rev() {
        let mut now = [0.0; STATES];
        for (state, sum) in now.iter_mut().enumerate() {
            for (symbol, weight) in &step.weights {
                let (to, factor) = step.next(state, *symbol, wrong);
                *sum += weight * factor * states[at + 1][to];
            }
        }
        scale(&mut now);
        states[at] = now;
    }
    states
}

/// Divides by the sum and returns it.
fn scale(values: &mut [f64; STATES]) -> f64 {
    let sum = values.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    values.iter_mut().for_each(|value| *value /= sum);
    sum
}

/// The likeliest way and its log-probability.
fn best(steps: &[Step], wrong: f64) -> (Vec<usize>, f64) {
    let mut logs = [f64::NEG_INFINITY; STATES];
    logs[0] = 0.0;
    let mut trail: Vec<[(usize, usize); STATES]> = Vec::with_capacity(steps.len());
    for step in steps {
        let mut next = [f64::NEG_INFINITY; STATES];
        let mut from = [(0, FILLER); STATES];
        for (state, log) in logs.iter().enumerate().filter(|(_, log)| log.is_finite()) {
            for (symbol, weight) in &step.weights {
                let (to, factor) = step.next(state, *symbol, wrong);
                let way = log + weight.ln() + factor.ln();
                if way > next[to] {
                    (next[to], from[to]) = (way, (state, *symbol));
                }
            }
        }
        logs = next;
        trail.push(from);
    }
    let end = (0..STATES).max_by(|a, b| logs[*a].total_cmp(&logs[*b])).unwrap_or(0);
    (followed(&trail, end), logs[end])
}

fn followed(trail: &[[(usize, usize); STATES]], end: usize) -> Vec<usize> {
    let mut state = end;
    let mut symbols: Vec<usize> = trail
        .iter()
        .rev()
        .map(|from| {
            let (before, symbol) = from[state];
            state = before;
            symbol
        })
        .collect();
    symbols.reverse();
    symbols
}

/// Log-probability of one reading under one model.
fn path_likelihood(steps: &[Step], symbols: &[usize], wrong: f64) -> f64 {
    let mut state = 0;
    let mut log = 0.0;
    for (step, symbol) in steps.iter().zip(symbols) {
        let weight = step.weights.iter().find(|(s, _)| s == symbol).map_or(SYMBOL_MIN, |(_, weight)| *weight);
        let (next, factor) = step.next(state, *symbol, wrong);
        log += weight.ln() + factor.ln();
        state = next;
    }
    log
}

fn log_sum(logs: impl Iterator<Item = f64> + Clone) -> f64 {
    let most = logs.clone().fold(f64::NEG_INFINITY, f64::max);
    if most.is_finite() { most + logs.map(|log| (log - most).exp()).sum::<f64>().ln() } else { most }
}
