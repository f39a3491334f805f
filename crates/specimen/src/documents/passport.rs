//! The data page of Utopia's passport, TD3 (ICAO 9303-4).

use super::security;
use super::{Holder, Sides};
use crate::canvas::{Area, Page, Type, mix, rgb};
use crate::error::RenderError;
use crate::fonts::Style;
use crate::person::Person;
use crate::random::stream;
use crate::truth::{FieldName, ImageRole};
use identity::mrz::{self, Format, MrzDate, MrzFields};
use jiff::civil::Date;
use rand::Rng;

/// ICAO's code for documents that are specimens (9303-3 §5, part D).
pub(super) const ISSUER: &str = "UTO";
/// Width, height and corner radius (9303-4 §2.1: 125.0 × 88.0 mm).
const SIZE_MM: (f32, f32, f32) = (125.0, 88.0, 3.0);
/// Ten characters to the inch (9303-3 §4.4).
const MRZ_PITCH_MM: f32 = 2.54;
/// An em of the OCR-B that advances by one pitch.
const MRZ_EM_MM: f32 = 3.53;

const INK: u32 = 0x1c2430;
const LABEL: u32 = 0x3d5a80;

pub(super) fn draw(holder: &Holder) -> Result<Sides, RenderError> {
    let mrz = machine_readable(holder.person, holder.look.wrong_composite_digit)?;
    let mut page = Page::new(SIZE_MM, holder.px_per_mm, rgb(0xf3efe4));
    background(&mut page, holder.seed)?;
    portrait(&mut page, holder);
    title(&mut page)?;
    fields(&mut page, holder.person)?;
    signature(&mut page, holder.seed);
    print_mrz(&mut page, &mrz)?;
    Ok(Sides { issuer: ISSUER, mrz, pages: vec![(ImageRole::Front, page)] })
}

fn background(page: &mut Page, seed: u64) -> Result<(), RenderError> {
    let phase: f32 = stream(seed, "guilloche").random();
    security::rainbow(page, &[rgb(0xe4edf2), rgb(0xf2ecdd), rgb(0xe6efe0), rgb(0xe9e6f2)], 24.0);
    let upper = Area::new(0.0, 0.0, SIZE_MM.0, 64.5);
    security::waves(page, upper, rgb(0x7fa6b8), 0.30, 1.15, phase);
    security::waves(page, upper, rgb(0xc09a6b), 0.20, 1.7, phase + 0.4);
    security::rosette(page, (84.0, 38.0), 22.0, 9, rgb(0x5d8aa8), 0.28);
    security::rosette(page, (113.0, 56.0), 9.0, 7, rgb(0xa8785d), 0.25);
    security::braid(page, Area::new(0.0, 8.2, SIZE_MM.0, 3.4), rgb(0x3d5a80), 0.45);
    page.shade(Area::new(0.0, 64.5, SIZE_MM.0, 23.5), |_, _| (rgb(0xf6f3ea), 0.85));
    security::microtext(page, 3.0, 64.6, 119.0, rgb(0x3d5a80), "UTOPIA SPECIMEN NOT A TRAVEL DOCUMENT")
}

fn portrait(page: &mut Page, holder: &Holder) {
    let area = Area::new(5.5, 17.0, 34.0, 44.0);
    page.picture(area, holder.portrait, |colour| (colour, 0.97));
    page.set_portrait(area);
    let ghost = Area::new(103.0, 24.0, 15.0, 19.4);
    page.picture(ghost, holder.portrait, |colour| {
        let luma = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2];
        (mix(rgb(0x4a6a8a), rgb(0xf0f0ea), luma), 0.32 * (1.0 - luma * 0.8))
    });
}

fn title(page: &mut Page) -> Result<(), RenderError> {
    security::emblem(page, (9.5, 7.0), 4.2, rgb(0x8a6d3b), 0.9);
    page.text(Type::new(Style::LatinBold, 4.4, rgb(0x24405e)), 16.0, 7.4, "UTOPIA")?;
    page.text(Type::new(Style::LatinBold, 3.4, rgb(0x24405e)), 64.0, 7.2, "PASSPORT / PASSEPORT")?;
    page.text(Type::new(Style::LatinBold, 2.2, rgb(0xb03a2e)), 16.0, 13.9, "SPECIMEN")?;
    Ok(())
}

fn fields(page: &mut Page, person: &Person) -> Result<(), RenderError> {
    let expiry = person.expiry_date.map_or_else(String::new, printed);
    let sex = person.sex.to_string();
    let rows: [(f32, f32, &str, FieldName, &str); 12] = [
        (43.0, 14.2, "Type / Type", FieldName::Type, "P"),
        (60.0, 14.2, "Code / Code", FieldName::Issuer, ISSUER),
        (80.0, 14.2, "Passport No. / No. du passeport", FieldName::DocumentNumber, &person.document_number),
        (43.0, 21.2, "Surname / Nom", FieldName::Surname, &person.surname),
        (43.0, 28.2, "Given names / Prénoms", FieldName::GivenNames, &person.given_names),
        (43.0, 35.2, "Nationality / Nationalité", FieldName::Nationality, "UTOPIAN"),
        (43.0, 42.2, "Date of birth / Date de naissance", FieldName::BirthDate, &printed(person.birth_date)),
        (43.0, 49.2, "Sex / Sexe", FieldName::Sex, &sex),
        (60.0, 49.2, "Place of birth / Lieu de naissance", FieldName::BirthPlace, &person.birth_place),
        (43.0, 56.2, "Date of issue / Date de délivrance", FieldName::IssueDate, &printed(person.issue_date)),
        (80.0, 56.2, "Authority / Autorité", FieldName::Authority, &person.authority),
        (80.0, 42.2, "Date of expiry / Date d’expiration", FieldName::ExpiryDate, &expiry),
    ];
    rows.into_iter().try_for_each(|(x, y, label, name, text)| labelled(page, x, y, label, name, text))
}

fn labelled(
    page: &mut Page,
    x: f32,
    y: f32,
    label: &str,
    name: FieldName,
    text: &str,
) -> Result<(), RenderError> {
    page.text(Type::new(Style::Latin, 1.55, rgb(LABEL)), x, y, label)?;
    page.field(name, Type::new(Style::LatinBold, 2.75, rgb(INK)), x, y + 3.1, text)
}

/// `02 JAN 1984`, one of the forms of 9303-3 §4.2.3.
fn printed(date: Date) -> String {
    const MONTHS: [&str; 12] =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    format!("{:02} {} {:04}", date.day(), MONTHS[date.month() as usize - 1], date.year())
}

/// A scribble that stands for the holder's signature.
fn signature(page: &mut Page, seed: u64) {
    let mut rng = stream(seed, "signature");
    let waves: Vec<(f32, f32, f32)> = (1..5)
        .map(|n| (rng.random_range(0.2..1.0) / n as f32, n as f32 * 0.9, rng.random_range(0.0..6.0)))
        .collect();
    let area = Area::new(103.0, 44.0, 18.0, 7.0);
    page.shade(area, |x, y| {
        let t = (x - area.x) / area.width * 6.0;
        let height: f32 = waves.iter().map(|(a, f, p)| a * (f * t * 2.2 + p).sin()).sum();
        let slope: f32 =
            waves.iter().map(|(a, f, p)| a * f * 2.2 * (f * t * 2.2 + p).cos()).sum::<f32>() * 6.0 / 18.0;
        let distance = (y - 47.5 - height * 1.2).abs() / slope.mul_add(slope, 1.0).sqrt();
        (rgb(0x22304a), ((0.16 - distance) * 12.0).clamp(0.0, 0.9))
    });
}

fn print_mrz(page: &mut Page, lines: &[String]) -> Result<(), RenderError> {
    let kind = Type::new(Style::OcrB, MRZ_EM_MM, rgb(0x14161a)).with_pitch(MRZ_PITCH_MM);
    let rows = [(FieldName::Mrz1, 73.6), (FieldName::Mrz2, 79.95)];
    for ((name, baseline), line) in rows.into_iter().zip(lines) {
        page.field(name, kind, 6.7, baseline, line)?;
    }
    Ok(())
}

fn machine_readable(person: &Person, wrong_composite: bool) -> Result<Vec<String>, RenderError> {
    let fields = MrzFields {
        document_code: "P".to_owned(),
        issuer: ISSUER.to_owned(),
        document_number: person.document_number.clone(),
        surname: person.surname.clone(),
        given_names: person.given_names.clone(),
        nationality: ISSUER.to_owned(),
        birth_date: MrzDate::from_date(person.birth_date),
        expiry_date: person.expiry_date.map_or_else(MrzDate::unknown, MrzDate::from_date),
        sex: person.sex,
        optional_data: Vec::new(),
    };
    let mut lines = mrz::write(Format::Td3, &fields).map_err(|error| RenderError::Mrz(error.to_string()))?;
    if wrong_composite {
        spoil_last_digit(&mut lines);
    }
    Ok(lines)
}

/// Turns the composite check digit into the next one, as a clumsy forger might.
fn spoil_last_digit(lines: &mut [String]) {
    if let Some(line) = lines.last_mut()
        && let Some(digit) = line.pop().and_then(|c| c.to_digit(10))
    {
        line.push(char::from_digit((digit + 1) % 10, 10).unwrap_or('0'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::{Kind, Request};
    use jiff::civil::date;

    #[test]
    fn the_zone_is_valid_and_says_what_is_printed() {
        let today = date(2026, 3, 1);
        for seed in 0..200 {
            let person = Person::draw(&Request::new(Kind::Td3Passport, seed, today));
            let zone = mrz::parse(&machine_readable(&person, false).unwrap()).unwrap();
            assert!(zone.valid(), "{zone:?}");
            assert_eq!((zone.issuer.as_str(), &zone.document_number), (ISSUER, &person.document_number));
            assert_eq!(zone.birth_date.as_birth(today), Some(person.birth_date));
            assert_eq!(zone.expiry_date.as_expiry(today), person.expiry_date);
        }
    }
}
