//! What the reader claims against what is true.

use std::fmt::Write;

use super::{
    chart::Chart,
    scale::{Axes, HEIGHT, Scale, percent},
};
use crate::{
    measure::calibration::{self, Bin},
    outcome::Opinion,
};

/// Share that is right by what was claimed, with Wilson intervals; on the diagonal the reader knows itself.
pub(super) fn chart(opinions: &[Opinion]) -> Option<Chart> {
    let bins = calibration::bins(opinions);
    let axes = Axes { x: Scale::Linear(1.0), y: Scale::Linear(1.0) };
    let mut drawing = axes.draw(("probability claimed", "share right"), percent, percent);
    let corner = |share: f64| format!("{:.1} {:.1}", axes.right(share), axes.up(share));
    let _ = write!(drawing, "<path class=ideal d='M{}L{}'/>", corner(0.0), corner(1.0));
    for bin in &bins {
        mark(&mut drawing, &axes, bin);
    }
    (!bins.is_empty()).then(|| Chart {
        title: "Reliability: is what is called certain right?".into(),
        summary: format!("Expected calibration error {:.2} %", calibration::error(&bins) * 100.0),
        height: HEIGHT,
        drawing,
        columns: vec!["probability", "mean claimed", "right", "95 % interval", "count"],
        rows: bins.iter().map(row).collect(),
    })
}

fn mark(drawing: &mut String, axes: &Axes, bin: &Bin) {
    let right = bin.right.metric();
    let (x, y) = (axes.right(bin.claimed), axes.up(right.value));
    let (low, high) = (axes.up(right.low), axes.up(right.high));
    let _ = write!(
        drawing,
        "<path class=whisker d='M{x:.1} {low:.1}V{high:.1}'/><circle class=mark cx={x:.1} cy={y:.1} r=4 />"
    );
}

fn row(bin: &Bin) -> Vec<String> {
    let right = bin.right.metric();
    vec![
        format!("{:.3}–{:.3}", bin.from, bin.to),
        format!("{:.2} %", bin.claimed * 100.0),
        format!("{:.2} %", right.value * 100.0),
        format!("{:.2}–{:.2} %", right.low * 100.0, right.high * 100.0),
        right.counted(),
    ]
}
