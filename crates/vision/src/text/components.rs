//! Connected components of a map above a threshold, each with its outline and mean.

use crate::geometry::{Px, px};

/// Most components that are returned, largest scan order first; noise yields thousands.
const COMPONENTS_MAX: usize = 1000;

/// One connected component (four neighbours).
#[derive(Debug, PartialEq)]
pub struct Component {
    /// Corners of each row's first and last cell: enough for its convex hull.
    pub outline: Vec<Px>,
    /// Mean of the map over the component.
    pub mean: f32,
    /// Cells.
    pub cells: usize,
}

/// Components of `map` (`width` cells a row) where it exceeds `threshold`, of at least `cells_min` cells.
pub fn above(map: &[f32], width: usize, threshold: f32, cells_min: usize) -> Vec<Component> {
    cells(map, width, threshold, cells_min).iter().map(|cells| component(map, width, cells)).collect()
}

/// The numbers of the cells of each component.
pub fn cells(map: &[f32], width: usize, threshold: f32, cells_min: usize) -> Vec<Vec<usize>> {
    let mut open: Vec<bool> = map.iter().map(|value| *value > threshold).collect();
    let mut found = Vec::new();
    let mut stack = Vec::new();
    for start in 0..map.len() {
        if !open[start] {
            continue;
        }
        let cells = flood(&mut open, width, start, &mut stack);
        if cells.len() >= cells_min {
            found.push(cells);
        }
        if found.len() == COMPONENTS_MAX {
            break;
        }
    }
    found
}

/// Closes and returns all open cells that hang together with `start`.
fn flood(open: &mut [bool], width: usize, start: usize, stack: &mut Vec<usize>) -> Vec<usize> {
    let mut cells = Vec::new();
    open[start] = false;
    stack.push(start);
    while let Some(cell) = stack.pop() {
        cells.push(cell);
        let x = cell % width;
        let left = (x > 0).then(|| cell - 1);
        let right = (x + 1 < width).then_some(cell + 1);
        let neighbours = [left, right, cell.checked_sub(width), Some(cell + width)];
        for next in neighbours.into_iter().flatten() {
            if open.get(next).copied().unwrap_or(false) {
                open[next] = false;
                stack.push(next);
            }
        }
    }
    cells
}

fn component(map: &[f32], width: usize, cells: &[usize]) -> Component {
    let sum: f32 = cells.iter().map(|cell| map[*cell]).sum();
    let first = cells.iter().map(|cell| cell / width).min().unwrap_or(0);
    let last = cells.iter().map(|cell| cell / width).max().unwrap_or(0);
    let mut rows = vec![(usize::MAX, 0); last - first + 1];
    for cell in cells {
        let (row, x) = (&mut rows[cell / width - first], cell % width);
        *row = (row.0.min(x), row.1.max(x));
    }
    let corners = |(i, (x0, x1)): (usize, &(usize, usize))| {
        let (y, x0, x1) = ((first + i) as f32, *x0 as f32, *x1 as f32 + 1.0);
        [px(x0, y), px(x1, y), px(x0, y + 1.0), px(x1, y + 1.0)]
    };
    let outline = rows.iter().enumerate().flat_map(corners).collect();
    Component { outline, mean: sum / cells.len() as f32, cells: cells.len() }
}
