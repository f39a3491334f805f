//! What the network is shown: a square around the picture or a part of it, with the frame's inside marked.

use image::RgbImage;
use ndarray::{Array4, ArrayD};

use crate::{
    geometry::{Px, Quad, px},
    warp,
};

/// Side of the network's input in pixels.
pub const SIDE_PX: usize = 256;
/// Left free on both ends of the picture's longer side, so that corners beyond the frame have a place; as in training.
const MARGIN_PX: f32 = 18.0;
/// Share of the view that a document's box fills in a closer look.
const FILLED: f32 = 0.72;

/// A square part of the picture: pixel `i` of the view shows the picture at `origin + i / scale`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    pub origin: Px,
    pub scale: f32,
}

impl View {
    /// The whole picture in the middle.
    pub fn whole(size_px: (u32, u32)) -> Self {
        let (w, h) = (size_px.0 as f32, size_px.1 as f32);
        let scale = (SIDE_PX as f32 - 2.0 * MARGIN_PX) / w.max(h);
        Self::centred(px(w / 2.0, h / 2.0), scale)
    }

    /// A document with what surrounds it.
    pub fn around(quad: &Quad) -> Self {
        let (lo, hi) = quad.bounds();
        let size = hi.minus(lo);
        Self::centred(lo.plus(hi).times(0.5), FILLED * SIDE_PX as f32 / size.x.max(size.y).max(1.0))
    }

    fn centred(middle: Px, scale: f32) -> Self {
        let half = SIDE_PX as f32 / 2.0 / scale;
        Self { origin: middle.minus(px(half, half)), scale }
    }

    /// From pixels of the view to pixels of the picture.
    pub fn to_picture(self, p: Px) -> Px {
        p.times(1.0 / self.scale).plus(self.origin)
    }

    /// First and last-but-one pixel of the view between which it shows the picture, along one axis.
    fn span(self, origin: f32, length: u32) -> (usize, usize) {
        let end = |p: f32| (p - origin) * self.scale;
        let first = end(0.0).ceil().clamp(0.0, SIDE_PX as f32) as usize;
        let last = end(length as f32).floor().clamp(0.0, SIDE_PX as f32) as usize;
        (first, last)
    }
}

/// `[n, 4, 256, 256]`: red, green and blue in −1–1, 0 outside of the frame, and 1 inside of the frame.
pub fn input(picture: &RgbImage, views: &[View]) -> ArrayD<f32> {
    let mut input = Array4::<f32>::zeros((views.len(), 4, SIDE_PX, SIDE_PX));
    for (index, view) in views.iter().enumerate() {
        let (x0, x1) = view.span(view.origin.x, picture.width());
        let (y0, y1) = view.span(view.origin.y, picture.height());
        if x0 >= x1 || y0 >= y1 {
            continue;
        }
        let part = part(picture, *view, (x0, x1), (y0, y1));
        for (x, y, pixel) in part.enumerate_pixels() {
            let (x, y) = (x as usize + x0, y as usize + y0);
            for channel in 0..3 {
                input[[index, channel, y, x]] = f32::from(pixel.0[channel]) / 127.5 - 1.0;
            }
            input[[index, 3, y, x]] = 1.0;
        }
    }
    input.into_dyn()
}

/// What the view shows between these of its pixels.
fn part(picture: &RgbImage, view: View, (x0, x1): (usize, usize), (y0, y1): (usize, usize)) -> RgbImage {
    let scale = f64::from(view.scale);
    let source = |i: usize, origin: f32, length: u32| {
        (i as f64 / scale + f64::from(origin)).clamp(0.0, f64::from(length))
    };
    let (left, right) =
        (source(x0, view.origin.x, picture.width()), source(x1, view.origin.x, picture.width()));
    let (top, bottom) =
        (source(y0, view.origin.y, picture.height()), source(y1, view.origin.y, picture.height()));
    let area = (left, top, right - left, bottom - top);
    warp::resized_part(picture, area, ((x1 - x0) as u32, (y1 - y0) as u32))
}
