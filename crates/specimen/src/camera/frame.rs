//! A picture in the making: linear light, one float for each channel.

use crate::canvas::{Colour, mix};
use std::thread;

/// Linear light is the square of the printed value: close to sRGB and cheap.
pub(crate) struct Frame {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<Colour>,
}

impl Frame {
    pub(crate) fn new(width: u32, height: u32) -> Frame {
        let (width, height) = (width as usize, height as usize);
        Frame { width, height, pixels: vec![[0.0; 3]; width * height] }
    }

    /// Gives every pixel the light at its centre, in pixels; rows are dealt to all cores.
    pub(crate) fn paint(&mut self, light: impl Fn(f32, f32) -> Colour + Sync) {
        let (width, light) = (self.width, &light);
        let cores = thread::available_parallelism().map_or(1, usize::from).min(16);
        let rows = self.height.div_ceil(cores);
        thread::scope(|scope| {
            for (band, pixels) in self.pixels.chunks_mut(rows * width).enumerate() {
                scope.spawn(move || {
                    for (i, pixel) in pixels.iter_mut().enumerate() {
                        let (x, y) = (i % width, band * rows + i / width);
                        *pixel = light(x as f32 + 0.5, y as f32 + 0.5);
                    }
                });
            }
        });
    }

    /// How much larger than 1600 pixels the long side is: lengths of blurs grow with the picture.
    pub(super) fn scale(&self) -> f32 {
        self.width.max(self.height) as f32 / 1600.0
    }

    /// Half the size, each pixel the mean of four.
    pub(super) fn halved(&self) -> Frame {
        let mut half = Frame::new(self.width.div_ceil(2) as u32, self.height.div_ceil(2) as u32);
        for y in 0..half.height {
            let rows = [2 * y, (2 * y + 1).min(self.height - 1)].map(|row| self.row(row));
            let out = &mut half.pixels[y * half.width..][..half.width];
            for (x, pixel) in out.iter_mut().enumerate() {
                let (a, b) = (2 * x, (2 * x + 1).min(self.width - 1));
                *pixel =
                    [0, 1, 2].map(|c| 0.25 * (rows[0][a][c] + rows[0][b][c] + rows[1][a][c] + rows[1][b][c]));
            }
        }
        half
    }

    /// Takes the light of a picture of half the size, smoothly.
    pub(super) fn restore(&mut self, half: &Frame) {
        for y in 0..self.height {
            let (upper, lower, v) = between(y, half.height);
            let (upper, lower) = (half.row(upper), half.row(lower));
            for (x, pixel) in self.pixels[y * self.width..][..self.width].iter_mut().enumerate() {
                let (left, right, u) = between(x, half.width);
                let mixed = |c: usize| {
                    let top = upper[left][c] + (upper[right][c] - upper[left][c]) * u;
                    let bottom = lower[left][c] + (lower[right][c] - lower[left][c]) * u;
                    top + (bottom - top) * v
                };
                *pixel = [mixed(0), mixed(1), mixed(2)];
            }
        }
    }

    /// The light at a place in pixels, between the four nearest; the border goes on beyond it.
    #[inline]
    pub(crate) fn between(&self, x: f32, y: f32) -> Colour {
        let fx = (x - 0.5).clamp(0.0, (self.width - 1) as f32);
        let fy = (y - 0.5).clamp(0.0, (self.height - 1) as f32);
        let (x0, y0) = (fx as usize, fy as usize);
        let (x1, y1) = ((x0 + 1).min(self.width - 1), (y0 + 1).min(self.height - 1));
        let (u, v) = (fx - x0 as f32, fy - y0 as f32);
        let (upper, lower) = (self.row(y0), self.row(y1));
        mix(mix(upper[x0], upper[x1], u), mix(lower[x0], lower[x1], u), v)
    }

    pub(super) fn row(&self, y: usize) -> &[Colour] {
        &self.pixels[y * self.width..][..self.width]
    }
}

/// The two pixels of half the size between whose centres a pixel's centre lies, and where between them.
#[inline]
fn between(index: usize, limit: usize) -> (usize, usize, f32) {
    let place = (index as f32 / 2.0 - 0.25).max(0.0);
    let first = (place as usize).min(limit - 1);
    (first, (first + 1).min(limit - 1), place - first as f32)
}
