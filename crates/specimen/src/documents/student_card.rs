//! Student card of a university that does not exist; never accepted.

use super::resident_id::SIZE_MM;
use super::security;
use super::{Holder, Sides, dotted};
use crate::canvas::{Area, Page, Type, rgb};
use crate::error::RenderError;
use crate::fonts::Style;
use crate::person::Person;
use crate::truth::FieldName;

const INK: u32 = 0x22242c;

pub(super) fn draw(holder: &Holder) -> Result<Sides, RenderError> {
    let mut page = holder.page(SIZE_MM, rgb(0xfafafa));
    page.fill(Area::new(0.0, 0.0, SIZE_MM.0, 13.5), rgb(0x2f5d50));
    security::braid(&mut page, Area::new(0.0, 45.0, SIZE_MM.0, 7.0), rgb(0x2f5d50), 0.35);
    security::emblem(&mut page, (8.5, 6.8), 4.6, rgb(0xf2e6c8), 0.95);
    let area = Area::new(6.0, 17.0, 21.0, 26.4);
    page.picture(area, holder.portrait, |colour| (colour, 1.0));
    page.set_portrait(area);
    text(&mut page, holder.person)?;
    Ok(Sides::new("", Some(page)))
}

fn text(page: &mut Page, person: &Person) -> Result<(), RenderError> {
    let white = rgb(0xffffff);
    page.text(Type::new(Style::HanBold, 4.6, white).with_pitch(5.2), 16.0, 8.0, "虚构大学")?;
    page.text(Type::new(Style::LatinBold, 2.0, white), 16.0, 11.6, "UNIVERSITY OF NOWHERE")?;
    page.text(Type::new(Style::HanBold, 5.0, white).with_pitch(6.2), 58.0, 8.6, "学生证")?;
    page.text(Type::new(Style::LatinBold, 2.0, white), 58.0, 11.8, "STUDENT CARD")?;
    page.text(Type::new(Style::LatinBold, 2.0, rgb(0xa04038)), 66.0, 43.0, "SPECIMEN 样本")?;
    rows(page, person)
}

fn rows(page: &mut Page, person: &Person) -> Result<(), RenderError> {
    let kind = Type::new(Style::Han, 3.1, rgb(INK));
    let until = person.expiry_date.map_or_else(String::new, dotted);
    let rows: [(FieldName, f32, &str, &str); 3] = [
        (FieldName::Name, 21.0, "姓名", &person.name_zh),
        (FieldName::DocumentNumber, 27.0, "学号", &person.document_number),
        (FieldName::ExpiryDate, 39.0, "有效期至", &until),
    ];
    for (name, y, label, value) in rows {
        page.text(kind, 31.0, y, label)?;
        page.field(name, kind, 46.0, y, value)?;
    }
    page.text(kind, 31.0, 33.0, "院系")?;
    page.text(kind, 46.0, 33.0, "计算机科学与技术学院")?;
    Ok(())
}
