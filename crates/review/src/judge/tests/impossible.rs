//! Data that cannot be: each rule is broken alone, and the finding says which, what was expected, and what was found.

use identity::catalogue::DocumentKind;
use jiff::civil::date;

use super::{kind, verdict};
use crate::{
    detail::DataRule,
    finding::FindingCode,
    observation::{Field, ImageRole, Source},
    samples::{LICENCE, Sample},
};

type Row = (&'static str, fn() -> Sample, fn(&mut Sample), FindingCode, DataRule, &'static str, &'static str);

const IMPOSSIBLE: FindingCode = FindingCode::DocumentImpossibleData;

/// Sets a printed value, and the claims aside.
fn print(sample: &mut Sample, field: Field, value: &str) {
    sample.claims = Default::default();
    sample.reading(field, Source::Printed).value = value.into();
}

/// A permit with this number and these dates.
fn permit(sample: &mut Sample, what: DocumentKind, number: &str, [birth, issue, expiry]: [&str; 3]) {
    kind(sample, what);
    sample.examination.document.fields.retain(|r| r.source != Source::Number);
    print(sample, Field::DocumentNumber, number);
    print(sample, Field::BirthDate, birth);
    print(sample, Field::IssueDate, issue);
    print(sample, Field::ExpiryDate, expiry);
}

/// Changes the barcode's payload.
fn recode(sample: &mut Sample, from: &str, to: &str) {
    assert!(LICENCE.contains(from), "{from}");
    sample.barcode(&LICENCE.replacen(from, to, 1));
}

const ROWS: &[Row] = &[
    (
        "born tomorrow",
        Sample::passport,
        |s| {
            s.today = date(1974, 8, 11);
            s.without(Field::IssueDate, Source::Printed);
        },
        IMPOSSIBLE,
        DataRule::BirthInThePast,
        "not after 1974-08-11",
        "1974-08-12",
    ),
    (
        "older than anybody",
        Sample::passport,
        |s| s.today = date(2105, 8, 12),
        IMPOSSIBLE,
        DataRule::AgeWithinLife,
        "at most 130 years",
        "131 years",
    ),
    (
        "issued before birth",
        Sample::passport,
        |s| print(s, Field::IssueDate, "1970-01-01"),
        IMPOSSIBLE,
        DataRule::IssueAfterBirth,
        "not before 1974-08-12",
        "1970-01-01",
    ),
    (
        "issued tomorrow",
        Sample::passport,
        |s| print(s, Field::IssueDate, "2010-06-02"),
        IMPOSSIBLE,
        DataRule::IssueInThePast,
        "not after 2010-06-01",
        "2010-06-02",
    ),
    (
        "expires before its issue",
        Sample::resident_id,
        |s| print(s, Field::ExpiryDate, "2010-05-04"),
        IMPOSSIBLE,
        DataRule::ExpiryAfterIssue,
        "not before 2010-05-05",
        "2010-05-04",
    ),
    (
        "ten years at thirty-one",
        Sample::resident_id,
        |s| {
            s.today = date(2015, 1, 5);
            print(s, Field::ExpiryDate, "2020-05-05");
        },
        IMPOSSIBLE,
        DataRule::ValidityLength,
        "20 years, issued at the age of 31",
        "2010-05-05 to 2020-05-05",
    ),
    (
        "an end at forty-seven",
        Sample::resident_id,
        |s| {
            s.today = date(2026, 1, 5);
            print(s, Field::IssueDate, "2025-11-05");
            print(s, Field::ExpiryDate, "2045-11-05");
        },
        IMPOSSIBLE,
        DataRule::ValidityLength,
        "permanent, issued at the age of 47",
        "2045-11-05",
    ),
    (
        "permanent at thirty-one",
        Sample::resident_id,
        |s| print(s, Field::ExpiryDate, "permanent"),
        IMPOSSIBLE,
        DataRule::PermanentFromAge,
        "20 years, issued at the age of 31; permanent from the age of 46",
        "permanent",
    ),
    (
        "Compatriot Permit of ten years",
        Sample::resident_id,
        |s| permit(s, DocumentKind::CompatriotPermit, "12345678", ["1978-10-27", "2019-01-01", "2029-01-01"]),
        IMPOSSIBLE,
        DataRule::ValidityLength,
        "5 years, issued at the age of 40",
        "2019-01-01 to 2029-01-01",
    ),
    (
        "Home Return Permit of a child for ten years",
        Sample::resident_id,
        |s| {
            permit(
                s,
                DocumentKind::HomeReturnPermit,
                "H12345678",
                ["2010-10-27", "2019-01-01", "2029-01-01"],
            );
        },
        IMPOSSIBLE,
        DataRule::ValidityLength,
        "3 or 5 years, issued at the age of 8",
        "2019-01-01 to 2029-01-01",
    ),
    (
        "Home Return Permit of a foreign citizen before there were any",
        Sample::resident_id,
        |s| {
            permit(
                s,
                DocumentKind::HomeReturnPermit,
                "HA1234567",
                ["1978-10-27", "2019-01-01", "2029-01-01"],
            );
        },
        IMPOSSIBLE,
        DataRule::NumberSeries,
        "issued from 2024-07-01 on",
        "issued 2019-01-01",
    ),
    (
        "permit for Hong Kong and Macao of the letter series too early",
        Sample::resident_id,
        |s| permit(s, DocumentKind::HkMacaoPermit, "CA1234567", ["1978-10-27", "2017-01-01", "2027-01-01"]),
        IMPOSSIBLE,
        DataRule::NumberSeries,
        "issued from 2018-12-01 on",
        "issued 2017-01-01",
    ),
    (
        "no such birth date in the number",
        Sample::resident_id,
        |s| print(s, Field::DocumentNumber, "110102197813272325"),
        IMPOSSIBLE,
        DataRule::NumberBirth,
        "a day",
        "19781327",
    ),
    (
        "first generation",
        Sample::resident_id,
        |s| print(s, Field::DocumentNumber, "110102781027232"),
        IMPOSSIBLE,
        DataRule::NumberForm,
        "18 characters since 2013-01-01",
        "15 digits",
    ),
    (
        "wrong check character",
        Sample::resident_id,
        |s| print(s, Field::DocumentNumber, "110102197810272321"),
        FindingCode::NumberCheckDigit,
        DataRule::NumberCheckDigit,
        "X",
        "1",
    ),
    (
        "wrong check character of the Hong Kong card",
        Sample::resident_id,
        |s| {
            kind(s, DocumentKind::Hkid);
            print(s, Field::DocumentNumber, "A123456(4)");
        },
        FindingCode::NumberCheckDigit,
        DataRule::NumberCheckDigit,
        "3",
        "4",
    ),
    (
        "a Chinese passport's number that is none, by its zone",
        Sample::passport,
        |s| {
            s.examination.document.issuer = Some("CHN".into());
            s.without(Field::DocumentNumber, Source::Printed);
        },
        FindingCode::NumberForm,
        DataRule::NumberForm,
        "E and 8, E@ and 7, G and 8, 14, 15, PE, SE, DE and 7 digits",
        "the number begins with something else",
    ),
    (
        "two wrong digits in the zone",
        Sample::passport,
        |s| {
            let lines = [
                "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "L898902C37UTO7408122F1204159ZE184226B<<<<<11",
            ];
            s.zone(&lines, ImageRole::Front);
        },
        FindingCode::MrzCheckDigit,
        DataRule::ZoneCheckDigit,
        "document_number 6, composite 7",
        "document_number 7, composite 1",
    ),
    (
        "a subfile beyond the barcode's end",
        Sample::licence,
        |s| recode(s, "DL0031", "DL9031"),
        FindingCode::BarcodeMalformed,
        DataRule::BarcodeForm,
        "AAMVA DL/ID Card Design Standard, annex D",
        "DL should begin at 9031, the payload has 311 characters",
    ),
    (
        "another state's issuer",
        Sample::licence,
        |s| recode(s, "636000", "636015"),
        FindingCode::BarcodeIssuer,
        DataRule::BarcodeIssuer,
        "TX",
        "VA",
    ),
    (
        "nobody's issuer",
        Sample::licence,
        |s| recode(s, "636000", "636099"),
        FindingCode::BarcodeIssuer,
        DataRule::BarcodeIssuer,
        "a jurisdiction's number",
        "the issuer's number 636099 is nobody's",
    ),
    (
        "a number that Virginia does not give",
        Sample::licence,
        |s| recode(s, "DAQT16700185", "DAQT1670018X"),
        FindingCode::NumberForm,
        DataRule::NumberForm,
        "VA: @#{8,11} #{9}",
        "",
    ),
    (
        "fictitious issuer",
        Sample::passport,
        |s| s.policy.sandbox = false,
        FindingCode::DocumentSpecimen,
        DataRule::SpecimenIssuer,
        "a real issuer",
        "UTO",
    ),
    (
        "no such area",
        Sample::resident_id,
        |s| {
            s.policy.sandbox = false;
            print(s, Field::DocumentNumber, "990101198401020019");
        },
        FindingCode::DocumentSpecimen,
        DataRule::SpecimenArea,
        "an area of GB/T 2260",
        "990101",
    ),
    (
        "the standard's own example",
        Sample::resident_id,
        |s| {
            s.policy.sandbox = false;
            print(s, Field::DocumentNumber, "11010519491231002X");
        },
        FindingCode::DocumentSpecimen,
        DataRule::SpecimenNumber,
        "the number of a document that was issued",
        "GB 11643-1999, example",
    ),
    (
        "a sample's name",
        Sample::resident_id,
        |s| {
            s.policy.sandbox = false;
            print(s, Field::Name, "证件样本");
        },
        FindingCode::DocumentSpecimen,
        DataRule::SpecimenName,
        "a person's name",
        "National Immigration Administration, samples",
    ),
];

#[test]
fn every_rule_can_be_broken_alone_and_says_its_numbers() {
    let mut wrong = Vec::new();
    for (name, sample, change, code, rule, expected, found) in ROWS {
        let mut sample = sample();
        change(&mut sample);
        let findings = sample.judge().findings;
        let broken =
            findings.iter().find(|f| f.code == *code && f.detail.as_ref().is_some_and(|d| d.rule == *rule));
        let said = broken.and_then(|finding| finding.detail.clone()).map(|d| (d.expected, d.found));
        if said != Some((expected.to_string(), found.to_string())) && !(found.is_empty() && said.is_some()) {
            wrong.push(format!("{name}: {said:?}, findings {findings:?}"));
        }
        if verdict(&sample) == "approved" {
            wrong.push(format!("{name}: approved"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let named: std::collections::BTreeSet<DataRule> = ROWS.iter().map(|row| row.4).collect();
    assert_eq!(named.len(), DataRule::ALL.len(), "every rule has a row");
}

#[test]
fn what_is_in_order_breaks_no_rule() {
    let permits = [
        (DocumentKind::CompatriotPermit, "12345678", ["1978-10-27", "2022-01-01", "2026-12-31"]),
        (DocumentKind::HomeReturnPermit, "H12345678", ["1978-10-27", "2019-01-01", "2028-12-31"]),
        (DocumentKind::HomeReturnPermit, "HA1234567", ["1978-10-27", "2024-07-01", "2034-07-01"]),
        (DocumentKind::HkMacaoPermit, "CA1234567", ["1978-10-27", "2018-12-01", "2028-11-30"]),
    ];
    for (what, number, dates) in permits {
        let mut sample = Sample::resident_id();
        permit(&mut sample, what, number, dates);
        let broken: Vec<_> =
            sample.judge().findings.into_iter().filter(|finding| finding.detail.is_some()).collect();
        assert!(broken.is_empty(), "{what} {dates:?}: {broken:?}");
    }
    for sample in [Sample::passport(), Sample::resident_id(), Sample::licence()] {
        assert!(sample.judge().findings.iter().all(|finding| finding.detail.is_none()));
    }
}

#[test]
fn details_are_not_printed() {
    let mut sample = Sample::passport();
    print(&mut sample, Field::IssueDate, "1970-01-01");
    assert!(!format!("{:?}", sample.judge().findings).contains("1970"));
}
