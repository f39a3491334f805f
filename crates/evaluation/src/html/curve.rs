//! A trade-off of two error rates.

use super::{
    chart::Chart,
    escape,
    scale::{Axes, HEIGHT, Scale, percent, round_up},
};
use crate::report::{Curve, CurvePoint};

/// Rows of the table; the drawing has every point.
const ROWS_MAX: usize = 24;

/// The curve over a logarithmic axis to the right; `None` without points.
pub(super) fn chart(curve: &Curve) -> Option<Chart> {
    let first = curve.points.iter().find(|point| point.x > 0.0)?;
    let from = 10f64.powf(first.x.log10().floor()).clamp(1e-9, 0.1);
    let highest = curve.points.iter().map(|point| point.y).fold(0.0, f64::max);
    let axes = Axes { x: Scale::Log(from), y: Scale::Linear(round_up(highest).min(1.0)) };
    let names = (escape(&curve.x), escape(&curve.y));
    let mut drawing = axes.draw((&names.0, &names.1), percent, percent);
    drawing.push_str(&line(curve, &axes));
    Some(Chart {
        title: curve.title.clone(),
        summary: format!("{} points, from {} of {}", curve.points.len(), percent(first.x), curve.x),
        height: HEIGHT,
        drawing,
        columns: vec!["threshold", "right", "upwards"],
        rows: rows(curve),
    })
}

fn line(curve: &Curve, axes: &Axes) -> String {
    let place = |point: &CurvePoint| format!("{:.1} {:.1}", axes.right(point.x), axes.up(point.y));
    let seen = curve.points.iter().filter(|point| point.x > 0.0);
    let places: Vec<String> = seen.map(place).collect();
    format!("<path class=line d='M{}'/>", places.join("L"))
}

fn rows(curve: &Curve) -> Vec<Vec<String>> {
    let step = curve.points.len().div_ceil(ROWS_MAX).max(1);
    let row = |point: &CurvePoint| {
        vec![
            format!("{:.4}", point.threshold),
            format!("{} {}", curve.x, percent(point.x)),
            format!("{} {}", curve.y, percent(point.y)),
        ]
    };
    curve.points.iter().step_by(step).map(row).collect()
}
