//! What the lens and the hand smear: Gaussian, disc and line.

use super::frame::Frame;

/// A weight at a shift in pixels.
type Tap = (i32, i32, f32);

/// Gaussian blur; deviations under 0.3 pixels change nothing.
pub(super) fn gaussian(frame: &mut Frame, sigma: f32) {
    if sigma < 0.3 {
        return;
    }
    if sigma > 3.5 {
        // The halving itself blurs by half a pixel.
        return at_half_size(frame, |half| gaussian(half, (sigma * sigma - 0.5).sqrt() / 2.0));
    }
    let kernel = bell(sigma);
    let radius = kernel.len() / 2;
    let mut padded = Vec::new();
    let width = frame.width;
    for row in frame.pixels.chunks_exact_mut(width) {
        pad(row, radius, &mut padded);
        let flat = padded.as_flattened();
        sum_into(
            row.as_flattened_mut(),
            kernel.iter().enumerate().map(|(k, weight)| (*weight, &flat[3 * k..])),
        );
    }
    let before = Frame { width, height: frame.height, pixels: frame.pixels.clone() };
    for (y, row) in frame.pixels.chunks_exact_mut(width).enumerate() {
        let above =
            |k: usize| before.row((y + k).saturating_sub(radius).min(before.height - 1)).as_flattened();
        sum_into(row.as_flattened_mut(), kernel.iter().enumerate().map(|(k, weight)| (*weight, above(k))));
    }
}

/// The picture of a point that is out of focus: an even disc of that radius in pixels.
pub(super) fn disc(frame: &mut Frame, radius: f32) {
    if radius < 1.2 {
        return gaussian(frame, radius / 2.0);
    }
    if radius > 3.2 {
        return at_half_size(frame, |half| disc(half, radius / 2.0));
    }
    let reach = radius.ceil() as i32;
    let places = (-reach..=reach).flat_map(|y| (-reach..=reach).map(move |x| (x, y)));
    let taps = places.map(|(x, y)| (x, y, (radius + 0.5 - (x as f32).hypot(y as f32)).clamp(0.0, 1.0)));
    sparse(frame, &normal(taps.collect()));
}

/// A straight movement of so many pixels at an angle in radians.
pub(super) fn motion(frame: &mut Frame, length_px: f32, angle: f32) {
    if length_px < 0.5 {
        return;
    }
    let along = (angle.cos(), angle.sin());
    let (mut length, mut drift) = (length_px, (0.0, 0.0));
    // A line is two lines of half its length: whole pixels while they are long.
    while length > 5.0 {
        let (dx, dy) = (along.0 * length / 2.0, along.1 * length / 2.0);
        let first = ((-dx / 2.0).round() as i32, (-dy / 2.0).round() as i32);
        let second = (first.0 + dx.round() as i32, first.1 + dy.round() as i32);
        drift = (drift.0 + (first.0 + second.0) as f32 / 2.0, drift.1 + (first.1 + second.1) as f32 / 2.0);
        sparse(frame, &[(first.0, first.1, 0.5), (second.0, second.1, 0.5)]);
        length /= 2.0;
    }
    sparse(frame, &line(along, length, drift));
}

/// A short line that also takes back a drift, each point shared by the pixels around it.
fn line(along: (f32, f32), length: f32, drift: (f32, f32)) -> Vec<Tap> {
    let points = 12;
    let mut taps: Vec<Tap> = Vec::new();
    for point in 0..points {
        let place = ((point as f32 + 0.5) / points as f32 - 0.5) * length;
        let (x, y) = (along.0 * place - drift.0, along.1 * place - drift.1);
        let (x0, y0, u, v) = (x.floor(), y.floor(), x - x.floor(), y - y.floor());
        for (dx, dy, weight) in
            [(0, 0, (1.0 - u) * (1.0 - v)), (1, 0, u * (1.0 - v)), (0, 1, (1.0 - u) * v), (1, 1, u * v)]
        {
            let at = (x0 as i32 + dx, y0 as i32 + dy);
            match taps.iter_mut().find(|tap| (tap.0, tap.1) == at) {
                Some(tap) => tap.2 += weight,
                None => taps.push((at.0, at.1, weight)),
            }
        }
    }
    normal(taps)
}

/// Without the lightest taps, and with a sum of 1.
fn normal(taps: Vec<Tap>) -> Vec<Tap> {
    let sum: f32 = taps.iter().map(|tap| tap.2).sum();
    let kept: Vec<Tap> = taps.into_iter().filter(|tap| tap.2 > 0.004 * sum).collect();
    let sum: f32 = kept.iter().map(|tap| tap.2).sum();
    kept.into_iter().map(|(x, y, weight)| (x, y, weight / sum)).collect()
}

fn at_half_size(frame: &mut Frame, blur: impl FnOnce(&mut Frame)) {
    let mut half = frame.halved();
    blur(&mut half);
    frame.restore(&half);
}

/// Weighs shifted copies of the picture, the border going on beyond it.
fn sparse(frame: &mut Frame, taps: &[Tap]) {
    let reach = taps.iter().map(|tap| tap.0.unsigned_abs() as usize).max().unwrap_or(0);
    let (width, height) = (frame.width, frame.height);
    let mut padded = Vec::with_capacity((width + 2 * reach) * height);
    let mut one = Vec::new();
    for row in frame.pixels.chunks_exact(width) {
        pad(row, reach, &mut one);
        padded.extend_from_slice(&one);
    }
    for (y, row) in frame.pixels.chunks_exact_mut(width).enumerate() {
        let shifted = |(dx, dy): (i32, i32)| {
            let source = (y as i32 + dy).clamp(0, height as i32 - 1) as usize * (width + 2 * reach);
            padded[source + (reach as i32 + dx) as usize..].as_flattened()
        };
        sum_into(row.as_flattened_mut(), taps.iter().map(|&(dx, dy, weight)| (weight, shifted((dx, dy)))));
    }
}

fn sum_into<'a>(out: &mut [f32], terms: impl Iterator<Item = (f32, &'a [f32])>) {
    out.fill(0.0);
    for (weight, values) in terms {
        for (sum, value) in out.iter_mut().zip(values) {
            *sum += weight * value;
        }
    }
}

/// The row with its ends repeated on both sides.
fn pad(row: &[[f32; 3]], by: usize, padded: &mut Vec<[f32; 3]>) {
    padded.clear();
    padded.resize(by, row[0]);
    padded.extend_from_slice(row);
    padded.resize(row.len() + 2 * by, row[row.len() - 1]);
}

fn bell(sigma: f32) -> Vec<f32> {
    let radius = (sigma * 3.0).ceil() as i32;
    let weights: Vec<f32> = (-radius..=radius).map(|i| (-0.5 * (i as f32 / sigma).powi(2)).exp()).collect();
    let sum: f32 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four bright pixels, blurred: their light, and what the blur adds to their middle and to their deviations along both
    /// axes.
    fn spread(blur: impl Fn(&mut Frame)) -> (f32, (f32, f32), (f32, f32)) {
        let mut frame = Frame::new(161, 141);
        for place in [0, 1, 161, 162] {
            frame.pixels[70 * 161 + 80 + place] = [0.25; 3];
        }
        blur(&mut frame);
        let place = |i: usize| ((i % 161) as f32 - 80.5, (i / 161) as f32 - 70.5);
        let moment = |f: &dyn Fn(f32, f32) -> f32| {
            frame.pixels.iter().enumerate().map(|(i, p)| p[1] * f(place(i).0, place(i).1)).sum::<f32>()
        };
        let light = moment(&|_, _| 1.0);
        let middle = (moment(&|x, _| x), moment(&|_, y| y));
        let squares = (moment(&|x, _| x * x), moment(&|_, y| y * y));
        (
            light,
            middle,
            (
                (squares.0 - middle.0.powi(2) - 0.25).max(0.0).sqrt(),
                (squares.1 - middle.1.powi(2) - 0.25).max(0.0).sqrt(),
            ),
        )
    }

    #[test]
    fn light_stays_and_spreads_as_far_as_it_should() {
        for sigma in [0.6, 2.0, 5.0, 9.0] {
            let (light, middle, (sx, sy)) = spread(|frame| gaussian(frame, sigma));
            assert!(
                (light - 1.0).abs() < 0.01 && middle.0.hypot(middle.1) < 0.2 + 0.15 * sigma,
                "{sigma}: {middle:?}"
            );
            assert!((sx / sigma - 1.0).abs() < 0.12 && (sy / sigma - 1.0).abs() < 0.12, "{sigma}: {sx} {sy}");
        }
        for radius in [2.0, 3.0, 9.0, 17.0] {
            let (light, _, (sx, sy)) = spread(|frame| disc(frame, radius));
            let wanted = radius / 2.0;
            assert!((light - 1.0).abs() < 0.01, "{radius}: {light}");
            assert!(
                (sx / wanted - 1.0).abs() < 0.25 && (sy / wanted - 1.0).abs() < 0.25,
                "{radius}: {sx} {sy}"
            );
        }
    }

    #[test]
    fn a_movement_stays_where_it_was_and_spreads_along_its_angle() {
        for (length, angle) in [(3.0, 0.0), (12.0, 0.9), (40.0, -0.4), (46.0, 1.5)] {
            let (light, middle, (sx, sy)) = spread(|frame| motion(frame, length, angle));
            assert!((light - 1.0).abs() < 0.01 && middle.0.abs() < 0.1 && middle.1.abs() < 0.1, "{middle:?}");
            let along = sx.hypot(sy) * 12_f32.sqrt();
            assert!((along / length - 1.0).abs() < 0.25, "{length}: {along}");
            assert!((sy.atan2(sx) - f32::abs(angle)).abs() < 0.25, "{angle}: {sx} {sy}");
        }
    }
}
