//! The inner page of an officer's card of forces that do not exist; never accepted.

use super::sheet::{Ink, Labels, Sheet, row, title};
use super::values::{self, Wording};
use super::{Holder, Sides, ground, security, sheet};
use crate::canvas::{Area, rgb};
use crate::error::RenderError;
use crate::fonts::Style::{Han, HanBold};
use crate::random::{pick, stream};
use crate::truth::FieldName as F;

const WORDS: Wording = Wording {
    code: "",
    issuer: "",
    nationality: "",
    date: |date| format!("{}年{}月{}日", date.year(), date.month(), date.day()),
    sex: values::chinese,
};

pub(super) fn draw(holder: &Holder) -> Result<Sides, RenderError> {
    let mut rng = stream(holder.seed, "rank");
    let mut texts = values::texts(holder.person, &WORDS);
    texts.insert(
        F::Unit,
        pick(&mut rng, &["虚构第一旅", "虚构后勤处", "样例通信营", "虚构测绘大队"]).to_owned(),
    );
    texts.insert(F::Position, pick(&mut rng, &["参谋", "助理", "工程师", "干事", "营长"]).to_owned());
    texts.insert(F::Rank, pick(&mut rng, &["少尉", "中尉", "上尉", "少校", "中校"]).to_owned());
    let mut page = sheet::draw(&SHEET, holder, ground::palette(holder), &texts)?;
    security::emblem(&mut page, (16.0, 10.0), 6.0, rgb(0xa8322a), 0.85);
    Ok(Sides::new("", Some(page)))
}

const SHEET: Sheet = Sheet {
    size_mm: (105.0, 74.0, 2.0),
    titles: &[
        title(42.0, 12.0, HanBold, 7.6, Ink::Title, "军官证"),
        title(78.0, 10.0, HanBold, 3.0, Ink::Specimen, "样本"),
        title(76.0, 14.0, HanBold, 2.4, Ink::Specimen, "SPECIMEN"),
        title(8.0, 69.6, Han, 2.2, Ink::Label, "此证为样本，所列部队并不存在。"),
    ],
    portrait: Some(Area::new(8.0, 20.0, 26.0, 33.0)),
    ghost: None,
    hologram: Some((30.0, 58.0, 5.0)),
    signature: None,
    rows: &[
        row(39.0, 24.0, 30.0, "姓名", F::Name).sized(1.1),
        row(39.0, 30.6, 10.0, "性别", F::Sex),
        row(39.0, 37.2, 40.0, "出生年月", F::BirthDate),
        row(39.0, 43.8, 40.0, "部别", F::Unit),
        row(39.0, 50.4, 20.0, "职务", F::Position),
        row(73.0, 50.4, 12.0, "衔级", F::Rank),
        row(39.0, 57.0, 44.0, "编号", F::DocumentNumber),
        row(39.0, 63.6, 44.0, "有效期至", F::ExpiryDate),
    ],
    labels: Labels::Before(17.0),
    label: (Han, 2.9),
    value: (Han, 3.2),
    zone_top: None,
};
