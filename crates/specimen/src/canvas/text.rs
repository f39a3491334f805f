//! Type on a page: characters side by side, fields with the box of their ink.

use super::{Area, Colour, Page};
use crate::error::RenderError;
use crate::fonts::{self, Placed, Style};
use crate::truth::{FieldName, FieldTruth};
use ab_glyph::OutlinedGlyph;

/// How a piece of text is set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Type {
    pub(crate) style: Style,
    /// Size of the em square.
    pub(crate) em_mm: f32,
    pub(crate) colour: Colour,
    /// Distance from pen to pen where it is fixed.
    pub(crate) pitch_mm: Option<f32>,
}

impl Type {
    pub(crate) fn new(style: Style, em_mm: f32, colour: Colour) -> Type {
        Type { style, em_mm, colour, pitch_mm: None }
    }

    pub(crate) fn with_pitch(self, pitch_mm: f32) -> Type {
        Type { pitch_mm: Some(pitch_mm), ..self }
    }
}

impl Page {
    /// Sets text with its pen at `x`, `baseline` in millimetres and returns the box of its ink.
    pub(crate) fn text(
        &mut self,
        kind: Type,
        x: f32,
        baseline: f32,
        text: &str,
    ) -> Result<Area, RenderError> {
        self.text_faded(kind, x, baseline, text, 1.0)
    }

    /// As [`Page::text`], with an opacity of 0–1.
    pub(crate) fn text_faded(
        &mut self,
        kind: Type,
        x: f32,
        baseline: f32,
        text: &str,
        alpha: f32,
    ) -> Result<Area, RenderError> {
        let mut pen = x * self.scale;
        let mut ink = Ink::default();
        for c in text.chars() {
            let (em_px, place) = (kind.em_mm * self.scale, (pen, baseline * self.scale));
            let Placed { outline, advance_px, gain_px } =
                fonts::place(&self.face, kind.style, c, em_px, place)?;
            if let Some(outline) = outline {
                let bounds = outline.px_bounds();
                ink.add(bounds.min.x, bounds.min.y, bounds.max.x, bounds.max.y);
                self.glyph(&outline, gain_px, kind.colour, alpha);
            }
            pen += kind.pitch_mm.map_or(advance_px, |pitch| pitch * self.scale);
        }
        Ok(ink.area(x, baseline, self.scale))
    }

    /// The type in which a text is at most so wide: smaller if it must be, but not below three fifths.
    pub(crate) fn fitted(&self, kind: Type, text: &str, width_mm: f32) -> Result<Type, RenderError> {
        let width = match kind.pitch_mm {
            Some(pitch) => text.chars().count() as f32 * pitch,
            None => fonts::width_em(&self.face, kind.style, text)? * kind.em_mm,
        };
        let share = (width_mm / width.max(0.1)).clamp(0.6, 1.0);
        Ok(Type { em_mm: kind.em_mm * share, pitch_mm: kind.pitch_mm.map(|pitch| pitch * share), ..kind })
    }

    /// Sets the text of a field and records where it is.
    pub(crate) fn field(
        &mut self,
        name: FieldName,
        kind: Type,
        x: f32,
        baseline: f32,
        text: &str,
    ) -> Result<(), RenderError> {
        let area = self.text(kind, x, baseline, text)?;
        self.record(name, text, area);
        Ok(())
    }

    /// Sets a field of several lines, recorded as one.
    pub(crate) fn field_lines(
        &mut self,
        name: FieldName,
        kind: Type,
        x: f32,
        baseline: f32,
        lines: &[String],
    ) -> Result<(), RenderError> {
        let mut ink = Ink::default();
        for (row, line) in lines.iter().enumerate() {
            let area = self.text(kind, x, baseline + row as f32 * kind.em_mm * 1.35, line)?;
            ink.add(area.x, area.y, area.x + area.width, area.y + area.height);
        }
        let area = Area::new(ink.left, ink.top, ink.right - ink.left, ink.bottom - ink.top);
        self.record(name, &lines.concat(), area);
        Ok(())
    }

    /// Records a field that stands in an area.
    pub(crate) fn record(&mut self, name: FieldName, text: &str, area: Area) {
        let rare = text.chars().any(is_rare);
        let quad = area.quad(self.scale);
        self.fields.push(FieldTruth { name, text: text.to_owned(), quad, rare });
    }

    fn glyph(&mut self, outline: &OutlinedGlyph, gain_px: f32, colour: Colour, alpha: f32) {
        let bounds = outline.px_bounds();
        let (left, top) = (bounds.min.x as i64, bounds.min.y as i64);
        if gain_px == 0.0 {
            outline.draw(|gx, gy, c| {
                self.ink(left + i64::from(gx), top + i64::from(gy), colour, c * alpha);
            });
            return;
        }
        let raster = Raster::of(outline);
        let pad = Raster::PAD as i64;
        for (y, x) in (0..raster.height).flat_map(|y| (0..raster.width).map(move |x| (y, x))) {
            let cover = raster.grown(x as f32, y as f32, gain_px);
            self.ink(left + x as i64 - pad, top + y as i64 - pad, colour, cover * alpha);
        }
    }
}

/// Characters of CJK extension A and of the supplementary planes.
fn is_rare(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{323af}')
}

/// The ink of one glyph with a margin around it.
struct Raster {
    width: usize,
    height: usize,
    cover: Vec<f32>,
}

impl Raster {
    const PAD: usize = 2;

    fn of(outline: &OutlinedGlyph) -> Raster {
        let bounds = outline.px_bounds();
        let width = bounds.width().ceil() as usize + 2 * Raster::PAD;
        let height = bounds.height().ceil() as usize + 2 * Raster::PAD;
        let mut cover = vec![0.0; width * height];
        outline.draw(|x, y, c| {
            let at = (y as usize + Raster::PAD) * width + x as usize + Raster::PAD;
            if let Some(slot) = cover.get_mut(at) {
                *slot = c;
            }
        });
        Raster { width, height, cover }
    }

    /// The ink after strokes have gained (or lost) so many pixels on each side.
    fn grown(&self, x: f32, y: f32, gain_px: f32) -> f32 {
        const RING: [(f32, f32); 8] = [
            (1.0, 0.0),
            (0.7, 0.7),
            (0.0, 1.0),
            (-0.7, 0.7),
            (-1.0, 0.0),
            (-0.7, -0.7),
            (0.0, -1.0),
            (0.7, -0.7),
        ];
        let radius = gain_px.abs().min(Raster::PAD as f32);
        let ring = RING.iter().map(|(dx, dy)| self.at(x + dx * radius, y + dy * radius));
        let here = self.at(x, y);
        if gain_px > 0.0 { ring.fold(here, f32::max) } else { ring.fold(here, f32::min) }
    }

    fn at(&self, x: f32, y: f32) -> f32 {
        let (left, top) = (x.floor(), y.floor());
        let get = |dx: f32, dy: f32| {
            let (column, row) = (left + dx, top + dy);
            let inside = column >= 0.0 && row >= 0.0 && (column as usize) < self.width;
            if inside { self.cover.get(row as usize * self.width + column as usize).copied() } else { None }
                .unwrap_or(0.0)
        };
        let (u, v) = (x - left, y - top);
        let upper = get(0.0, 0.0) * (1.0 - u) + get(1.0, 0.0) * u;
        let lower = get(0.0, 1.0) * (1.0 - u) + get(1.0, 1.0) * u;
        upper * (1.0 - v) + lower * v
    }
}

/// The box around all ink so far, in whatever unit it is given.
struct Ink {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Default for Ink {
    fn default() -> Ink {
        Ink { left: f32::MAX, top: f32::MAX, right: f32::MIN, bottom: f32::MIN }
    }
}

impl Ink {
    fn add(&mut self, left: f32, top: f32, right: f32, bottom: f32) {
        self.left = self.left.min(left);
        self.top = self.top.min(top);
        self.right = self.right.max(right);
        self.bottom = self.bottom.max(bottom);
    }

    fn area(&self, x: f32, baseline: f32, px_per_mm: f32) -> Area {
        if self.left > self.right {
            return Area::new(x, baseline, 0.0, 0.0);
        }
        let scale = 1.0 / px_per_mm;
        Area::new(
            self.left * scale,
            self.top * scale,
            (self.right - self.left) * scale,
            (self.bottom - self.top) * scale,
        )
    }
}
