//! Cards of the Chinese region in the layouts that they have.

use super::*;

/// Field, source and value of what was read wrong.
fn wrong(
    lines: &[(f32, f32, &str)],
    rows: &[(Field, &'static str)],
) -> Vec<(Field, &'static str, Option<String>)> {
    let reading = read(&page(lines));
    let got = |field| value(&reading, field, Source::Printed).map(str::to_owned);
    let rows = rows.iter().map(|(field, want)| (*field, *want, got(*field)));
    rows.filter(|(_, want, got)| got.as_deref() != Some(*want)).collect()
}

#[test]
fn the_hong_kong_card_has_no_label_at_its_names_and_short_years() {
    let lines = [
        (40.0, 20.0, "香港永久性居民身份證"),
        (40.0, 55.0, "HONG KONG PERMANENT IDENTITY CARD"),
        (300.0, 110.0, "李樣本"),
        (300.0, 150.0, "LI, Yang Pun"),
        (300.0, 190.0, "2621 2876 2609"),
        (300.0, 240.0, "出生日期"),
        (400.0, 240.0, "Date of Birth"),
        (300.0, 280.0, "03-06-1985"),
        (620.0, 240.0, "女 F"),
        (300.0, 330.0, "***AZ"),
        (300.0, 380.0, "簽發日期 Date of Issue"),
        (300.0, 420.0, "(06-96)"),
        (460.0, 420.0, "26-11-18"),
        (300.0, 500.0, "A123456(3)"),
    ];
    let rows = [
        (Field::Name, "李樣本"),
        (Field::LatinName, "LI, Yang Pun"),
        (Field::BirthDate, "1985-06-03"),
        (Field::Sex, "F"),
        (Field::IssueDate, "2018-11-26"),
        (Field::DocumentNumber, "A123456(3)"),
    ];
    assert!(wrong(&lines, &rows).is_empty(), "{:?}", wrong(&lines, &rows));
    let reading = read(&page(&lines));
    assert_eq!(reading.kind.map(|kind| kind.kind.code()), Some("hkid"));
    assert_eq!(reading.issuer.as_deref(), Some("HKG"));
    // A check digit that does not hold is what is printed.
    let mut misprinted = lines;
    misprinted[13].2 = "A123456(4)";
    assert!(wrong(&misprinted, &[(Field::DocumentNumber, "A123456(4)")]).is_empty());
    // Without its title, the number and the labels tell.
    assert_eq!(read(&page(&lines[2..])).kind.map(|kind| kind.kind.code()), Some("hkid"));
}

#[test]
fn values_beside_and_below_their_labels() {
    let beside = [
        (40.0, 20.0, "台湾居民来往大陆通行证"),
        (300.0, 80.0, "姓名"),
        (400.0, 80.0, "林样本"),
        (400.0, 115.0, "LIN, YANGBEN"),
        (300.0, 160.0, "出生日期"),
        (400.0, 160.0, "1990.02.03"),
        (300.0, 210.0, "性别"),
        (400.0, 210.0, "男"),
        (300.0, 260.0, "有效期限"),
        (400.0, 260.0, "2019.05.19-2024.05.18"),
        (300.0, 310.0, "签发机关"),
        (400.0, 310.0, "公安部出入境管理局"),
        (300.0, 360.0, "签发地点"),
        (400.0, 360.0, "虚构"),
        (40.0, 440.0, "证件号码"),
        (140.0, 440.0, "01234567"),
        (500.0, 440.0, "签发次数 01"),
    ];
    let mut below = beside;
    for i in [2, 5, 7, 9, 11, 15] {
        (below[i].0, below[i].1) = (below[i - 1].0, below[i - 1].1 + 33.0);
    }
    // No room is left for the Latin name.
    below[3] = (40.0, 560.0, "");
    let rows = [
        (Field::Name, "林样本"),
        (Field::LatinName, "LIN, YANGBEN"),
        (Field::BirthDate, "1990-02-03"),
        (Field::Sex, "M"),
        (Field::IssueDate, "2019-05-19"),
        (Field::ExpiryDate, "2024-05-18"),
        (Field::Authority, "公安部出入境管理局"),
        (Field::DocumentNumber, "01234567"),
    ];
    assert!(wrong(&beside, &rows).is_empty(), "{:?}", wrong(&beside, &rows));
    assert!(wrong(&below, &rows[..1]).is_empty(), "{:?}", wrong(&below, &rows[..1]));
    assert!(wrong(&below, &rows[2..]).is_empty(), "{:?}", wrong(&below, &rows[2..]));
    assert_eq!(read(&page(&beside)).kind.map(|kind| kind.kind.code()), Some("compatriot_permit"));
}

#[test]
fn a_title_may_have_a_slip() {
    let kind = |title| read(&page(&[(40.0, 20.0, title)])).kind.map(|kind| kind.kind.code());
    assert_eq!(kind("港澳居民来住内地通行证"), Some("home_return_permit"));
    assert_eq!(kind("大陆居民往来台湾通行证"), Some("taiwan_travel_permit"));
    assert_eq!(
        kind("Exit-Entry Permit for Travelling to and from Hong Kong and Macao"),
        Some("hk_macao_permit")
    );
    assert_eq!(kind("港澳居民居住证"), Some("residence_permit"));
}
