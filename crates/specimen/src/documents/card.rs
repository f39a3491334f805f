//! Identity cards of Utopia: TD1 with its zone on the back (ICAO 9303-5), TD2 with its zone on the front (9303-6).

use super::sheet::{Ink, Labels, Sheet, row, title};
use super::utopia::ISSUER;
use super::values::{self, Texts, Wording};
use super::{Holder, Sides, ground, resident_id, sheet, zone};
use crate::canvas::Area;
use crate::error::RenderError;
use crate::fonts::Style::{Latin, LatinBold};
use crate::random::{pick, stream};
use crate::truth::FieldName as F;
use identity::mrz::Format;
use rand::Rng;

/// Width, height and corner radius of TD2 (9303-6 §2.1: 105.0 × 74.0 mm).
pub(super) const TD2_MM: (f32, f32, f32) = (105.0, 74.0, 3.2);

pub(super) fn draw_td1(holder: &Holder) -> Result<Sides, RenderError> {
    let mut rng = stream(holder.seed, "layout");
    let (front, words) = pick(&mut rng, &[(&TD1_LEFT, &LEFT_WORDS), (&TD1_RIGHT, &RIGHT_WORDS)]);
    let code = pick(&mut rng, &["I", "ID", "IP", "AR", "C"]);
    let (mut fields, mut texts) = (zone::fields(holder, code, ISSUER), texts(holder, words));
    if rng.random_bool(0.4) && holder.person.document_number.len() <= 9 {
        let number = format!("{:011}", rng.random_range(0..100_000_000_000_u64));
        fields.optional_data = vec![number.clone()];
        texts.insert(F::PersonalNumber, number);
    }
    let mrz = zone::write(holder, Format::Td1, &fields)?;
    let inks = ground::palette(holder);
    let front = sheet::draw(front, holder, inks, &texts)?;
    let mut back = sheet::draw(&TD1_BACK, holder, inks, &texts)?;
    zone::print(&mut back, &mrz, rng.random_range(3.6..5.2), 36.4)?;
    Ok(Sides::new(ISSUER, Some(front)).with_back(back).with_mrz(mrz))
}

pub(super) fn draw_td2(holder: &Holder) -> Result<Sides, RenderError> {
    let mut rng = stream(holder.seed, "layout");
    let code = pick(&mut rng, &["I", "ID", "AC"]);
    let texts = texts(holder, pick(&mut rng, &[&LEFT_WORDS, &RIGHT_WORDS]));
    let mrz = zone::write(holder, Format::Td2, &zone::fields(holder, code, ISSUER))?;
    let inks = ground::palette(holder);
    let mut front = sheet::draw(&TD2_FRONT, holder, inks, &texts)?;
    zone::print(&mut front, &mrz, rng.random_range(4.2..8.0), 59.6)?;
    let back = sheet::draw(&TD2_BACK, holder, inks, &texts)?;
    Ok(Sides::new(ISSUER, Some(front)).with_back(back).with_mrz(mrz))
}

fn texts(holder: &Holder, words: &Wording) -> Texts {
    let mut texts = values::texts(holder.person, words);
    let height = stream(holder.seed, "height").random_range(152..198);
    texts.insert(F::Height, format!("{height} cm"));
    texts
}

const LEFT_WORDS: Wording =
    Wording { code: "ID", issuer: ISSUER, nationality: "UTO", date: values::day_first, sex: values::letter };
const RIGHT_WORDS: Wording = Wording { date: values::with_month, nationality: "UTOPIAN", ..LEFT_WORDS };

const TD1_LEFT: Sheet = Sheet {
    size_mm: resident_id::SIZE_MM,
    titles: &[
        title(5.0, 5.8, LatinBold, 3.0, Ink::Title, "UTOPIA"),
        title(30.0, 5.8, LatinBold, 2.4, Ink::Title, "IDENTITY CARD / CARTE D’IDENTITÉ"),
        title(5.0, 51.6, LatinBold, 2.0, Ink::Specimen, "SPECIMEN"),
    ],
    portrait: Some(Area::new(5.0, 10.0, 24.0, 31.0)),
    ghost: Some(Area::new(70.0, 26.0, 11.0, 14.2)),
    hologram: Some((31.0, 39.0, 6.0)),
    signature: Some(Area::new(6.0, 42.5, 20.0, 6.0)),
    rows: &[
        row(33.0, 10.6, 48.0, "Surname / Nom", F::Surname),
        row(33.0, 17.0, 48.0, "Given names / Prénoms", F::GivenNames),
        row(33.0, 23.4, 10.0, "Sex / Sexe", F::Sex),
        row(47.0, 23.4, 20.0, "Nationality / Nationalité", F::Nationality),
        row(33.0, 29.8, 32.0, "Date of birth / Date de naissance", F::BirthDate),
        row(40.0, 36.2, 28.0, "Place of birth / Lieu", F::BirthPlace),
        row(40.0, 42.6, 30.0, "Card No. / No. de la carte", F::DocumentNumber),
        row(33.0, 49.0, 30.0, "Date of expiry / Date d’expiration", F::ExpiryDate),
    ],
    labels: Labels::Above(2.8),
    label: (Latin, 1.3),
    value: (LatinBold, 2.4),
    zone_top: None,
};

const TD1_RIGHT: Sheet = Sheet {
    size_mm: resident_id::SIZE_MM,
    titles: &[
        title(4.6, 6.0, LatinBold, 3.2, Ink::Title, "IDENTITY CARD"),
        title(4.6, 9.0, Latin, 1.8, Ink::Label, "REPUBLIC OF UTOPIA"),
        title(60.0, 6.0, LatinBold, 2.2, Ink::Specimen, "SPECIMEN"),
    ],
    portrait: Some(Area::new(58.0, 9.0, 23.5, 30.0)),
    ghost: None,
    hologram: Some((50.0, 44.0, 6.5)),
    signature: Some(Area::new(60.0, 43.0, 20.0, 6.0)),
    rows: &[
        row(4.6, 13.4, 50.0, "1. SURNAME", F::Surname),
        row(4.6, 20.0, 50.0, "2. GIVEN NAMES", F::GivenNames),
        row(4.6, 26.6, 24.0, "3. DATE OF BIRTH", F::BirthDate),
        row(32.0, 26.6, 8.0, "4. SEX", F::Sex),
        row(42.0, 26.6, 15.0, "5. HEIGHT", F::Height),
        row(4.6, 33.2, 24.0, "6. NATIONALITY", F::Nationality),
        row(32.0, 33.2, 24.0, "7. DOCUMENT NO.", F::DocumentNumber),
        row(4.6, 39.8, 24.0, "8. EXPIRES", F::ExpiryDate),
        row(4.6, 46.4, 34.0, "9. PERSONAL NO.", F::PersonalNumber),
    ],
    labels: Labels::Above(2.9),
    label: (Latin, 1.25),
    value: (Latin, 2.6),
    zone_top: None,
};

const TD1_BACK: Sheet = Sheet {
    size_mm: resident_id::SIZE_MM,
    titles: &[title(62.0, 6.0, LatinBold, 2.2, Ink::Specimen, "SPECIMEN")],
    portrait: None,
    ghost: None,
    hologram: Some((75.0, 18.0, 6.0)),
    signature: None,
    rows: &[
        row(5.0, 5.0, 50.0, "Address / Adresse", F::Address),
        row(5.0, 15.4, 26.0, "Date of issue / Date de délivrance", F::IssueDate),
        row(36.0, 15.4, 30.0, "Place of birth / Lieu", F::BirthPlace),
        row(5.0, 22.0, 50.0, "Authority / Autorité", F::Authority),
    ],
    labels: Labels::Above(2.7),
    label: (Latin, 1.3),
    value: (Latin, 2.1),
    zone_top: Some(29.0),
};

const TD2_FRONT: Sheet = Sheet {
    size_mm: TD2_MM,
    titles: &[
        title(6.0, 6.4, LatinBold, 3.4, Ink::Title, "UTOPIA"),
        title(34.0, 6.4, LatinBold, 2.8, Ink::Title, "IDENTITY CARD / PERSONALAUSWEIS"),
        title(82.0, 48.6, LatinBold, 2.4, Ink::Specimen, "SPECIMEN"),
    ],
    portrait: Some(Area::new(5.0, 10.0, 28.0, 36.5)),
    ghost: Some(Area::new(84.0, 11.0, 14.0, 18.0)),
    hologram: Some((78.0, 37.0, 7.0)),
    signature: None,
    rows: &[
        row(37.0, 11.4, 45.0, "Surname / Name", F::Surname),
        row(37.0, 18.0, 45.0, "Given names / Vornamen", F::GivenNames),
        row(37.0, 24.6, 26.0, "Date of birth / Geburtstag", F::BirthDate),
        row(66.0, 24.6, 17.0, "Nationality", F::Nationality),
        row(37.0, 31.2, 34.0, "Place of birth / Geburtsort", F::BirthPlace),
        row(37.0, 37.8, 34.0, "Date of expiry / Gültig bis", F::ExpiryDate),
        row(37.0, 44.4, 34.0, "Card No. / Ausweisnummer", F::DocumentNumber).sized(1.15),
        row(86.0, 36.0, 10.0, "Sex", F::Sex),
    ],
    labels: Labels::Above(3.0),
    label: (Latin, 1.4),
    value: (LatinBold, 2.6),
    zone_top: Some(50.8),
};

const TD2_BACK: Sheet = Sheet {
    size_mm: TD2_MM,
    titles: &[title(74.0, 8.0, LatinBold, 2.4, Ink::Specimen, "SPECIMEN")],
    portrait: None,
    ghost: None,
    hologram: None,
    signature: Some(Area::new(60.0, 56.0, 32.0, 10.0)),
    rows: &[
        row(6.0, 9.0, 60.0, "Address / Anschrift", F::Address),
        row(6.0, 24.0, 30.0, "Height / Größe", F::Height),
        row(6.0, 34.0, 60.0, "Authority / Behörde", F::Authority),
        row(6.0, 44.0, 40.0, "Date of issue / Ausstellungsdatum", F::IssueDate),
    ],
    labels: Labels::Above(3.2),
    label: (Latin, 1.4),
    value: (Latin, 2.6),
    zone_top: None,
};
