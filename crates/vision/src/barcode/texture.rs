//! Where a picture is as dense as a barcode, and in which direction its bars alternate.

use image::RgbImage;

use crate::{
    geometry::{Px, Quad, convex_hull, px, rectangle_along, smallest_rectangle},
    text::components,
    warp,
};

/// Longer sides in pixels of the reduced pictures that are looked at: a symbol that fills the frame is dense in the first,
/// a small one keeps its contrast in the second.
const LOOKS_PX: [f32; 2] = [640.0, 1600.0];
/// Side of a cell in pixels of a reduced picture.
const CELL_PX: usize = 8;
/// Mean change of luminance (0–255) for each pixel of a cell and those around it: bars two or three pixels wide reach it
/// in weak print, security print stays below.
const CHANGE_MIN: f32 = 16.0;
/// Dense cells among a cell and its eight neighbours: lines of text are too thin for it.
const NEIGHBOURS_MIN: usize = 7;
/// Cells of the smallest area.
const CELLS_MIN: usize = 12;
/// Share of its rectangle that an area fills.
const FILL_MIN: f32 = 0.55;
/// Above this coherence (0 no direction, 1 one direction) bars alternate in one direction.
const COHERENCE_MIN: f32 = 0.2;
/// The rectangle's side decides the direction where it is this close to that of the bars, in radians; fine bars make
/// differences of neighbouring pixels err by a few degrees.
const TRUST_SIDE_RAD: f32 = 0.3;
/// The most areas of one look.
const CANDIDATES_MAX: usize = 3;

/// An area that may be a barcode.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// In pixels of the picture, with its quiet zone, along the direction in which bars alternate.
    pub quad: Quad,
    /// Whether it alternates in one direction, as PDF417 does and QR does not.
    pub striped: bool,
}

/// Sums over one cell: the change, and the structure tensor.
#[derive(Clone, Copy, Default)]
struct Cell {
    change: f32,
    xx: f32,
    yy: f32,
    xy: f32,
}

/// Dense areas, the largest of each look first.
pub fn candidates(picture: &RgbImage) -> Vec<Candidate> {
    let long = picture.width().max(picture.height()).max(1) as f32;
    let mut found: Vec<Candidate> = Vec::new();
    for look in LOOKS_PX {
        for candidate in in_look(picture, (look / long).min(1.0)) {
            let again = found.iter().any(|other| {
                other.quad.contains(candidate.quad.centre()) && candidate.quad.contains(other.quad.centre())
            });
            if !again {
                found.push(candidate);
            }
        }
        if look >= long {
            break;
        }
    }
    found
}

fn in_look(picture: &RgbImage, scale: f32) -> Vec<Candidate> {
    let side = |length: u32| ((length as f32 * scale).round() as u32).max(1);
    let small = warp::resized(picture, side(picture.width()), side(picture.height()));
    let (columns, rows) = (small.width() as usize / CELL_PX, small.height() as usize / CELL_PX);
    if columns < 3 || rows < 3 {
        return Vec::new();
    }
    let cells = cells(&small, columns, rows);
    let mask = areas(&cells, columns, rows);
    let mut areas = components::above(&mask, columns, 0.5, CELLS_MIN);
    areas.sort_by_key(|area| std::cmp::Reverse(area.cells));
    let back = CELL_PX as f32 * picture.width() as f32 / small.width() as f32;
    let found = areas.into_iter().filter_map(|area| {
        let hull = convex_hull(area.outline);
        let (quad, striped) = rectangle(&hull, &cells, &mask, columns)?;
        let full = area.cells as f32 >= FILL_MIN * quad.area();
        full.then(|| Candidate { quad: quad.grown(1.0, 1.0).scaled(back), striped })
    });
    found.take(CANDIDATES_MAX).collect()
}

fn cells(small: &RgbImage, columns: usize, rows: usize) -> Vec<Cell> {
    let width = small.width() as usize;
    let grey: Vec<f32> = small
        .pixels()
        .map(|p| 0.299 * f32::from(p.0[0]) + 0.587 * f32::from(p.0[1]) + 0.114 * f32::from(p.0[2]))
        .collect();
    let mut cells = vec![Cell::default(); columns * rows];
    let bottom = (rows * CELL_PX).min(small.height() as usize - 1);
    let right = (columns * CELL_PX).min(width - 1);
    for y in 1..bottom {
        for x in 1..right {
            let at = y * width + x;
            let (dx, dy) = ((grey[at + 1] - grey[at - 1]) / 2.0, (grey[at + width] - grey[at - width]) / 2.0);
            let cell = &mut cells[y / CELL_PX * columns + x / CELL_PX];
            cell.change += dx.abs().max(dy.abs());
            cell.xx += dx * dx;
            cell.yy += dy * dy;
            cell.xy += dx * dy;
        }
    }
    cells
}

/// 1 where a cell and nearly all around it are dense. A cell counts with those around it, since the widest bars are wider
/// than a cell.
fn areas(cells: &[Cell], columns: usize, rows: usize) -> Vec<f32> {
    let around = |i: usize| {
        let (x, y) = (i % columns, i / columns);
        let across = x.saturating_sub(1)..=(x + 1).min(columns - 1);
        let down = y.saturating_sub(1)..=(y + 1).min(rows - 1);
        down.flat_map(move |y| across.clone().map(move |x| y * columns + x))
    };
    let enough = CHANGE_MIN * (CELL_PX * CELL_PX) as f32;
    let change = |i: usize| around(i).map(|j| cells[j].change).sum::<f32>() / around(i).count() as f32;
    let dense: Vec<bool> = (0..cells.len()).map(|i| change(i) >= enough).collect();
    let is_area = |i: usize| dense[i] && around(i).filter(|j| dense[*j]).count() >= NEIGHBOURS_MIN;
    (0..cells.len()).map(|i| f32::from(u8::from(is_area(i)))).collect()
}

/// The area's rectangle along the direction of its bars, in cells, and whether it has one.
fn rectangle(hull: &[Px], cells: &[Cell], mask: &[f32], columns: usize) -> Option<(Quad, bool)> {
    let smallest = smallest_rectangle(hull)?;
    let inside = |i: &usize| {
        mask[*i] > 0.5 && smallest.contains(px((i % columns) as f32 + 0.5, (i / columns) as f32 + 0.5))
    };
    let sum = (0..cells.len()).filter(inside).fold(Cell::default(), |sum, i| Cell {
        xx: sum.xx + cells[i].xx,
        yy: sum.yy + cells[i].yy,
        xy: sum.xy + cells[i].xy,
        ..sum
    });
    let spread = (sum.xx - sum.yy).hypot(2.0 * sum.xy);
    if spread < COHERENCE_MIN * (sum.xx + sum.yy) {
        return Some((smallest, false));
    }
    let angle = 0.5 * (2.0 * sum.xy).atan2(sum.xx - sum.yy);
    let bars = px(angle.cos(), angle.sin());
    let sides = [smallest.along(), smallest.across()];
    let side = sides.into_iter().find(|side| side.dot(bars).abs() >= TRUST_SIDE_RAD.cos());
    let along = side.unwrap_or(bars);
    Some((rectangle_along(hull, if along.x < 0.0 { along.times(-1.0) } else { along }), true))
}
