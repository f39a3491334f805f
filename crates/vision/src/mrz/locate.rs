//! Finds bands of machine-readable lines among the lines of a page, by what they say and how they lie.

use super::symbols::{self, FILLER};
use crate::{
    geometry::{Px, Quad, px},
    text::{Line, Page},
};

/// One to three parallel lines of equal extent.
#[derive(Debug, Clone)]
pub struct Band {
    /// Each line's box in pixels of the picture, all of the same width.
    pub rows: Vec<Quad>,
    /// Numbers of the page's lines within.
    pub lines: Vec<usize>,
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
/// Rows of a band overlap at least this share of the wider one's width.
const OVERLAP_MIN: f32 = 0.72;
/// Most bands that are tried.
const BANDS_MAX: usize = 4;

/// Bands of a page, most promising first.
pub fn bands(page: &Page) -> Vec<Band> {
    let rows = rows(page);
    let mut bands = Vec::new();
    let mut used = vec![false; rows.len()];
    for seed in 0..rows.len() {
        if used[seed] || !is_seed(page, &rows[seed]) {
            continue;
        }
        let members = neighbours(&rows, seed);
        members.iter().for_each(|i| used[*i] = true);
        let members: Vec<&Row> = members.iter().map(|i| &rows[*i]).collect();
        bands.extend(windows(page, &members));
        if bands.len() >= BANDS_MAX {
            break;
        }
    }
    bands
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

/// Whether a row's text alone makes it a line of a zone: long and with fillers, or very long and dense.
fn is_seed(page: &Page, row: &Row) -> bool {
    let text: String = row.pieces.iter().map(|i| page.lines[*i].text.as_str()).collect();
    let symbols: Vec<usize> = text.chars().filter_map(symbols::meant).collect();
    let fillers = symbols.iter().filter(|s| **s == FILLER).count();
    let digits = symbols.iter().filter(|s| **s < 10).count();
    let long = row.width() > 8.0 * row.height();
    long && symbols.len() >= SEED_CHARS_MIN && (fillers >= 2 || (symbols.len() >= 26 && digits >= 8))
}

/// The rows that form a band with the seed: above and below it, alike in height, extent and distance.
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
    band.sort_unstable();
    band
}

fn alike(a: &Row, b: &Row) -> bool {
    let overlap = a.hi.x.min(b.hi.x) - a.lo.x.max(b.lo.x);
    let ratio = a.height() / b.height();
    overlap > OVERLAP_MIN * a.width().max(b.width()) && (0.6..1.67).contains(&ratio)
}

/// Runs of one to three rows out of a longer stack; the lowest first, as zones stand below everything else.
fn windows(page: &Page, rows: &[&Row]) -> Vec<Band> {
    let count = rows.len();
    let spans: Vec<(usize, usize)> = match count {
        0 => vec![],
        1..=3 => vec![(0, count)],
        _ => vec![(count - 3, count), (count - 2, count)],
    };
    let extra = (count == 3).then_some((1, 3));
    spans.into_iter().chain(extra).map(|(from, to)| band(page, &rows[from..to])).collect()
}

/// Boxes of equal extent along the page for each row: every line of a zone has the same number of characters.
fn band(page: &Page, rows: &[&Row]) -> Band {
    let lo = rows.iter().map(|row| row.lo.x).fold(f32::MAX, f32::min);
    let hi = rows.iter().map(|row| row.hi.x).fold(f32::MIN, f32::max);
    let lines = rows.iter().flat_map(|row| row.pieces.clone()).collect();
    Band { rows: rows.iter().map(|row| stretched(page, row, (lo, hi))).collect(), lines }
}

/// The row's box, following the slope of its longest piece, from `lo` to `hi` along the page.
fn stretched(page: &Page, row: &Row, (lo, hi): (f32, f32)) -> Quad {
    let longest =
        row.pieces.iter().map(|i| &page.lines[*i]).max_by(|a, b| a.width_px().total_cmp(&b.width_px()));
    let Some(longest) = longest else { return Quad::rectangle(0.0, 0.0, 0.0, 0.0) };
    let quad = longest.quad;
    let (u, v) = (quad.along(), quad.across().times(quad.height() / 2.0));
    let centre = quad.centre();
    // Positions along the page are measured along `page.along`; the piece itself may slope a little against it.
    let slope = u.dot(page.along).max(0.5);
    let reach = |to: f32| centre.plus(u.times((to - centre.dot(page.along)) / slope));
    let (left, right) = (reach(lo), reach(hi));
    Quad([left.minus(v), right.minus(v), right.plus(v), left.plus(v)])
}
