//! The font files that are part of this crate, parsed once.

use ab_glyph::FontRef;
use std::sync::LazyLock;

/// A font file of the crate; `assets/README.md` says where each comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum File {
    DejaVu,
    DejaVuBold,
    Liberation,
    LiberationBold,
    LiberationSerif,
    LiberationSerifBold,
    RobotoCondensed,
    RobotoCondensedBold,
    Lato,
    LatoBold,
    OpenSans,
    OpenSansBold,
    Carlito,
    CarlitoBold,
    NotoSansSc,
    NotoSansScBold,
    NotoSerifSc,
    WenKai,
    MicroHei,
    HanaMinB,
    OcrB,
    OcrBSharp,
}

/// The parsed file.
pub(crate) fn font(file: File) -> &'static FontRef<'static> {
    &FONTS[file as usize]
}

/// In the order of [`File`].
static FONTS: LazyLock<[FontRef<'static>; 22]> = LazyLock::new(|| {
    [
        parse(include_bytes!("../../assets/dejavu-sans-subset.ttf")),
        parse(include_bytes!("../../assets/dejavu-sans-bold-subset.ttf")),
        parse(include_bytes!("../../assets/liberation-sans-subset.ttf")),
        parse(include_bytes!("../../assets/liberation-sans-bold-subset.ttf")),
        parse(include_bytes!("../../assets/liberation-serif-subset.ttf")),
        parse(include_bytes!("../../assets/liberation-serif-bold-subset.ttf")),
        parse(include_bytes!("../../assets/roboto-condensed-subset.ttf")),
        parse(include_bytes!("../../assets/roboto-condensed-bold-subset.ttf")),
        parse(include_bytes!("../../assets/lato-subset.ttf")),
        parse(include_bytes!("../../assets/lato-bold-subset.ttf")),
        parse(include_bytes!("../../assets/open-sans-subset.ttf")),
        parse(include_bytes!("../../assets/open-sans-bold-subset.ttf")),
        parse(include_bytes!("../../assets/carlito-subset.ttf")),
        parse(include_bytes!("../../assets/carlito-bold-subset.ttf")),
        parse(include_bytes!("../../assets/noto-sans-sc-subset.otf")),
        parse(include_bytes!("../../assets/noto-sans-sc-bold-subset.otf")),
        parse(include_bytes!("../../assets/noto-serif-sc-subset.otf")),
        parse(include_bytes!("../../assets/lxgw-wenkai-subset.ttf")),
        parse(include_bytes!("../../assets/wqy-microhei-subset.ttf")),
        parse(include_bytes!("../../assets/hana-min-b-subset.ttf")),
        parse(include_bytes!("../../assets/ocr-b.otf")),
        parse(include_bytes!("../../assets/ocr-b-sharp.otf")),
    ]
});

fn parse(bytes: &'static [u8]) -> FontRef<'static> {
    FontRef::try_from_slice(bytes).expect("the crate's own font files are checked by a test")
}
