//! Cuts a quadrilateral out of a picture as an upright rectangle, without aliasing.

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::{Rgb, RgbImage};

use crate::geometry::{Projection, Px, Quad, px};

/// Longest side in pixels of anything that is cut out; keeps hostile geometry from asking for gigabytes.
const SIDE_PX_MAX: u32 = 8192;

/// What is bent by more than this many times its height is followed no further.
const BEND_MAX: f32 = 2.0;
/// A bend of less than this in the result, in pixels, is no bend.
const BEND_PX_MIN: f32 = 0.5;

/// The picture resized; both sides at least one pixel. Downsizing averages over the area.
pub(crate) fn resized(picture: &RgbImage, width_px: u32, height_px: u32) -> RgbImage {
    let (width_px, height_px) = (width_px.clamp(1, SIDE_PX_MAX), height_px.clamp(1, SIDE_PX_MAX));
    let everything = (0.0, 0.0, f64::from(picture.width()), f64::from(picture.height()));
    resized_part(picture, everything, (width_px, height_px))
}

/// Resizes the part `x, y, width, height` of the picture, which must lie within it.
pub(crate) fn resized_part(
    picture: &RgbImage,
    (x, y, w, h): (f64, f64, f64, f64),
    size: (u32, u32),
) -> RgbImage {
    let mut part = RgbImage::new(size.0, size.1);
    let filter = if w > f64::from(size.0) { FilterType::Bilinear } else { FilterType::CatmullRom };
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter)).crop(x, y, w, h);
    Resizer::new()
        .resize(picture, &mut part, &options)
        .expect("the part lies within the picture and both have the same pixel type");
    part
}

/// The content of `quad` stretched to `width_px` × `height_px`; what lies outside the picture repeats its edge.
///
/// `None` when the quadrilateral is degenerate or does not touch the picture.
pub(crate) fn cut_out(picture: &RgbImage, quad: &Quad, width_px: u32, height_px: u32) -> Option<RgbImage> {
    let (width_px, height_px) = (width_px.clamp(1, SIDE_PX_MAX), height_px.clamp(1, SIDE_PX_MAX));
    let (near, origin, scale) = neighbourhood(picture, quad, (width_px, height_px))?;
    let local = Quad(quad.0.map(|p| px((p.x - origin.x) * scale.x, (p.y - origin.y) * scale.y)));
    let target = Quad::rectangle(0.0, 0.0, width_px as f32, height_px as f32);
    let back = Projection::between(&target, &local)?;
    let mut cut = RgbImage::new(width_px, height_px);
    for (x, y, pixel) in cut.enumerate_pixels_mut() {
        *pixel = sample(&near, back.map(px(x as f32 + 0.5, y as f32 + 0.5)));
    }
    Some(cut)
}

/// A quadrilateral of a picture, seen as an upright rectangle.
pub(crate) struct Straight {
    pub picture: RgbImage,
    /// From the rectangle into the picture that it was cut out of.
    pub there: Projection,
    /// And the other way.
    pub back: Projection,
}

impl Straight {
    /// As [`cut_out`], with the maps; `None` where that is.
    pub fn of(picture: &RgbImage, quad: &Quad, width_px: u32, height_px: u32) -> Option<Self> {
        let own = Quad::rectangle(0.0, 0.0, width_px as f32, height_px as f32);
        Some(Self {
            picture: cut_out(picture, quad, width_px, height_px)?,
            there: Projection::between(&own, quad)?,
            back: Projection::between(quad, &own)?,
        })
    }
}

/// A quadrilateral whose content is bent across: at `t` of its width from the middle it lies `square * t² + constant` of
/// its height further down.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bent {
    pub quad: Quad,
    pub square: f32,
    pub constant: f32,
}

impl From<Quad> for Bent {
    fn from(quad: Quad) -> Self {
        Self { quad, square: 0.0, constant: 0.0 }
    }
}

/// As [`cut_out`], with what is bent set straight.
pub(crate) fn cut_out_bent(
    picture: &RgbImage,
    bent: &Bent,
    width_px: u32,
    height_px: u32,
) -> Option<RgbImage> {
    let below = |t: f32| bent.square * t * t + bent.constant;
    let reach = below(0.5).abs().max(bent.constant.abs()).min(BEND_MAX);
    if reach * height_px as f32 <= BEND_PX_MIN {
        return cut_out(picture, &bent.quad, width_px, height_px);
    }
    let room = (reach * height_px as f32).ceil();
    let share = room / height_px as f32 * bent.quad.height();
    let tall = cut_out(picture, &bent.quad.grown(0.0, share), width_px, height_px + 2 * room as u32)?;
    let (w, h) = (width_px as f32, height_px as f32);
    let from = |x: u32, y: u32| {
        let down = below((x as f32 + 0.5) / w - 0.5).clamp(-reach, reach);
        px(x as f32 + 0.5, y as f32 + 0.5 + room + down * h)
    };
    Some(RgbImage::from_fn(width_px, height_px, |x, y| sample(&tall, from(x, y))))
}

/// The upright surroundings of the quad at about the target's resolution, where they begin, and their scale.
fn neighbourhood(picture: &RgbImage, quad: &Quad, target: (u32, u32)) -> Option<(RgbImage, Px, Px)> {
    let (lo, hi) = quad.bounds();
    let (w, h) = (picture.width() as f32, picture.height() as f32);
    let (x0, y0) = ((lo.x - 2.0).floor().clamp(0.0, w), (lo.y - 2.0).floor().clamp(0.0, h));
    let (x1, y1) = ((hi.x + 2.0).ceil().clamp(0.0, w), (hi.y + 2.0).ceil().clamp(0.0, h));
    let (part_w, part_h) = (x1 - x0, y1 - y0);
    if !(part_w >= 1.0 && part_h >= 1.0 && quad.width() > 0.0 && quad.height() > 0.0) {
        return None;
    }
    let zoom = (target.0 as f32 / quad.width()).max(target.1 as f32 / quad.height()).min(8.0);
    let side = |length: f32| ((length * zoom).ceil() as u32).clamp(1, SIDE_PX_MAX);
    let size = (side(part_w), side(part_h));
    let part = (f64::from(x0), f64::from(y0), f64::from(part_w), f64::from(part_h));
    let near = resized_part(picture, part, size);
    Some((near, px(x0, y0), px(size.0 as f32 / part_w, size.1 as f32 / part_h)))
}

/// Bilinear interpolation with the edge repeated.
fn sample(image: &RgbImage, p: Px) -> Rgb<u8> {
    let (right, bottom) = ((image.width() - 1) as f32, (image.height() - 1) as f32);
    let (x, y) = ((p.x - 0.5).clamp(0.0, right), (p.y - 0.5).clamp(0.0, bottom));
    let (x0, y0) = (x as u32, y as u32);
    let (x1, y1) = ((x0 + 1).min(image.width() - 1), (y0 + 1).min(image.height() - 1));
    let (fx, fy) = (x - x0 as f32, y - y0 as f32);
    let (a, b) = (image.get_pixel(x0, y0).0, image.get_pixel(x1, y0).0);
    let (c, d) = (image.get_pixel(x0, y1).0, image.get_pixel(x1, y1).0);
    let mix = |i: usize| {
        let top = f32::from(a[i]) * (1.0 - fx) + f32::from(b[i]) * fx;
        let bottom = f32::from(c[i]) * (1.0 - fx) + f32::from(d[i]) * fx;
        (top * (1.0 - fy) + bottom * fy + 0.5) as u8
    };
    Rgb([mix(0), mix(1), mix(2)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn halves() -> RgbImage {
        RgbImage::from_fn(100, 60, |x, _| if x < 50 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) })
    }

    #[test]
    fn a_half_is_cut_out_at_any_turn() {
        let left = Quad::rectangle(2.0, 2.0, 46.0, 56.0);
        for quarters in 0..4 {
            let cut = cut_out(&halves(), &left.rolled(quarters), 23, 28).unwrap();
            assert!(cut.pixels().all(|p| p.0[0] > 180 && p.0[2] < 20));
        }
    }

    #[test]
    fn outside_and_flat_are_nothing() {
        assert!(cut_out(&halves(), &Quad::rectangle(500.0, 0.0, 10.0, 10.0), 8, 8).is_none());
        assert!(cut_out(&halves(), &Quad::rectangle(5.0, 5.0, 10.0, 0.0), 8, 8).is_none());
        assert!(cut_out(&halves(), &Quad::rectangle(f32::NAN, 5.0, 10.0, 9.0), 8, 8).is_none());
    }

    #[test]
    fn what_is_bent_becomes_straight() {
        // A dark band whose middle line is a parabola, 6 pixels deep over 100.
        let curve = |x: u32| 30.0 + 24.0 * ((x as f32 + 0.5) / 100.0 - 0.5).powi(2);
        let band = RgbImage::from_fn(100, 60, |x, y| {
            let dark = (y as f32 + 0.5 - curve(x)).abs() < 4.0;
            Rgb([if dark { 0 } else { 250 }; 3])
        });
        let quad = Quad::rectangle(0.0, 20.0, 100.0, 20.0);
        let bent = Bent { quad, square: 24.0 / 20.0, constant: 0.0 };
        let dark_rows =
            |cut: &RgbImage, x: u32| (0..20).filter(|y| cut.get_pixel(x, *y).0[0] < 125).collect();
        let straight = cut_out_bent(&band, &bent, 100, 20).unwrap();
        for x in [1, 20, 50, 80, 98] {
            let rows: Vec<u32> = dark_rows(&straight, x);
            assert!(
                rows.len() >= 7 && rows[0].abs_diff(6) <= 1 && rows[rows.len() - 1].abs_diff(13) <= 1,
                "{x}: {rows:?}"
            );
        }
        let as_it_is: Vec<u32> = dark_rows(&cut_out(&band, &quad, 100, 20).unwrap(), 1);
        assert!(as_it_is[0] > 9, "{as_it_is:?}");
        // Hostile numbers end in a picture, not in gigabytes.
        for value in [f32::NAN, f32::INFINITY, 1e9] {
            let size =
                cut_out_bent(&band, &Bent { square: value, ..bent }, 100, 20).map(|cut| cut.dimensions());
            assert!(size.is_none_or(|size| size == (100, 20)), "{size:?}");
        }
    }

    #[test]
    fn beyond_the_edge_repeats_it() {
        let cut = cut_out(&halves(), &Quad::rectangle(-20.0, 10.0, 40.0, 20.0), 40, 20).unwrap();
        assert!(cut.pixels().all(|p| p.0[0] > 180));
    }
}
