//! Decodes a recogniser's steps into exactly N evenly spaced characters, each with its probabilities.

use super::{
    places,
    symbols::{COUNT, Row, Steps},
};

/// Probability floor: a recogniser is never this sure.
const FLOOR: f32 = 1e-5;

/// The decoded characters of one line.
#[derive(Debug, Clone)]
pub struct Cells {
    /// Probabilities of the 37 symbols at each place, summing to 1.
    pub rows: Vec<Row>,
    /// Log-likelihood of the best path in nats.
    pub likelihood: f32,
}

/// Where a cell's characters are expected, in steps: the first one's centre and the distance of two.
#[derive(Debug, Clone, Copy)]
struct Grid {
    first: f32,
    pitch: f32,
}

/// Decodes one line of as many characters as `pattern` has; `None` when the steps cannot hold them.
pub fn decode(steps: &Steps, pattern: &str) -> Option<Cells> {
    let count = pattern.len();
    let loose = path(steps, pattern.as_bytes(), None)?;
    let grid = grid(steps, &loose);
    let path = path(steps, pattern.as_bytes(), Some(grid)).unwrap_or(loose);
    let rows = (0..count).map(|i| posterior(steps, &path.spans[i])).collect();
    Some(Cells { rows, likelihood: path.likelihood })
}

/// A best path: for each character its first and last step and its symbol.
struct Path {
    spans: Vec<Span>,
    likelihood: f32,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    from: usize,
    to: usize,
    symbol: usize,
}

/// States of the trellis at one step: for each number of characters begun, blank after it, or the last one's symbol.
struct Column {
    blank: Vec<f32>,
    symbol: Vec<[f32; COUNT]>,
}

/// Where the best way into a state came from.
#[derive(Clone, Copy, PartialEq)]
enum From {
    Stay,
    Blank,
    Symbol(u8),
}

/// Viterbi over the CTC trellis with exactly N characters.
fn path(steps: &Steps, pattern: &[u8], grid: Option<Grid>) -> Option<Path> {
    let (n, t_count) = (pattern.len(), steps.blank.len());
    if t_count < n {
        return None;
    }
    let mut column = Column { blank: vec![f32::MIN; n + 1], symbol: vec![[f32::MIN; COUNT]; n + 1] };
    column.blank[0] = 0.0;
    let mut trail = Vec::with_capacity(t_count);
    for t in 0..t_count {
        let (next, back) = advance(&column, steps, pattern, grid, t);
        column = next;
        trail.push(back);
    }
    trace(&column, &trail, n)
}

type Back = (Vec<From>, Vec<[From; COUNT]>);

fn advance(now: &Column, steps: &Steps, pattern: &[u8], grid: Option<Grid>, t: usize) -> (Column, Back) {
    let n = pattern.len();
    let mut next = Column { blank: vec![f32::MIN; n + 1], symbol: vec![[f32::MIN; COUNT]; n + 1] };
    let mut back: Back = (vec![From::Stay; n + 1], vec![[From::Stay; COUNT]; n + 1]);
    let log_blank = steps.blank[t].max(FLOOR).ln();
    let logs = steps.symbols[t].map(|p| p.max(FLOOR).ln());
    let bests: Vec<(usize, usize)> = now.symbol.iter().map(two_best).collect();
    for (i, (first, _)) in bests.iter().enumerate() {
        let (ended, stayed) = (now.symbol[i][*first], now.blank[i]);
        back.0[i] = if ended > stayed { From::Symbol(*first as u8) } else { From::Stay };
        next.blank[i] = ended.max(stayed) + log_blank;
    }
    for (i, place) in pattern.iter().enumerate() {
        let prior = grid.map_or(0.0, |grid| distance_cost(grid, i, t));
        for (s, log) in logs.iter().enumerate() {
            // A symbol begins after a blank or after another symbol; after itself it goes on.
            let other = if s == bests[i].0 { bests[i].1 } else { bests[i].0 };
            let (after_symbol, after_blank) = (now.symbol[i][other], now.blank[i]);
            let begin = after_symbol.max(after_blank) - prior + places::tolerance(*place, s).ln();
            let stay = now.symbol[i + 1][s];
            next.symbol[i + 1][s] = stay.max(begin) + log;
            back.1[i + 1][s] = match (stay >= begin, after_symbol > after_blank) {
                (true, _) => From::Stay,
                (false, true) => From::Symbol(other as u8),
                (false, false) => From::Blank,
            };
        }
    }
    (next, back)
}

/// Indices of the largest and the second largest value.
fn two_best(values: &[f32; COUNT]) -> (usize, usize) {
    let (mut first, mut second) = (0, 1);
    if values[1] > values[0] {
        (first, second) = (1, 0);
    }
    for i in 2..COUNT {
        if values[i] > values[first] {
            (first, second) = (i, first);
        } else if values[i] > values[second] {
            second = i;
        }
    }
    (first, second)
}

/// Cost in nats of starting character `i` at step `t`, away from its place in the grid.
fn distance_cost(grid: Grid, i: usize, t: usize) -> f32 {
    let off = (t as f32 + 0.5 - grid.first - grid.pitch * i as f32) / (0.45 * grid.pitch);
    0.5 * off * off
}

/// Follows the trail back from the best end.
fn trace(end: &Column, trail: &[Back], n: usize) -> Option<Path> {
    let (best, _) = two_best(&end.symbol[n]);
    let mut state = if end.symbol[n][best] > end.blank[n] { Some(best) } else { None };
    let likelihood = state.map_or(end.blank[n], |s| end.symbol[n][s]);
    let mut spans = vec![Span { from: 0, to: 0, symbol: 0 }; n];
    let mut i = n;
    for (t, (blanks, symbols)) in trail.iter().enumerate().rev() {
        let Some(symbol) = state else {
            if let From::Symbol(s) = blanks[i] {
                state = Some(usize::from(s));
                spans[i - 1] =
                    Span { from: t.saturating_sub(1), to: t.saturating_sub(1), symbol: usize::from(s) };
            }
            continue;
        };
        let span = &mut spans[i - 1];
        if span.to == 0 || span.symbol != symbol || span.to < t {
            *span = Span { from: t, to: t, symbol };
        }
        span.from = t;
        let from = symbols[i][symbol];
        if from == From::Stay {
            continue;
        }
        i -= 1;
        state = match from {
            From::Symbol(s) => Some(usize::from(s)),
            _ => None,
        };
    }
    (i == 0 && likelihood > f32::MIN / 4.0).then_some(Path { spans, likelihood })
}

/// Fits even spacing through the characters that the recogniser is sure of (Theil–Sen: medians of slopes).
fn grid(steps: &Steps, path: &Path) -> Grid {
    let sure = |span: &Span| (span.from..=span.to).any(|t| steps.symbols[t][span.symbol] > 0.6);
    let points: Vec<(f32, f32)> = path
        .spans
        .iter()
        .enumerate()
        .filter(|(_, span)| sure(span))
        .map(|(i, span)| (i as f32, span.from as f32 + 0.5))
        .collect();
    let fallback = steps.blank.len() as f32 / path.spans.len() as f32;
    let slopes = points.iter().enumerate().flat_map(|(k, a)| points[k + 1..].iter().map(move |b| (a, b)));
    let pitch = median(slopes.map(|(a, b)| (b.1 - a.1) / (b.0 - a.0)).collect()).unwrap_or(fallback);
    let first = median(points.iter().map(|(i, t)| t - pitch * i).collect()).unwrap_or(fallback / 2.0);
    Grid { first, pitch }
}

fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Probabilities of a character: each symbol's highest among its steps, normalised.
fn posterior(steps: &Steps, span: &Span) -> Row {
    let mut row = [FLOOR; COUNT];
    for t in span.from..=span.to {
        row.iter_mut().zip(&steps.symbols[t]).for_each(|(best, p)| *best = best.max(*p));
    }
    let sum: f32 = row.iter().sum();
    row.map(|p| p / sum)
}
