//! Tables of noise, computed once, so that no pixel pays for its own.

use crate::noise;
use std::sync::LazyLock;

/// Side of the tables; a power of two.
const SIDE: usize = 256;

/// A table that repeats in both directions.
pub(super) struct Tile<T> {
    values: Vec<T>,
}

/// Fractal noise, 0–1, mean 0.5: features of 64 steps of the table down to one.
pub(super) static ROUGH: LazyLock<Tile<f32>> = LazyLock::new(|| {
    let octave = |x: f32, y: f32, cells: i32, seed: u32| {
        // Wraps: the lattice repeats after so many cells.
        let scale = cells as f32 / SIDE as f32;
        wrapped(x * scale, y * scale, cells, seed)
    };
    Tile::new(|x, y| {
        let (x, y) = (x as f32, y as f32);
        let sum: f32 = (0..6).map(|n| octave(x, y, 4 << n, 77 + n) / (2 << n) as f32).sum();
        sum / 0.984_375
    })
});

/// A sensor's grain in three channels, mean 0, deviation of the brightness about 1 and of colour about a third: the camera
/// has smoothed colour over five pixels.
pub(super) static SENSOR: LazyLock<Tile<[f32; 3]>> = LazyLock::new(|| {
    let raw = Tile::new(|x, y| [0, 1, 2].map(|c| noise::grain(x as u32, y as u32, c, 4711)));
    let brightness = |p: [f32; 3]| (p[0] + 2.0 * p[1] + p[2]) / 4.0;
    Tile::new(|x, y| {
        let bright = brightness(raw.get(x, y)) / 0.612;
        let mut colour = [0.0; 3];
        for i in 0..25 {
            let p = raw.get(x + SIDE + i % 5 - 2, y + SIDE + i / 5 - 2);
            colour = [0, 1, 2].map(|c| colour[c] + (p[c] - brightness(p)) / 12.0);
        }
        colour.map(|value| bright + value)
    })
});

impl<T: Copy> Tile<T> {
    fn new(value: impl Fn(usize, usize) -> T) -> Tile<T> {
        Tile { values: (0..SIDE * SIDE).map(|i| value(i % SIDE, i / SIDE)).collect() }
    }

    /// The entry at a column and a row, repeating.
    #[inline]
    pub(super) fn get(&self, x: usize, y: usize) -> T {
        self.values[(y & (SIDE - 1)) * SIDE + (x & (SIDE - 1))]
    }

    /// A row, and where in it to begin.
    pub(super) fn row(&self, y: usize) -> &[T] {
        &self.values[(y & (SIDE - 1)) * SIDE..][..SIDE]
    }
}

impl Tile<f32> {
    /// Between the entries, smoothly; any place, in steps of the table.
    #[inline]
    pub(super) fn at(&self, x: f32, y: f32) -> f32 {
        let (x0, y0) = (floor(x), floor(y));
        let (u, v) = (x - x0 as f32, y - y0 as f32);
        let (x0, y0) = (x0 as usize, y0 as usize);
        let (x1, y1) = (x0.wrapping_add(1), y0.wrapping_add(1));
        let top = self.get(x0, y0) + (self.get(x1, y0) - self.get(x0, y0)) * u;
        let bottom = self.get(x0, y1) + (self.get(x1, y1) - self.get(x0, y1)) * u;
        top + (bottom - top) * v
    }
}

/// The whole number below; without a call, which `f32::floor` is on old processors.
#[inline]
pub(super) fn floor(value: f32) -> i32 {
    let whole = value as i32;
    if (whole as f32) > value { whole - 1 } else { whole }
}

/// Value noise that repeats after `cells` in both directions.
fn wrapped(x: f32, y: f32, cells: i32, seed: u32) -> f32 {
    let (x0, y0) = (x.floor() as i32, y.floor() as i32);
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (u, v) = (ease(x - x0 as f32), ease(y - y0 as f32));
    let corner =
        |dx: i32, dy: i32| noise::plane(((x0 + dx) % cells) as f32, ((y0 + dy) % cells) as f32, seed);
    let top = corner(0, 0) + (corner(1, 0) - corner(0, 0)) * u;
    top + (corner(0, 1) + (corner(1, 1) - corner(0, 1)) * u - top) * v
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_repeat_and_have_the_stated_moments() {
        assert_eq!(ROUGH.at(3.25, 7.5), ROUGH.at(3.25 + 256.0, 7.5 - 512.0));
        let mean: f32 = ROUGH.values.iter().sum::<f32>() / ROUGH.values.len() as f32;
        assert!((mean - 0.5).abs() < 0.06, "{mean}");
        let deviation = |value: &dyn Fn(&[f32; 3]) -> f32| {
            let sum: f32 = SENSOR.values.iter().map(|p| value(p).powi(2)).sum();
            (sum / SENSOR.values.len() as f32).sqrt()
        };
        let bright = deviation(&|p| (p[0] + 2.0 * p[1] + p[2]) / 4.0);
        let colour = deviation(&|p| p[0] - p[1]);
        assert!((bright - 1.0).abs() < 0.1, "{bright}");
        assert!((0.2..0.8).contains(&colour), "{colour}");
    }
}
