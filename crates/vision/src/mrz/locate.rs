//! Finds stacks of machine-readable rows among the lines of a page, by what they say and how they lie.

use super::symbols::{self, FILLER};
use crate::{
    geometry::{Px, Quad, px},
    text::{Line, Page},
};

/// Parallel rows of equal extent, from top to bottom; a zone is one to three neighbours among them.
#[derive(Debug, Clone)]
pub struct Stack {
    /// Each row's box in pixels of the picture, all of the same width.
    pub rows: Vec<Quad>,
}

/// Pieces of one printed row.
#[derive(Debug, Clone)]
struct Row {
    pieces: Vec<usize>,
    lo: Px,
    hi: Px,
}

impl Row {
    fn height(&self) -> f32 {
        self.hi.y - self.lo.y
    }

    fn width(&self) -> f32 {
        self.hi.x - self.lo.x
    }

    fn middle(&self) -> f32 {
        (self.lo.y + self.hi.y) / 2.0
    }
}

/// Least characters of a row that can be the seed of a band.
const SEED_CHARS_MIN: usize = 20;
/// Rows of a band lie at most this many heights apart, middle to middle.
const PITCH_MAX: f32 = 2.6;
/// Rows of a band overlap at least this share of the wider one's width, or begin together and overlap a third.
const OVERLAP_MIN: f32 = 0.72;
const OVERLAP_ALIGNED_MIN: f32 = 0.33;
/// Rows begin together when their left ends differ by less than this many heights.
const ALIGNED_HEIGHTS: f32 = 1.5;
/// A row follows its own slope when one piece covers this share of the band, else the band's.
const OWN_SLOPE: f32 = 0.6;
/// Most stacks that are tried, and most rows of one: the seed's nearest.
const STACKS_MAX: usize = 3;
const STACK_ROWS_MAX: usize = 5;

/// Stacks of a page, most promising first: those whose seed has most fillers.
pub fn stacks(page: &Page) -> Vec<Stack> {
    let rows = rows(page);
    let mut seeds: Vec<(usize, usize)> =
        (0..rows.len()).filter_map(|i| seed(page, &rows[i]).map(|fillers| (fillers, i))).collect();
    seeds.sort_by_key(|(fillers, _)| std::cmp::Reverse(*fillers));
    let mut used = vec![false; rows.len()];
    let mut stacks = Vec::new();
    for (_, seed) in seeds {
        if used[seed] || stacks.len() == STACKS_MAX {
            continue;
        }
        let members = neighbours(&rows, seed);
        members.iter().for_each(|i| used[*i] = true);
        stacks.push(stack(page, &members.iter().map(|i| &rows[*i]).collect::<Vec<_>>()));
    }
    stacks
}

/// Printed rows of pieces that could belong to a zone, from top to bottom.
fn rows(page: &Page) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (i, line) in page.lines.iter().enumerate().filter(|(_, line)| likely(line)) {
        let (lo, hi) = line.upright;
        match rows.iter_mut().find(|row| beside(row, line)) {
            Some(row) => {
                row.pieces.push(i);
                row.lo = px(row.lo.x.min(lo.x), row.lo.y.min(lo.y));
                row.hi = px(row.hi.x.max(hi.x), row.hi.y.max(hi.y));
            }
            None => rows.push(Row { pieces: vec![i], lo, hi }),
        }
    }
    rows.sort_by(|a, b| a.middle().total_cmp(&b.middle()));
    rows
}

/// Whether a piece lies on the same printed row.
fn beside(row: &Row, line: &Line) -> bool {
    let close = (row.middle() - line.middle().y).abs() < 0.5 * row.height().min(line.height_px());
    let apart =
        line.upright.0.x > row.hi.x - 0.5 * row.height() || line.upright.1.x < row.lo.x + 0.5 * row.height();
    let alike = line.height_px() < 1.8 * row.height() && row.height() < 1.8 * line.height_px();
    close && apart && alike
}

/// Whether nearly all characters could be of the zone's alphabet, in capitals.
fn likely(line: &Line) -> bool {
    let chars: Vec<char> = line.text.chars().filter(|c| !c.is_whitespace()).collect();
    let fitting = chars.iter().filter(|c| symbols::meant(**c).is_some()).count();
    let lower = chars.iter().filter(|c| c.is_ascii_lowercase()).count();
    !chars.is_empty() && fitting * 10 >= chars.len() * 8 && lower * 4 <= chars.len()
}

/// The number of fillers of a row whose text alone makes it a line of a zone: long and with fillers, or very long
/// and dense; `None` for other rows.
fn seed(page: &Page, row: &Row) -> Option<usize> {
    let text: String = row.pieces.iter().map(|i| page.lines[*i].text.as_str()).collect();
    let symbols: Vec<usize> = text.chars().filter_map(symbols::meant).collect();
    let fillers = symbols.iter().filter(|s| **s == FILLER).count();
    let digits = symbols.iter().filter(|s| **s < 10).count();
    let long = row.width() > 8.0 * row.height();
    let seed =
        long && symbols.len() >= SEED_CHARS_MIN && (fillers >= 2 || (symbols.len() >= 26 && digits >= 8));
    seed.then_some(fillers)
}

/// The rows that form a stack with the seed: above and below it, alike in height, extent and distance.
fn neighbours(rows: &[Row], seed: usize) -> Vec<usize> {
    let mut band = vec![seed];
    let mut grow = |order: &mut dyn Iterator<Item = usize>| {
        let mut last = seed;
        for i in order {
            if (rows[i].middle() - rows[last].middle()).abs() > PITCH_MAX * rows[seed].height() {
                break;
            }
            if alike(&rows[i], &rows[seed]) {
                band.push(i);
                last = i;
            }
        }
    };
    grow(&mut (0..seed).rev());
    grow(&mut (seed + 1..rows.len()));
    band.sort_by_key(|i| i.abs_diff(seed));
    band.truncate(STACK_ROWS_MAX);
    band.sort_unstable();
    band
}

fn alike(a: &Row, b: &Row) -> bool {
    let overlap = (a.hi.x.min(b.hi.x) - a.lo.x.max(b.lo.x)) / a.width().max(b.width());
    let aligned = (a.lo.x - b.lo.x).abs() < ALIGNED_HEIGHTS * a.height().min(b.height());
    let ratio = a.height() / b.height();
    (overlap > OVERLAP_MIN || (aligned && overlap > OVERLAP_ALIGNED_MIN)) && (0.6..1.67).contains(&ratio)
}

/// Boxes of equal extent along the page for each row: every line of a zone has the same number of characters.
fn stack(page: &Page, rows: &[&Row]) -> Stack {
    let lo = rows.iter().map(|row| row.lo.x).fold(f32::MAX, f32::min);
    let hi = rows.iter().map(|row| row.hi.x).fold(f32::MIN, f32::max);
    let pieces = rows.iter().flat_map(|row| row.pieces.iter().map(|i| &page.lines[*i]));
    let widest = pieces.max_by(|a, b| a.width_px().total_cmp(&b.width_px()));
    let slope = widest.map_or(page.along, |line| line.quad.along());
    Stack { rows: rows.iter().map(|row| stretched(page, row, (lo, hi), slope)).collect() }
}

/// The row's box from `lo` to `hi` along the page, following its own slope where it shows, else the band's.
fn stretched(page: &Page, row: &Row, (lo, hi): (f32, f32), slope: Px) -> Quad {
    let pieces = || row.pieces.iter().map(|i| &page.lines[*i]);
    let total: f32 = pieces().map(Line::width_px).sum();
    let mean = |of: fn(&Line) -> Px| {
        pieces().fold(px(0.0, 0.0), |sum, line| sum.plus(of(line).times(line.width_px() / total.max(1.0))))
    };
    let longest = pieces().max_by(|a, b| a.width_px().total_cmp(&b.width_px()));
    let own = longest.filter(|line| line.width_px() > OWN_SLOPE * (hi - lo)).map(|line| line.quad.along());
    let u = own.unwrap_or(slope);
    let centre = mean(|line| line.quad.centre());
    let height = pieces().map(|line| line.quad.height() * line.width_px()).sum::<f32>() / total.max(1.0);
    let v = px(-u.y, u.x).times(height / 2.0);
    // Positions along the page are measured along `page.along`, against which the row may slope a little.
    let reach = |to: f32| centre.plus(u.times((to - centre.dot(page.along)) / u.dot(page.along).max(0.5)));
    let (left, right) = (reach(lo), reach(hi));
    Quad([left.minus(v), right.minus(v), right.plus(v), left.plus(v)])
}
