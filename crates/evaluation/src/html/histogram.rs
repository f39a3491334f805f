//! How long the cases took.

use std::fmt::Write;

use super::{
    chart::Chart,
    scale::{Axes, HEIGHT, Scale, round_up},
};

const BARS: usize = 20;

/// Cases by their wall-clock time, from 0 to the slowest.
pub(super) fn chart(seconds: &[f64]) -> Option<Chart> {
    let longest = seconds.iter().copied().fold(0.0, f64::max);
    if longest <= 0.0 {
        return None;
    }
    let end = round_up(longest);
    let counts = counts(seconds, end);
    let most = counts.iter().copied().max().unwrap_or_default();
    let axes = Axes { x: Scale::Linear(end), y: Scale::Linear(round_up((most as f64).max(4.0))) };
    let mut drawing = axes.draw(("seconds", "cases"), short, short);
    bars(&mut drawing, &axes, &counts, end);
    Some(Chart {
        title: "Time of a case".into(),
        summary: summary(seconds),
        height: HEIGHT,
        drawing,
        columns: vec!["seconds", "cases"],
        rows: rows(&counts, end),
    })
}

fn counts(seconds: &[f64], end: f64) -> Vec<usize> {
    let mut counts = vec![0; BARS];
    for time in seconds {
        let bar = (time / end * BARS as f64) as usize;
        counts[bar.min(BARS - 1)] += 1;
    }
    counts
}

fn bars(drawing: &mut String, axes: &Axes, counts: &[usize], end: f64) {
    let edge = |bar: usize| axes.right(end * bar as f64 / BARS as f64);
    for (bar, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let (from, to, top, bottom) = (edge(bar), edge(bar + 1), axes.up(*count as f64), axes.up(0.0));
        let (width, height) = (to - from - 1.0, bottom - top);
        let _ =
            write!(drawing, "<rect class=mark x={from:.1} y={top:.1} width={width:.1} height={height:.1} />");
    }
}

fn rows(counts: &[usize], end: f64) -> Vec<Vec<String>> {
    let edge = |bar: usize| end * bar as f64 / BARS as f64;
    let filled = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    filled
        .map(|(bar, count)| vec![format!("{:.3}–{:.3}", edge(bar), edge(bar + 1)), count.to_string()])
        .collect()
}

fn summary(seconds: &[f64]) -> String {
    let mut sorted = seconds.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share).round() as usize];
    format!("Half within {:.3} s, 95 % within {:.3} s, the slowest {:.3} s", at(0.5), at(0.95), at(1.0))
}

fn short(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
