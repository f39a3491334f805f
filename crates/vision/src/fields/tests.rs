//! Fields from pages of made-up lines.

use jiff::civil::date;
use proptest::prelude::*;
use review::observation::DocumentReading;

use super::{rows::Glyph, *};
use crate::{
    geometry::{Quad, px},
    text::{Lattice, Line},
};

mod permits;

const SIZE_PX: (u32, u32) = (1000, 640);

/// A page of lines at these places: x, y of the upper left corner, text; letters 20 wide, lines 30 high.
fn page(lines: &[(f32, f32, &str)]) -> Page {
    let line = |(x, y, text): &(f32, f32, &str)| {
        let count = text.chars().count();
        let quad = Quad::rectangle(*x, *y, 20.0 * count as f32, 30.0);
        Line {
            quad,
            upright: quad.bounds(),
            text: (*text).to_owned(),
            confidences: vec![0.9; count],
            centres: (0..count).map(|i| (i as f32 + 0.5) / count as f32).collect(),
            lattice: Lattice::default(),
        }
    };
    Page::flat(lines.iter().map(line).collect())
}

fn read(page: &Page) -> DocumentReading {
    gather(
        &[Side { role: ImageRole::Front, size_px: SIZE_PX, page, mrz: None, barcodes: &[] }],
        date(2026, 1, 1),
    )
}

fn value(reading: &DocumentReading, field: Field, source: Source) -> Option<&str> {
    reading.fields.iter().find(|f| f.field == field && f.source == source).map(|f| f.value.as_str())
}

/// The number's area code 990101 does not exist.
const CARD: [(f32, f32, &str); 10] = [
    (40.0, 40.0, "姓名"),
    (120.0, 41.0, "张三丰"),
    (40.0, 100.0, "性别 男"),
    (240.0, 100.0, "民族汉"),
    (40.0, 160.0, "出生"),
    (120.0, 160.0, "1990年1月1日"),
    (40.0, 220.0, "住址乌有省子虚市无名区一号"),
    (80.0, 260.0, "亡是公村"),
    (40.0, 400.0, "公民身份号码"),
    (200.0, 400.0, "99010119900101001X"),
];

#[test]
fn the_portrait_side_is_read_by_labels() {
    let reading = read(&page(&CARD));
    let rows = [
        (Field::Name, "张三丰"),
        (Field::Sex, "M"),
        (Field::Ethnicity, "汉"),
        (Field::BirthDate, "1990-01-01"),
        (Field::Address, "乌有省子虚市无名区一号亡是公村"),
        (Field::DocumentNumber, "99010119900101001X"),
    ];
    let wrong: Vec<_> =
        rows.iter().filter(|(field, want)| value(&reading, *field, Source::Printed) != Some(want)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(reading.kind.map(|kind| kind.kind), Some(identity::catalogue::DocumentKind::ResidentIdCn));
    assert_eq!(reading.issuer.as_deref(), Some("CHN"));
    let name = reading.fields.iter().find(|f| f.field == Field::Name).unwrap();
    let corner = name.region.as_ref().unwrap().corners[0];
    assert!((corner.x - 0.12).abs() < 0.01 && (corner.y - 41.0 / 640.0).abs() < 0.01);
    assert!((name.confidence - 0.9).abs() < 1e-6);
}

#[test]
fn the_place_of_a_field_leans_as_its_characters_do() {
    let glyph = |i: usize| {
        let (left, top) = (100.0 + 20.0 * i as f32, 200.0 - 4.0 * i as f32);
        let corner = |x: f32, y: f32| px(left + x + 0.5 * y, top - 0.2 * x + y);
        let quad = Quad([corner(0.0, 0.0), corner(20.0, 0.0), corner(20.0, 30.0), corner(0.0, 30.0)]);
        let (line, alternatives) = (0, Vec::new());
        Glyph { character: '1', confidence: 0.9, centre: quad.centre(), quad, line, number: i, alternatives }
    };
    let glyphs: Vec<Glyph> = (0..8).map(glyph).collect();
    let (first, last) = (glyphs[0].quad.0, glyphs[7].quad.0);
    let want = [first[0], last[1], last[2], first[3]];
    let found = rows::place(&glyphs).unwrap().quad.0;
    assert!(found.iter().zip(want).all(|(a, b)| a.minus(b).length() < 0.1), "{found:?} {want:?}");
}

#[test]
fn a_dot_that_was_lost_is_put_back_where_its_place_is_empty() {
    type Row = (&'static [(f32, f32, &'static str)], &'static str);
    let rows: [Row; 4] = [
        (&[(120.0, 41.0, "努尔兰"), (198.0, 41.0, "哈那提")], "努尔兰·哈那提"),
        (&[(120.0, 41.0, "努尔兰·哈那提")], "努尔兰·哈那提"),
        (&[(120.0, 41.0, "欧阳政胤")], "欧阳政胤"),
        // Two characters are often set apart.
        (&[(120.0, 41.0, "张"), (170.0, 41.0, "三")], "张三"),
    ];
    for (printed, name) in rows {
        let mut lines = CARD.to_vec();
        lines.splice(1..2, printed.iter().copied());
        assert_eq!(value(&read(&page(&lines)), Field::Name, Source::Printed), Some(name));
    }
}

#[test]
fn a_year_is_read_beside_a_digit_that_its_neighbour_repeats() {
    for printed in ["1990年1月1日", "11990年1月1日", "19900年1月1日", "19905年1月1日", "199011日", "19900101"]
    {
        let mut card = CARD;
        let birth = card.iter_mut().find(|(_, _, text)| text.starts_with("1990年")).unwrap();
        birth.2 = printed;
        let reading = read(&page(&card));
        let want = (printed != "199011日").then_some("1990-01-01");
        assert_eq!(value(&reading, Field::BirthDate, Source::Printed), want, "{printed}");
    }
}

#[test]
fn the_number_is_a_witness_of_its_own_when_its_check_holds() {
    let mut card = CARD;
    let body = "99010119900101001";
    let check = (0..11).map(|i| if i == 10 { 'X' } else { char::from(b'0' + i) });
    let number = check
        .map(|c| format!("{body}{c}"))
        .find(|n| identity::number::resident_id::parse_any_region(n).is_ok());
    let number = number.unwrap();
    card[9].2 = &number;
    let reading = read(&page(&card));
    assert_eq!(value(&reading, Field::BirthDate, Source::Number), Some("1990-01-01"));
    assert_eq!(value(&reading, Field::Sex, Source::Number), Some("M"));
    let wrong = format!("{body}{}", if number.ends_with('5') { '6' } else { '5' });
    card[9].2 = &wrong;
    let reading = read(&page(&card));
    assert_eq!(value(&reading, Field::DocumentNumber, Source::Printed), Some(wrong.as_str()));
    assert_eq!(value(&reading, Field::BirthDate, Source::Number), None);
}

#[test]
fn the_emblem_side_has_authority_and_validity() {
    let rows = [
        ("2017.06.20-长期", "2017-06-20", "permanent"),
        ("2019.05.19-2039.05.19", "2019-05-19", "2039-05-19"),
        ("20190519一20390519", "2019-05-19", "2039-05-19"),
    ];
    for (printed, from, to) in rows {
        let lines = [
            (40.0, 100.0, "签发机关"),
            (140.0, 100.0, "乌有市公安局"),
            (40.0, 160.0, "有效期限"),
            (140.0, 160.0, printed),
        ];
        let reading = read(&page(&lines));
        assert_eq!(value(&reading, Field::Authority, Source::Printed), Some("乌有市公安局"));
        assert_eq!(value(&reading, Field::IssueDate, Source::Printed), Some(from), "{printed}");
        assert_eq!(value(&reading, Field::ExpiryDate, Source::Printed), Some(to), "{printed}");
    }
}

#[test]
fn words_tell_the_kind() {
    let rows = [
        ("中华人民共和国临时居民身份证", "temporary_id"),
        ("乌有大学 学生证", "student_card"),
        ("Student Card", "student_card"),
        ("军官证", "officer_card"),
        ("中华人民共和国往来港澳通行证", "hk_macao_permit"),
        ("港澳居民来往内地通行证", "home_return_permit"),
        ("台湾居民来往大陆通行证", "compatriot_permit"),
        ("香港永久性居民身份證", "hkid"),
        ("居民身份证", "resident_id_cn"),
        ("PASSPORT", "passport"),
    ];
    let got = |text| read(&page(&[(40.0, 40.0, text)])).kind.map(|kind| kind.kind.code());
    let wrong: Vec<_> = rows.iter().filter(|(text, want)| got(text) != Some(*want)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(got("HELLO WORLD"), None);
}

#[test]
fn a_permit_is_read_by_pattern_and_label() {
    let reading = read(&page(&[
        (40.0, 20.0, "港澳居民来往内地通行证"),
        (40.0, 80.0, "姓名"),
        (120.0, 80.0, "李四"),
        (40.0, 140.0, "出生日期1990.02.03"),
        (400.0, 140.0, "性别女"),
        (40.0, 200.0, "有效期限2015.01.02-2025.01.01"),
        (40.0, 300.0, "H12345678"),
    ]));
    assert_eq!(value(&reading, Field::DocumentNumber, Source::Printed), Some("H12345678"));
    assert_eq!(value(&reading, Field::Name, Source::Printed), Some("李四"));
    assert_eq!(value(&reading, Field::BirthDate, Source::Printed), Some("1990-02-03"));
    assert_eq!(value(&reading, Field::Sex, Source::Printed), Some("F"));
    assert_eq!(value(&reading, Field::ExpiryDate, Source::Printed), Some("2025-01-01"));
}

/// The ICAO specimen's zone, as if it had been read from the lower edge.
fn zone() -> Found {
    let lines =
        ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
    let outline = Quad::rectangle(40.0, 560.0, 900.0, 70.0);
    Found {
        mrz: identity::mrz::parse(&lines).unwrap(),
        repaired_count: 0,
        confidences: vec![vec![0.95; 44]; 2],
        probability: 0.95,
        outline,
        rows: vec![outline; 2],
        lines: vec![],
    }
}

#[test]
fn a_passport_has_two_witnesses_of_each_field() {
    let page = page(&[
        (300.0, 40.0, "L898902C3"),
        (300.0, 100.0, "ERIKSSON"),
        (300.0, 160.0, "ANNA MARIA"),
        (300.0, 200.0, "Date of birth"),
        (300.0, 240.0, "12 AUG 1974"),
        (300.0, 300.0, "Date of expiry"),
        (300.0, 340.0, "16 APR 2012"),
    ]);
    let found = zone();
    let side =
        Side { role: ImageRole::Front, size_px: SIZE_PX, page: &page, mrz: Some(&found), barcodes: &[] };
    let reading = gather(&[side], date(2026, 1, 1));
    let rows = [
        (Field::DocumentNumber, Source::Mrz, "L898902C3"),
        (Field::DocumentNumber, Source::Printed, "L898902C3"),
        (Field::LatinName, Source::Mrz, "ERIKSSON, ANNA MARIA"),
        (Field::LatinName, Source::Printed, "ERIKSSON, ANNA MARIA"),
        (Field::BirthDate, Source::Mrz, "1974-08-12"),
        (Field::BirthDate, Source::Printed, "1974-08-12"),
        (Field::ExpiryDate, Source::Mrz, "2012-04-15"),
        // Printed otherwise than the zone says: found by its label, kept as printed.
        (Field::ExpiryDate, Source::Printed, "2012-04-16"),
        (Field::Sex, Source::Mrz, "F"),
        (Field::Nationality, Source::Mrz, "UTO"),
        (Field::PersonalNumber, Source::Mrz, "ZE184226B"),
    ];
    let wrong: Vec<_> =
        rows.iter().filter(|(field, source, want)| value(&reading, *field, *source) != Some(want)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(reading.issuer.as_deref(), Some("UTO"));
    assert_eq!(reading.kind.map(|kind| kind.kind.code()), Some("passport"));
}

/// Where words stand, a field, and what it must hold.
type Row = (&'static [(f32, f32, &'static str)], Field, Option<&'static str>);

#[test]
fn what_is_printed_otherwise_is_reported_as_printed() {
    let found = zone();
    let got = |lines: &[(f32, f32, &str)], field| {
        let page = page(lines);
        let side =
            Side { role: ImageRole::Front, size_px: SIZE_PX, page: &page, mrz: Some(&found), barcodes: &[] };
        value(&gather(&[side], date(2026, 1, 1)), field, Source::Printed).map(str::to_owned)
    };
    let rows: [Row; 17] = [
        (&[(300.0, 40.0, "No L898902C8")], Field::DocumentNumber, Some("L898902C8")),
        // Print does not tell O from 0.
        (&[(300.0, 40.0, "No L8989O2C3")], Field::DocumentNumber, Some("L898902C3")),
        (&[(300.0, 40.0, "X123456789")], Field::DocumentNumber, None),
        (
            &[(300.0, 40.0, "ERIKSON"), (300.0, 80.0, "ANNA MARIA")],
            Field::LatinName,
            Some("ERIKSON, ANNA MARIA"),
        ),
        (
            &[(300.0, 40.0, "Eriksson"), (300.0, 80.0, "Anna Maria")],
            Field::LatinName,
            Some("ERIKSSON, ANNA MARIA"),
        ),
        (&[(300.0, 40.0, "HOLLOWAY"), (300.0, 80.0, "ANNA MARIA")], Field::LatinName, None),
        (
            &[(300.0, 40.0, "Date of birth"), (300.0, 80.0, "12 AUG 1947")],
            Field::BirthDate,
            Some("1947-08-12"),
        ),
        (&[(300.0, 40.0, "21 AUG 74")], Field::BirthDate, Some("1974-08-21")),
        // Dates side by side, and a number in two boxes.
        (&[(100.0, 40.0, "12 AUG 1974"), (500.0, 40.0, "15 APR 2012")], Field::BirthDate, Some("1974-08-12")),
        (
            &[(100.0, 40.0, "12 AUG 1974"), (500.0, 40.0, "15 APR 2012")],
            Field::ExpiryDate,
            Some("2012-04-15"),
        ),
        (&[(300.0, 40.0, "12 AUG 1974"), (522.0, 40.0, "15")], Field::BirthDate, None),
        // A zero for the letter, and a birth date that cannot be read.
        (&[(300.0, 40.0, "15 0CT 2009")], Field::IssueDate, None),
        (&[(300.0, 40.0, "Date of issue"), (300.0, 80.0, "200CT2009")], Field::IssueDate, Some("2009-10-20")),
        (
            &[(300.0, 40.0, "Date of birth"), (300.0, 80.0, "Date of expiry"), (300.0, 120.0, "15 APR 2012")],
            Field::BirthDate,
            None,
        ),
        (&[(300.0, 40.0, "Sex / Sexe"), (300.0, 80.0, "M")], Field::Sex, Some("M")),
        (&[(300.0, 40.0, "Nationality"), (300.0, 80.0, "UTOPIA")], Field::Nationality, Some("UTO")),
        (&[(300.0, 40.0, "Nationality"), (300.0, 80.0, "FRANCE")], Field::Nationality, Some("FRA")),
    ];
    let wrong: Vec<_> = rows
        .iter()
        .map(|(lines, field, want)| (field, got(lines, *field), *want))
        .filter(|(_, got, want)| got.as_deref() != *want)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_read_is_nothing_said() {
    let reading = read(&page(&[]));
    assert!(
        reading.kind.is_none()
            && reading.issuer.is_none()
            && reading.fields.is_empty()
            && reading.mrz.is_none()
    );
}

proptest! {
    #[test]
    fn any_text_anywhere_never_panics(
        lines in proptest::collection::vec((0.0..900.0_f32, 0.0..600.0_f32, "[姓名性别民族出生住址公身份号码有效期限签发机关长0-9A-Z.年月日<>-]{0,20}"), 0..12),
    ) {
        let lines: Vec<(f32, f32, &str)> = lines.iter().map(|(x, y, text)| (*x, *y, text.as_str())).collect();
        let page = page(&lines);
        let found = zone();
        for mrz in [None, Some(&found)] {
            let side = Side { role: ImageRole::Back, size_px: SIZE_PX, page: &page, mrz, barcodes: &[] };
            let reading = gather(&[side, side], date(2026, 1, 1));
            prop_assert!(reading.fields.iter().all(|f| (0.0..=1.0).contains(&f.confidence)));
        }
    }
}

/// The example of the card design standard, annex D, issued by Virginia.
const LICENCE: &str = "@\n\u{1e}\rANSI 636000100001DL00310150DLDAQT64235789\nDCSSAMPLE\nDACMICHAEL\nDADJOHN\n\
DBD06062024\nDBB06061986\nDBA12102030\nDBC1\nDAG2300 WEST BROAD STREET\nDAIRICHMOND\nDAJVA\nDAK232690000  \nDCGUSA\r";

fn read_with_barcode(page: &Page, payload: &str) -> DocumentReading {
    let quad = Quad::rectangle(100.0, 500.0, 700.0, 120.0);
    let symbology = review::observation::Symbology::Pdf417;
    let code = barcode::Found { symbology, payload: payload.to_owned(), quad };
    let side = Side { role: ImageRole::Back, size_px: SIZE_PX, page, mrz: None, barcodes: &[code] };
    gather(&[side], date(2026, 1, 1))
}

#[test]
fn a_licence_is_read_from_its_barcode_and_its_print() {
    let print = page(&[
        (40.0, 40.0, "VIRGINIA"),
        (400.0, 40.0, "DRIVER'S LICENSE"),
        (40.0, 120.0, "T64235789"),
        (40.0, 180.0, "SAMPLE"),
        (40.0, 240.0, "MICHAELJOHN"),
        (40.0, 300.0, "DOB06/06/1986"),
        (400.0, 300.0, "EXP12/10/2029"),
    ]);
    let reading = read_with_barcode(&print, LICENCE);
    assert_eq!(reading.kind.map(|kind| kind.kind), Some(identity::catalogue::DocumentKind::DrivingLicence));
    assert_eq!((reading.issuer.as_deref(), reading.barcodes.len()), (Some("USA"), 1));
    let rows = [
        (Field::LatinName, "SAMPLE, MICHAEL JOHN", Some("SAMPLE, MICHAEL JOHN")),
        (Field::DocumentNumber, "T64235789", Some("T64235789")),
        (Field::BirthDate, "1986-06-06", Some("1986-06-06")),
        (Field::ExpiryDate, "2030-12-10", Some("2029-12-10")),
        (Field::IssueDate, "2024-06-06", None),
        (Field::Sex, "M", None),
        (Field::Address, "2300 WEST BROAD STREET, RICHMOND, VA 232690000", None),
    ];
    for (field, encoded, printed) in rows {
        assert_eq!(value(&reading, field, Source::Barcode), Some(encoded), "{field:?}");
        assert_eq!(value(&reading, field, Source::Printed), printed, "{field:?}");
    }
}

#[test]
fn a_barcode_of_another_kind_gives_no_field() {
    let reading = read_with_barcode(&page(&[]), "https://example.org");
    assert!(reading.fields.is_empty() && reading.kind.is_none() && reading.barcodes.len() == 1);
}

#[test]
fn an_issuer_is_told_by_the_name_that_fills_a_row() {
    let rows = [
        (["CALIFORNIA", "DRIVER LICENSE"], Some("USA")),
        (["Republic of Peru", "IDENTITY CARD"], Some("PER")),
        (["UNITED STATES OF AMERICA", "PASSPORT"], Some("USA")),
        (["ROMANIA", "IDENTITY CARD"], Some("ROU")),
        (["SHIPPED TO OMAN", "IDENTITY CARD"], None),
    ];
    for (lines, want) in rows {
        let page = page(&[(40.0, 40.0, lines[0]), (40.0, 100.0, lines[1])]);
        assert_eq!(read(&page).issuer.as_deref(), want, "{lines:?}");
    }
}
