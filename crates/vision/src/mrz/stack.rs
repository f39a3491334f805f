//! Puts pieces of rows together and groups rows that lie like the lines of one zone.

use super::rows::{Band, Row};
use crate::geometry::{Px, Quad};

/// Pieces of one row, and rows of one zone, read within this angle of each other.
const ALIKE_DEG: f32 = 12.0;
/// Pieces of one row lie within this many capitals of its line.
const OFF_LINE_MAX: f32 = 0.6;
/// A gap between pieces is at most this many capitals wide.
const GAP_MAX: f32 = 14.0;
/// Rows of one zone are between this many capitals apart.
const PITCH: (f32, f32) = (1.2, 4.2);
/// Rows of one zone overlap by at least this share of the shorter one.
const OVERLAP_MIN: f32 = 0.6;
/// Capitals of one zone differ in height by less than this factor.
const CAP_RATIO_MAX: f32 = 1.8;
/// Rows shorter than this many capitals are no line of a zone: thirty characters are about thirty capitals long.
const LENGTH_MIN: f32 = 12.0;
/// Most pieces that are looked at, the longest first.
const PIECES_MAX: usize = 60;

/// Groups of rows, the longest print first; each group's rows from top to bottom as read.
pub fn groups(mut pieces: Vec<Row>) -> Vec<Vec<Row>> {
    pieces.sort_by(|a, b| b.length().total_cmp(&a.length()));
    pieces.truncate(PIECES_MAX);
    let mut rest = joined(pieces);
    rest.retain(|row| row.length() > LENGTH_MIN * row.cap);
    let mut groups = Vec::new();
    while !rest.is_empty() {
        groups.push(group(&mut rest));
    }
    let print = |rows: &Vec<Row>| rows.iter().map(|row| row.length() * row.confidence).sum::<f32>();
    groups.sort_by(|a, b| print(b).total_cmp(&print(a)));
    groups
}

/// Pieces, longest first, put together where they continue each other.
fn joined(pieces: Vec<Row>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for piece in pieces {
        match rows.iter_mut().find(|row| continues(row, &piece)) {
            Some(row) => *row = extended(row, &piece),
            None => rows.push(piece),
        }
    }
    rows
}

fn continues(row: &Row, piece: &Row) -> bool {
    let cap = row.cap.max(piece.cap);
    let gap = along_gap(row, piece);
    parallel(row, piece)
        && row.below(piece.centre()).abs() < OFF_LINE_MAX * cap
        && (-cap..GAP_MAX * cap).contains(&gap)
}

/// Distance between the two along the row; negative where they overlap.
fn along_gap(row: &Row, piece: &Row) -> f32 {
    let u = row.along();
    let at = |p: Px| p.minus(row.from).dot(u);
    let (low, high) = (at(piece.from).min(at(piece.to)), at(piece.from).max(at(piece.to)));
    (low - row.length()).max(-high)
}

fn extended(row: &Row, piece: &Row) -> Row {
    let u = row.along();
    let at = |p: Px| p.minus(row.from).dot(u);
    let piece = if piece.along().dot(u) < 0.0 { piece.reversed() } else { *piece };
    let from = if at(piece.from) < 0.0 { piece.from } else { row.from };
    let to = if at(piece.to) > row.length() { piece.to } else { row.to };
    let curvature = common_curvature(&[*row, piece]);
    Row { from, to, ..*row }.bent(curvature)
}

/// The mean of the rows' curvatures, as much as each row tells of it.
fn common_curvature(rows: &[Row]) -> f32 {
    let weight = |row: &Row| row.length().powi(3);
    let sum: f32 = rows.iter().map(|row| row.curvature() * weight(row)).sum();
    sum / rows.iter().map(weight).sum::<f32>().max(f32::MIN_POSITIVE)
}

/// Whether both lie along one direction, in whichever sense: small print leaves the sense open.
fn parallel(a: &Row, b: &Row) -> bool {
    a.along().dot(b.along()).abs() > ALIKE_DEG.to_radians().cos()
}

/// Takes the longest row and what lies above and below it out of `rest`.
fn group(rest: &mut Vec<Row>) -> Vec<Row> {
    let mut rows = vec![rest.remove(0)];
    while let Some(i) = rest.iter().position(|row| rows.iter().any(|other| neighbours(other, row))) {
        rows.push(rest.remove(i));
    }
    let first = read_alike(&mut rows);
    rows.sort_by(|a, b| first.below(a.centre()).total_cmp(&first.below(b.centre())));
    rows
}

/// Turns all rows to the sense in which most print reads; returns the longest.
fn read_alike(rows: &mut [Row]) -> Row {
    let axis = rows[0].along();
    let said: f32 = rows.iter().map(|row| row.length() * row.along().dot(axis)).sum();
    let sense = axis.times(said.signum());
    rows.iter_mut().filter(|row| row.along().dot(sense) < 0.0).for_each(|row| *row = row.reversed());
    rows[0]
}

fn neighbours(a: &Row, b: &Row) -> bool {
    let cap = (a.cap + b.cap) / 2.0;
    let distance = a.below(b.centre()).abs();
    let ratio = a.cap.max(b.cap) / a.cap.min(b.cap).max(0.1);
    parallel(a, b)
        && ratio < CAP_RATIO_MAX
        && (PITCH.0 * cap..PITCH.1 * cap).contains(&distance)
        && overlap(a, b) > OVERLAP_MIN
}

/// Share of the shorter row that lies above or below the other.
fn overlap(a: &Row, b: &Row) -> f32 {
    let u = a.along();
    let at = |p: Px| p.minus(a.from).dot(u);
    let both = at(b.to).max(at(b.from)).min(a.length()) - at(b.from).min(at(b.to)).max(0.0);
    both / a.length().min(b.length()).max(1.0)
}

/// The box around all rows, turned as they are.
pub fn outline(rows: &[Row]) -> Quad {
    let bands = together(rows, rows);
    let (first, last) = (bands[0].quad.0, bands[bands.len() - 1].quad.0);
    Quad([first[0], first[1], last[2], last[3]])
}

/// The rows' boxes with common ends, since every line of a zone has the same number of characters, and bent alike;
/// `others` are further sightings of the same rows, which may reach further.
pub fn together(rows: &[Row], others: &[Row]) -> Vec<Band> {
    let longest = rows.iter().max_by(|a, b| a.length().total_cmp(&b.length())).copied();
    let Some(longest) = longest else { return Vec::new() };
    let all = || rows.iter().chain(others);
    let ends =
        |pick: fn(&Row) -> Px| all().map(move |row| pick(row).minus(longest.from).dot(longest.along()));
    let low = ends(|row| row.from).fold(0.0, f32::min);
    let high = ends(|row| row.to).fold(longest.length(), f32::max);
    let curvature = common_curvature(rows);
    rows.iter().map(|row| stretched(row, &longest, (low, high)).bent(curvature).band()).collect()
}

/// The row prolonged along its own line to `low` and `high` along the longest row.
fn stretched(row: &Row, longest: &Row, (low, high): (f32, f32)) -> Row {
    let (u, axis) = (row.along(), longest.along());
    let slope = u.dot(axis).max(0.5);
    let start = row.from.minus(longest.from).dot(axis);
    let at = |t: f32| row.from.plus(u.times((t - start) / slope));
    Row { from: at(low), to: at(high), ..*row }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::px;

    fn row(x0: f32, x1: f32, y: f32) -> Row {
        Row { from: px(x0, y), to: px(x1, y), cap: 10.0, confidence: 0.9, bow: 0.0 }
    }

    #[test]
    fn pieces_of_a_row_come_together_and_rows_of_a_zone_too() {
        let pieces =
            vec![row(0.0, 300.0, 0.0), row(380.0, 600.0, 1.0), row(0.0, 590.0, 26.0), row(0.0, 600.0, 400.0)];
        let groups = groups(pieces);
        assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(groups[0][0].to, px(600.0, 1.0));
    }

    #[test]
    fn rows_are_in_reading_order_at_any_turn() {
        for degrees in [0.0_f32, 37.0, 90.0, 180.0, 266.0] {
            let turn = |p: Px| p.turned(degrees.to_radians());
            let rows: Vec<Row> = [52.0, 0.0, 26.0].map(|y| row(0.0, 600.0, y).mapped(turn)).into();
            let found = groups(rows);
            let heights: Vec<f32> =
                found[0].iter().map(|row| row.from.turned(-degrees.to_radians()).y).collect();
            assert!(heights.iter().zip([0.0, 26.0, 52.0]).all(|(a, b)| (a - b).abs() < 0.01), "{heights:?}");
        }
    }

    #[test]
    fn rows_of_one_zone_get_common_ends() {
        let bands = together(&[row(10.0, 590.0, 0.0), row(0.0, 580.0, 26.0)], &[row(30.0, 600.0, 0.0)]);
        let ends = |band: &Band| (band.quad.0[0].x, band.quad.0[1].x);
        assert!(bands.iter().all(|band| ends(band) == (0.0, 600.0)), "{bands:?}");
        assert_eq!(
            outline(&[row(10.0, 600.0, 0.0), row(0.0, 580.0, 26.0)]),
            Quad::rectangle(0.0, -5.0, 600.0, 36.0)
        );
    }
}
