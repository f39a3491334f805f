//! Resident identity card in the layout of the mainland's second generation, 85.6 × 54 mm, plainly a specimen.

use super::security;
use super::{Holder, Sides, dotted};
use crate::canvas::{Area, Colour, Page, Type, mix, rgb};
use crate::error::RenderError;
use crate::fonts::Style;
use crate::person::Person;
use crate::random::stream;
use crate::truth::FieldName;
use identity::sex::Sex;
use jiff::civil::Date;
use rand::Rng;

/// Width, height and corner radius (ISO/IEC 7810 ID-1).
pub(super) const SIZE_MM: (f32, f32, f32) = (85.6, 54.0, 3.2);
/// Characters in a line of the address.
const ADDRESS_LINE_CHARS: f32 = 11.0;

const INK: u32 = 0x1a1a1c;
const LABEL: u32 = 0x3f7fae;

pub(super) fn draw(holder: &Holder) -> Result<Sides, RenderError> {
    Ok(Sides::new("CHN", Some(portrait_side(holder)?)).with_back(emblem_side(holder)?))
}

fn portrait_side(holder: &Holder) -> Result<Page, RenderError> {
    let mut page = holder.page(SIZE_MM, rgb(0xf2f5f6));
    background(&mut page, holder.seed)?;
    portrait(&mut page, holder);
    labels(&mut page)?;
    values(&mut page, holder.person)?;
    page.text_faded(Type::new(Style::LatinBold, 2.0, rgb(0xb8483c)), 5.6, 4.9, "SPECIMEN 样本", 0.85)?;
    Ok(page)
}

fn background(page: &mut Page, seed: u64) -> Result<(), RenderError> {
    let phase: f32 = stream(seed, "guilloche").random();
    security::rainbow(page, &[rgb(0xdfeef5), rgb(0xf3f1ee), rgb(0xf7e9e6), rgb(0xe2eef2)], 12.0);
    let area = page.area();
    security::waves(page, area, rgb(0x86b7cf), 0.26, 0.95, phase);
    security::waves(page, area, rgb(0xdca6a0), 0.20, 1.35, phase + 0.3);
    security::rosette(page, (34.0, 27.0), 19.0, 12, rgb(0x8bb6c8), 0.20);
    security::microtext(page, 3.0, 52.3, 79.0, rgb(0x6f9fb8), "SPECIMEN虚构样本")
}

fn portrait(page: &mut Page, holder: &Holder) {
    let area = Area::new(55.2, 7.6, 25.0, 31.4);
    // The real card's portrait has no background of its own: light tones let the paper show.
    page.picture(area, holder.portrait, |colour| {
        let light = colour.into_iter().fold(1.0, f32::min);
        (colour, 1.0 - ((light - 0.80) / 0.12).clamp(0.0, 0.9))
    });
    page.set_portrait(area);
}

fn labels(page: &mut Page) -> Result<(), RenderError> {
    let kind = Type::new(Style::Han, 2.55, rgb(LABEL)).with_pitch(3.0);
    let rows = [
        (5.6, 10.6, "姓名"),
        (5.6, 17.3, "性别"),
        (22.4, 17.3, "民族"),
        (5.6, 23.9, "出生"),
        (5.6, 31.0, "住址"),
    ];
    for (x, y, label) in rows {
        page.text(kind, x, y, label)?;
    }
    for (x, label) in [(23.9, "年"), (31.1, "月"), (38.9, "日")] {
        page.text(kind, x, 23.9, label)?;
    }
    page.text(kind, 5.6, 48.6, "公民身份号码")?;
    Ok(())
}

fn values(page: &mut Page, person: &Person) -> Result<(), RenderError> {
    let kind = Type::new(Style::Han, 3.0, rgb(INK));
    let sex = if person.sex == Sex::F { "女" } else { "男" };
    page.field(
        FieldName::Name,
        Type::new(Style::Han, 3.5, rgb(INK)).with_pitch(3.7),
        14.4,
        10.8,
        &person.name_zh,
    )?;
    page.field(FieldName::Sex, kind, 14.4, 17.4, sex)?;
    page.field(FieldName::Ethnicity, kind, 31.2, 17.4, &person.ethnicity)?;
    birth(page, kind, person.birth_date)?;
    page.field_lines(FieldName::Address, kind, 14.4, 31.1, &address_lines(&person.address))?;
    let digits = Type::new(Style::OcrB, 4.3, rgb(INK)).with_pitch(2.86);
    page.field(FieldName::DocumentNumber, digits, 28.8, 48.8, &person.document_number)
}

/// Year, month and day stand between their labels; the field's box is drawn around all of them.
fn birth(page: &mut Page, kind: Type, date: Date) -> Result<(), RenderError> {
    let parts =
        [(14.4, date.year().to_string()), (27.9, date.month().to_string()), (35.0, date.day().to_string())];
    let mut quads = Vec::new();
    for (x, text) in &parts {
        page.field(FieldName::BirthDate, kind, *x, 24.0, text)?;
        quads.extend(page.fields.pop());
    }
    let (Some(first), Some(last)) = (quads.first(), quads.last()) else { return Ok(()) };
    let mut whole = first.clone();
    whole.text = format!("{}年{}月{}日", date.year(), date.month(), date.day());
    (whole.quad[1], whole.quad[2]) = (last.quad[1], last.quad[2]);
    page.fields.push(whole);
    Ok(())
}

/// Breaks an address into printed lines; digits take half the width of a character.
pub(super) fn address_lines(address: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut width = 0.0;
    for c in address.chars() {
        let step = if c.is_ascii() { 0.55 } else { 1.0 };
        if width + step > ADDRESS_LINE_CHARS {
            lines.push(String::new());
            width = 0.0;
        }
        width += step;
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
    }
    lines
}

fn emblem_side(holder: &Holder) -> Result<Page, RenderError> {
    let mut page = holder.page(SIZE_MM, rgb(0xf2f5f6));
    let phase: f32 = stream(holder.seed, "guilloche back").random();
    emblem_background(&mut page, phase)?;
    let red = rgb(0xb03028);
    security::emblem(&mut page, (13.0, 13.6), 7.6, red, 0.92);
    title(&mut page, red)?;
    validity(&mut page, holder.person)?;
    Ok(page)
}

fn emblem_background(page: &mut Page, phase: f32) -> Result<(), RenderError> {
    security::rainbow(page, &[rgb(0xf6e6e0), rgb(0xf1f1ec), rgb(0xdfeef3), rgb(0xf3ebe6)], 18.0);
    let area = page.area();
    security::waves(page, area, rgb(0xd99a90), 0.26, 1.0, phase);
    security::waves(page, area, rgb(0x8ab9cd), 0.22, 1.4, phase + 0.2);
    security::rosette(page, (52.0, 33.0), 23.0, 14, rgb(0xcf9a94), 0.20);
    wall(page, mix(rgb(0xcf9a94), rgb(0xffffff), 0.1));
    security::microtext(page, 3.0, 52.3, 79.0, rgb(0xb98a84), "SPECIMEN虚构样本")
}

/// Hills with a crenellated ridge, very pale.
fn wall(page: &mut Page, ink: Colour) {
    page.shade(Area::new(0.0, 26.0, SIZE_MM.0, 26.0), |x, y| {
        let ridge = 40.0 + 4.0 * (x / 11.0).sin() + 2.6 * (x / 4.7 + 1.0).sin();
        let tooth = if (x / 1.2).rem_euclid(2.0) < 1.0 { 0.7 } else { 0.0 };
        (ink, if y > ridge - tooth { 0.16 } else { 0.0 })
    });
}

fn title(page: &mut Page, red: Colour) -> Result<(), RenderError> {
    page.text(Type::new(Style::HanBold, 5.0, rgb(INK)).with_pitch(6.1), 29.0, 13.6, "中华人民共和国")?;
    page.text(Type::new(Style::HanBold, 7.2, rgb(INK)).with_pitch(9.4), 26.8, 24.6, "居民身份证")?;
    page.text_faded(Type::new(Style::LatinBold, 2.6, red), 4.6, 29.6, "SPECIMEN 样本", 0.85)?;
    Ok(())
}

fn validity(page: &mut Page, person: &Person) -> Result<(), RenderError> {
    let label = Type::new(Style::HanBold, 2.6, rgb(INK)).with_pitch(3.0);
    let value = Type::new(Style::Han, 2.75, rgb(INK));
    let until = person.expiry_date.map_or_else(|| "长期".to_owned(), dotted);
    page.text(label, 20.0, 41.0, "签发机关")?;
    page.field(FieldName::Authority, value, 34.8, 41.1, &person.authority)?;
    page.text(label, 20.0, 47.8, "有效期限")?;
    page.field(FieldName::Validity, value, 34.8, 47.9, &format!("{}-{until}", dotted(person.issue_date)))
}
