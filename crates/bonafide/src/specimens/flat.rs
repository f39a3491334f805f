//! `bonafide specimen --flat`: pages without a camera, as PNG, with their truth as JSON.

use std::io::Cursor;
use std::path::Path;

use image::{ImageFormat, RgbImage};
use serde::Serialize;
use specimen::person::Person;
use specimen::{FieldTruth, Flat, FlatPage, ImageRole, Kind, Point, PortraitDetail, RenderError, Request};

use super::{json, word, write};
use crate::failure::Failure;

/// Resolution and care.
#[derive(clap::Args)]
pub struct Options {
    /// Write the pages themselves, flat and sharp, without a camera.
    #[arg(long, requires = "kind")]
    flat: bool,
    /// Pixels to the millimetre of flat pages, 2–32.
    #[arg(long, default_value_t = 12.0, requires = "flat")]
    px_per_mm: f32,
    /// How finely the portrait of flat pages is computed.
    #[arg(long, value_enum, default_value_t = Detail::Full, requires = "flat")]
    portrait_detail: Detail,
}

impl Options {
    /// Whether flat pages are asked for.
    pub fn wanted(&self) -> bool {
        self.flat
    }
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Detail {
    /// As sharp as the page.
    Full,
    /// Blurred and quick, for pages of which only the text counts.
    Low,
}

/// What is written beside the pages of one document.
#[derive(Serialize)]
struct Truth<'a> {
    kind: Kind,
    seed: u64,
    px_per_mm: f32,
    issuer: &'a str,
    mrz: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    barcode: Option<&'a str>,
    person: Option<&'a Person>,
    pages: Vec<Side<'a>>,
}

/// Of one page; corners are in pixels.
#[derive(Serialize)]
struct Side<'a> {
    role: ImageRole,
    file: String,
    width_px: u32,
    height_px: u32,
    size_mm: (f32, f32),
    corner_radius_mm: f32,
    quad: [Point; 4],
    portrait: Option<[Point; 4]>,
    fields: &'a [FieldTruth],
}

/// Writes the pages of one request.
pub fn save(request: &Request, options: &Options, folder: &Path) -> Result<(), Failure> {
    let detail = match options.portrait_detail {
        Detail::Full => PortraitDetail::Full,
        Detail::Low => PortraitDetail::Low,
    };
    let flat = specimen::flat(request, options.px_per_mm, detail).map_err(|error| match error {
        RenderError::Resolution(_) => Failure::Usage(error.to_string()),
        other => Failure::internal("cannot render", other),
    })?;
    let stem = format!("{}-{}", request.kind.code(), request.seed);
    let file = |page: &FlatPage| format!("{stem}-{}.png", word(page.role));
    for page in &flat.pages {
        write(folder, &file(page), &png(&page.image)?)?;
    }
    let sides = flat.pages.iter().map(|page| side(page, file(page))).collect();
    json(folder, &format!("{stem}.json"), &truth(request, options.px_per_mm, &flat, sides))
}

fn truth<'a>(request: &Request, px_per_mm: f32, flat: &'a Flat, pages: Vec<Side<'a>>) -> Truth<'a> {
    Truth {
        kind: request.kind,
        seed: request.seed,
        px_per_mm,
        issuer: &flat.issuer,
        mrz: &flat.mrz,
        barcode: flat.barcode.as_deref(),
        person: flat.person.as_ref(),
        pages,
    }
}

fn side(page: &FlatPage, file: String) -> Side<'_> {
    Side {
        role: page.role,
        file,
        width_px: page.image.width(),
        height_px: page.image.height(),
        size_mm: page.size_mm,
        corner_radius_mm: page.corner_radius_mm,
        quad: page.quad,
        portrait: page.portrait,
        fields: &page.fields,
    }
}

fn png(image: &RgbImage) -> Result<Vec<u8>, Failure> {
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, ImageFormat::Png)
        .map_err(|error| Failure::internal("cannot encode", error))?;
    Ok(bytes.into_inner())
}
