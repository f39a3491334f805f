//! The documents, flat: each kind draws its sides from a person and a portrait.

mod card;
mod ground;
mod hkid;
mod licence;
mod officer_card;
mod passport;
mod passport_cn;
mod permits;
mod resident_id;
mod security;
mod sheet;
mod student_card;
mod temporary_id;
mod utopia;
mod values;
mod visa;
mod zone;

use crate::canvas::{Colour, Page};
use crate::error::RenderError;
use crate::fonts::Typeface;
use crate::person::Person;
use crate::request::{Kind, Look, Variety};
use crate::truth::ImageRole;
use image::RgbImage;
use jiff::civil::Date;

/// The flat sides of a document and what machines read of it.
pub(crate) struct Sides {
    pub(crate) issuer: &'static str,
    pub(crate) mrz: Vec<String>,
    pub(crate) barcode: Option<String>,
    pub(crate) pages: Vec<(ImageRole, Page)>,
}

impl Sides {
    /// A front, or nothing, without anything for machines.
    fn new(issuer: &'static str, front: Option<Page>) -> Sides {
        let pages = front.into_iter().map(|page| (ImageRole::Front, page)).collect();
        Sides { issuer, mrz: Vec::new(), barcode: None, pages }
    }

    fn with_back(mut self, back: Page) -> Sides {
        self.pages.push((ImageRole::Back, back));
        self
    }

    fn with_mrz(self, mrz: Vec<String>) -> Sides {
        Sides { mrz, ..self }
    }
}

/// Everything that a layout needs.
pub(crate) struct Holder<'a> {
    pub(crate) person: &'a Person,
    pub(crate) portrait: &'a RgbImage,
    pub(crate) look: &'a Look,
    pub(crate) seed: u64,
    pub(crate) variety: Variety,
    /// Resolution of the pages.
    pub(crate) px_per_mm: f32,
}

impl Holder<'_> {
    /// An empty page in the drawings of the holder's document; the size is width, height and radius of the corners.
    fn page(&self, size_mm: (f32, f32, f32), colour: Colour) -> Page {
        Page::new(size_mm, self.px_per_mm, colour).with_face(Typeface::draw(self.variety, self.seed))
    }
}

/// Draws all sides; a request without a document has none.
pub(crate) fn draw(kind: Kind, holder: &Holder) -> Result<Sides, RenderError> {
    match kind {
        Kind::Td3Passport if holder.variety != Variety::Plain => utopia::draw(holder),
        Kind::Td3Passport => passport::draw(holder),
        Kind::PassportCn => passport_cn::draw(holder),
        Kind::IdCardTd1 => card::draw_td1(holder),
        Kind::IdCardTd2 => card::draw_td2(holder),
        Kind::VisaA | Kind::VisaB => visa::draw(holder, kind == Kind::VisaA),
        Kind::ResidentIdCn => resident_id::draw(holder),
        Kind::HomeReturnPermit => permits::home_return(holder),
        Kind::CompatriotPermit => permits::compatriot(holder),
        Kind::HkMacaoPermit => permits::hk_macao(holder),
        Kind::TaiwanTravelPermit => permits::taiwan(holder),
        Kind::Hkid => hkid::draw(holder),
        Kind::DrivingLicenceUs => licence::draw(holder),
        Kind::TemporaryIdCn => temporary_id::draw(holder),
        Kind::StudentCard => student_card::draw(holder),
        Kind::OfficerCard => officer_card::draw(holder),
        Kind::NoDocument => Ok(Sides::new("", None)),
    }
}

/// `1984.01.02`, as Chinese documents print validity.
fn dotted(date: Date) -> String {
    format!("{:04}.{:02}.{:02}", date.year(), date.month(), date.day())
}
