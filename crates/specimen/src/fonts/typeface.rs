//! Which drawings a page is set in.

use super::Style;
use super::files::File;
use crate::random::{pick, stream};
use crate::request::Variety;
use rand::Rng;

/// A regular and a bold drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Family {
    regular: File,
    bold: File,
    /// What the bold drawing's strokes gain, as a share of the em; for families without a bold file.
    gain_em: f32,
}

impl Family {
    const fn new(regular: File, bold: File) -> Family {
        Family { regular, bold, gain_em: 0.0 }
    }

    const fn single(file: File) -> Family {
        Family { regular: file, bold: file, gain_em: 0.03 }
    }
}

const LATIN: [Family; 5] = [
    Family::new(File::DejaVu, File::DejaVuBold),
    Family::new(File::Liberation, File::LiberationBold),
    Family::new(File::LiberationSerif, File::LiberationSerifBold),
    Family::new(File::RobotoCondensed, File::RobotoCondensedBold),
    Family::new(File::Lato, File::LatoBold),
];
const LATIN_HELD_BACK: [Family; 2] =
    [Family::new(File::OpenSans, File::OpenSansBold), Family::new(File::Carlito, File::CarlitoBold)];
const HAN: [Family; 3] = [
    Family::new(File::NotoSansSc, File::NotoSansScBold),
    Family::single(File::NotoSerifSc),
    Family::single(File::WenKai),
];
const HAN_HELD_BACK: [Family; 1] = [Family::single(File::MicroHei)];

/// The drawings of one page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Typeface {
    latin: Family,
    han: Family,
    ocr_b: File,
    /// What OCR-B's strokes gain (or lose), as a share of the em.
    ocr_b_gain_em: f32,
    /// Width of OCR-B's letters against their drawing.
    ocr_b_stretch: f32,
}

/// How a character of a style is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut {
    /// What the strokes gain on each side, as a share of the em.
    pub(crate) gain_em: f32,
    /// Width against the drawing.
    pub(crate) stretch: f32,
}

impl Typeface {
    /// DejaVu Sans, Noto Sans SC and OCR-B, as drawn.
    pub(crate) const PLAIN: Typeface =
        Typeface { latin: LATIN[0], han: HAN[0], ocr_b: File::OcrB, ocr_b_gain_em: 0.0, ocr_b_stretch: 1.0 };

    /// The drawings of a seed. OCR-B has few drawings, so weight and width vary with the printer as well.
    pub(crate) fn draw(variety: Variety, seed: u64) -> Typeface {
        let mut rng = stream(seed, "typeface");
        let (latin, han, ocr_b) = match variety {
            Variety::Plain => return Typeface::PLAIN,
            Variety::Common => (pick(&mut rng, &LATIN), pick(&mut rng, &HAN), File::OcrB),
            Variety::HeldBack => {
                (pick(&mut rng, &LATIN_HELD_BACK), pick(&mut rng, &HAN_HELD_BACK), File::OcrBSharp)
            }
        };
        let ocr_b_gain_em = rng.random_range(-0.012..0.022);
        Typeface { latin, han, ocr_b, ocr_b_gain_em, ocr_b_stretch: rng.random_range(0.94..1.05) }
    }

    /// The files to try for a style, the fitting one first.
    pub(super) fn order(&self, style: Style) -> [File; 6] {
        let (latin, han) = (self.latin, self.han);
        let [first, second, third] = match style {
            Style::Latin => [latin.regular, han.regular, latin.bold],
            Style::LatinBold => [latin.bold, han.bold, han.regular],
            Style::Han => [han.regular, latin.regular, han.bold],
            Style::HanBold => [han.bold, han.regular, latin.bold],
            Style::OcrB => [self.ocr_b, latin.regular, han.regular],
        };
        [first, second, third, File::DejaVu, File::NotoSansSc, File::HanaMinB]
    }

    /// How a style is drawn.
    pub(crate) fn cut(&self, style: Style) -> Cut {
        match style {
            Style::Latin | Style::Han => Cut { gain_em: 0.0, stretch: 1.0 },
            Style::LatinBold => Cut { gain_em: self.latin.gain_em, stretch: 1.0 },
            Style::HanBold => Cut { gain_em: self.han.gain_em, stretch: 1.0 },
            Style::OcrB => Cut { gain_em: self.ocr_b_gain_em, stretch: self.ocr_b_stretch },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn held_back_drawings_are_never_common() {
        let first = |variety, seed| {
            let face = Typeface::draw(variety, seed);
            [Style::Latin, Style::LatinBold, Style::Han, Style::HanBold, Style::OcrB]
                .map(|style| face.order(style)[0])
        };
        let common: Vec<_> = (0..200).flat_map(|seed| first(Variety::Common, seed)).collect();
        let held: Vec<_> = (0..200).flat_map(|seed| first(Variety::HeldBack, seed)).collect();
        assert!(held.iter().all(|file| !common.contains(file)));
        assert!(LATIN.iter().all(|family| common.contains(&family.bold)));
        assert!(HAN.iter().all(|family| common.contains(&family.regular)));
    }
}
