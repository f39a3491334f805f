//! Visas of Utopia: MRV-A, 120 × 80 mm, and MRV-B, 105 × 74 mm (ICAO 9303-7).

use super::card::TD2_MM;
use super::sheet::{Ink, Labels, Sheet, row, title};
use super::utopia::ISSUER;
use super::values::{self, Wording};
use super::{Holder, Sides, ground, sheet, zone};
use crate::canvas::Area;
use crate::error::RenderError;
use crate::fonts::Style::{Latin, LatinBold};
use crate::random::{pick, stream};
use crate::truth::FieldName as F;
use identity::mrz::Format;
use rand::Rng;

pub(super) fn draw(holder: &Holder, large: bool) -> Result<Sides, RenderError> {
    let mut rng = stream(holder.seed, "layout");
    let (sheet, format, baseline) =
        if large { (&LARGE, Format::MrvA, 65.6) } else { (&SMALL, Format::MrvB, 59.6) };
    let (code, class) = pick(&mut rng, &[("V", "B1/B2"), ("VC", "C"), ("VD", "D"), ("VN", "STUDENT")]);
    let mut fields = zone::fields(holder, code, ISSUER);
    // The holder is a citizen of another state than the one that lets them in.
    fields.nationality = pick(&mut rng, &["UTO", "D", "FRA", "JPN", "BRA", "CHN", "GBR"]).to_owned();
    if rng.random_bool(0.6) {
        fields.optional_data = vec![format!("{:07}", rng.random_range(0..10_000_000))];
    }
    let words = Wording { code: "V", ..WORDS };
    let mut texts = values::texts(holder.person, &words);
    texts.insert(F::Nationality, fields.nationality.clone());
    texts.insert(F::Category, class.to_owned());
    texts.insert(F::Entries, pick(&mut rng, &["MULT", "01", "02"]).to_owned());
    texts.insert(F::IssuePlace, holder.person.birth_place.clone());
    let mrz = zone::write(holder, format, &fields)?;
    let mut page = sheet::draw(sheet, holder, ground::palette(holder), &texts)?;
    zone::print(&mut page, &mrz, rng.random_range(3.6..5.4), baseline)?;
    Ok(Sides::new(ISSUER, Some(page)).with_mrz(mrz))
}

const WORDS: Wording =
    Wording { code: "V", issuer: ISSUER, nationality: "", date: values::with_month, sex: values::letter };

const LARGE: Sheet = Sheet {
    size_mm: (120.0, 80.0, 0.6),
    titles: &[
        title(44.0, 7.0, LatinBold, 4.6, Ink::Title, "UTOPIA"),
        title(72.0, 7.0, LatinBold, 4.6, Ink::Title, "VISA"),
        title(92.0, 53.6, LatinBold, 2.8, Ink::Specimen, "SPECIMEN"),
    ],
    portrait: Some(Area::new(5.0, 9.0, 33.0, 42.0)),
    ghost: None,
    hologram: Some((104.0, 36.0, 9.0)),
    signature: None,
    rows: &[
        row(42.0, 12.6, 32.0, "Issuing post name", F::IssuePlace),
        row(78.0, 12.6, 36.0, "Control number", F::DocumentNumber),
        row(42.0, 20.0, 70.0, "Surname", F::Surname),
        row(42.0, 27.4, 52.0, "Given name", F::GivenNames),
        row(42.0, 34.8, 20.0, "Visa type / class", F::Category),
        row(66.0, 34.8, 8.0, "Sex", F::Sex),
        row(76.0, 34.8, 18.0, "Nationality", F::Nationality),
        row(42.0, 42.2, 30.0, "Birth date", F::BirthDate),
        row(76.0, 42.2, 16.0, "Entries", F::Entries),
        row(42.0, 49.6, 26.0, "Issue date", F::IssueDate),
        row(70.0, 49.6, 26.0, "Expiration date", F::ExpiryDate),
    ],
    labels: Labels::Above(3.4),
    label: (Latin, 1.6),
    value: (LatinBold, 2.9),
    zone_top: Some(56.8),
};

const SMALL: Sheet = Sheet {
    size_mm: (TD2_MM.0, TD2_MM.1, 0.6),
    titles: &[
        title(30.0, 7.2, LatinBold, 5.2, Ink::Title, "VISA"),
        title(52.0, 7.2, LatinBold, 3.0, Ink::Title, "UTOPIA"),
        title(74.0, 46.8, LatinBold, 2.6, Ink::Specimen, "SPECIMEN"),
    ],
    portrait: Some(Area::new(5.0, 11.0, 23.0, 30.0)),
    ghost: None,
    hologram: Some((16.0, 44.6, 5.2)),
    signature: None,
    rows: &[
        row(31.0, 12.0, 24.0, "VALID FOR / VALABLE POUR", F::Issuer),
        row(62.0, 12.0, 36.0, "No.", F::DocumentNumber).sized(1.2),
        row(31.0, 18.8, 24.0, "FROM / DU", F::IssueDate),
        row(62.0, 18.8, 24.0, "UNTIL / AU", F::ExpiryDate),
        row(31.0, 25.6, 24.0, "TYPE OF VISA / TYPE DE VISA", F::Category),
        row(62.0, 25.6, 24.0, "NUMBER OF ENTRIES", F::Entries),
        row(31.0, 32.4, 28.0, "ISSUED IN / DÉLIVRÉ À", F::IssuePlace),
        row(62.0, 32.4, 24.0, "BIRTH DATE", F::BirthDate),
        row(31.0, 39.2, 60.0, "SURNAME, NAME / NOM, PRÉNOM", F::NameLatin),
        row(31.0, 46.0, 24.0, "NATIONALITY", F::Nationality),
        row(56.0, 46.0, 10.0, "SEX", F::Sex),
    ],
    labels: Labels::Above(3.1),
    label: (Latin, 1.3),
    value: (Latin, 2.6),
    zone_top: Some(50.8),
};
