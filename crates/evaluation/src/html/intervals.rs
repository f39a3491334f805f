//! Every metric as a mark on its 95 % interval.

use std::{collections::BTreeMap, fmt::Write};

use super::{
    chart::{Chart, WIDTH},
    escape,
};
use crate::metric::Metric;

const ROW: f64 = 38.0;

/// A row for each metric: its name, its interval between 0 and 100 %, its value.
pub(super) fn chart(metrics: &BTreeMap<String, Metric>) -> Option<Chart> {
    let mut drawing = String::new();
    for (index, (name, metric)) in metrics.iter().enumerate() {
        row(&mut drawing, index as f64 * ROW, name, metric);
    }
    (!metrics.is_empty()).then(|| Chart {
        title: "Metrics with their 95 % intervals, 0 to 100 %".into(),
        summary: "The table above holds the same figures".into(),
        height: metrics.len() as f64 * ROW,
        drawing,
        columns: Vec::new(),
        rows: Vec::new(),
    })
}

fn row(drawing: &mut String, top: f64, name: &str, metric: &Metric) {
    let place = |share: f64| share.clamp(0.0, 1.0) * (WIDTH - 4.0) + 2.0;
    let (low, high, value) = (place(metric.low), place(metric.high), place(metric.value));
    let (text_y, bar_y, end) = (top + 13.0, top + 19.0, WIDTH);
    let _ = write!(
        drawing,
        "<text class=name x=0 y={text_y}>{}</text><text x={end} y={text_y} text-anchor=end>{}</text>\
         <rect x=0 y={bar_y} width={WIDTH} height=10 fill=none class=grid />\
         <rect class=band x={low:.1} y={bar_y} width={:.1} height=10 />\
         <rect class=mark x={:.1} y={:.1} width=3 height=14 />",
        escape(name),
        metric.percent(),
        (high - low).max(1.0),
        value - 1.5,
        bar_y - 2.0,
    );
}
