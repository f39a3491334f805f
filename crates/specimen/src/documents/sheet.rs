//! A page as a table: where titles, portrait and labelled fields stand, and the one routine that prints it all.

use super::Holder;
use super::ground::{self, Palette};
use super::security;
use super::values::Texts;
use crate::canvas::{Area, Colour, Page, Type, rgb};
use crate::error::RenderError;
use crate::fonts::Style;
use crate::truth::FieldName;

/// A layout; lengths in millimetres.
pub(super) struct Sheet {
    /// Width, height and radius of the corners.
    pub(super) size_mm: (f32, f32, f32),
    pub(super) titles: &'static [Title],
    pub(super) portrait: Option<Area>,
    /// A small, pale portrait.
    pub(super) ghost: Option<Area>,
    /// Middle and radius of a hologram patch.
    pub(super) hologram: Option<(f32, f32, f32)>,
    pub(super) signature: Option<Area>,
    pub(super) rows: &'static [Row],
    pub(super) labels: Labels,
    /// Style and em of labels and of values.
    pub(super) label: (Style, f32),
    pub(super) value: (Style, f32),
    /// Where the paler foot with the zone begins.
    pub(super) zone_top: Option<f32>,
}

/// Where a label stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Labels {
    /// Above its value, whose baseline is so much lower.
    Above(f32),
    /// Before its value, whose pen is so much further right.
    Before(f32),
    /// Below its value, whose baseline is so much higher.
    Below(f32),
}

/// Words that do not depend on the holder.
pub(super) struct Title {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) style: Style,
    pub(super) em: f32,
    pub(super) ink: Ink,
    pub(super) text: &'static str,
}

/// Which ink a title is printed in.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ink {
    Title,
    Label,
    /// The red of the words that say it is a specimen.
    Specimen,
}

pub(super) const fn title(x: f32, y: f32, style: Style, em: f32, ink: Ink, text: &'static str) -> Title {
    Title { x, y, style, em, ink, text }
}

/// A labelled field: the label's pen, the room for the value, and the size of the value against the sheet's.
pub(super) struct Row {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) label: &'static str,
    pub(super) name: FieldName,
    pub(super) size: f32,
}

pub(super) const fn row(x: f32, y: f32, width: f32, label: &'static str, name: FieldName) -> Row {
    Row { x, y, width, label, name, size: 1.0 }
}

impl Row {
    pub(super) const fn sized(self, size: f32) -> Row {
        Row { size, ..self }
    }
}

/// Prints a whole sheet, ground and all.
pub(super) fn draw(
    sheet: &Sheet,
    holder: &Holder,
    inks: &Palette,
    texts: &Texts,
) -> Result<Page, RenderError> {
    let mut page = holder.page(sheet.size_mm, rgb(inks.paper[0]));
    let mut area = page.area();
    area.height = sheet.zone_top.unwrap_or(area.height);
    ground::print(&mut page, inks, area, holder.seed ^ u64::from(sheet.rows.len() as u32));
    if let Some(top) = sheet.zone_top {
        ground::zone(&mut page, inks, top, holder.seed)?;
    }
    portraits(&mut page, sheet, holder);
    print(&mut page, sheet, inks, texts)?;
    if let Some(area) = sheet.signature {
        security::signature(&mut page, area, holder.seed);
    }
    if let Some((x, y, radius)) = sheet.hologram {
        security::hologram(&mut page, (x, y), radius, holder.seed);
    }
    Ok(page)
}

/// Prints titles and fields alone; fields without a text are left out, label and all.
pub(super) fn print(
    page: &mut Page,
    sheet: &Sheet,
    inks: &Palette,
    texts: &Texts,
) -> Result<(), RenderError> {
    for title in sheet.titles {
        let kind = Type::new(title.style, title.em, title_ink(inks, title.ink));
        page.text(kind, title.x, title.y, title.text)?;
    }
    for row in sheet.rows {
        if let Some(text) = texts.get(&row.name).filter(|text| !text.is_empty()) {
            field(page, sheet, inks, row, text)?;
        }
    }
    Ok(())
}

fn field(page: &mut Page, sheet: &Sheet, inks: &Palette, row: &Row, text: &str) -> Result<(), RenderError> {
    let label = Type::new(sheet.label.0, sheet.label.1, rgb(inks.label));
    let value = Type::new(sheet.value.0, sheet.value.1 * row.size, rgb(inks.ink));
    page.text(label, row.x, row.y, row.label)?;
    let (x, y) = match sheet.labels {
        Labels::Above(down) => (row.x, row.y + down),
        Labels::Before(right) => (row.x + right, row.y),
        Labels::Below(up) => (row.x, row.y - up),
    };
    let fitted = page.fitted(value, text, row.width)?;
    if row.name == FieldName::Address {
        let lines = broken(text, row.width / fitted.em_mm);
        return page.field_lines(row.name, fitted, x, y, &lines);
    }
    page.field(row.name, fitted, x, y, text)
}

/// Breaks a text at spaces or, where it has none, between characters, so that no line is wider than `width_em`.
fn broken(text: &str, width_em: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut width = 0.0;
    for word in text.split_inclusive(|c: char| c == ' ' || !c.is_ascii()) {
        let step: f32 = word.chars().map(|c| if c.is_ascii() { 0.64 } else { 1.0 }).sum();
        if width + step > width_em && width > 0.0 {
            lines.push(String::new());
            width = 0.0;
        }
        width += step;
        if let Some(line) = lines.last_mut() {
            line.push_str(word);
        }
    }
    lines
}

fn portraits(page: &mut Page, sheet: &Sheet, holder: &Holder) {
    if let Some(area) = sheet.portrait {
        page.picture(area, holder.portrait, |colour| (colour, 0.97));
        page.set_portrait(area);
    }
    if let Some(area) = sheet.ghost {
        security::ghost(page, area, holder.portrait);
    }
}

fn title_ink(inks: &Palette, ink: Ink) -> Colour {
    rgb(match ink {
        Ink::Title => inks.title,
        Ink::Label => inks.label,
        Ink::Specimen => 0xb03a2e,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_broken_and_nothing_is_lost() {
        let rows = [
            ("12 ELM STREET, PORT HYTHLODAY", 10.0),
            ("样例省虚构市云海区星河路12号3幢401室", 9.0),
            ("", 5.0),
        ];
        for (text, width) in rows {
            let lines = broken(text, width);
            assert_eq!(lines.concat(), text);
            assert!(lines.len() > 1 || text.is_empty(), "{lines:?}");
        }
    }
}
