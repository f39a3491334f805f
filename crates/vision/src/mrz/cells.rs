//! Decodes the reader's steps into exactly N smoothly spaced characters, each with its probabilities.

use super::symbols::{COUNT, Row, Steps};

/// Probability floor: the reader is never this sure.
const FLOOR: f32 = 1e-7;
/// The reader is surer of itself than it is right: its probabilities are raised to this power and scaled to sum to 1.
const SOBER: f32 = 0.9;
/// Ways this much less likely than the best at a step, in nats, are not followed.
const BEAM: f32 = 100.0;
/// Deviation of a character from its place, in characters.
const WANDER: f32 = 0.45;

/// The decoded characters of one line.
#[derive(Debug, Clone)]
pub struct Cells {
    /// Probabilities of the 37 symbols at each place, summing to 1.
    pub rows: Vec<Row>,
    /// Log-likelihood of the best path against that of the best path of any length, in nats, at most 0.
    pub likelihood: f32,
}

/// Where a line's characters are expected, in steps: a parabola in the character's number, since a tilted line runs
/// together towards its far end.
#[derive(Debug, Clone, Copy)]
struct Grid {
    first: f32,
    pitch: f32,
    bend: f32,
}

impl Grid {
    fn at(self, i: f32) -> f32 {
        self.first + self.pitch * i + self.bend * i * i
    }
}

/// Decodes one line of `count` characters; `None` when the steps cannot hold them.
pub fn decode(steps: &Steps, count: usize) -> Option<Cells> {
    let loose = path(steps, count, None)?;
    let grid = grid(steps, &loose);
    let path = path(steps, count, Some(grid)).unwrap_or(loose);
    let rows = (0..count).map(|i| posterior(steps, &path.spans[i])).collect();
    Some(Cells { rows, likelihood: (path.likelihood - free(steps)).min(0.0) })
}

/// How many characters the best path of any length has.
pub fn count(steps: &Steps) -> usize {
    let mut last = None;
    let mut count = 0;
    for (blank, row) in steps.blank.iter().zip(&steps.symbols) {
        let (best, _) = two_best(row);
        let symbol = (row[best] > *blank).then_some(best);
        count += usize::from(symbol.is_some() && symbol != last);
        last = symbol;
    }
    count
}

/// Log-likelihood of the best path of any length in nats.
fn free(steps: &Steps) -> f32 {
    let best = |(blank, row): (&f32, &Row)| row.iter().copied().fold(*blank, f32::max).max(FLOOR).ln();
    steps.blank.iter().zip(&steps.symbols).map(best).sum()
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
    /// The numbers of characters begun that are followed, from and to, both included.
    alive: (usize, usize),
}

impl Column {
    fn none(n: usize) -> Self {
        Self { blank: vec![f32::MIN; n + 1], symbol: vec![[f32::MIN; COUNT]; n + 1], alive: (0, 0) }
    }

    /// Narrows to what is within the beam; `to` is the last number that may be alive.
    fn narrowed(mut self, (from, to): (usize, usize)) -> Self {
        let best: Vec<f32> =
            (from..=to).map(|i| self.symbol[i].iter().copied().fold(self.blank[i], f32::max)).collect();
        let least = best.iter().copied().fold(f32::MIN, f32::max) - BEAM;
        let first = best.iter().position(|score| *score >= least).unwrap_or(0);
        let last = best.iter().rposition(|score| *score >= least).unwrap_or(0);
        self.alive = (from + first, from + last);
        self
    }
}

/// Where the best way into a state came from.
#[derive(Clone, Copy, PartialEq)]
enum From {
    Stay,
    Blank,
    Symbol(u8),
}

/// Viterbi over the CTC trellis with exactly N characters.
fn path(steps: &Steps, n: usize, grid: Option<Grid>) -> Option<Path> {
    let t_count = steps.blank.len();
    if t_count < n || n == 0 {
        return None;
    }
    let mut column = Column::none(n);
    column.blank[0] = 0.0;
    let mut trail = Vec::with_capacity(t_count);
    for t in 0..t_count {
        let (next, back) = advance(&column, steps, grid, t);
        column = next;
        trail.push(back);
    }
    trace(&column, &trail, n)
}

type Back = (Vec<From>, Vec<[From; COUNT]>);

fn advance(now: &Column, steps: &Steps, grid: Option<Grid>, t: usize) -> (Column, Back) {
    let n = now.blank.len() - 1;
    let mut next = Column::none(n);
    let mut back: Back = (vec![From::Stay; n + 1], vec![[From::Stay; COUNT]; n + 1]);
    let log_blank = steps.blank[t].max(FLOOR).ln();
    let logs = steps.symbols[t].map(|p| p.max(FLOOR).ln());
    let (from, to) = now.alive;
    let reach = (to + 1).min(n);
    let bests: Vec<(usize, usize)> = now.symbol[from..=reach].iter().map(two_best).collect();
    for (i, (first, _)) in (from..=to).zip(&bests) {
        let (ended, stayed) = (now.symbol[i][*first], now.blank[i]);
        back.0[i] = if ended > stayed { From::Symbol(*first as u8) } else { From::Stay };
        next.blank[i] = ended.max(stayed) + log_blank;
    }
    // What is below the lowest number alive may still go on with its own character.
    if from > 0 {
        for (s, log) in logs.iter().enumerate() {
            next.symbol[from][s] = now.symbol[from][s] + log;
        }
    }
    for (i, best) in (from..reach).zip(&bests) {
        let prior = grid.map_or(0.0, |grid| distance_cost(grid, i, t));
        for (s, log) in logs.iter().enumerate() {
            // A symbol begins after a blank or after another symbol; after itself it goes on.
            let other = if s == best.0 { best.1 } else { best.0 };
            let (after_symbol, after_blank) = (now.symbol[i][other], now.blank[i]);
            let begin = after_symbol.max(after_blank) - prior;
            let stay = now.symbol[i + 1][s];
            next.symbol[i + 1][s] = stay.max(begin) + log;
            back.1[i + 1][s] = match (stay >= begin, after_symbol > after_blank) {
                (true, _) => From::Stay,
                (false, true) => From::Symbol(other as u8),
                (false, false) => From::Blank,
            };
        }
    }
    (next.narrowed((from, reach)), back)
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
    let off = (t as f32 + 0.5 - grid.at(i as f32)) / (WANDER * grid.pitch.max(1.0));
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

/// Fits the parabola through the characters that the reader is sure of: straight first (Theil–Sen: medians of
/// slopes), then least squares through those near the straight line.
fn grid(steps: &Steps, path: &Path) -> Grid {
    let sure = |span: &Span| (span.from..=span.to).any(|t| steps.symbols[t][span.symbol] > 0.6);
    let spans = path.spans.iter().enumerate().filter(|(_, span)| sure(span));
    let points: Vec<(f32, f32)> = spans.map(|(i, span)| (i as f32, span.from as f32 + 0.5)).collect();
    let fallback = steps.blank.len() as f32 / path.spans.len() as f32;
    let slopes = points.iter().enumerate().flat_map(|(k, a)| points[k + 1..].iter().map(move |b| (a, b)));
    let pitch = median(slopes.map(|(a, b)| (b.1 - a.1) / (b.0 - a.0)).collect()).unwrap_or(fallback);
    let first = median(points.iter().map(|(i, t)| t - pitch * i).collect()).unwrap_or(fallback / 2.0);
    let straight = Grid { first, pitch, bend: 0.0 };
    let near: Vec<(f32, f32)> =
        points.into_iter().filter(|(i, t)| (t - straight.at(*i)).abs() < 2.0 * pitch).collect();
    parabola(&near).filter(|grid| grid.pitch > 0.5 * pitch && grid.pitch < 2.0 * pitch).unwrap_or(straight)
}

/// Least squares; `None` for too few points to tell.
fn parabola(points: &[(f32, f32)]) -> Option<Grid> {
    if points.len() < 12 {
        return None;
    }
    let sum = |power: i32, of: fn(&(f32, f32)) -> f64| -> f64 {
        points.iter().map(|p| f64::from(p.0).powi(power) * of(p)).sum()
    };
    let s = [0, 1, 2, 3, 4].map(|power| sum(power, |_| 1.0));
    let t = [0, 1, 2].map(|power| sum(power, |p| f64::from(p.1)));
    let columns = [[s[0], s[1], s[2]], [s[1], s[2], s[3]], [s[2], s[3], s[4]]];
    let whole = determinant(columns);
    let part = |i: usize| {
        let mut replaced = columns;
        replaced[i] = t;
        (determinant(replaced) / whole) as f32
    };
    (whole.abs() > 1e-6).then(|| Grid { first: part(0), pitch: part(1), bend: part(2) })
}

fn determinant(c: [[f64; 3]; 3]) -> f64 {
    c[0][0] * (c[1][1] * c[2][2] - c[1][2] * c[2][1]) - c[1][0] * (c[0][1] * c[2][2] - c[0][2] * c[2][1])
        + c[2][0] * (c[0][1] * c[1][2] - c[0][2] * c[1][1])
}

fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Probabilities of a character: each symbol's highest among its steps, sobered and normalised.
fn posterior(steps: &Steps, span: &Span) -> Row {
    let mut row = [FLOOR; COUNT];
    for t in span.from..=span.to {
        row.iter_mut().zip(&steps.symbols[t]).for_each(|(best, p)| *best = best.max(*p));
    }
    let row = row.map(|p| p.powf(SOBER));
    let sum: f32 = row.iter().sum();
    row.map(|p| p / sum)
}
