//! Reading order: rows from top to bottom, within a row from left to right.

use super::Line;

/// Two lines share a row when their middles differ by less than this share of the lower one's height.
const SAME_ROW: f32 = 0.5;

/// Sorts lines of an upright page into reading order.
pub fn sort(lines: &mut Vec<Line>) {
    lines.sort_by(|a, b| a.middle().y.total_cmp(&b.middle().y));
    let mut rows: Vec<Vec<Line>> = Vec::new();
    for line in lines.drain(..) {
        match rows.last_mut() {
            Some(row) if same_row(&row[0], &line) => row.push(line),
            _ => rows.push(vec![line]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.middle().x.total_cmp(&b.middle().x));
    }
    lines.extend(rows.into_iter().flatten());
}

fn same_row(a: &Line, b: &Line) -> bool {
    (a.middle().y - b.middle().y).abs() < SAME_ROW * a.height_px().min(b.height_px())
}
