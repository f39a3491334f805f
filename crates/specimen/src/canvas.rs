//! A page measured in millimetres: shading, lines, type and pictures, with a record of where each field went.

mod text;

pub(crate) use text::Type;

use crate::fonts::Typeface;
use crate::truth::{FieldTruth, Point};
use image::RgbImage;

/// A colour, each channel 0–1, sRGB values.
pub(crate) type Colour = [f32; 3];

/// A colour from its familiar hexadecimal form.
pub(crate) fn rgb(hex: u32) -> Colour {
    [16, 8, 0].map(|shift| ((hex >> shift) & 0xff) as f32 / 255.0)
}

/// A rectangle in millimetres of the page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

impl Area {
    pub(crate) const fn new(x: f32, y: f32, width: f32, height: f32) -> Area {
        Area { x, y, width, height }
    }

    fn quad(self, scale: f32) -> [Point; 4] {
        let (left, top) = (self.x * scale, self.y * scale);
        let (right, bottom) = ((self.x + self.width) * scale, (self.y + self.height) * scale);
        [(left, top), (right, top), (right, bottom), (left, bottom)].map(|(x, y)| Point { x, y })
    }
}

/// One side of a document, flat.
pub(crate) struct Page {
    pub(crate) width_mm: f32,
    pub(crate) height_mm: f32,
    /// Radius of the rounded corners.
    pub(crate) corner_mm: f32,
    /// Fields in pixels of the page.
    pub(crate) fields: Vec<FieldTruth>,
    /// The portrait in pixels of the page.
    pub(crate) portrait: Option<[Point; 4]>,
    /// Pixels to the millimetre.
    pub(crate) scale: f32,
    /// The drawings that its text is set in.
    face: Typeface,
    width: usize,
    height: usize,
    pixels: Vec<Colour>,
}

impl Page {
    /// An empty page; `size_mm` is its width, height and the radius of its corners, `scale` pixels to the millimetre.
    pub(crate) fn new(size_mm: (f32, f32, f32), scale: f32, colour: Colour) -> Page {
        let (width_mm, height_mm, corner_mm) = size_mm;
        let (width, height) = ((width_mm * scale) as usize, (height_mm * scale) as usize);
        let pixels = vec![colour; width * height];
        Page {
            width_mm,
            height_mm,
            corner_mm,
            fields: Vec::new(),
            portrait: None,
            scale,
            face: Typeface::PLAIN,
            width,
            height,
            pixels,
        }
    }

    /// The page, set in other drawings.
    pub(crate) fn with_face(self, face: Typeface) -> Page {
        Page { face, ..self }
    }

    pub(crate) fn width_px(&self) -> f32 {
        self.width as f32
    }

    pub(crate) fn height_px(&self) -> f32 {
        self.height as f32
    }

    /// The page row by row, and the length of a row in pixels.
    pub(crate) fn pixels(&self) -> (&[Colour], usize) {
        (&self.pixels, self.width)
    }

    /// The whole page.
    pub(crate) fn area(&self) -> Area {
        Area::new(0.0, 0.0, self.width_mm, self.height_mm)
    }

    /// Blends a shade over an area: the function gives colour and opacity at a place in millimetres.
    pub(crate) fn shade(&mut self, area: Area, shade: impl Fn(f32, f32) -> (Colour, f32)) {
        let (x0, x1) = range(area.x * self.scale, area.width * self.scale, self.width);
        let (y0, y1) = range(area.y * self.scale, area.height * self.scale, self.height);
        for y in y0..y1 {
            for x in x0..x1 {
                let (colour, alpha) = shade((x as f32 + 0.5) / self.scale, (y as f32 + 0.5) / self.scale);
                blend(&mut self.pixels[y * self.width + x], colour, alpha);
            }
        }
    }

    /// Fills an area evenly.
    pub(crate) fn fill(&mut self, area: Area, colour: Colour) {
        self.shade(area, |_, _| (colour, 1.0));
    }

    /// Prints a picture into an area, filtered; `tone` maps its colour to ink and opacity.
    pub(crate) fn picture(&mut self, area: Area, picture: &RgbImage, tone: impl Fn(Colour) -> (Colour, f32)) {
        let (w, h) = (picture.width() as f32, picture.height() as f32);
        let footprint = (w / (area.width * self.scale)).max(1.0);
        self.shade(area, |x, y| {
            let (u, v) = ((x - area.x) / area.width * w, (y - area.y) / area.height * h);
            tone(sample(picture, u, v, footprint))
        });
    }

    /// Says where the portrait is.
    pub(crate) fn set_portrait(&mut self, area: Area) {
        self.portrait = Some(area.quad(self.scale));
    }

    /// The colour at a place in pixels of the page, bilinear; `None` outside its rounded outline.
    pub(crate) fn at(&self, x: f32, y: f32) -> Option<Colour> {
        if !self.inside(x, y) {
            return None;
        }
        let (fx, fy) = ((x - 0.5).max(0.0), (y - 0.5).max(0.0));
        let (x0, y0) = ((fx as usize).min(self.width - 1), (fy as usize).min(self.height - 1));
        let (x1, y1) = ((x0 + 1).min(self.width - 1), (y0 + 1).min(self.height - 1));
        let top = mix(self.pixels[y0 * self.width + x0], self.pixels[y0 * self.width + x1], fx.fract());
        let bottom = mix(self.pixels[y1 * self.width + x0], self.pixels[y1 * self.width + x1], fx.fract());
        Some(mix(top, bottom, fy.fract()))
    }

    fn inside(&self, x: f32, y: f32) -> bool {
        let (w, h, r) = (self.width as f32, self.height as f32, self.corner_mm * self.scale);
        let (dx, dy) = ((r - x).max(x - (w - r)).max(0.0), (r - y).max(y - (h - r)).max(0.0));
        (0.0..w).contains(&x) && (0.0..h).contains(&y) && dx * dx + dy * dy <= r * r + 1e-3
    }

    fn ink(&mut self, x: i64, y: i64, colour: Colour, alpha: f32) {
        if x >= 0 && y >= 0 && (x as usize) < self.width && (y as usize) < self.height {
            blend(&mut self.pixels[y as usize * self.width + x as usize], colour, alpha);
        }
    }
}

/// Linear mix of two colours.
#[inline]
pub(crate) fn mix(a: Colour, b: Colour, share: f32) -> Colour {
    let at = |i: usize| a[i] + (b[i] - a[i]) * share;
    [at(0), at(1), at(2)]
}

/// The mean colour of a square of `footprint` pixels around a place of a picture.
pub(crate) fn sample(picture: &RgbImage, x: f32, y: f32, footprint: f32) -> Colour {
    let taps = footprint.ceil().clamp(1.0, 6.0) as i32;
    let mut sum = [0.0; 3];
    for i in 0..taps * taps {
        let dx = ((i % taps) as f32 + 0.5) / taps as f32 - 0.5;
        let dy = ((i / taps) as f32 + 0.5) / taps as f32 - 0.5;
        let tap = bilinear(picture, x + dx * footprint, y + dy * footprint);
        sum = [0, 1, 2].map(|c| sum[c] + tap[c]);
    }
    sum.map(|value| value / (taps * taps) as f32)
}

fn bilinear(picture: &RgbImage, x: f32, y: f32) -> Colour {
    let (right, bottom) = (picture.width() - 1, picture.height() - 1);
    let (fx, fy) = ((x - 0.5).clamp(0.0, right as f32), (y - 0.5).clamp(0.0, bottom as f32));
    let (x0, y0) = (fx as u32, fy as u32);
    let get = |x: u32, y: u32| picture.get_pixel(x.min(right), y.min(bottom)).0.map(|v| f32::from(v) / 255.0);
    let top = mix(get(x0, y0), get(x0 + 1, y0), fx.fract());
    mix(top, mix(get(x0, y0 + 1), get(x0 + 1, y0 + 1), fx.fract()), fy.fract())
}

fn blend(pixel: &mut Colour, colour: Colour, alpha: f32) {
    *pixel = mix(*pixel, colour, alpha.clamp(0.0, 1.0));
}

fn range(start: f32, length: f32, limit: usize) -> (usize, usize) {
    let clamp = |value: f32| value.round().clamp(0.0, limit as f32) as usize;
    (clamp(start), clamp(start + length))
}
