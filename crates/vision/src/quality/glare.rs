//! Specular glare: blown-out patches without colour, larger than print, that fade out softly.

use super::View;
use crate::{
    geometry::{Projection, Px, Quad, convex_hull, px, smallest_rectangle},
    text::components,
    warp,
};

/// Longer side in pixels at which glare is looked for.
const LOOK_PX: f32 = 320.0;
/// The darkest channel of glare is at least this: it has lost all colour.
const BLOWN: u8 = 247;
/// A patch covers at least this share of the document.
const PATCH_MIN: f32 = 0.0015;
/// Share of a patch's rim that must fade out softly; paper and print end in hard edges.
const SOFT_MIN: f32 = 0.5;
/// Luminance just outside the rim that still counts as fading.
const FADING: u8 = 205;

/// What was found.
pub struct Glare {
    /// Share of the document's area, 0–1.
    pub share: f64,
    /// The largest patch, in pixels of the picture.
    pub largest: Option<Quad>,
}

/// Looks for glare; on white paper, which is blown out everywhere, nothing can be told and nothing is said.
pub fn measure(view: &View, white_paper: bool) -> Glare {
    let none = Glare { share: 0.0, largest: None };
    if white_paper {
        return none;
    }
    let scale = (LOOK_PX / view.rgb.width().max(view.rgb.height()) as f32).min(1.0);
    let side = |length: u32| (length as f32 * scale).max(1.0) as u32;
    let small = warp::resized(&view.rgb, side(view.rgb.width()), side(view.rgb.height()));
    let darkest: Vec<u8> = small.pixels().map(|p| p.0[0].min(p.0[1]).min(p.0[2])).collect();
    let mask: Vec<f32> = darkest.iter().map(|d| f32::from(u8::from(*d >= BLOWN))).collect();
    let width = small.width() as usize;
    let patch_min = (PATCH_MIN * darkest.len() as f32) as usize;
    let mut patches: Vec<_> = components::above(&mask, width, 0.5, patch_min.max(4))
        .into_iter()
        .filter(|patch| is_soft(&patch.outline, &darkest, width))
        .collect();
    patches.sort_by_key(|patch| std::cmp::Reverse(patch.cells));
    let cells: usize = patches.iter().map(|patch| patch.cells).sum();
    let size = px(small.width() as f32, small.height() as f32);
    let largest = patches.into_iter().next().and_then(|patch| placed(patch.outline, size, &view.quad));
    Glare { share: cells as f64 / darkest.len().max(1) as f64, largest }
}

/// Whether most of the rim fades: two cells outside, the darkest channel is still high, and it is not white.
fn is_soft(outline: &[Px], darkest: &[u8], width: usize) -> bool {
    let height = darkest.len() / width.max(1);
    let beyond = |p: &Px, i: usize| {
        let out = if i.is_multiple_of(2) { -3.0 } else { 2.0 };
        let (x, y) = (p.x + out, p.y.min(height as f32 - 1.0));
        (x >= 0.0 && (x as usize) < width).then(|| darkest[y as usize * width + x as usize])
    };
    let rim: Vec<u8> = outline.iter().enumerate().filter_map(|(i, p)| beyond(p, i)).collect();
    let soft = rim.iter().filter(|d| (FADING..).contains(*d)).count();
    !rim.is_empty() && soft as f32 >= SOFT_MIN * rim.len() as f32
}

/// The patch's box in pixels of the picture.
fn placed(outline: Vec<Px>, size: Px, quad: &Quad) -> Option<Quad> {
    let rectangle = smallest_rectangle(&convex_hull(outline))?;
    let map = Projection::between(&Quad::rectangle(0.0, 0.0, size.x, size.y), quad)?;
    Some(Quad(rectangle.0.map(|p| map.map(p))))
}
