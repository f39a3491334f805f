//! Temporary resident identity card: paper, one colour, monochrome portrait, valid three months; never accepted.

use super::resident_id::{SIZE_MM, address_lines};
use super::security;
use super::{Holder, Sides, dotted};
use crate::canvas::{Area, Page, Type, rgb};
use crate::error::RenderError;
use crate::fonts::Style;
use crate::person::Person;
use crate::truth::FieldName;
use identity::sex::Sex;

const INK: u32 = 0x202020;

pub(super) fn draw(holder: &Holder) -> Result<Sides, RenderError> {
    let mut page = holder.page((SIZE_MM.0, SIZE_MM.1, 1.0), rgb(0xf1f0ea));
    let area = page.area();
    security::rainbow(&mut page, &[rgb(0xf0efe6), rgb(0xe7ece4), rgb(0xf1eee6)], 70.0);
    security::waves(&mut page, area, rgb(0x9ab09a), 0.25, 1.3, 0.2);
    portrait(&mut page, holder);
    text(&mut page, holder.person)?;
    Ok(Sides::new("CHN", Some(page)))
}

fn portrait(page: &mut Page, holder: &Holder) {
    let area = Area::new(58.0, 13.0, 22.0, 27.6);
    page.picture(area, holder.portrait, |colour| {
        let grey = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2];
        ([grey; 3], 1.0)
    });
    page.set_portrait(area);
}

fn text(page: &mut Page, person: &Person) -> Result<(), RenderError> {
    let ink = rgb(INK);
    let kind = Type::new(Style::Han, 2.8, ink);
    let sex = if person.sex == Sex::F { "女" } else { "男" };
    let birth = person.birth_date;
    let birth = format!("{}年{}月{}日", birth.year(), birth.month(), birth.day());
    let until = person.expiry_date.map_or_else(String::new, dotted);
    page.text(Type::new(Style::HanBold, 4.4, ink).with_pitch(5.4), 18.0, 8.0, "临时居民身份证")?;
    page.text(Type::new(Style::LatinBold, 1.9, rgb(0xa04038)), 62.0, 4.6, "SPECIMEN 样本")?;
    let rows: [(FieldName, f32, &str, &str); 6] = [
        (FieldName::Name, 15.0, "姓名", &person.name_zh),
        (FieldName::Sex, 20.0, "性别", sex),
        (FieldName::BirthDate, 25.0, "出生", &birth),
        (FieldName::DocumentNumber, 42.0, "公民身份号码", &person.document_number),
        (FieldName::Authority, 46.5, "签发机关", &person.authority),
        (FieldName::Validity, 51.0, "有效期限", &format!("{}-{until}", dotted(person.issue_date))),
    ];
    for (name, y, label, value) in rows {
        page.text(kind, 5.0, y, label)?;
        let x = if y > 40.0 { 24.0 } else { 14.0 };
        page.field(name, kind, x, y, value)?;
    }
    page.text(kind, 5.0, 30.0, "住址")?;
    page.field_lines(FieldName::Address, kind, 14.0, 30.0, &address_lines(&person.address))
}
