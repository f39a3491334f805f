//! Why a specimen could not be rendered.

use std::path::PathBuf;

/// Why a specimen could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A character is in none of the fonts; installing the named Debian package cures it.
    #[error("no font has U+{code_point:04X}; install the Debian package {package}")]
    MissingGlyph {
        /// The character's number.
        code_point: u32,
        /// A package with a font that has it, as far as known.
        package: &'static str,
    },
    /// The portrait that was asked for cannot be read.
    #[error("cannot read the portrait {path}")]
    Portrait {
        /// Where it should have been.
        path: PathBuf,
        /// What the decoder said.
        source: image::ImageError,
    },
    /// The person's data do not fit a machine-readable zone.
    #[error("cannot write the machine-readable zone: {0}")]
    Mrz(String),
    /// The payload does not fit a barcode.
    #[error("cannot encode the barcode: {0}")]
    Barcode(String),
    /// The picture is asked for in an impossible size.
    #[error("the long side must be 320 to 8000 pixels, not {0}")]
    Size(u32),
    /// A flat page is asked for in an impossible resolution.
    #[error("a flat page has 2 to 32 pixels to the millimetre, not {0}")]
    Resolution(f32),
    /// The picture could not be compressed.
    #[error("cannot encode the picture")]
    Encode(#[source] image::ImageError),
    /// There is no scenario of this name.
    #[error("no scenario is called {0}; `bonafide specimen --list` names them")]
    UnknownScenario(String),
}
