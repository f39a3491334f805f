//! Cutting turned and scaled squares out of a picture without aliasing.

use std::borrow::Cow;

use image::{GenericImageView, RgbImage};

use super::transform::{Point2, Similarity};

/// A picture (or a part of one) with copies at a half, a quarter, … of its size, so that a small square can be
/// cut from a large picture at the cost of the small one.
pub(crate) struct Pyramid<'a> {
    /// Where the top left of the largest copy lies in the original picture.
    origin: Point2,
    /// Largest first; never empty.
    levels: Vec<Cow<'a, RgbImage>>,
}

/// Halving stops here: no network looks at fewer pixels than this.
const LEVEL_SIDE_MIN_PX: u32 = 64;

impl<'a> Pyramid<'a> {
    /// All of a picture.
    pub(crate) fn of(image: &'a RgbImage) -> Pyramid<'a> {
        Pyramid::grow([0.0, 0.0], Cow::Borrowed(image))
    }

    /// Only the part of a picture within `side_px` / 2 of `centre` to each side.
    pub(crate) fn around(image: &'a RgbImage, centre: Point2, side_px: f32) -> Pyramid<'a> {
        let span = |middle: f32, length: u32| {
            let low = (middle - side_px / 2.0).floor().clamp(0.0, length as f32) as u32;
            let high = (middle + side_px / 2.0).ceil().clamp(0.0, length as f32) as u32;
            (low, high.saturating_sub(low))
        };
        let (x, width) = span(centre[0], image.width());
        let (y, height) = span(centre[1], image.height());
        let part = image.view(x, y, width, height).to_image();
        Pyramid::grow([x as f32, y as f32], Cow::Owned(part))
    }

    /// Width and height in pixels of the picture, or of the part of it.
    pub(crate) fn size(&self) -> (f32, f32) {
        let (width, height) = self.levels[0].dimensions();
        (width as f32, height as f32)
    }

    fn grow(origin: Point2, image: Cow<'a, RgbImage>) -> Pyramid<'a> {
        let mut levels = vec![image];
        while let Some(next) = levels.last().and_then(|last| halved(last)) {
            levels.push(Cow::Owned(next));
        }
        Pyramid { origin, levels }
    }

    /// Cuts a square of `side` × `side` pixels: each is the colour at its centre carried by `into_picture`,
    /// smoothed over the area that it stands for. RGB, 0–255, row by row; black beyond the picture.
    pub(crate) fn cut(&self, into_picture: &Similarity, side: usize) -> Vec<f32> {
        let step = into_picture.scale().max(1.0);
        let level = (step.log2() as usize).min(self.levels.len() - 1);
        let factor = (1u32 << level) as f32;
        let into_level = into_picture.relative_to(self.origin).reduced(factor);
        let grid = (step / factor).round().clamp(1.0, 8.0) as usize;
        cut_level(&self.levels[level], &into_level, side, grid)
    }
}

/// Averages blocks of 2 × 2; an odd last row or column is dropped. `None` once the picture is small.
fn halved(image: &RgbImage) -> Option<RgbImage> {
    let (width, height) = (image.width() / 2, image.height() / 2);
    if width < LEVEL_SIDE_MIN_PX || height < LEVEL_SIDE_MIN_PX {
        return None;
    }
    let stride = image.width() as usize * 3;
    let mut out = Vec::with_capacity((width * height * 3) as usize);
    for rows in image.as_raw().chunks_exact(2 * stride) {
        let (upper, lower) = rows.split_at(stride);
        for (u, l) in upper.chunks_exact(6).zip(lower.chunks_exact(6)) {
            out.extend((0..3).map(|c| {
                ((u16::from(u[c]) + u16::from(u[c + 3]) + u16::from(l[c]) + u16::from(l[c + 3]) + 2) / 4)
                    as u8
            }));
        }
    }
    RgbImage::from_raw(width, height, out)
}

fn cut_level(image: &RgbImage, into: &Similarity, side: usize, grid: usize) -> Vec<f32> {
    let weight = 1.0 / (grid * grid) as f32;
    let offsets: Vec<f32> = (0..grid).map(|i| (i as f32 + 0.5) / grid as f32).collect();
    let mut out = Vec::with_capacity(side * side * 3);
    for v in 0..side {
        for u in 0..side {
            let mut sum = [0.0; 3];
            for dv in &offsets {
                for du in &offsets {
                    add_bilinear(image, into.apply([u as f32 + du, v as f32 + dv]), &mut sum);
                }
            }
            out.extend(sum.map(|s| s * weight));
        }
    }
    out
}

fn add_bilinear(image: &RgbImage, [x, y]: Point2, sum: &mut [f32; 3]) {
    let (width, height) = (image.width() as i64, image.height() as i64);
    let (x, y) = (x - 0.5, y - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let (fx, fy) = (x - left, y - top);
    let (left, top) = (left as i64, top as i64);
    let raw = image.as_raw();
    for (dy, wy) in [(0, 1.0 - fy), (1, fy)] {
        for (dx, wx) in [(0, 1.0 - fx), (1, fx)] {
            let (px, py) = (left.saturating_add(dx), top.saturating_add(dy));
            if px >= 0 && py >= 0 && px < width && py < height {
                let at = ((py * width + px) * 3) as usize;
                for (s, value) in sum.iter_mut().zip(&raw[at..at + 3]) {
                    *s += wx * wy * f32::from(*value);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    fn ramp(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, 7]))
    }

    #[test]
    fn an_untouched_square_is_cut_exactly() {
        let image = ramp(80, 80);
        let cut = Pyramid::of(&image).cut(&Similarity::square_onto(80.0, [40.0, 40.0], 80.0, 0.0), 80);
        let expected: Vec<f32> = image.as_raw().iter().map(|v| f32::from(*v)).collect();
        assert!(cut.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 0.01));
    }

    #[test]
    fn reducing_averages_and_does_not_alias() {
        // Stripes of one pixel become even grey at an eighth of the size.
        let image = RgbImage::from_fn(1024, 1024, |x, _| Rgb([if x % 2 == 0 { 255 } else { 0 }; 3]));
        let cut = Pyramid::of(&image).cut(&Similarity::square_onto(128.0, [512.0, 512.0], 1024.0, 0.0), 128);
        assert!(cut.iter().all(|v| (v - 127.5).abs() < 2.0), "{:?}", &cut[..6]);
    }

    #[test]
    fn a_reduced_cut_keeps_places() {
        let image = ramp(1000, 1000);
        let cut = Pyramid::of(&image).cut(&Similarity::square_onto(100.0, [500.0, 500.0], 1000.0, 0.0), 100);
        for (u, v) in [(0, 0), (50, 20), (99, 99)] {
            let at = (v * 100 + u) * 3;
            assert!((cut[at] - (u as f32 + 0.5) * 2.55).abs() < 1.5, "{} at {u}", cut[at]);
            assert!((cut[at + 1] - (v as f32 + 0.5) * 2.55).abs() < 1.5, "{} at {v}", cut[at + 1]);
        }
    }

    #[test]
    fn beyond_the_picture_it_is_black() {
        let image = RgbImage::from_pixel(70, 70, Rgb([200; 3]));
        let cut = Pyramid::of(&image).cut(&Similarity::square_onto(64.0, [-500.0, 4000.0], 64.0, 0.3), 64);
        assert!(cut.iter().all(|v| *v == 0.0));
    }

    #[test]
    fn a_part_gives_the_same_square_as_the_whole() {
        let image = ramp(900, 700);
        let square = Similarity::square_onto(96.0, [610.0, 300.0], 150.0, 0.4);
        let whole = Pyramid::of(&image).cut(&square, 96);
        let part = Pyramid::around(&image, [610.0, 300.0], 230.0).cut(&square, 96);
        assert!(whole.iter().zip(&part).all(|(a, b)| (a - b).abs() < 1.0));
    }

    #[test]
    fn empty_pictures_and_far_away_parts_do_no_harm() {
        let square = Similarity::square_onto(32.0, [5.0, 5.0], 1e9, 0.0);
        let empty = RgbImage::new(0, 0);
        assert!(Pyramid::of(&empty).cut(&square, 32).iter().all(|v| *v == 0.0));
        let image = ramp(20, 20);
        let part = Pyramid::around(&image, [f32::NAN, 1e30], 10.0);
        assert_eq!(part.cut(&square, 32).len(), 32 * 32 * 3);
    }
}
