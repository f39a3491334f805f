//! The data page of Utopia's passport as the scenarios show it, TD3 (ICAO 9303-4).

use super::utopia::{ISSUER, SIZE_MM};
use super::values::with_month;
use super::{Holder, Sides, security, zone};
use crate::canvas::{Area, Page, Type, rgb};
use crate::error::RenderError;
use crate::fonts::Style;
use crate::person::Person;
use crate::random::stream;
use crate::truth::FieldName;
use identity::mrz::Format;
use rand::Rng;

const INK: u32 = 0x1c2430;
const LABEL: u32 = 0x3d5a80;

pub(super) fn draw(holder: &Holder) -> Result<Sides, RenderError> {
    let mrz = zone::write(holder, Format::Td3, &zone::fields(holder, "P", ISSUER))?;
    let mut page = holder.page(SIZE_MM, rgb(0xf3efe4));
    background(&mut page, holder.seed)?;
    portrait(&mut page, holder);
    title(&mut page)?;
    fields(&mut page, holder.person)?;
    security::signature(&mut page, Area::new(103.0, 44.0, 18.0, 7.0), holder.seed);
    zone::print(&mut page, &mrz, 6.7, 73.6)?;
    Ok(Sides::new(ISSUER, Some(page)).with_mrz(mrz))
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
    security::ghost(page, Area::new(103.0, 24.0, 15.0, 19.4), holder.portrait);
}

fn title(page: &mut Page) -> Result<(), RenderError> {
    security::emblem(page, (9.5, 7.0), 4.2, rgb(0x8a6d3b), 0.9);
    page.text(Type::new(Style::LatinBold, 4.4, rgb(0x24405e)), 16.0, 7.4, "UTOPIA")?;
    page.text(Type::new(Style::LatinBold, 3.4, rgb(0x24405e)), 64.0, 7.2, "PASSPORT / PASSEPORT")?;
    page.text(Type::new(Style::LatinBold, 2.2, rgb(0xb03a2e)), 16.0, 13.9, "SPECIMEN")?;
    Ok(())
}

fn fields(page: &mut Page, person: &Person) -> Result<(), RenderError> {
    let expiry = person.expiry_date.map_or_else(String::new, with_month);
    let sex = person.sex.to_string();
    let rows: [(f32, f32, &str, FieldName, &str); 12] = [
        (43.0, 14.2, "Type / Type", FieldName::Type, "P"),
        (60.0, 14.2, "Code / Code", FieldName::Issuer, ISSUER),
        (80.0, 14.2, "Passport No. / No. du passeport", FieldName::DocumentNumber, &person.document_number),
        (43.0, 21.2, "Surname / Nom", FieldName::Surname, &person.surname),
        (43.0, 28.2, "Given names / Prénoms", FieldName::GivenNames, &person.given_names),
        (43.0, 35.2, "Nationality / Nationalité", FieldName::Nationality, "UTOPIAN"),
        (
            43.0,
            42.2,
            "Date of birth / Date de naissance",
            FieldName::BirthDate,
            &with_month(person.birth_date),
        ),
        (43.0, 49.2, "Sex / Sexe", FieldName::Sex, &sex),
        (60.0, 49.2, "Place of birth / Lieu de naissance", FieldName::BirthPlace, &person.birth_place),
        (
            43.0,
            56.2,
            "Date of issue / Date de délivrance",
            FieldName::IssueDate,
            &with_month(person.issue_date),
        ),
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
