//! The fonts of the specimens: five that are part of this crate, and the system's for rare characters.

use crate::error::RenderError;
use ab_glyph::{Font, FontRef, FontVec, GlyphId, OutlinedGlyph, point};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Debian's package with fonts for Chinese characters that the built-in subset lacks.
pub const PACKAGE_HAN: &str = "fonts-noto-cjk";
/// Debian's package for the characters of CJK extension B and beyond.
pub const PACKAGE_HAN_RARE: &str = "fonts-hanazono";

/// A style of type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// DejaVu Sans.
    Latin,
    /// DejaVu Sans Bold.
    LatinBold,
    /// Noto Sans SC.
    Han,
    /// Noto Sans SC Bold.
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
    text.chars().try_for_each(|c| find(style, c).map(|_| ()))
}

/// A character, sized and placed: its outline (if it has ink) and its advance in pixels.
pub(crate) struct Placed {
    pub(crate) outline: Option<OutlinedGlyph>,
    pub(crate) advance_px: f32,
}

/// Places a character with its pen at (x, baseline) in pixels; `em_px` is the size of the em square.
pub(crate) fn place(style: Style, c: char, em_px: f32, x: f32, baseline: f32) -> Result<Placed, RenderError> {
    match find(style, c)? {
        Found::Builtin(font, id) => Ok(place_in(font, id, em_px, x, baseline)),
        Found::System(font, id) => Ok(place_in(font, id, em_px, x, baseline)),
    }
}

fn place_in(font: &impl Font, id: GlyphId, em_px: f32, x: f32, baseline: f32) -> Placed {
    let units = font.units_per_em().unwrap_or(1000.0);
    // ab_glyph scales by ascent + descent, not by the em.
    let scale = em_px * font.height_unscaled() / units;
    let advance_px = font.h_advance_unscaled(id) * em_px / units;
    let outline = font.outline_glyph(id.with_scale_and_position(scale, point(x, baseline)));
    Placed { outline, advance_px }
}

enum Found {
    Builtin(&'static FontRef<'static>, GlyphId),
    System(&'static FontVec, GlyphId),
}

fn find(style: Style, c: char) -> Result<Found, RenderError> {
    for font in BUILTIN.order(style) {
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

struct Builtin {
    latin: FontRef<'static>,
    latin_bold: FontRef<'static>,
    han: FontRef<'static>,
    han_bold: FontRef<'static>,
    ocr_b: FontRef<'static>,
}

impl Builtin {
    /// The fonts to try for a style, the fitting one first.
    fn order(&self, style: Style) -> [&FontRef<'static>; 3] {
        match style {
            Style::Latin => [&self.latin, &self.han, &self.latin_bold],
            Style::LatinBold => [&self.latin_bold, &self.han_bold, &self.han],
            Style::Han => [&self.han, &self.latin, &self.han_bold],
            Style::HanBold => [&self.han_bold, &self.han, &self.latin_bold],
            Style::OcrB => [&self.ocr_b, &self.latin, &self.han],
        }
    }
}

static BUILTIN: LazyLock<Builtin> = LazyLock::new(|| Builtin {
    latin: parse(include_bytes!("../assets/dejavu-sans-subset.ttf")),
    latin_bold: parse(include_bytes!("../assets/dejavu-sans-bold-subset.ttf")),
    han: parse(include_bytes!("../assets/noto-sans-sc-subset.otf")),
    han_bold: parse(include_bytes!("../assets/noto-sans-sc-bold-subset.otf")),
    ocr_b: parse(include_bytes!("../assets/ocr-b.otf")),
});

static SYSTEM: LazyLock<Vec<FontVec>> = LazyLock::new(|| {
    let read = |path: PathBuf| FontVec::try_from_vec_and_index(std::fs::read(path).ok()?, 0).ok();
    system_fonts().into_iter().filter_map(read).collect()
});

fn parse(bytes: &'static [u8]) -> FontRef<'static> {
    FontRef::try_from_slice(bytes).expect("the crate's own font files are checked by a test")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_fonts_hold_what_the_layouts_print() {
        let rows = [
            (Style::Latin, "ÄÖÜ Größe ŁÓDŹ O’Neil"),
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
        let advances: Vec<f32> =
            "A1<W".chars().map(|c| place(Style::OcrB, c, 100.0, 0.0, 0.0).unwrap().advance_px).collect();
        assert!(advances.iter().all(|advance| (advance - advances[0]).abs() < 0.01), "{advances:?}");
    }
}
