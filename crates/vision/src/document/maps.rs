//! The network's answer for one view: where documents are, their cores, and their four sides as read.

use ndarray::{ArrayD, ArrayView2, Axis, s};

use crate::{
    geometry::{Px, px},
    network::NetworkError,
};

/// Cells on each side of a map.
pub const CELLS: usize = 64;
/// Pixels of the view on each side of a cell.
pub const CELL_PX: f32 = 4.0;

/// Maps of `CELLS × CELLS` values 0–1, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Maps {
    /// Share of the cell that a document covers, also where it is hidden or beyond the frame.
    pub document: Vec<f32>,
    /// Whether the cell is in a document's core: its outline shrunk to 0.55 about its centre.
    pub core: Vec<f32>,
    /// A ridge along the top, right, bottom and left side as read.
    pub sides: [Vec<f32>; 4],
}

impl Maps {
    /// The maps of each view from the network's `[n, 6, 64, 64]`.
    pub fn of_batch(answer: &[ArrayD<f32>], views: usize) -> Result<Vec<Self>, NetworkError> {
        let maps = answer.first().filter(|maps| maps.shape() == [views, 6, CELLS, CELLS]);
        let maps = maps.ok_or_else(|| NetworkError {
            network: "document-finder".into(),
            reason: format!("it did not answer [{views}, 6, {CELLS}, {CELLS}]"),
        })?;
        let map = |view: usize, index: usize| {
            let plane = maps.index_axis(Axis(0), view).slice_move(s![index, .., ..]);
            values(&plane.into_dimensionality().unwrap_or_else(|_| ArrayView2::from(&[[0.0; CELLS]; CELLS])))
        };
        let of = |view: usize| Self {
            document: map(view, 0),
            core: map(view, 1),
            sides: [2, 3, 4, 5].map(|index| map(view, index)),
        };
        Ok((0..views).map(of).collect())
    }

    /// The strongest of the four ridges at a place in cells; `None` beyond the map.
    pub fn ridge(&self, p: Px) -> Option<f32> {
        let at = |map: &Vec<f32>| sample(map, p);
        self.sides.iter().map(at).try_fold(0.0, |most, value| Some(f32::max(most, value?)))
    }

    /// The mean of a map along the middle of a segment in cells; 0 where it lies beyond the map.
    pub fn along(map: &[f32], (a, b): (Px, Px)) -> f32 {
        const STEPS: usize = 17;
        let place = |i: usize| 0.1 + 0.8 * i as f32 / (STEPS - 1) as f32;
        let values = (0..STEPS).filter_map(|i| sample(map, a.plus(b.minus(a).times(place(i)))));
        let (sum, count) = values.fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
        if count * 4 < STEPS { 0.0 } else { sum / count as f32 }
    }
}

/// What is not a number is no document.
fn values(plane: &ArrayView2<'_, f32>) -> Vec<f32> {
    plane.iter().map(|value| if value.is_finite() { value.clamp(0.0, 1.0) } else { 0.0 }).collect()
}

/// Bilinear between the cells' centres; `None` beyond the map.
fn sample(map: &[f32], p: Px) -> Option<f32> {
    let limit = CELLS as f32;
    if !(p.x >= 0.0 && p.y >= 0.0 && p.x < limit && p.y < limit) {
        return None;
    }
    let p = px((p.x - 0.5).clamp(0.0, limit - 1.0), (p.y - 0.5).clamp(0.0, limit - 1.0));
    let (x, y) = (p.x as usize, p.y as usize);
    let (right, below) = ((x + 1).min(CELLS - 1), (y + 1).min(CELLS - 1));
    let (fx, fy) = (p.x - x as f32, p.y - y as f32);
    let row = |y: usize| map[y * CELLS + x] * (1.0 - fx) + map[y * CELLS + right] * fx;
    Some(row(y) * (1.0 - fy) + row(below) * fy)
}
