//! Permits between the mainland, Hong Kong, Macao and Taiwan, 85.6 × 54 mm, plainly specimens (zones after GA/T 704).

use super::sheet::{Ink, Labels, Row, Sheet, Title, row, title};
use super::values::{self, Texts, Wording};
use super::{Holder, Sides, ground, resident_id, sheet, zone};
use crate::canvas::Area;
use crate::error::RenderError;
use crate::fonts::Style::{Han, HanBold, Latin};
use crate::random::{pick, stream};
use crate::truth::FieldName as F;
use identity::mrz::Format;
use rand::Rng;

const ISSUER: &str = "CHN";

const WORDS: Wording =
    Wording { code: "C", issuer: ISSUER, nationality: "", date: super::dotted, sex: values::chinese };

/// 港澳居民来往内地通行证: three lines of 30 on the back, code `CR`, the count of issues in the optional data.
pub(super) fn home_return(holder: &Holder) -> Result<Sides, RenderError> {
    let count = stream(holder.seed, "issue count").random_range(0..4);
    let mut texts = values::texts(holder.person, &WORDS);
    texts.insert(F::IssueCount, format!("{count:02}"));
    both_sides(holder, "CR", &format!("{count:02}"), [&HOME_RETURN, &HOME_RETURN_BACK], &texts)
}

/// 台湾居民来往大陆通行证: three lines of 30 on the back, code `CT`.
pub(super) fn compatriot(holder: &Holder) -> Result<Sides, RenderError> {
    let mut rng = stream(holder.seed, "issue count");
    let count = rng.random_range(1..4);
    let mut texts = values::texts(holder.person, &WORDS);
    texts.insert(F::IssueCount, format!("{count:02}"));
    texts.insert(F::IssuePlace, pick(&mut rng, PLACES).to_owned());
    both_sides(holder, "CT", &format!("{count:02}"), [&COMPATRIOT, &COMPATRIOT_BACK], &texts)
}

/// 往来港澳通行证: one line of 30 on the front, code `CS`.
pub(super) fn hk_macao(holder: &Holder) -> Result<Sides, RenderError> {
    one_line(holder, "CS", HK_MACAO_TITLES)
}

/// 大陆居民往来台湾通行证: as `hk_macao`, code `CD`.
pub(super) fn taiwan(holder: &Holder) -> Result<Sides, RenderError> {
    one_line(holder, "CD", TAIWAN_TITLES)
}

const PLACES: &[&str] = &["虚构", "样例", "云海", "清川"];

fn both_sides(
    holder: &Holder,
    code: &str,
    optional: &str,
    [front, back]: [&Sheet; 2],
    texts: &Texts,
) -> Result<Sides, RenderError> {
    let mut fields = zone::fields(holder, code, ISSUER);
    fields.optional_data = vec![optional.to_owned()];
    let mrz = zone::write(holder, Format::Td1, &fields)?;
    let inks = ground::palette(holder);
    let front = sheet::draw(front, holder, inks, texts)?;
    let mut back = sheet::draw(back, holder, inks, texts)?;
    zone::print(&mut back, &mrz, stream(holder.seed, "zone").random_range(3.8..5.2), 36.4)?;
    Ok(Sides::new(ISSUER, Some(front)).with_back(back).with_mrz(mrz))
}

fn one_line(holder: &Holder, code: &str, titles: &'static [Title]) -> Result<Sides, RenderError> {
    let mut rng = stream(holder.seed, "zone");
    let mut texts = values::texts(holder.person, &WORDS);
    texts.insert(F::IssuePlace, pick(&mut rng, PLACES).to_owned());
    let mrz = zone::write(holder, Format::OneLine, &zone::fields(holder, code, ISSUER))?;
    let sheet = Sheet { titles, ..ONE_LINE };
    let mut page = sheet::draw(&sheet, holder, ground::palette(holder), &texts)?;
    zone::print(&mut page, &mrz, rng.random_range(3.8..5.2), 50.2)?;
    Ok(Sides::new(ISSUER, Some(page)).with_mrz(mrz))
}

const PORTRAIT: Area = Area::new(4.6, 14.6, 22.4, 28.6);
const LABELS: Labels = Labels::Before(14.5);
const LABEL: (crate::fonts::Style, f32) = (Han, 2.0);
const VALUE: (crate::fonts::Style, f32) = (Han, 2.5);

const HOME_RETURN: Sheet = Sheet {
    size_mm: resident_id::SIZE_MM,
    titles: &[
        title(10.6, 7.0, HanBold, 5.0, Ink::Title, "港澳居民来往内地通行证"),
        title(11.6, 10.4, Latin, 1.9, Ink::Title, "Mainland Travel Permit for Hong Kong and Macao Residents"),
        title(58.0, 51.4, HanBold, 2.6, Ink::Specimen, "样本 SPECIMEN"),
    ],
    portrait: Some(PORTRAIT),
    ghost: Some(Area::new(71.0, 30.0, 10.5, 13.4)),
    hologram: Some((76.0, 20.0, 5.6)),
    signature: None,
    rows: HOME_RETURN_ROWS,
    labels: LABELS,
    label: LABEL,
    value: VALUE,
    zone_top: None,
};
const HOME_RETURN_ROWS: &[Row] = &[
    row(30.0, 17.2, 24.0, "姓名", F::Name).sized(1.2),
    row(30.0, 21.2, 36.0, "", F::NameLatin).sized(0.92),
    row(30.0, 26.0, 24.0, "出生日期", F::BirthDate),
    row(30.0, 50.6, 10.0, "性别", F::Sex),
    row(30.0, 31.0, 38.0, "有效期限", F::Validity).sized(0.94),
    row(30.0, 36.0, 26.0, "签发机关", F::Authority),
    row(30.0, 41.0, 26.0, "证件号码", F::DocumentNumber).sized(1.1),
    row(30.0, 46.0, 12.0, "换证次数", F::IssueCount),
];

const HOME_RETURN_BACK: Sheet = Sheet {
    size_mm: resident_id::SIZE_MM,
    titles: &[
        title(5.0, 7.0, HanBold, 3.0, Ink::Title, "持证须知"),
        title(5.0, 12.0, Han, 1.9, Ink::Label, "此证为样本，供测试之用，不得用于任何出入境查验。"),
        title(5.0, 16.0, Han, 1.9, Ink::Label, "持证人应妥善保管，遗失应立即报告。"),
        title(54.0, 24.0, HanBold, 2.6, Ink::Specimen, "样本 SPECIMEN"),
    ],
    portrait: None,
    ghost: None,
    hologram: Some((74.0, 11.0, 5.6)),
    signature: None,
    rows: &[],
    labels: LABELS,
    label: LABEL,
    value: VALUE,
    zone_top: Some(29.0),
};

const COMPATRIOT: Sheet = Sheet {
    titles: &[
        title(10.6, 7.0, HanBold, 5.0, Ink::Title, "台湾居民来往大陆通行证"),
        title(11.6, 10.4, Latin, 1.9, Ink::Title, "Mainland Travel Permit for Taiwan Residents"),
        title(58.0, 12.8, HanBold, 2.2, Ink::Specimen, "样本 SPECIMEN"),
    ],
    rows: &[
        row(30.0, 17.2, 24.0, "姓名", F::Name).sized(1.2),
        row(30.0, 21.2, 36.0, "", F::NameLatin).sized(0.92),
        row(30.0, 25.8, 24.0, "出生日期", F::BirthDate),
        row(30.0, 30.4, 10.0, "性别", F::Sex),
        row(30.0, 35.0, 38.0, "有效期限", F::Validity).sized(0.94),
        row(30.0, 39.6, 26.0, "签发机关", F::Authority),
        row(30.0, 44.2, 20.0, "签发地点", F::IssuePlace),
        row(4.6, 49.6, 26.0, "证件号码", F::DocumentNumber).sized(1.1),
        row(48.0, 49.6, 12.0, "签发次数", F::IssueCount),
    ],
    ..HOME_RETURN
};

const COMPATRIOT_BACK: Sheet = Sheet {
    titles: &[
        title(5.0, 7.0, HanBold, 3.0, Ink::Title, "台湾居民来往大陆通行证"),
        title(5.0, 12.0, Han, 1.9, Ink::Label, "此证为样本，供测试之用，不得用于任何出入境查验。"),
        title(54.0, 24.0, HanBold, 2.6, Ink::Specimen, "样本 SPECIMEN"),
    ],
    ..HOME_RETURN_BACK
};

const HK_MACAO_TITLES: &[Title] = &[
    title(20.0, 6.6, HanBold, 5.2, Ink::Title, "往来港澳通行证"),
    title(
        8.0,
        9.8,
        Latin,
        1.6,
        Ink::Title,
        "EXIT-ENTRY PERMIT FOR TRAVELLING TO AND FROM HONG KONG AND MACAO",
    ),
    title(58.0, 12.8, HanBold, 2.2, Ink::Specimen, "样本 SPECIMEN"),
];

const TAIWAN_TITLES: &[Title] = &[
    title(11.0, 6.6, HanBold, 5.0, Ink::Title, "大陆居民往来台湾通行证"),
    title(8.0, 9.8, Latin, 1.6, Ink::Title, "EXIT-ENTRY PERMIT FOR TRAVELLING TO AND FROM TAIWAN"),
    title(58.0, 12.8, HanBold, 2.2, Ink::Specimen, "样本 SPECIMEN"),
];

const ONE_LINE: Sheet = Sheet {
    rows: &[
        row(30.0, 16.6, 24.0, "姓名", F::Name).sized(1.2),
        row(30.0, 20.6, 36.0, "", F::NameLatin).sized(0.92),
        row(30.0, 25.0, 24.0, "出生日期", F::BirthDate),
        row(30.0, 29.4, 10.0, "性别", F::Sex),
        row(30.0, 33.8, 38.0, "有效期限", F::Validity).sized(0.94),
        row(30.0, 38.2, 20.0, "签发地点", F::IssuePlace),
        row(30.0, 42.6, 26.0, "证件号码", F::DocumentNumber).sized(1.15),
    ],
    zone_top: Some(45.6),
    ..HOME_RETURN
};
