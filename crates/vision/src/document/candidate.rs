//! From the network's maps to quadrilaterals with their right way up.

use super::{
    line::{Line, corners},
    maps::{CELL_PX, CELLS, Maps},
    view::View,
};
use crate::geometry::{Px, Quad, convex_hull, px, smallest_rectangle};

/// A cell belongs to a core or to a document from this value.
const CELL_MIN: f32 = 0.5;
/// A core is its document's outline shrunk to this share (`training/document_finder/data.py`).
const CORE_SHARE: f32 = 0.55;
/// How much farther than its core says a document can reach, for cores are drawn too small: a neighbour whose own core is
/// out of view is not a part of it.
const DOMAIN: f32 = 1.25;
/// Fewest cells of a core.
const CORE_CELLS_MIN: usize = 3;
/// Most documents that are told apart in one view.
const CORES_MAX: usize = 16;
/// Weakest ridge that a side is fitted to.
const RIDGE_MIN: f32 = 0.25;
/// Farthest that a side is moved in one round, in cells.
const REACH_CELLS: f32 = 2.5;
/// Turns of a side are fitted this often.
const ROUNDS: usize = 3;

/// What speaks for an outline; each 0–1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// Mean of the document map within it.
    pub filled: f32,
    /// Mean of the ridges along its sides.
    pub bordered: f32,
    /// Mean of the ridge along the faintest side.
    pub faintest: f32,
    /// How much more the sides speak for this way up than for the next likely one.
    pub upright: f32,
}

/// A document as the network sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Clockwise from the top left as read.
    pub quad: Quad,
    pub evidence: Evidence,
}

impl Candidate {
    /// From cells of a view to pixels of the picture.
    pub fn in_picture(self, view: &View) -> Self {
        let quad = Quad(self.quad.0.map(|p| view.to_picture(p.times(CELL_PX))));
        Self { quad, ..self }
    }

    /// Length of the longer sides.
    pub fn long_side_px(&self) -> f32 {
        self.quad.width().max(self.quad.height())
    }

    /// Itself among the documents of a closer look; `None` when it is not among them.
    pub fn seen_again(&self, seen: Vec<Self>) -> Option<Self> {
        let alike = |other: &Self| {
            let (a, b) = (self.quad.area(), other.quad.area());
            super::shared(&self.quad, &other.quad) * a.min(b) / a.max(b).max(1.0)
        };
        seen.into_iter().filter(|other| alike(other) > 0.5).max_by(|a, b| alike(a).total_cmp(&alike(b)))
    }
}

/// Every document of a view, in cells.
pub fn find(maps: &Maps) -> Vec<Candidate> {
    let (owners, count) = owners(maps);
    (1..=count).filter_map(|owner| candidate(maps, &owners, owner)).collect()
}

/// For each cell the core that it belongs to, from 1, or 0; and how many cores there are.
fn owners(maps: &Maps) -> (Vec<usize>, usize) {
    let mut owners = vec![0; CELLS * CELLS];
    let mut count = 0;
    for start in 0..owners.len() {
        if owners[start] == 0 && maps.core[start] > CELL_MIN && count < CORES_MAX {
            let core = spread(&mut owners, vec![start], |cell| maps.core[cell] > CELL_MIN, count + 1);
            // Too small a core is painted with a number that no one asks for.
            let kept = core.len() >= CORE_CELLS_MIN;
            count += usize::from(kept);
            if !kept {
                core.into_iter().for_each(|cell| owners[cell] = usize::MAX);
            }
        }
    }
    let cores: Vec<usize> = (0..owners.len()).filter(|cell| (1..=count).contains(&owners[*cell])).collect();
    grow(&mut owners, cores, |cell| maps.document[cell] > CELL_MIN);
    (owners, count)
}

/// Paints all cells that hang together with the first ones and fit; returns them.
fn spread(owners: &mut [usize], first: Vec<usize>, fits: impl Fn(usize) -> bool, owner: usize) -> Vec<usize> {
    first.iter().for_each(|cell| owners[*cell] = owner);
    grow(owners, first, fits)
}

/// Lets every painted cell paint its unpainted neighbours that fit, nearest first; returns all cells in turn.
fn grow(owners: &mut [usize], first: Vec<usize>, fits: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut cells = first;
    let mut next = 0;
    while next < cells.len() {
        let cell = cells[next];
        next += 1;
        for neighbour in neighbours(cell) {
            if owners[neighbour] == 0 && fits(neighbour) {
                owners[neighbour] = owners[cell];
                cells.push(neighbour);
            }
        }
    }
    cells
}

/// The cells beside, above and below.
fn neighbours(cell: usize) -> impl Iterator<Item = usize> {
    let x = cell % CELLS;
    let left = (x > 0).then(|| cell - 1);
    let right = (x + 1 < CELLS).then_some(cell + 1);
    let above = cell.checked_sub(CELLS);
    let below = (cell + CELLS < CELLS * CELLS).then_some(cell + CELLS);
    [left, right, above, below].into_iter().flatten()
}

/// The quadrilateral of one core's cells: from the hull of its document's cells, which may leak, or from the core itself,
/// whichever ends with the clearer sides.
fn candidate(maps: &Maps, owners: &[usize], owner: usize) -> Option<Candidate> {
    let cells: Vec<usize> = (0..owners.len()).filter(|cell| owners[*cell] == owner).collect();
    let core = cells.iter().filter(|cell| maps.core[**cell] > CELL_MIN);
    let corners = |cell: &usize| Quad::rectangle(-0.5, -0.5, 1.0, 1.0).0.map(|p| p.plus(centre(*cell)));
    let core = convex_hull(core.flat_map(corners).collect());
    let domain = larger(&core, DOMAIN / CORE_SHARE);
    let within = cells.into_iter().map(centre).filter(|p| inside(&domain, *p));
    let from_cells = four_sided(&convex_hull(within.collect())).map(|quad| quad.grown(0.5, 0.5));
    let whole = |quad: Quad| larger(&quad.0, 1.0 / CORE_SHARE).try_into().ok().map(Quad);
    let from_core = four_sided(&core).and_then(whole);
    let fitted = |rough: Quad| upright(maps, &(0..ROUNDS).fold(rough, |quad, _| fitted(maps, &quad)));
    let candidates = [from_cells, from_core].into_iter().flatten().map(fitted);
    candidates.max_by(|a, b| a.evidence.clearness().total_cmp(&b.evidence.clearness()))
}

/// Points moved away from their middle.
fn larger(points: &[Px], factor: f32) -> Vec<Px> {
    let sum = points.iter().fold(px(0.0, 0.0), |sum, p| sum.plus(*p));
    let middle = sum.times(1.0 / points.len().max(1) as f32);
    points.iter().map(|p| middle.plus(p.minus(middle).times(factor))).collect()
}

/// Whether a point lies in a convex polygon in clockwise order.
fn inside(polygon: &[Px], p: Px) -> bool {
    let edges = polygon.iter().zip(polygon.iter().cycle().skip(1));
    polygon.len() >= 3 && edges.into_iter().all(|(a, b)| b.minus(*a).cross(p.minus(*a)) >= 0.0)
}

/// The middle of a cell.
fn centre(cell: usize) -> Px {
    px((cell % CELLS) as f32 + 0.5, (cell / CELLS) as f32 + 0.5)
}

/// The quadrilateral around a hull that adds least: sides are taken away one after the other, each where the
/// triangle between its extended neighbours is smallest.
fn four_sided(hull: &[Px]) -> Option<Quad> {
    let mut corners = hull.to_vec();
    while corners.len() > 4 {
        let cheapest = (0..corners.len())
            .filter_map(|i| without_side(&corners, i).map(|(corner, area)| (i, corner, area)))
            .min_by(|a, b| a.2.total_cmp(&b.2));
        let Some((i, corner, _)) = cheapest else { return smallest_rectangle(hull) };
        corners[i] = corner;
        corners.remove((i + 1) % corners.len());
    }
    corners.try_into().ok().map(Quad)
}

/// The corner that takes the place of side `i`, and the area that it adds.
fn without_side(corners: &[Px], i: usize) -> Option<(Px, f32)> {
    let count = corners.len();
    let [before, a, b, after] = [count - 1, 0, 1, 2].map(|k| corners[(i + k) % count]);
    let corner = Line::through(before, a)?.crossing(&Line::through(after, b)?)?;
    // The neighbours must meet beyond the side, not behind it.
    let (out, turn) = (corner.minus(a), a.minus(before));
    let beyond = out.dot(turn) >= 0.0 && corner.minus(b).dot(b.minus(after)) >= 0.0;
    beyond.then(|| (corner, b.minus(a).cross(corner.minus(a)).abs() / 2.0))
}

/// Moves each side onto the ridge beside it.
fn fitted(maps: &Maps, quad: &Quad) -> Quad {
    let sides = quad.sides().map(|(a, b)| ridge_line(maps, a, b).or_else(|| Line::through(a, b)));
    let [Some(a), Some(b), Some(c), Some(d)] = sides else { return *quad };
    corners(&[a, b, c, d]).map(Quad).filter(|moved| near(moved, quad)).unwrap_or(*quad)
}

/// Whether no corner has moved absurdly far.
fn near(moved: &Quad, quad: &Quad) -> bool {
    let limit = 0.35 * quad.width().max(quad.height()) + 2.0 * REACH_CELLS;
    moved.0.iter().zip(quad.0).all(|(a, b)| a.minus(b).length() < limit)
}

/// The line through the ridge's crests beside a segment.
fn ridge_line(maps: &Maps, a: Px, b: Px) -> Option<Line> {
    const PLACES: usize = 24;
    let along = b.minus(a);
    let normal = px(-along.y, along.x).times(1.0 / along.length().max(1e-3));
    let place = |i: usize| a.plus(along.times(0.06 + 0.88 * i as f32 / (PLACES - 1) as f32));
    let crests = (0..PLACES).filter_map(|i| crest(maps, place(i), normal));
    let crests: Vec<(Px, f32)> = crests.collect();
    (crests.len() * 4 >= PLACES).then(|| Line::fitted_robustly(&crests, 0.3)).flatten()
}

/// The ridge's crest on the normal through `p`, with its height.
fn crest(maps: &Maps, p: Px, normal: Px) -> Option<(Px, f32)> {
    const STEP: f32 = 0.25;
    let steps = (REACH_CELLS / STEP) as i32;
    let value = |offset: f32| maps.ridge(p.plus(normal.times(offset)));
    let heights = (-steps..=steps).filter_map(|i| Some((i as f32 * STEP, value(i as f32 * STEP)?)));
    let heights: Vec<(f32, f32)> = heights.collect();
    let (top, height) = heights.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
    // The ridge is a bell: the middle of what is near the top is finer than the step.
    let near = heights.iter().filter(|(offset, h)| (offset - top).abs() <= 1.25 && *h > 0.4 * height);
    let (sum, weight) = near.fold((0.0, 0.0), |(sum, weight), (offset, h)| (sum + offset * h, weight + h));
    (height >= RIDGE_MIN).then(|| (p.plus(normal.times(sum / weight)), height))
}

/// The quad with the first corner that its sides speak for, and all that speaks for it.
fn upright(maps: &Maps, quad: &Quad) -> Candidate {
    let sides = quad.sides();
    let fits = |turn: usize| -> f32 {
        (0..4).map(|side| Maps::along(&maps.sides[(side + 4 - turn) % 4], sides[side])).sum()
    };
    let mut turns: Vec<(usize, f32)> = (0..4).map(|turn| (turn, fits(turn) / 4.0)).collect();
    turns.sort_by(|a, b| b.1.total_cmp(&a.1));
    let ((turn, best), (_, next)) = (turns[0], turns[1]);
    let ridges = sides.map(|side| strongest(maps, side));
    let evidence = Evidence {
        filled: filled(maps, quad),
        bordered: ridges.iter().sum::<f32>() / 4.0,
        faintest: ridges.into_iter().fold(1.0, f32::min),
        upright: ((best - next) / best.max(1e-3)).clamp(0.0, 1.0),
    };
    Candidate { quad: quad.rolled(turn), evidence }
}

fn strongest(maps: &Maps, side: (Px, Px)) -> f32 {
    maps.sides.iter().map(|map| Maps::along(map, side)).fold(0.0, f32::max)
}

/// Mean of the document map over the cells within.
fn filled(maps: &Maps, quad: &Quad) -> f32 {
    let inside = maps.document.iter().enumerate().filter(|(cell, _)| quad.contains(centre(*cell)));
    let (sum, count) = inside.fold((0.0, 0), |(sum, count), (_, value)| (sum + value, count + 1));
    sum / count.max(1) as f32
}

impl Evidence {
    /// Probability that the outline is a document's.
    pub fn confidence(&self) -> f32 {
        (self.filled * self.bordered.sqrt()).clamp(0.0, 1.0)
    }

    /// How clearly its sides show, the faintest counting twice, 0–1.
    pub fn clearness(&self) -> f32 {
        (4.0 * self.bordered + self.faintest) / 5.0
    }
}
