//! An identity card in the layout of Hong Kong's of 2018, front, plainly a specimen; it has no zone.

use super::sheet::{Ink, Labels, Sheet, row, title};
use super::values::{self, Wording};
use super::{Holder, Sides, ground, resident_id, sheet};
use crate::canvas::Area;
use crate::error::RenderError;
use crate::fonts::Style::{Han, HanBold, Latin, LatinBold};
use crate::person::commercial_code;
use crate::random::{pick, stream};
use crate::truth::FieldName as F;
use jiff::civil::Date;

pub(super) fn draw(holder: &Holder) -> Result<Sides, RenderError> {
    let words = Wording {
        code: "",
        issuer: "HKG",
        nationality: "",
        date: values::dashed,
        sex: |sex| if sex == identity::sex::Sex::F { "女 F" } else { "男 M" },
    };
    let mut texts = values::texts(holder.person, &words);
    texts.insert(F::IssueDate, short(holder.person.issue_date));
    texts.insert(F::CommercialCode, commercial_code(&holder.person.name_zh));
    // What stands for the right of abode and where the holder was born.
    let signs = pick(&mut stream(holder.seed, "signs"), &["***AZ", "***AO", "AX", "RX", "CX"]);
    texts.insert(F::Category, signs.to_owned());
    let page = sheet::draw(&SHEET, holder, ground::palette(holder), &texts)?;
    Ok(Sides::new("HKG", Some(page)))
}

/// `02-01-84`.
fn short(date: Date) -> String {
    format!("{:02}-{:02}-{:02}", date.day(), date.month(), date.year().rem_euclid(100))
}

const SHEET: Sheet = Sheet {
    size_mm: resident_id::SIZE_MM,
    titles: &[
        title(8.6, 6.2, HanBold, 3.6, Ink::Title, "香港永久性居民身份證"),
        title(8.6, 9.4, LatinBold, 2.0, Ink::Title, "HONG KONG PERMANENT IDENTITY CARD"),
        title(58.0, 15.0, HanBold, 2.6, Ink::Specimen, "樣本 SPECIMEN"),
        title(31.0, 31.6, Latin, 1.7, Ink::Label, "Date of Birth"),
        title(31.0, 41.6, Latin, 1.7, Ink::Label, "Date of Issue"),
    ],
    portrait: Some(Area::new(4.6, 13.4, 24.0, 31.0)),
    ghost: Some(Area::new(66.0, 26.0, 13.0, 16.6)),
    hologram: Some((33.0, 12.6, 3.0)),
    signature: None,
    rows: &[
        row(31.0, 14.6, 26.0, "", F::Name).sized(1.5),
        row(31.0, 19.4, 50.0, "", F::NameLatin).sized(1.05),
        row(31.0, 24.0, 30.0, "", F::CommercialCode),
        row(31.0, 29.2, 22.0, "出生日期", F::BirthDate),
        row(60.0, 24.0, 10.0, "", F::Sex),
        row(31.0, 35.4, 18.0, "", F::Category),
        row(31.0, 39.2, 18.0, "簽發日期", F::IssueDate),
        row(36.0, 50.0, 36.0, "", F::DocumentNumber).sized(1.7),
    ],
    labels: Labels::Before(10.5),
    label: (Han, 1.9),
    value: (Han, 2.6),
    zone_top: None,
};
