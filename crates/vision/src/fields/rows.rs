//! Printed rows: recognised lines that share a height joined into one string whose characters keep their place.

use super::labels;
use crate::{
    geometry::{Px, Quad, px},
    text::{Line, Page, Step},
};

/// Lines share a row when their middles differ by less than this share of the lower one's height.
const SAME_ROW: f32 = 0.7;

/// A character this many heights within the neighbour's box belongs to the neighbour.
const OVERLAP_SEEN: f32 = 0.3;
/// Characters of two lines are parted when their centres are this many heights apart; digits of one number are less.
const PARTED: f32 = 1.6;

/// Sine of the least angle between a row and its sides; less is no box of a character.
const LEAST_ANGLE: f32 = 0.2;

/// A character on the page.
#[derive(Debug, Clone)]
pub struct Glyph {
    pub character: char,
    pub confidence: f32,
    /// Centre with the page set upright.
    pub centre: Px,
    /// Corners in pixels of the picture.
    pub quad: Quad,
    /// Number of its line on the page, and its own within the line.
    pub line: usize,
    pub number: usize,
    /// What the recogniser held possible, likeliest first; empty where nothing is known.
    pub alternatives: Vec<(char, f32)>,
}

/// A printed row, spaces dropped, from left to right.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub glyphs: Vec<Glyph>,
    pub text: String,
    /// The same in capitals without marks, as labels are compared; one character for each.
    pub plain: String,
    /// Middle and height with the page set upright.
    pub middle: f32,
    pub height: f32,
}

/// All rows of a page from top to bottom.
#[derive(Debug, Clone, Default)]
pub struct Rows(pub Vec<Row>);

/// Where some characters stand together.
#[derive(Debug, Clone)]
pub struct Place {
    pub quad: Quad,
    /// Least confidence of the characters, 0–1.
    pub confidence: f32,
}

impl Rows {
    /// Joins the page's lines, leaving out those whose numbers are in `skip`.
    pub fn of(page: &Page, skip: &[usize]) -> Self {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut order: Vec<usize> = (0..page.lines.len()).filter(|i| !skip.contains(i)).collect();
        order.sort_by(|a, b| page.lines[*a].middle().y.total_cmp(&page.lines[*b].middle().y));
        for i in order {
            let line = &page.lines[i];
            let fits = |group: &Vec<usize>| group.iter().all(|other| beside(&page.lines[*other], line));
            match groups.iter_mut().rev().take(3).find(|group| fits(group)) {
                Some(group) => group.push(i),
                None => groups.push(vec![i]),
            }
        }
        Self(groups.into_iter().map(|group| row(page, group)).collect())
    }
}

/// Whether two lines stand on the same row, one after the other.
fn beside(a: &Line, b: &Line) -> bool {
    let close = (a.middle().y - b.middle().y).abs() < SAME_ROW * a.height_px().min(b.height_px());
    let overlap = a.upright.1.x.min(b.upright.1.x) - a.upright.0.x.max(b.upright.0.x);
    close && overlap < 0.5 * a.width_px().min(b.width_px())
}

fn row(page: &Page, mut group: Vec<usize>) -> Row {
    group.sort_by(|a, b| page.lines[*a].middle().x.total_cmp(&page.lines[*b].middle().x));
    let count = group.len().max(1) as f32;
    let mean = |of: fn(&Line) -> f32| group.iter().map(|i| of(&page.lines[*i])).sum::<f32>() / count;
    let (middle, height) = (mean(|line| line.middle().y), mean(Line::height_px));
    let mut glyphs: Vec<Glyph> = Vec::new();
    let mut end = f32::MIN;
    for line in &group {
        // Boxes of neighbours overlap a little; what stands deep within the one before was read there.
        let seen = end - OVERLAP_SEEN * height;
        glyphs.extend(self::glyphs(page, *line).into_iter().filter(|glyph| glyph.centre.x > seen));
        end = end.max(page.lines[*line].upright.1.x);
    }
    let text = glyphs.iter().map(|glyph| glyph.character).collect();
    let plain = glyphs.iter().map(|glyph| labels::plain(glyph.character)).collect();
    Row { text, plain, glyphs, middle, height }
}

/// The characters of a line, spaces dropped.
fn glyphs(page: &Page, number: usize) -> Vec<Glyph> {
    let line = &page.lines[number];
    let half = 0.5 / line.text.chars().count().max(1) as f32;
    let glyph = |(i, ((character, confidence), centre)): (usize, ((char, &f32), &f32))| {
        let quad = page.part(line, (centre - half).max(0.0), (centre + half).min(1.0));
        let (lo, hi) = page.upright(&quad);
        let centre = lo.plus(hi).times(0.5);
        let alternatives = line.lattice.alternatives(i);
        Glyph { character, confidence: *confidence, centre, quad, line: number, number: i, alternatives }
    };
    let all = line.text.chars().zip(&line.confidences).zip(&line.centres).enumerate().map(glyph);
    all.filter(|glyph| !glyph.character.is_whitespace()).collect()
}

impl Row {
    /// The row's characters as they are.
    pub fn chars(&self) -> Vec<char> {
        self.glyphs.iter().map(|glyph| glyph.character).collect()
    }

    /// Number of the first character after `label`, if the row holds it.
    pub fn after(&self, label: &str) -> Option<usize> {
        let at = self.text.find(label)?;
        Some(self.text[..at].chars().count() + label.chars().count())
    }

    /// The characters `from..to` as a string.
    pub fn part(&self, from: usize, to: usize) -> String {
        self.glyphs.iter().take(to).skip(from).map(|glyph| glyph.character).collect()
    }

    /// The characters `from..to` with the spaces between them as they were read.
    pub fn spaced(&self, from: usize, to: usize) -> String {
        let mut text = String::new();
        let mut before: Option<&Glyph> = None;
        for glyph in self.glyphs.iter().take(to).skip(from) {
            if before.is_some_and(|b| b.line != glyph.line || b.number + 1 < glyph.number) {
                text.push(' ');
            }
            text.push(glyph.character);
            before = Some(glyph);
        }
        text
    }

    /// Whether a wide gap between two lines lies before character `i`.
    pub fn parted(&self, i: usize) -> bool {
        let pair = i.checked_sub(1).and_then(|before| Some((self.glyphs.get(before)?, self.glyphs.get(i)?)));
        pair.is_some_and(|(a, b)| a.line != b.line && b.centre.x - a.centre.x > PARTED * self.height)
    }

    /// Where the characters `from..to` stand; `None` for none.
    pub fn place(&self, from: usize, to: usize) -> Option<Place> {
        place(self.glyphs.get(from..to.min(self.glyphs.len()))?)
    }
}

/// The steps of the row's characters `from..to`, with the empty ones around them.
pub fn steps(page: &Page, row: &Row, (from, to): (usize, usize)) -> Vec<Step> {
    let glyphs = &row.glyphs[from..to];
    let mut steps = Vec::new();
    for group in glyphs.chunk_by(|a, b| a.line == b.line) {
        let lattice = &page.lines[group[0].line].lattice;
        let before = group[0].number.checked_sub(1).and_then(|number| lattice.spans.get(number));
        let after = lattice.spans.get(group[group.len() - 1].number + 1);
        let (first, last) =
            (before.map_or(0, |span| span.end), after.map_or(lattice.steps.len(), |s| s.start));
        steps.extend(lattice.steps.get(first..last).unwrap_or_default().iter().cloned());
    }
    steps
}

/// Where some glyphs stand: from the first one's left to the last one's right side, over all their heights.
pub fn place(glyphs: &[Glyph]) -> Option<Place> {
    let first = glyphs.first()?;
    let u = first.quad.along();
    // Seen aslant, a row's sides are not at right angles to it.
    let v = Some(first.quad.across()).filter(|v| u.cross(*v) > LEAST_ANGLE);
    let v = v.unwrap_or(px(-u.y, u.x));
    let corners = || glyphs.iter().flat_map(|glyph| glyph.quad.0);
    let span = |of: &dyn Fn(Px) -> f32| {
        corners().map(of).fold((f32::MAX, f32::MIN), |(a, b), t| (a.min(t), b.max(t)))
    };
    let (x0, x1) = span(&|p| p.cross(v) / u.cross(v));
    let (y0, y1) = span(&|p| u.cross(p) / u.cross(v));
    let at = |s: f32, t: f32| px(u.x * s + v.x * t, u.y * s + v.y * t);
    Some(Place {
        quad: Quad([at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1)]),
        confidence: glyphs.iter().map(|glyph| glyph.confidence).fold(1.0, f32::min),
    })
}
