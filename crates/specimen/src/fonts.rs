//! The fonts of the specimens: those that are part of this crate, and the system's for rare characters.

mod files;
mod typeface;

pub(crate) use typeface::Typeface;

use crate::error::RenderError;
use ab_glyph::{Font, FontRef, FontVec, GlyphId, OutlinedGlyph, PxScale, point};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Debian's package with fonts for Chinese characters that the built-in subset lacks.
pub const PACKAGE_HAN: &str = "fonts-noto-cjk";
/// Debian's package for the characters of CJK extension B and beyond.
pub const PACKAGE_HAN_RARE: &str = "fonts-hanazono";

/// A style of type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Latin letters; plainly DejaVu Sans.
    Latin,
    /// Bold Latin letters; plainly DejaVu Sans Bold.
    LatinBold,
    /// Chinese characters; plainly Noto Sans SC.
    Han,
    /// Bold Chinese characters; plainly Noto Sans SC Bold.
    HanBold,
    /// OCR-B (ISO 1073-2), for machine-readable zones and numbers.
    OcrB,
}

/// Finds font files of Chinese characters on this system, in the order in which they are tried.
///
/// Looks at a fixed list of file names below `/usr/share/fonts` and `/usr/local/share/fonts`; empty where none is installed.
pub fn system_fonts() -> Vec<PathBuf> {
    const ROOTS: [&str; 2] = ["/usr/share/fonts", "/usr/local/share/fonts"];
    const FILES: [&str; 5] = [
        "opentype/noto/NotoSansCJK-Regular.ttc",
        "opentype/noto/NotoSerifCJK-Regular.ttc",
        "truetype/wqy/wqy-zenhei.ttc",
        "truetype/wqy/wqy-microhei.ttc",
        "truetype/hanazono/HanaMinB.ttf",
    ];
    let all = ROOTS.iter().flat_map(|root| FILES.iter().map(|file| Path::new(root).join(file)));
    all.filter(|path| path.is_file()).collect()
}

/// Whether a text can be set in a style, with the first character that cannot.
///
/// # Errors
/// [`RenderError::MissingGlyph`] names the character and the package to install.
pub fn check(style: Style, text: &str) -> Result<(), RenderError> {
    text.chars().try_for_each(|c| find(&Typeface::PLAIN, style, c).map(|_| ()))
}

/// A character, sized and placed: its outline (if it has ink), its advance and what its strokes gain, in pixels.
pub(crate) struct Placed {
    pub(crate) outline: Option<OutlinedGlyph>,
    pub(crate) advance_px: f32,
    pub(crate) gain_px: f32,
}

/// Places a character with its pen at (x, baseline) in pixels; `em_px` is the size of the em square.
pub(crate) fn place(
    face: &Typeface,
    style: Style,
    c: char,
    em_px: f32,
    (x, baseline): (f32, f32),
) -> Result<Placed, RenderError> {
    let cut = face.cut(style);
    let (outline, advance_px) = match find(face, style, c)? {
        Found::Builtin(font, id) => place_in(font, id, (em_px, cut.stretch), (x, baseline)),
        Found::System(font, id) => place_in(font, id, (em_px, cut.stretch), (x, baseline)),
    };
    Ok(Placed { outline, advance_px, gain_px: cut.gain_em * em_px })
}

/// Sum of the advances of a text, in ems.
pub(crate) fn width_em(face: &Typeface, style: Style, text: &str) -> Result<f32, RenderError> {
    text.chars().map(|c| Ok(place(face, style, c, 1.0, (0.0, 0.0))?.advance_px)).sum()
}

fn place_in(
    font: &impl Font,
    id: GlyphId,
    (em_px, stretch): (f32, f32),
    (x, baseline): (f32, f32),
) -> (Option<OutlinedGlyph>, f32) {
    let units = font.units_per_em().unwrap_or(1000.0);
    // ab_glyph scales by ascent + descent, not by the em.
    let scale = em_px * font.height_unscaled() / units;
    let advance_px = font.h_advance_unscaled(id) * em_px / units * stretch;
    let scale = PxScale { x: scale * stretch, y: scale };
    (font.outline_glyph(id.with_scale_and_position(scale, point(x, baseline))), advance_px)
}

enum Found {
    Builtin(&'static FontRef<'static>, GlyphId),
    System(&'static FontVec, GlyphId),
}

fn find(face: &Typeface, style: Style, c: char) -> Result<Found, RenderError> {
    for font in face.order(style).map(files::font) {
        if let Some(id) = glyph(font, c) {
            return Ok(Found::Builtin(font, id));
        }
    }
    for font in SYSTEM.iter() {
        if let Some(id) = glyph(font, c) {
            return Ok(Found::System(font, id));
        }
    }
    Err(RenderError::MissingGlyph { code_point: c as u32, package: package_for(c) })
}

fn glyph(font: &impl Font, c: char) -> Option<GlyphId> {
    let id = font.glyph_id(c);
    (id.0 != 0).then_some(id)
}

fn package_for(c: char) -> &'static str {
    if (c as u32) >= 0x2_0000 { PACKAGE_HAN_RARE } else { PACKAGE_HAN }
}

static SYSTEM: LazyLock<Vec<FontVec>> = LazyLock::new(|| {
    let read = |path: PathBuf| FontVec::try_from_vec_and_index(std::fs::read(path).ok()?, 0).ok();
    system_fonts().into_iter().filter_map(read).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_fonts_hold_what_the_layouts_print() {
        let rows = [
            (Style::Latin, "ÄÖÜ Größe ŁÓDŹ O’Neil ẴỘ"),
            (Style::Han, include_str!("../assets/han-characters.txt").trim()),
            (Style::OcrB, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"),
        ];
        for (style, text) in rows {
            let text: String = text.chars().filter(|c| !c.is_control()).collect();
            assert!(check(style, &text).is_ok(), "{style:?}: {:?}", check(style, &text));
        }
    }

    #[test]
    fn a_character_of_no_font_names_a_package() {
        let error = check(Style::Han, "\u{10FFFD}").unwrap_err();
        assert!(error.to_string().contains(PACKAGE_HAN_RARE), "{error}");
    }

    #[test]
    fn the_advance_of_ocr_b_is_one_for_all() {
        let advances: Vec<f32> = "A1<W"
            .chars()
            .map(|c| width_em(&Typeface::PLAIN, Style::OcrB, &c.to_string()).unwrap())
            .collect();
        assert!(advances.iter().all(|advance| (advance - advances[0]).abs() < 1e-4), "{advances:?}");
    }
}
