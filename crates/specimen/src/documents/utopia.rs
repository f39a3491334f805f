//! Data pages of Utopia's passports in several layouts, TD3 (ICAO 9303-4): what differs between states differs here.

use super::sheet::{Ink, Labels, Row, Sheet, Title, row, title};
use super::values::{self, Wording};
use super::{Holder, Sides, ground, sheet, zone};
use crate::canvas::Area;
use crate::error::RenderError;
use crate::fonts::Style::{Latin, LatinBold};
use crate::random::{pick, stream};
use crate::truth::FieldName as F;
use identity::mrz::Format;
use rand::Rng;

/// ICAO's code for documents that are specimens (9303-3 §5, part D).
pub(super) const ISSUER: &str = "UTO";
/// Width, height and corner radius (9303-4 §2.1: 125.0 × 88.0 mm).
pub(super) const SIZE_MM: (f32, f32, f32) = (125.0, 88.0, 3.0);
const ZONE_TOP: f32 = 64.5;

pub(super) fn draw(holder: &Holder) -> Result<Sides, RenderError> {
    let mut rng = stream(holder.seed, "layout");
    let (sheet, wording) = pick(&mut rng, &LAYOUTS);
    let inks = ground::palette(holder);
    let mut fields = zone::fields(holder, wording.code, ISSUER);
    let mut texts = values::texts(holder.person, wording);
    if rng.random_bool(0.3) {
        let number = format!("{:010}", rng.random_range(0..10_000_000_000_u64));
        fields.optional_data = vec![number.clone()];
        texts.insert(F::PersonalNumber, number);
    }
    let mrz = zone::write(holder, Format::Td3, &fields)?;
    let mut page = sheet::draw(sheet, holder, inks, &texts)?;
    zone::print(&mut page, &mrz, rng.random_range(5.2..7.6), 73.6)?;
    Ok(Sides::new(ISSUER, Some(page)).with_mrz(mrz))
}

const LAYOUTS: [(&Sheet, &Wording); 5] = [
    (&CLASSIC, &CLASSIC_WORDS),
    (&NUMBERED, &NUMBERED_WORDS),
    (&RIGHT, &RIGHT_WORDS),
    (&WIDE, &WIDE_WORDS),
    (&LIST, &LIST_WORDS),
];

const CLASSIC_WORDS: Wording = Wording {
    code: "P",
    issuer: ISSUER,
    nationality: "UTOPIAN",
    date: values::with_month,
    sex: values::letter,
};
const NUMBERED_WORDS: Wording = Wording { date: values::in_two_languages, ..CLASSIC_WORDS };
const RIGHT_WORDS: Wording = Wording { date: values::day_first, nationality: "UTO", ..CLASSIC_WORDS };
const WIDE_WORDS: Wording =
    Wording { code: "PN", nationality: "UNITED PROVINCES OF UTOPIA", ..CLASSIC_WORDS };
const LIST_WORDS: Wording = Wording { date: values::dashed, nationality: "Utopian", ..CLASSIC_WORDS };

/// Labels in two languages above values in capitals; portrait at the left.
const CLASSIC: Sheet = Sheet {
    size_mm: SIZE_MM,
    titles: &[
        title(8.0, 7.4, LatinBold, 4.4, Ink::Title, "UTOPIA"),
        title(64.0, 7.2, LatinBold, 3.4, Ink::Title, "PASSPORT / PASSEPORT"),
        title(8.0, 13.9, LatinBold, 2.2, Ink::Specimen, "SPECIMEN"),
    ],
    portrait: Some(Area::new(5.5, 17.0, 34.0, 44.0)),
    ghost: Some(Area::new(103.0, 24.0, 15.0, 19.4)),
    hologram: Some((96.0, 52.0, 8.0)),
    signature: Some(Area::new(103.0, 44.0, 18.0, 7.0)),
    rows: &[
        row(43.0, 14.2, 14.0, "Type / Type", F::Type),
        row(60.0, 14.2, 16.0, "Code / Code", F::Issuer),
        row(80.0, 14.2, 40.0, "Passport No. / No. du passeport", F::DocumentNumber),
        row(43.0, 21.2, 58.0, "Surname / Nom", F::Surname),
        row(43.0, 28.2, 58.0, "Given names / Prénoms", F::GivenNames),
        row(43.0, 35.2, 35.0, "Nationality / Nationalité", F::Nationality),
        row(80.0, 35.2, 22.0, "Personal No. / No. personnel", F::PersonalNumber),
        row(43.0, 42.2, 35.0, "Date of birth / Date de naissance", F::BirthDate),
        row(43.0, 49.2, 14.0, "Sex / Sexe", F::Sex),
        row(60.0, 49.2, 42.0, "Place of birth / Lieu de naissance", F::BirthPlace),
        row(43.0, 56.2, 35.0, "Date of issue / Date de délivrance", F::IssueDate),
        row(80.0, 56.2, 42.0, "Authority / Autorité", F::Authority),
        row(80.0, 42.2, 22.0, "Date of expiry / Date d’expiration", F::ExpiryDate),
    ],
    labels: Labels::Above(3.1),
    label: (Latin, 1.55),
    value: (LatinBold, 2.75),
    zone_top: Some(ZONE_TOP),
};

/// Numbered labels in three languages and a band at the top; light values.
const NUMBERED: Sheet = Sheet {
    size_mm: SIZE_MM,
    titles: &[
        title(44.0, 6.4, LatinBold, 3.0, Ink::Title, "REPUBLIC OF UTOPIA"),
        title(86.0, 6.4, Latin, 2.4, Ink::Label, "PASSPORT  PASSEPORT  PASS"),
        title(6.0, 62.4, LatinBold, 2.4, Ink::Specimen, "SPECIMEN"),
    ],
    portrait: Some(Area::new(5.0, 8.0, 35.0, 45.0)),
    ghost: Some(Area::new(106.0, 10.5, 13.0, 16.8)),
    hologram: Some((36.5, 49.0, 7.0)),
    signature: Some(Area::new(8.0, 54.0, 24.0, 6.4)),
    rows: &[
        row(44.0, 10.0, 12.0, "Type", F::Type),
        row(58.0, 10.0, 14.0, "Code of State", F::Issuer),
        row(78.0, 10.0, 27.0, "Passport No.", F::DocumentNumber).sized(1.15),
        row(44.0, 16.6, 60.0, "1. Surname / Nom / Name", F::Surname),
        row(44.0, 23.2, 60.0, "2. Given names / Prénoms / Vornamen", F::GivenNames),
        row(44.0, 29.8, 60.0, "3. Nationality / Nationalité / Staatsangehörigkeit", F::Nationality),
        row(44.0, 36.4, 36.0, "4. Date of birth / Date de naissance", F::BirthDate),
        row(84.0, 36.4, 34.0, "5. Personal No. / No. personnel", F::PersonalNumber),
        row(44.0, 43.0, 10.0, "6. Sex / Sexe", F::Sex),
        row(62.0, 43.0, 55.0, "7. Place of birth / Lieu de naissance / Geburtsort", F::BirthPlace),
        row(44.0, 49.6, 36.0, "8. Date of issue / Date de délivrance", F::IssueDate),
        row(84.0, 49.6, 38.0, "10. Authority / Autorité / Behörde", F::Authority),
        row(44.0, 56.2, 36.0, "9. Date of expiry / Date d’expiration", F::ExpiryDate),
    ],
    labels: Labels::Above(2.9),
    label: (Latin, 1.4),
    value: (Latin, 2.6),
    zone_top: Some(ZONE_TOP),
};

/// The portrait at the right, labels below their values.
const RIGHT: Sheet = Sheet {
    size_mm: SIZE_MM,
    titles: &[
        title(6.0, 7.0, LatinBold, 4.0, Ink::Title, "PASSPORT"),
        title(6.0, 10.6, Latin, 2.1, Ink::Label, "FREE ISLES OF UTOPIA"),
        title(88.0, 7.0, LatinBold, 2.4, Ink::Specimen, "SPECIMEN"),
    ],
    portrait: Some(Area::new(86.0, 10.0, 34.0, 44.0)),
    ghost: Some(Area::new(62.0, 38.0, 16.0, 20.7)),
    hologram: Some((74.0, 17.0, 7.5)),
    signature: Some(Area::new(92.0, 56.0, 24.0, 6.6)),
    rows: &[
        row(6.0, 18.4, 10.0, "TYPE", F::Type),
        row(20.0, 18.4, 14.0, "STATE", F::Issuer),
        row(40.0, 18.4, 26.0, "PASSPORT NUMBER", F::DocumentNumber),
        row(6.0, 26.0, 76.0, "SURNAME", F::Surname).sized(1.1),
        row(6.0, 33.4, 76.0, "GIVEN NAMES", F::GivenNames).sized(1.1),
        row(6.0, 40.8, 14.0, "NATIONALITY", F::Nationality),
        row(26.0, 40.8, 30.0, "DATE OF BIRTH", F::BirthDate),
        row(6.0, 48.2, 10.0, "SEX", F::Sex),
        row(26.0, 48.2, 34.0, "PLACE OF BIRTH", F::BirthPlace),
        row(6.0, 55.6, 18.0, "ISSUED", F::IssueDate),
        row(26.0, 55.6, 20.0, "EXPIRES", F::ExpiryDate),
        row(48.0, 55.6, 14.0, "PERSONAL NO.", F::PersonalNumber),
        row(6.0, 62.6, 70.0, "ISSUING AUTHORITY", F::Authority).sized(0.9),
    ],
    labels: Labels::Below(2.2),
    label: (Latin, 1.3),
    value: (LatinBold, 2.7),
    zone_top: Some(ZONE_TOP),
};

/// A wide field column in three languages, the title across the page.
const WIDE: Sheet = Sheet {
    size_mm: SIZE_MM,
    titles: &[
        title(36.0, 5.2, LatinBold, 3.2, Ink::Title, "UNITED PROVINCES OF UTOPIA"),
        title(5.0, 6.0, LatinBold, 3.0, Ink::Label, "PASSPORT"),
        title(5.0, 9.6, Latin, 1.9, Ink::Label, "PASSEPORT · PASAPORTE"),
        title(96.0, 61.6, LatinBold, 3.2, Ink::Specimen, "SPECIMEN"),
    ],
    portrait: Some(Area::new(4.5, 12.0, 38.0, 50.0)),
    ghost: None,
    hologram: Some((110.0, 40.0, 10.0)),
    signature: None,
    rows: &[
        row(46.0, 8.6, 16.0, "Type / Type / Tipo", F::Type),
        row(64.0, 8.6, 20.0, "Code / Code / Código", F::Issuer),
        row(86.0, 8.6, 36.0, "Passport No. / No. du Passeport / No. de Pasaporte", F::DocumentNumber)
            .sized(1.2),
        row(46.0, 15.2, 76.0, "Surname / Nom / Apellidos", F::Surname),
        row(46.0, 21.8, 76.0, "Given Names / Prénoms / Nombres", F::GivenNames),
        row(46.0, 28.4, 76.0, "Nationality / Nationalité / Nacionalidad", F::Nationality),
        row(46.0, 35.0, 50.0, "Date of birth / Date de naissance / Fecha de nacimiento", F::BirthDate),
        row(46.0, 41.6, 40.0, "Place of birth / Lieu de naissance / Lugar de nacimiento", F::BirthPlace),
        row(100.0, 35.0, 12.0, "Sex / Sexe / Sexo", F::Sex),
        row(46.0, 48.2, 50.0, "Date of issue / Date de délivrance / Fecha de expedición", F::IssueDate),
        row(100.0, 48.2, 22.0, "Authority / Autorité / Autoridad", F::Authority),
        row(46.0, 54.8, 46.0, "Date of expiration / Date d’expiration / Fecha de caducidad", F::ExpiryDate),
        row(100.0, 54.8, 22.0, "Personal No.", F::PersonalNumber),
    ],
    labels: Labels::Above(3.0),
    label: (Latin, 1.35),
    value: (Latin, 2.9),
    zone_top: Some(ZONE_TOP),
};

/// A list with the labels in a column before the values.
const LIST: Sheet = Sheet {
    size_mm: SIZE_MM,
    titles: LIST_TITLES,
    portrait: Some(Area::new(6.0, 14.0, 31.0, 40.0)),
    ghost: Some(Area::new(106.0, 44.0, 14.0, 18.1)),
    hologram: Some((21.0, 59.5, 4.4)),
    signature: Some(Area::new(104.0, 30.0, 18.0, 7.0)),
    rows: LIST_ROWS,
    labels: Labels::Before(26.0),
    label: (Latin, 1.8),
    value: (LatinBold, 2.5),
    zone_top: Some(ZONE_TOP),
};
const LIST_TITLES: &[Title] = &[
    title(41.0, 8.0, LatinBold, 3.6, Ink::Title, "KINGDOM OF UTOPIA"),
    title(90.0, 8.0, LatinBold, 2.6, Ink::Title, "Passport"),
    title(6.0, 11.0, LatinBold, 2.6, Ink::Specimen, "SPECIMEN"),
];
const LIST_ROWS: &[Row] = &[
    row(41.0, 15.0, 34.0, "Passport number", F::DocumentNumber),
    row(41.0, 19.6, 10.0, "Type", F::Type),
    row(41.0, 24.2, 10.0, "Country code", F::Issuer),
    row(41.0, 28.8, 36.0, "Surname", F::Surname),
    row(41.0, 33.4, 36.0, "Given names", F::GivenNames),
    row(41.0, 38.0, 36.0, "Nationality", F::Nationality),
    row(41.0, 42.6, 36.0, "Date of birth", F::BirthDate),
    row(41.0, 47.2, 10.0, "Sex", F::Sex),
    row(41.0, 51.8, 36.0, "Place of birth", F::BirthPlace),
    row(41.0, 56.4, 36.0, "Date of issue", F::IssueDate),
    row(41.0, 61.0, 26.0, "Date of expiry", F::ExpiryDate),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_fields_of_a_layout_stand_in_one_place() {
        for (sheet, _) in LAYOUTS {
            for (index, a) in sheet.rows.iter().enumerate() {
                for b in &sheet.rows[..index] {
                    assert!(a.name != b.name, "{:?} twice", a.name);
                    assert!((a.x, a.y) != (b.x, b.y), "{:?} upon {:?}", a.name, b.name);
                }
            }
        }
    }
}
