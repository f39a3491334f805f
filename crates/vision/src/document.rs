//! Finds documents in a picture by classical means: against a plain ground by colour, elsewhere by straight edges
//! around the text; where neither shows, the text's own extent stands for the document.

use image::RgbImage;
use review::observation::{ImageRole, Sighting};

use crate::{
    geometry::{Px, Quad, px},
    text::{Line, Page},
};

mod plain;
mod sides;
#[cfg(test)]
mod tests;

/// Confidence of an outline that is only the text's extent.
const TEXT_ONLY: f32 = 0.3;
/// Margin around the text's extent, as a share of its size.
const TEXT_MARGIN: f32 = 0.05;
/// Print this close to the frame's edge, as a share of the frame's longer side, runs out of the frame.
const AT_EDGE: f32 = 0.004;

/// A document's outline.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outline {
    /// Corners in pixels of the picture, clockwise from the top left as read.
    pub quad: Quad,
    /// 0–1.
    pub confidence: f32,
    /// Whether the top, right, bottom and left edge were seen in the picture.
    pub seen: [bool; 4],
    /// Whether the document runs out of the frame at its top, right, bottom and left.
    pub cut: [bool; 4],
}

impl Outline {
    /// As plain data.
    pub fn sighting(&self, role: ImageRole, size_px: (u32, u32)) -> Sighting {
        Sighting { region: self.quad.region(role, size_px), confidence: self.confidence }
    }

    /// Share of the outline that lies on or beyond the frame's edge, 0–1.
    pub fn cut_share(&self) -> f32 {
        let lengths: Vec<f32> =
            (0..4).map(|i| self.quad.0[(i + 1) % 4].minus(self.quad.0[i]).length()).collect();
        let cut: f32 = lengths.iter().zip(self.cut).filter(|(_, cut)| *cut).map(|(length, _)| length).sum();
        // An empty sum is −0, which nobody wants to read.
        cut.abs() / lengths.iter().sum::<f32>().max(1.0)
    }
}

/// Documents of a picture, best first; empty where nothing looks like one.
pub(crate) fn find(picture: &RgbImage, page: &Page, role: ImageRole) -> Vec<Outline> {
    let plain = plain::find(picture, page.along);
    if !plain.is_empty() {
        return with_text_first(plain, page);
    }
    let Some(block) = text_block(page) else { return Vec::new() };
    let mut outline = sides::find(picture, page, block);
    if role != ImageRole::Selfie {
        mark_cut(&mut outline, picture, page);
    }
    vec![outline]
}

/// The document that holds most of the text comes first.
fn with_text_first(mut outlines: Vec<Outline>, page: &Page) -> Vec<Outline> {
    let text = |outline: &Outline| -> f32 {
        let inside = page.lines.iter().filter(|line| outline.quad.contains(line.quad.centre()));
        inside.map(Line::width_px).sum()
    };
    outlines.sort_by(|a, b| text(b).total_cmp(&text(a)));
    outlines
}

/// Extent of the confidently read text of an upright page: smallest and largest corner.
fn text_block(page: &Page) -> Option<(Px, Px)> {
    let sure = |confidences: &[f32]| confidences.iter().sum::<f32>() >= 0.6 * confidences.len() as f32;
    let lines = page.lines.iter().filter(|line| line.text.chars().count() >= 2 && sure(&line.confidences));
    lines
        .map(|line| line.upright)
        .reduce(|(lo, hi), (a, b)| (px(lo.x.min(a.x), lo.y.min(a.y)), px(hi.x.max(b.x), hi.y.max(b.y))))
}

/// A side is cut where no edge was seen and print runs to the frame's edge, or where the document's three other
/// edges run out of the frame.
fn mark_cut(outline: &mut Outline, picture: &RgbImage, page: &Page) {
    let (w, h) = (picture.width() as f32, picture.height() as f32);
    let margin = AT_EDGE * w.max(h);
    let outside = |p: Px| p.x < margin || p.y < margin || p.x > w - margin || p.y > h - margin;
    let across = px(-page.along.y, page.along.x);
    let normals = [across.times(-1.0), page.along, across, page.along.times(-1.0)];
    let visible = outline.seen.iter().filter(|seen| **seen).count();
    for (side, normal) in normals.into_iter().enumerate() {
        let print_cut = page.lines.iter().any(|line| {
            let tips = line.quad.0.into_iter().filter(|p| outside(*p));
            tips.into_iter().any(|p| p.minus(line.quad.centre()).dot(normal) > 0.45 * line.height_px())
                && reaches(line.quad, normal, outline.quad)
        });
        let runs_out = visible == 3 && !outline.seen[side] && {
            let (a, b) = (outline.quad.0[side], outline.quad.0[(side + 1) % 4]);
            outside(a.plus(b).times(0.5))
        };
        outline.cut[side] = !outline.seen[side] && (print_cut || runs_out);
    }
}

/// Whether a line of text reaches a side of the outline, in the direction of that side's normal.
fn reaches(line: Quad, normal: Px, outline: Quad) -> bool {
    let far = |quad: Quad| quad.0.iter().map(|p| p.dot(normal)).fold(f32::MIN, f32::max);
    far(line) >= far(outline) - 0.6 * line.height()
}
