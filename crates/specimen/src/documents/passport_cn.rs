//! A data page in the layout of a mainland passport, TD3, plainly a specimen: its optional data is full, so line 2 of its
//! zone has no filler.

use super::sheet::{Ink, Labels, Sheet, row, title};
use super::utopia::SIZE_MM;
use super::values::{self, Wording};
use super::{Holder, Sides, ground, sheet, zone};
use crate::canvas::Area;
use crate::error::RenderError;
use crate::fonts::Style::{Han, HanBold, LatinBold};
use crate::random::{pick, stream};
use crate::truth::FieldName as F;
use identity::mrz::Format;
use rand::Rng;

const ISSUER: &str = "CHN";
/// Characters of the optional data.
const OPTIONAL_CHARS: usize = 14;

pub(super) fn draw(holder: &Holder) -> Result<Sides, RenderError> {
    let mut rng = stream(holder.seed, "optional data");
    let mut fields = zone::fields(holder, "PO", ISSUER);
    // Real ones hold letters between A and P; some hold digits.
    let alphabet: &[u8] =
        if rng.random_bool(0.7) { b"ABCDEFGHIJKLMNOP" } else { b"0123456789ABCDEFGHKLMNPRT" };
    let optional = (0..OPTIONAL_CHARS).map(|_| char::from(pick(&mut rng, alphabet))).collect();
    fields.optional_data = vec![optional];
    let mrz = zone::write(holder, Format::Td3, &fields)?;
    let texts = texts(holder);
    let mut page = sheet::draw(&SHEET, holder, ground::palette(holder), &texts)?;
    zone::print(&mut page, &mrz, rng.random_range(5.8..7.2), 73.6)?;
    Ok(Sides::new(ISSUER, Some(page)).with_mrz(mrz))
}

fn texts(holder: &Holder) -> values::Texts {
    let date = if holder.seed.is_multiple_of(2) { values::with_month } else { values::in_chinese_and_english };
    let words = Wording { code: "P", issuer: ISSUER, nationality: "中国/CHINESE", date, sex: values::both };
    let mut texts = values::texts(holder.person, &words);
    texts.insert(F::IssuePlace, "虚构市/XUGOU".to_owned());
    texts
}

const SHEET: Sheet = Sheet {
    size_mm: SIZE_MM,
    titles: &[
        title(7.0, 8.6, HanBold, 5.0, Ink::Title, "护照"),
        title(7.0, 12.4, LatinBold, 2.8, Ink::Title, "PASSPORT"),
        title(97.0, 20.6, HanBold, 3.4, Ink::Specimen, "样本 SPECIMEN"),
    ],
    portrait: Some(Area::new(6.5, 15.5, 33.0, 43.5)),
    ghost: Some(Area::new(102.0, 24.0, 17.0, 22.0)),
    hologram: Some((93.0, 33.0, 7.0)),
    signature: Some(Area::new(100.0, 54.5, 20.0, 6.0)),
    rows: &[
        row(44.0, 7.2, 12.0, "类型/Type", F::Type),
        row(60.0, 7.2, 18.0, "国家码/Country Code", F::Issuer),
        row(86.0, 7.2, 34.0, "护照号/Passport No.", F::DocumentNumber).sized(1.2),
        row(44.0, 14.4, 50.0, "姓名/Name", F::Name).sized(1.15),
        row(44.0, 19.4, 50.0, "", F::NameLatin),
        row(44.0, 26.4, 12.0, "性别/Sex", F::Sex),
        row(60.0, 26.4, 24.0, "国籍/Nationality", F::Nationality),
        row(44.0, 33.6, 30.0, "出生日期/Date of birth", F::BirthDate),
        row(44.0, 40.8, 30.0, "出生地点/Place of birth", F::BirthPlace),
        row(78.0, 40.8, 22.0, "签发日期/Date of issue", F::IssueDate),
        row(44.0, 48.0, 30.0, "签发地点/Place of issue", F::IssuePlace),
        row(78.0, 48.0, 22.0, "有效期至/Date of expiry", F::ExpiryDate),
        row(44.0, 55.2, 52.0, "签发机关/Authority", F::Authority),
    ],
    labels: Labels::Above(3.4),
    label: (Han, 1.7),
    value: (Han, 2.9),
    zone_top: Some(64.5),
};

#[cfg(test)]
mod tests {
    use crate::request::{Kind, Request, Variety};
    use crate::{PortraitDetail, flat};
    use identity::mrz;
    use jiff::civil::date;

    #[test]
    fn line_two_has_no_filler() {
        for seed in 0..12 {
            let plain = Request::new(Kind::PassportCn, seed, date(2026, 3, 1));
            let request = Request { variety: Variety::Common, ..plain };
            let drawn = flat(&request, 2.0, PortraitDetail::Low).unwrap();
            assert!(!drawn.mrz[1].contains('<'), "{:?}", drawn.mrz);
            assert!(mrz::parse(&drawn.mrz).unwrap().valid(), "{:?}", drawn.mrz);
        }
    }
}
