//! A picture to look at from any distance: linear light at halved sizes, blended where they meet.

use super::frame::Frame;
use crate::canvas::{Colour, Page};

/// Levels, each half the size of the one before.
pub(super) struct Texture {
    levels: Vec<Level>,
}

struct Level {
    width: usize,
    height: usize,
    /// Pixels of this level to a pixel of the first.
    scale: f32,
    /// Linear light; the fourth value fills the lane.
    texels: Vec<[f32; 4]>,
}

/// A level this small is the last.
const SIDE_MIN: usize = 4;

impl Texture {
    /// Of a flat page; linear light is the square of the printed value.
    pub(super) fn of(page: &Page) -> Texture {
        let (pixels, width) = page.pixels();
        let texels = pixels.iter().map(|p| [p[0] * p[0], p[1] * p[1], p[2] * p[2], 0.0]).collect::<Vec<_>>();
        Texture::halving(width, texels)
    }

    /// Of a picture in linear light.
    pub(super) fn of_light(frame: &Frame) -> Texture {
        Texture::halving(frame.width, frame.pixels.iter().map(|p| [p[0], p[1], p[2], 0.0]).collect())
    }

    fn halving(width: usize, texels: Vec<[f32; 4]>) -> Texture {
        let width = width.max(1);
        let first = Level { width, height: texels.len() / width, scale: 1.0, texels };
        let mut levels = vec![first];
        while let Some(level) = levels.last().filter(|level| level.width.min(level.height) > SIDE_MIN) {
            levels.push(level.halved());
        }
        Texture { levels }
    }

    /// The light of a square of `footprint` pixels around (x, y), in pixels of the page.
    #[inline]
    pub(super) fn sample(&self, x: f32, y: f32, footprint: f32) -> Colour {
        let lod = log2(footprint.max(1.0)).min((self.levels.len() - 1) as f32);
        let level = lod as usize;
        let share = lod - level as f32;
        let near = self.levels[level].at(x, y);
        if share < 0.25 || level + 1 >= self.levels.len() {
            return [near[0], near[1], near[2]];
        }
        let far = self.levels[level + 1].at(x, y);
        let mixed = lerp(near, far, share);
        [mixed[0], mixed[1], mixed[2]]
    }
}

impl Level {
    /// Between the four nearest pixels, the border going on beyond it.
    #[inline]
    fn at(&self, x: f32, y: f32) -> [f32; 4] {
        let (right, bottom) = (self.width - 1, self.height - 1);
        let fx = (x * self.scale - 0.5).max(0.0).min(right as f32);
        let fy = (y * self.scale - 0.5).max(0.0).min(bottom as f32);
        let (x0, y0) = (fx as usize, fy as usize);
        let (x1, y1) = ((x0 + 1).min(right), (y0 + 1).min(bottom));
        let (u, v) = (fx - x0 as f32, fy - y0 as f32);
        let (upper, lower) = (y0 * self.width, y1 * self.width);
        let top = lerp(self.texels[upper + x0], self.texels[upper + x1], u);
        lerp(top, lerp(self.texels[lower + x0], self.texels[lower + x1], u), v)
    }

    fn halved(&self) -> Level {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut texels = Vec::with_capacity(width * height);
        for y in 0..height {
            let upper = &self.texels[2 * y * self.width..][..2 * width];
            let lower = &self.texels[(2 * y + 1) * self.width..][..2 * width];
            texels.extend(upper.chunks_exact(2).zip(lower.chunks_exact(2)).map(|(a, b)| {
                let mean = |c: usize| 0.25 * (a[0][c] + a[1][c] + b[0][c] + b[1][c]);
                [mean(0), mean(1), mean(2), 0.0]
            }));
        }
        Level { width, height, scale: self.scale / 2.0, texels }
    }
}

#[inline]
fn lerp(a: [f32; 4], b: [f32; 4], t: f32) -> [f32; 4] {
    let at = |c: usize| a[c] + (b[c] - a[c]) * t;
    [at(0), at(1), at(2), at(3)]
}

/// Of a number of at least 1, read from its bits; right to 0.09.
#[inline]
fn log2(value: f32) -> f32 {
    let bits = value.to_bits();
    let exponent = (bits >> 23) as i32 - 127;
    exponent as f32 + (bits & 0x007f_ffff) as f32 / 8_388_608.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_far_chequer_is_grey_and_a_near_one_is_not() {
        let mut page = Page::new((64.0, 64.0, 0.0), 1.0, [0.0; 3]);
        let area = page.area();
        page.shade(area, |x, y| ([((x as i32 + y as i32) % 2) as f32; 3], 1.0));
        let texture = Texture::of(&page);
        assert!((texture.sample(31.3, 20.8, 8.0)[0] - 0.5).abs() < 1e-3);
        assert!(texture.sample(31.5, 20.5, 1.0)[0] > 0.99);
        assert!(texture.sample(-1e9, f32::MAX, 1e30)[1].is_finite());
    }
}
