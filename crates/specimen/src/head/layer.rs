//! A head without what is behind it, to be laid over anything, and parts of it rendered anew.

use super::Portrait;
use super::march::View;
use glam::{Vec2, Vec3, vec2, vec3};

/// Red, green, blue (printed values), cover, and facing (cosine between surface and camera), each times the cover, 0–255.
type Texel = [u8; 5];

/// Neighbours that differ by more than this in any value are sampled again.
const EDGE: u8 = 11;

/// A picture of a head with its outline.
#[derive(Clone)]
pub(crate) struct Layer {
    pub(crate) width: usize,
    pub(crate) height: usize,
    texels: Vec<Texel>,
}

/// The part of a face that an expression moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Region {
    /// Lids and what is around them.
    Eyes,
    /// From below the eyes downwards.
    Jaw,
}

impl Layer {
    /// Renders the whole head.
    pub(crate) fn render(portrait: &Portrait) -> Layer {
        let view = View::of(portrait);
        Layer::smoothed(&view, None)
    }

    /// Renders a region anew; all else is taken from this layer, which must show the same head in the same pose.
    pub(crate) fn renewed(&self, portrait: &Portrait, region: Region) -> Layer {
        let view = View::of(portrait);
        let (low, high) = bounds(&view, region);
        Layer::smoothed(&view, Some((self, low, high)))
    }

    fn smoothed(view: &View<'_>, within: Option<(&Layer, Vec2, Vec2)>) -> Layer {
        let kept = |x: usize, y: usize| {
            let (base, low, high) = within?;
            let at = vec2(x as f32, y as f32);
            (at.cmplt(low).any() || at.cmpgt(high).any()).then(|| base.texels[y * base.width + x])
        };
        let sample = |x: f32, y: f32| texel(view.head_alone(vec2(x, y)));
        let first = view.rows(|x, y| kept(x, y).unwrap_or_else(|| sample(x as f32 + 0.5, y as f32 + 0.5)));
        let texels = view.rows(|x, y| match kept(x, y) {
            None if is_edge(&first, (view.width, view.height), x, y) => {
                let taps = [(0.375, 0.125), (0.875, 0.375), (0.625, 0.875), (0.125, 0.625)];
                mean(taps.map(|(dx, dy)| sample(x as f32 + dx, y as f32 + dy)))
            }
            _ => first[y * view.width + x],
        });
        Layer { width: view.width, height: view.height, texels }
    }

    /// The five values at a place in pixels, 0–1, between the four nearest; beyond the border it goes on.
    #[inline]
    pub(crate) fn at(&self, x: f32, y: f32) -> [f32; 5] {
        let fx = (x - 0.5).clamp(0.0, (self.width - 1) as f32);
        let fy = (y - 0.5).clamp(0.0, (self.height - 1) as f32);
        let (x0, y0) = (fx as usize, fy as usize);
        let (x1, y1) = ((x0 + 1).min(self.width - 1), (y0 + 1).min(self.height - 1));
        let (u, v) = (fx - x0 as f32, fy - y0 as f32);
        let corner = |x: usize, y: usize| self.texels[y * self.width + x];
        let (a, b, c, d) = (corner(x0, y0), corner(x1, y0), corner(x0, y1), corner(x1, y1));
        let weights = [(1.0 - u) * (1.0 - v), u * (1.0 - v), (1.0 - u) * v, u * v].map(|w| w / 255.0);
        std::array::from_fn(|i| {
            f32::from(a[i]) * weights[0]
                + f32::from(b[i]) * weights[1]
                + f32::from(c[i]) * weights[2]
                + f32::from(d[i]) * weights[3]
        })
    }
}

/// Corners of a region in the picture; a face that looks at the camera is meant.
fn bounds(view: &View<'_>, region: Region) -> (Vec2, Vec2) {
    let head = &view.head;
    let (across, top, bottom) = match region {
        Region::Eyes => (head.eye.x + 3.4, 2.4, -2.6),
        Region::Jaw => (11.0, -2.0, -40.0),
    };
    let corner = |x: f32, y: f32| view.project(head.placed(vec3(x, y, 4.0)));
    let corners =
        [corner(-across, top), corner(across, top), corner(-across, bottom), corner(across, bottom)];
    (corners.into_iter().fold(Vec2::MAX, Vec2::min), corners.into_iter().fold(Vec2::MIN, Vec2::max))
}

fn texel(seen: Option<(Vec3, f32)>) -> Texel {
    let Some((colour, facing)) = seen else { return [0; 5] };
    let [r, g, b] = colour.to_array();
    [r, g, b, 1.0, facing].map(|value| (value * 255.0).round().clamp(0.0, 255.0) as u8)
}

fn mean(taps: [Texel; 4]) -> Texel {
    std::array::from_fn(|i| ((taps.iter().map(|tap| u16::from(tap[i])).sum::<u16>() + 2) / 4) as u8)
}

fn is_edge(picture: &[Texel], (width, height): (usize, usize), x: usize, y: usize) -> bool {
    let here = picture[y * width + x];
    let neighbours = [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)];
    neighbours.into_iter().filter(|(x, y)| *x < width && *y < height).any(|(nx, ny)| {
        let there = picture[ny * width + nx];
        (0..4).any(|i| here[i].abs_diff(there[i]) > EDGE)
    })
}
