//! Axes: from values to places in a drawing.

use std::fmt::Write;

use super::chart::WIDTH;

/// Height of a drawing with two axes.
pub(super) const HEIGHT: f64 = 260.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 44.0;

/// One axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scale {
    /// From 0 to the given end.
    Linear(f64),
    /// From the given power of ten to 1.
    Log(f64),
}

impl Scale {
    /// Where a value lies, 0–1; what is beyond the axis lies at its end.
    pub(super) fn place(self, value: f64) -> f64 {
        let place = match self {
            Self::Linear(end) => value / end.max(f64::MIN_POSITIVE),
            Self::Log(from) => 1.0 - value.max(from).log10() / from.log10(),
        };
        place.clamp(0.0, 1.0)
    }

    /// Values that get a line.
    pub(super) fn ticks(self) -> Vec<f64> {
        match self {
            Self::Linear(end) => (0..=4).map(|i| end * f64::from(i) / 4.0).collect(),
            Self::Log(from) => {
                let decades = -from.log10().round() as i32;
                (0..=decades).map(|i| 10f64.powi(-i)).collect()
            }
        }
    }
}

/// Least round value at or above another: 1, 2, 4 or 8 times a power of ten, so that quarters are short to write.
pub(super) fn round_up(value: f64) -> f64 {
    if value.is_nan() || value <= 0.0 {
        return 1.0;
    }
    let decade = 10f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 4.0, 8.0, 10.0].map(|step| step * decade);
    steps.into_iter().find(|step| *step >= value * (1.0 - 1e-9)).unwrap_or(10.0 * decade)
}

/// A share as a percentage with as many digits as it needs.
pub(super) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let digits =
        if percent == 0.0 || percent >= 10.0 { 0 } else { (1.0 - percent.log10().floor()).max(0.0) as usize };
    let text = format!("{percent:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} %")
}

/// A field between two axes.
pub(super) struct Axes {
    /// To the right.
    pub x: Scale,
    /// Upwards.
    pub y: Scale,
}

impl Axes {
    /// Place of a value to the right.
    pub(super) fn right(&self, value: f64) -> f64 {
        LEFT + (WIDTH - LEFT - RIGHT) * self.x.place(value)
    }

    /// Place of a value upwards.
    pub(super) fn up(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * self.y.place(value)
    }

    /// Grid, tick labels and the names of the axes.
    pub(super) fn draw(
        &self,
        names: (&str, &str),
        label_x: fn(f64) -> String,
        label_y: fn(f64) -> String,
    ) -> String {
        let mut drawing = String::new();
        let (bottom, end) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
        for tick in self.x.ticks() {
            let (x, label) = (self.right(tick), label_x(tick));
            let text_y = bottom + 16.0;
            let _ = write!(
                drawing,
                "<path class=grid d='M{x:.1} {TOP}V{bottom}'/><text x={x:.1} y={text_y} text-anchor=middle>{label}</text>"
            );
        }
        for tick in self.y.ticks() {
            let (y, label) = (self.up(tick), label_y(tick));
            let (text_x, text_y) = (LEFT - 6.0, y + 4.0);
            let _ = write!(
                drawing,
                "<path class=grid d='M{LEFT} {y:.1}H{end}'/><text x={text_x} y={text_y:.1} text-anchor=end>{label}</text>"
            );
        }
        let (middle_x, middle_y) = ((LEFT + end) / 2.0, (TOP + bottom) / 2.0);
        let _ = write!(
            drawing,
            "<text class=name x={middle_x} y={} text-anchor=middle>{}</text>\
             <text class=name x=12 y={middle_y} text-anchor=middle transform='rotate(-90 12 {middle_y})'>{}</text>",
            HEIGHT - 6.0,
            names.0,
            names.1
        );
        drawing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithmic_axes_run_to_one() {
        let scale = Scale::Log(1e-4);
        assert!((scale.place(1e-2) - 0.5).abs() < 1e-9);
        assert_eq!((scale.place(0.0), scale.place(1.0)), (0.0, 1.0));
        assert_eq!(scale.ticks().len(), 5);
    }

    #[test]
    fn ends_and_labels_are_round() {
        for (value, round) in [(0.03, 0.04), (0.4, 0.4), (0.81, 1.0), (7.0, 8.0), (0.0, 1.0)] {
            assert!((round_up(value) - round).abs() < 1e-9, "{value}");
        }
        for (share, text) in [
            (0.0, "0 %"),
            (1.0, "100 %"),
            (0.001, "0.1 %"),
            (0.000001, "0.0001 %"),
            (0.25, "25 %"),
            (0.025, "2.5 %"),
        ] {
            assert_eq!(percent(share), text);
        }
    }
}
