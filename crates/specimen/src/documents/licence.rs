//! A driving licence with the data elements of AAMVA's DL/ID standard in a look of our own: front, and a PDF417 on the back.

mod barcode;
mod payload;

use super::sheet::{Ink, Labels, Sheet, row, title};
use super::values::{self, Texts, Wording};
use super::{Holder, Sides, ground, resident_id, sheet};
use crate::canvas::{Area, Type, rgb};
use crate::error::RenderError;
use crate::fonts::Style::{Latin, LatinBold};
use crate::truth::FieldName as F;
use payload::Licence;

/// Where the barcode stands on the back.
const BARCODE: Area = Area::new(6.0, 10.0, 73.6, 17.0);

const WORDS: Wording =
    Wording { code: "D", issuer: "USA", nationality: "", date: values::month_first, sex: values::letter };

pub(super) fn draw(holder: &Holder) -> Result<Sides, RenderError> {
    let licence = Licence::draw(holder);
    let payload = licence.payload();
    let (texts, inks) = (texts(holder, &licence), ground::palette(holder));
    let mut front = sheet::draw(&FRONT, holder, inks, &texts)?;
    let band = Area::new(0.0, 0.0, FRONT.size_mm.0, 9.4);
    front.shade(band, |_, _| (rgb(inks.title), 0.9));
    let white = rgb(0xffffff);
    front.text(Type::new(LatinBold, 4.6, white), 4.0, 6.6, licence.state.name)?;
    front.text(Type::new(LatinBold, 3.0, white), 54.0, 6.2, "DRIVER LICENSE")?;
    let mut back = sheet::draw(&BACK, holder, inks, &texts)?;
    barcode::print(&mut back, BARCODE, &payload)?;
    let mut sides = Sides::new("USA", Some(front)).with_back(back);
    sides.barcode = Some(payload);
    Ok(sides)
}

fn texts(holder: &Holder, licence: &Licence) -> Texts {
    let mut texts = values::texts(holder.person, &WORDS);
    texts.insert(F::Category, licence.class.to_owned());
    texts.insert(F::Height, format!("{}'-{:02}\"", licence.height_in / 12, licence.height_in % 12));
    texts.insert(F::Eyes, licence.eyes.to_owned());
    texts.insert(F::PersonalNumber, licence.discriminator.clone());
    texts.insert(
        F::Address,
        format!("{}, {} {} {}", licence.street, licence.city, licence.state.code, licence.zip),
    );
    texts
}

const FRONT: Sheet = Sheet {
    size_mm: resident_id::SIZE_MM,
    titles: &[
        title(64.0, 13.0, LatinBold, 2.4, Ink::Specimen, "SPECIMEN"),
        title(4.0, 52.4, Latin, 1.3, Ink::Label, "NOT A LICENSE. NO SUCH HOLDER, STREET OR TOWN EXISTS."),
    ],
    portrait: Some(Area::new(4.0, 12.0, 24.0, 31.0)),
    ghost: Some(Area::new(70.0, 34.0, 12.0, 15.4)),
    hologram: Some((66.0, 26.0, 7.0)),
    signature: Some(Area::new(5.0, 44.0, 22.0, 6.0)),
    rows: &[
        row(31.0, 13.4, 26.0, "4d DLN", F::DocumentNumber).sized(1.1),
        row(31.0, 18.0, 22.0, "4b EXP", F::ExpiryDate),
        row(31.0, 22.4, 43.0, "1", F::Surname),
        row(31.0, 26.8, 43.0, "2", F::GivenNames),
        row(31.0, 31.2, 34.0, "8", F::Address).sized(0.84),
        row(31.0, 38.8, 22.0, "3 DOB", F::BirthDate).sized(1.1),
        row(31.0, 43.0, 6.0, "9 CLASS", F::Category),
        row(52.0, 43.0, 5.0, "15 SEX", F::Sex),
        row(31.0, 46.6, 10.0, "16 HGT", F::Height),
        row(52.0, 46.6, 8.0, "18 EYES", F::Eyes),
        row(31.0, 50.0, 18.0, "4a ISS", F::IssueDate).sized(0.9),
    ],
    labels: Labels::Before(9.4),
    label: (Latin, 1.6),
    value: (LatinBold, 2.4),
    zone_top: None,
};

const BACK: Sheet = Sheet {
    titles: &[
        title(6.0, 6.0, LatinBold, 2.4, Ink::Specimen, "SPECIMEN"),
        title(6.0, 33.0, Latin, 1.6, Ink::Label, "CLASS: D - PASSENGER VEHICLES ONLY"),
        title(6.0, 36.4, Latin, 1.6, Ink::Label, "RESTRICTIONS: NONE    ENDORSEMENTS: NONE"),
    ],
    portrait: None,
    ghost: None,
    hologram: None,
    signature: None,
    rows: &[row(6.0, 42.0, 50.0, "5 DD", F::PersonalNumber)],
    ..FRONT
};
