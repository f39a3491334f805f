//! Chooses the characters: the likeliest ones, unless check digits decide for others that the picture leaves open.

use identity::catalogue::{self, Country};

use super::{
    places::{self, Digit, Places},
    symbols::{self, COUNT, FILLER, Row},
};

/// Check digits may overrule the picture by at most this many nats (a factor of about fifty): specimens print wrong
/// digits, and the picture is the witness.
const OVERRULE_MAX: f32 = 4.0;
/// And only when the next best way to satisfy them is this many nats less likely.
const MARGIN_MIN: f32 = 1.2;
/// Symbols considered at each place.
const CANDIDATES: usize = 5;
/// Share of a symbol's probability that is lent to each symbol it is sometimes mistaken for, to those that it is
/// often mistaken for, and between O, I and the digits of the same shape.
const LENT: f32 = 0.004;
const LENT_OFTEN: f32 = 0.02;
const LENT_SAME: f32 = 0.04;
/// From probability 0.95 upwards a symbol lends less and less.
const LENDING_SLOPE: f32 = 20.0;
/// Share of documents whose check digits are printed wrong: specimens mostly.
const MISPRINTED: f32 = 0.01;
/// A known issuer's code may overrule the picture by at most this many nats.
const CODE_OVERRULE_MAX: f32 = 7.0;
/// Cost in nats of text after a filler within one field.
const RESUME: f32 = 2.5;
/// Share of documents whose codes are in no list.
const UNKNOWN_CODE: f32 = 0.002;
/// Shapes that recognisers exchange, in the OCR-B of documents.
const ALIKE: [(u8, u8); 19] = [
    (b'0', b'O'),
    (b'1', b'I'),
    (b'2', b'Z'),
    (b'5', b'S'),
    (b'6', b'G'),
    (b'8', b'B'),
    (b'0', b'D'),
    (b'0', b'Q'),
    (b'O', b'Q'),
    (b'O', b'D'),
    (b'1', b'L'),
    (b'<', b'K'),
    (b'<', b'C'),
    (b'<', b'X'),
    (b'4', b'A'),
    (b'V', b'Y'),
    (b'1', b'7'),
    (b'3', b'8'),
    (b'6', b'8'),
];
/// How many of them, from the first, are of the same shape, and how many are often mistaken.
const SAME: usize = 2;
const OFTEN: usize = 6;

/// The chosen symbols of all lines, one after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub symbols: Vec<usize>,
    /// Confidence 0–1 of each.
    pub confidences: Vec<f32>,
    /// Symbols that check digits chose against the picture's first choice.
    pub repaired_count: u32,
}

/// Chooses from the probabilities of each place.
pub fn choose(places: &Places, rows: &[Row]) -> Choice {
    let pattern: Vec<u8> = places.patterns.iter().flat_map(|line| line.bytes()).collect();
    let mut logs: Vec<Row> = rows.iter().zip(&pattern).map(|(row, place)| judged(row, *place)).collect();
    continue_fillers(&mut logs, &pattern, places.format.width());
    let first: Vec<usize> = logs.iter().map(best).collect();
    let mut symbols = first.clone();
    codes(places).into_iter().for_each(|at| known_code(&mut logs[at..at + 3], &mut symbols[at..at + 3]));
    let first = symbols.clone();
    tidy_fillers(places, rows, &mut symbols);
    let mut proven = vec![false; symbols.len()];
    let mut surest = vec![1.0; symbols.len()];
    for digit in &places.digits {
        let at: Vec<usize> = digit.over.iter().cloned().flatten().chain([digit.at]).collect();
        let holds = holds(digit, &symbols) || overrule(digit, &logs, &mut symbols, &proven, &mut surest);
        at.into_iter().filter(|_| holds).for_each(|place| proven[place] = true);
    }
    let repaired = symbols.iter().zip(&first).filter(|(a, b)| a != b).count();
    let mut confidences = confidences(&logs, &symbols, &proven);
    confidences.iter_mut().zip(surest).for_each(|(confidence, most)| *confidence = most.min(*confidence));
    Choice { symbols, confidences, repaired_count: u32::try_from(repaired).unwrap_or(u32::MAX) }
}

/// Log-probabilities of a place after lending between look-alikes and removing what the place forbids.
fn judged(row: &Row, place: u8) -> Row {
    let mut lent = *row;
    for (i, (a, b)) in ALIKE.into_iter().enumerate() {
        let (a, b) = (symbol(a), symbol(b));
        let share = if i < SAME {
            LENT_SAME
        } else if i < OFTEN {
            LENT_OFTEN
        } else {
            LENT
        };
        lent[a] += share * doubtful(row[b]);
        lent[b] += share * doubtful(row[a]);
    }
    let mut logs = [0.0; COUNT];
    for (s, log) in logs.iter_mut().enumerate() {
        *log = lent[s] * places::tolerance(place, s);
    }
    let sum: f32 = logs.iter().sum();
    logs.map(|p| (p / sum).max(1e-7).ln())
}

/// What a symbol has to lend: all of its probability when doubtful, hardly any when clear, for a clear symbol is
/// misread more rarely than a specimen is misprinted.
fn doubtful(p: f32) -> f32 {
    p * ((1.0 - p) * LENDING_SLOPE).clamp(0.0, 1.0)
}

/// Within a field, a filler is mostly followed by another: text after it costs [`RESUME`] nats.
fn continue_fillers(logs: &mut [Row], pattern: &[u8], width: usize) {
    for i in 1..logs.len() {
        let same_field = !i.is_multiple_of(width) && pattern[i] == pattern[i - 1] && pattern[i] == b'*';
        if same_field && best(&logs[i - 1]) == FILLER {
            let row = logs[i].map(f32::exp);
            let mut row: Row =
                std::array::from_fn(|s| if s == FILLER { row[s] } else { row[s] * (-RESUME).exp() });
            let sum: f32 = row.iter().sum();
            row.iter_mut().for_each(|p| *p = (*p / sum).max(1e-7).ln());
            logs[i] = row;
        }
    }
}

fn symbol(ascii: u8) -> usize {
    symbols::symbol(char::from(ascii)).unwrap_or(FILLER)
}

fn best(logs: &Row) -> usize {
    (0..COUNT).max_by(|a, b| logs[*a].total_cmp(&logs[*b])).unwrap_or(FILLER)
}

/// Where codes of states and organisations stand: the issuer on the first line, the nationality.
fn codes(places: &Places) -> Vec<usize> {
    let pattern: String = places.patterns.concat();
    let issuer = (pattern.get(2..5) == Some("NNN")).then_some(2);
    issuer.into_iter().chain(pattern.find("MMM")).collect()
}

/// Takes the likeliest known code (ICAO 9303-3, section 5) unless the picture clearly says something else; its
/// places become as sure as the code is against the next one and against the picture's own first choice.
fn known_code(logs: &mut [Row], symbols: &mut [usize]) {
    let cost = |code: &[usize; 3]| -> f32 {
        code.iter().zip(logs.iter()).map(|(s, logs)| logs[best(logs)] - logs[*s]).sum()
    };
    let mut costs: Vec<(f32, [usize; 3])> =
        catalogue::countries().iter().map(spelled).map(|code| (cost(&code), code)).collect();
    costs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let [(first, code), (second, _), ..] = costs[..] else { return };
    if first > CODE_OVERRULE_MAX {
        return;
    }
    let unknown = if symbols == code { 0.0 } else { UNKNOWN_CODE * first.exp() };
    let sure = 1.0 / (1.0 + (first - second).exp() + unknown);
    symbols.copy_from_slice(&code);
    for (logs, s) in logs.iter_mut().zip(code) {
        logs[s] = logs[s].max(sure.ln());
    }
}

/// A country's code in three symbols.
fn spelled(country: &Country) -> [usize; 3] {
    let mut code = [FILLER; 3];
    code.iter_mut().zip(country.code.chars()).for_each(|(s, c)| *s = symbols::symbol(c).unwrap_or(FILLER));
    code
}

/// After three fillers a name field holds nothing more: what was read there as a doubtful letter is a filler.
fn tidy_fillers(places: &Places, rows: &[Row], symbols: &mut [usize]) {
    let mut start = 0;
    for pattern in places.patterns {
        let line = start..start + pattern.len();
        start = line.end;
        if !pattern.ends_with("NNN") {
            continue;
        }
        let Some(run) = symbols[line.clone()].windows(3).position(|w| w == [FILLER; 3]) else { continue };
        let tail = line.start + run + 3..line.end;
        let fillers = symbols[tail.clone()].iter().filter(|s| **s == FILLER).count();
        for place in tail.clone().filter(|_| fillers * 10 >= tail.len() * 7) {
            if rows[place][symbols[place]] < 0.995 {
                symbols[place] = FILLER;
            }
        }
    }
}

/// Value of a symbol in a check digit's sum: digits themselves, A = 10 … Z = 35, filler 0.
fn value(symbol: usize) -> usize {
    if symbol == FILLER { 0 } else { symbol }
}

/// Places and weights of a digit's equation Σ weight × value ≡ 0 (mod 10); the digit itself weighs −1.
fn equation(digit: &Digit) -> Vec<(usize, usize)> {
    let weights = [7, 3, 1].into_iter().cycle();
    digit.over.iter().cloned().flatten().zip(weights).chain([(digit.at, 9)]).collect()
}

fn holds(digit: &Digit, symbols: &[usize]) -> bool {
    let sum: usize = equation(digit).iter().map(|(at, weight)| weight * value(symbols[*at])).sum();
    sum.is_multiple_of(10) && symbols[digit.at] < 10
}

/// A way to fill some places: its cost in nats against the current choice, and what it changes.
#[derive(Debug, Clone, Default)]
struct Way {
    cost: f32,
    changes: Vec<(usize, usize)>,
}

/// Satisfies a digit by the least unlikely change of places that no other digit has proven; `false` when that
/// would contradict the picture or is not clearly the best. What it changes is at most as sure as noted in `surest`.
fn overrule(digit: &Digit, logs: &[Row], symbols: &mut [usize], proven: &[bool], surest: &mut [f32]) -> bool {
    if symbols[digit.at] == FILLER && logs[digit.at][FILLER] > (0.5_f32).ln() {
        return false;
    }
    let ways = ways(digit, logs, symbols, proven);
    let Some(way) = ways.first().filter(|way| way.cost <= OVERRULE_MAX) else { return false };
    if ways.get(1).is_some_and(|next| next.cost - way.cost < MARGIN_MIN) {
        return false;
    }
    // Either the picture misled, or the document is printed wrong.
    let sure = (-way.cost).exp() / ((-way.cost).exp() + MISPRINTED);
    for (at, s) in &way.changes {
        symbols[*at] = *s;
        surest[*at] = sure;
    }
    true
}

/// The two cheapest ways to satisfy a digit (dynamic programming over the sum modulo ten).
fn ways(digit: &Digit, logs: &[Row], symbols: &[usize], proven: &[bool]) -> Vec<Way> {
    let mut sums: Vec<Vec<Way>> = vec![Vec::new(); 10];
    sums[0].push(Way::default());
    for (at, weight) in equation(digit) {
        let mut next: Vec<Vec<Way>> = vec![Vec::new(); 10];
        for (cost, s) in options(&logs[at], symbols[at], proven[at], at == digit.at) {
            for (sum, ways) in sums.iter().enumerate() {
                let to = &mut next[(sum + weight * value(s)) % 10];
                to.extend(ways.iter().map(|way| extended(way, cost, (at, s), symbols[at])));
            }
        }
        for ways in &mut next {
            ways.sort_by(|a, b| a.cost.total_cmp(&b.cost));
            ways.truncate(2);
        }
        sums = next;
    }
    sums.swap_remove(0)
}

fn extended(way: &Way, cost: f32, (at, s): (usize, usize), current: usize) -> Way {
    let mut way = way.clone();
    way.cost += cost;
    if s != current {
        way.changes.push((at, s));
    }
    way
}

/// Candidates of a place with their cost; only the current one where another digit has proven it.
fn options(logs: &Row, current: usize, proven: bool, digit: bool) -> Vec<(f32, usize)> {
    let mut options: Vec<(f32, usize)> = (0..COUNT)
        .filter(|s| !digit || *s < 10)
        .map(|s| ((logs[current] - logs[s]).max(0.0), s))
        .filter(|(_, s)| !proven || *s == current)
        .collect();
    options.sort_by(|a, b| a.0.total_cmp(&b.0));
    options.truncate(CANDIDATES);
    options
}

/// Of ten wrong symbols, check digits notice nine.
const PROVEN_DOUBT: f32 = 0.1;

/// Probability of each chosen symbol; a proven one is wrong ten times more rarely than the picture alone says.
fn confidences(logs: &[Row], symbols: &[usize], proven: &[bool]) -> Vec<f32> {
    let places = logs.iter().zip(symbols).zip(proven);
    places
        .map(|((logs, s), proven)| {
            let doubt = 1.0 - logs[*s].exp();
            1.0 - if *proven { doubt * PROVEN_DOUBT } else { doubt }
        })
        .collect()
}
