//! A picture in the making: linear light, one float for each channel.

use crate::canvas::Colour;
use crate::noise;
use crate::truth::Point;
use image::{Rgb, RgbImage};

/// Linear light is the square of the printed value: close to sRGB and cheap.
pub(super) struct Frame {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<Colour>,
}

impl Frame {
    pub(super) fn new(width: u32, height: u32) -> Frame {
        let (width, height) = (width as usize, height as usize);
        Frame { width, height, pixels: vec![[0.0; 3]; width * height] }
    }

    /// How much larger than 1600 pixels the long side is: lengths of blurs grow with the picture.
    pub(super) fn scale(&self) -> f32 {
        self.width as f32 / 1600.0
    }

    pub(super) fn corners(&self) -> [Point; 4] {
        let (w, h) = (self.width as f32, self.height as f32);
        [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)].map(|(x, y)| Point { x, y })
    }

    /// Changes every pixel by its place.
    pub(super) fn each(&mut self, change: impl Fn(f32, f32, &mut Colour)) {
        let width = self.width;
        for (index, pixel) in self.pixels.iter_mut().enumerate() {
            change((index % width) as f32 + 0.5, (index / width) as f32 + 0.5, pixel);
        }
    }

    pub(super) fn expose(&mut self, gain: f32) {
        self.balance([gain; 3]);
    }

    pub(super) fn balance(&mut self, gains: Colour) {
        self.each(|_, _, pixel| *pixel = [0, 1, 2].map(|c| pixel[c] * gains[c]));
    }

    /// Gaussian blur; deviations under 0.3 pixels change nothing.
    pub(super) fn blur(&mut self, sigma: f32) {
        if sigma < 0.3 {
            return;
        }
        let kernel = gaussian(sigma);
        self.pixels = transpose(&convolve_rows(&self.pixels, self.width, &kernel), self.width);
        self.pixels = transpose(&convolve_rows(&self.pixels, self.height, &kernel), self.height);
    }

    /// Adds sensor noise of so many values of 255 at middle grey and rounds to bytes.
    pub(super) fn finish(self, noise_255: f32, seed: u32) -> RgbImage {
        let mut picture = RgbImage::new(self.width as u32, self.height as u32);
        for (index, (x, y, out)) in picture.enumerate_pixels_mut().enumerate() {
            let pixel = self.pixels[index];
            let common = noise::grain(x, y, 0, seed);
            let channel = |c: usize| {
                let value = pixel[c].clamp(0.0, 1.0).sqrt() * 255.0;
                let grain = 0.8 * common + 0.5 * noise::grain(x, y, c as i32 + 1, seed);
                (value + noise_255 * grain).round().clamp(0.0, 255.0) as u8
            };
            *out = Rgb([channel(0), channel(1), channel(2)]);
        }
        picture
    }
}

fn gaussian(sigma: f32) -> Vec<f32> {
    let radius = (sigma * 3.0).ceil() as i32;
    let weights: Vec<f32> = (-radius..=radius).map(|i| (-0.5 * (i as f32 / sigma).powi(2)).exp()).collect();
    let sum: f32 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

fn convolve_rows(pixels: &[Colour], width: usize, kernel: &[f32]) -> Vec<Colour> {
    let radius = kernel.len() / 2;
    let mut out = Vec::with_capacity(pixels.len());
    for row in pixels.chunks_exact(width) {
        out.extend((0..width).map(|x| {
            let mut sum = [0.0; 3];
            for (k, weight) in kernel.iter().enumerate() {
                let tap = row[(x + k).saturating_sub(radius).min(width - 1)];
                sum = [0, 1, 2].map(|c| sum[c] + weight * tap[c]);
            }
            sum
        }));
    }
    out
}

fn transpose(pixels: &[Colour], width: usize) -> Vec<Colour> {
    let height = pixels.len() / width;
    (0..pixels.len()).map(|i| pixels[(i % height) * width + i / height]).collect()
}
