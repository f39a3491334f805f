//! The document in the viewfinder: its corners, what to put right, and when to take the picture.

use image::RgbImage;
use review::observation::{ImageRole, QualityKind, Region};

use crate::{
    document::{self, Outline},
    geometry::Quad,
    network::{NetworkError, Networks},
    quality,
};

/// Confidence from which an outline is shown; a second document counts from there too, where it is not much smaller.
const OUTLINE_MIN: f32 = 0.5;
const SECOND_AREA_MIN: f32 = 0.35;
/// Longer side of the document as a share of the frame's: from and to.
const LONG_SHARE: [f32; 2] = [0.5, 0.97];
/// Share of the outline beyond the frame.
const CUT_MAX: f32 = 0.005;
/// Opposite sides may differ in length by this factor: a card at 25 cm turned by about 25 degrees.
const SIDES_RATIO_MAX: f32 = 1.25;
/// Corners that move by less than this share of the document's diagonal from frame to frame are held still.
const STILL_MAX: f32 = 0.02;
/// All must be well for this long.
const STEADY_MS: f32 = 700.0;
/// No frame counts for longer than this.
const GAP_MS_MAX: u32 = 400;

/// What measurements are held against; the policy's thresholds for the picture itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// Largest share 0–1 under glare.
    pub glare_share_max: f64,
    /// Least mean luminance 0–255.
    pub brightness_min: f64,
    /// Largest share 0–1 blown out.
    pub bright_share_max: f64,
    /// Least sharpness 0–1.
    pub sharpness_min: f64,
}

/// What to put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name is the hint's own on the wire")]
pub enum DocumentHint {
    NoDocument,
    SeveralDocuments,
    CutOff,
    TooFar,
    TooNear,
    Tilted,
    TooDark,
    TooBright,
    Glare,
    Blurred,
    HoldStill,
}

impl DocumentHint {
    /// The stable name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoDocument => "no_document",
            Self::SeveralDocuments => "several_documents",
            Self::CutOff => "cut_off",
            Self::TooFar => "too_far",
            Self::TooNear => "too_near",
            Self::Tilted => "tilted",
            Self::TooDark => "too_dark",
            Self::TooBright => "too_bright",
            Self::Glare => "glare",
            Self::Blurred => "blurred",
            Self::HoldStill => "hold_still",
        }
    }
}

/// What the viewfinder shows over one frame.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The document's corners.
    pub corners: Option<Region>,
    /// What to put right; `None` where all is well.
    pub hint: Option<DocumentHint>,
    /// Where the trouble is.
    pub region: Option<Region>,
    /// How much of the time that all must be well has passed, 0–1.
    pub steady: f32,
}

/// A viewfinder through which frames pass.
#[derive(Debug, Clone)]
pub struct Viewfinder {
    role: ImageRole,
    wanted: Wanted,
    last: Option<(u32, Quad)>,
    steady_ms: f32,
}

impl Viewfinder {
    /// For one side of a document.
    #[must_use]
    pub fn new(role: ImageRole, wanted: Wanted) -> Viewfinder {
        Viewfinder { role, wanted, last: None, steady_ms: 0.0 }
    }

    /// Looks at the next frame, taken `at_ms` after the camera started.
    ///
    /// # Errors
    /// [`NetworkError`] of the document finder.
    pub fn look(&mut self, networks: &Networks, frame: &RgbImage, at_ms: u32) -> Result<View, NetworkError> {
        let outlines = document::find(networks, frame)?;
        let outlines: Vec<Outline> = outlines.into_iter().filter(|o| o.confidence >= OUTLINE_MIN).collect();
        let before = self.last.take();
        let Some(outline) = outlines.first() else {
            self.steady_ms = 0.0;
            let hint = self.dark(frame).unwrap_or(DocumentHint::NoDocument);
            return Ok(View { corners: None, hint: Some(hint), region: None, steady: 0.0 });
        };
        let (mut hint, region) = self.trouble(frame, &outlines);
        let moves = before.is_none_or(|(_, quad)| moved(&quad, &outline.quad) > STILL_MAX);
        let steady = hint.is_none() && !moves;
        let passed = before.map_or(0, |(ms, _)| at_ms.saturating_sub(ms)).min(GAP_MS_MAX);
        self.steady_ms = if steady { self.steady_ms + passed as f32 } else { 0.0 };
        hint = hint.or(moves.then_some(DocumentHint::HoldStill));
        self.last = Some((at_ms, outline.quad));
        let corners = Some(outline.quad.region(self.role, frame.dimensions()));
        Ok(View { corners, hint, region, steady: (self.steady_ms / STEADY_MS).min(1.0) })
    }

    fn dark(&self, frame: &RgbImage) -> Option<DocumentHint> {
        let measures = quality::of_document(frame, self.role, None, &[]);
        let light = measures.iter().find(|m| m.kind == QualityKind::Brightness)?;
        (light.value < self.wanted.brightness_min).then_some(DocumentHint::TooDark)
    }

    fn trouble(&self, frame: &RgbImage, outlines: &[Outline]) -> (Option<DocumentHint>, Option<Region>) {
        let outline = &outlines[0];
        let second = outlines.iter().skip(1).any(|o| o.quad.area() > SECOND_AREA_MIN * outline.quad.area());
        if second {
            return (Some(DocumentHint::SeveralDocuments), None);
        }
        match place(outline, frame.dimensions()) {
            Some(hint) => (Some(hint), None),
            None => self.light(frame, outline),
        }
    }

    fn light(&self, frame: &RgbImage, outline: &Outline) -> (Option<DocumentHint>, Option<Region>) {
        let measures = quality::of_document(frame, self.role, Some(outline), &[]);
        let of = |kind: QualityKind| measures.iter().find(|m| m.kind == kind);
        let value = |kind: QualityKind| of(kind).map(|m| m.value);
        let wanted = &self.wanted;
        if value(QualityKind::Brightness).is_some_and(|v| v < wanted.brightness_min) {
            return (Some(DocumentHint::TooDark), None);
        }
        if let Some(glare) = of(QualityKind::Glare).filter(|m| m.value > wanted.glare_share_max) {
            return (Some(DocumentHint::Glare), glare.region.clone());
        }
        if value(QualityKind::BrightShare).is_some_and(|v| v > wanted.bright_share_max) {
            return (Some(DocumentHint::TooBright), None);
        }
        let blurred = value(QualityKind::Sharpness).is_some_and(|v| v < wanted.sharpness_min);
        (blurred.then_some(DocumentHint::Blurred), None)
    }
}

fn place(outline: &Outline, (width, height): (u32, u32)) -> Option<DocumentHint> {
    let quad = &outline.quad;
    let share = quad.width().max(quad.height()) / width.max(height) as f32;
    let lengths = quad.sides().map(|(a, b)| b.minus(a).length().max(1.0));
    let ratio = |a: f32, b: f32| (a / b).max(b / a);
    if outline.cut_share() > CUT_MAX || outline.corners_cut.contains(&true) {
        Some(if share > LONG_SHARE[1] { DocumentHint::TooNear } else { DocumentHint::CutOff })
    } else if share < LONG_SHARE[0] {
        Some(DocumentHint::TooFar)
    } else if ratio(lengths[0], lengths[2]).max(ratio(lengths[1], lengths[3])) > SIDES_RATIO_MAX {
        Some(DocumentHint::Tilted)
    } else {
        None
    }
}

/// Largest way of a corner as a share of the diagonal.
fn moved(before: &Quad, now: &Quad) -> f32 {
    let diagonal = now.0[2].minus(now.0[0]).length().max(1.0);
    let ways = before.0.iter().zip(now.0).map(|(a, b)| b.minus(*a).length());
    ways.fold(0.0, f32::max) / diagonal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::px;

    const FRAME: (u32, u32) = (640, 480);

    fn seen(quad: Quad) -> Outline {
        Outline { quad, confidence: 0.9, seen: [true; 4], cut: [0.0; 4], corners_cut: [false; 4] }
    }

    #[test]
    fn each_wrong_place_has_its_hint() {
        let tilted = Quad([px(120.0, 100.0), px(520.0, 60.0), px(520.0, 420.0), px(120.0, 360.0)]);
        let cut = |quad| Outline {
            cut: [0.0, 0.3, 0.0, 0.0],
            corners_cut: [false, true, true, false],
            ..seen(quad)
        };
        let rows = [
            (seen(Quad::rectangle(100.0, 100.0, 440.0, 280.0)), None),
            (seen(Quad::rectangle(200.0, 200.0, 200.0, 126.0)), Some(DocumentHint::TooFar)),
            (seen(tilted), Some(DocumentHint::Tilted)),
            (cut(Quad::rectangle(400.0, 100.0, 400.0, 250.0)), Some(DocumentHint::CutOff)),
            (cut(Quad::rectangle(20.0, 20.0, 700.0, 440.0)), Some(DocumentHint::TooNear)),
        ];
        for (outline, hint) in rows {
            assert_eq!(place(&outline, FRAME), hint, "{:?}", outline.quad);
        }
    }

    #[test]
    fn a_still_document_does_not_move_and_a_shaken_one_does() {
        let quad = Quad::rectangle(100.0, 100.0, 400.0, 250.0);
        let shifted = |by: f32| Quad(quad.0.map(|corner| corner.plus(px(by, 0.0))));
        assert!(moved(&quad, &shifted(2.0)) < STILL_MAX);
        assert!(moved(&quad, &shifted(20.0)) > STILL_MAX);
    }
}
