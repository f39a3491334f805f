//! The documents, flat: each kind draws its sides from a person and a portrait.

mod passport;
mod resident_id;
mod security;
mod student_card;
mod temporary_id;

use crate::canvas::Page;
use crate::error::RenderError;
use crate::person::Person;
use crate::request::{Kind, Look};
use crate::truth::ImageRole;
use image::RgbImage;
use jiff::civil::Date;

/// The flat sides of a document and its machine-readable lines.
pub(crate) struct Sides {
    pub(crate) issuer: &'static str,
    pub(crate) mrz: Vec<String>,
    pub(crate) pages: Vec<(ImageRole, Page)>,
}

/// Everything that a layout needs.
pub(crate) struct Holder<'a> {
    pub(crate) person: &'a Person,
    pub(crate) portrait: &'a RgbImage,
    pub(crate) look: &'a Look,
    pub(crate) seed: u64,
    /// Resolution of the pages.
    pub(crate) px_per_mm: f32,
}

/// Draws all sides; a request without a document has none.
pub(crate) fn draw(kind: Kind, holder: &Holder) -> Result<Sides, RenderError> {
    match kind {
        Kind::Td3Passport => passport::draw(holder),
        Kind::ResidentIdCn => resident_id::draw(holder),
        Kind::TemporaryIdCn => temporary_id::draw(holder),
        Kind::StudentCard => student_card::draw(holder),
        Kind::NoDocument => Ok(Sides { issuer: "", mrz: Vec::new(), pages: Vec::new() }),
    }
}

/// `1984.01.02`, as Chinese documents print validity.
fn dotted(date: Date) -> String {
    format!("{:04}.{:02}.{:02}", date.year(), date.month(), date.day())
}
