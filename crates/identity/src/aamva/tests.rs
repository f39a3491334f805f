//! Payloads that are right, and each way of being wrong.

use jiff::civil::date;

use super::*;
use crate::sex::Sex;

const ELEMENTS: &str = "DCAD\nDCBNONE\nDCDNONE\nDBA08162031\nDCSSAMPLE\nDDEN\nDACMORRIS\nDDFN\nDADTHOR\nDDGT\nDBD08092024\n\
DBB12311971\nDBC1\nDAYBRO\nDAU062 in\nDAG24 BEACON STREET\nDAIBOSTON\nDAJMA\nDAK021330000  \nDAQS12345678\nDCF08102024\n\
DCGUSA";

/// A payload whose directory is right.
fn payload(iin: &str, version: u8, elements: &str) -> String {
    let subfile = format!("DL{elements}\r");
    let own = "ZMZMA504\r";
    let offset = 4 + 5 + 6 + 2 + 2 + 2 + 2 * 10;
    let next = offset + subfile.len();
    format!(
        "@\n\u{1e}\rANSI {iin}{version:02}0002DL{offset:04}{:04}ZM{next:04}{:04}{subfile}{own}",
        subfile.len(),
        own.len()
    )
}

fn codes(text: &str) -> Vec<&'static str> {
    parse(text).map(|payload| payload.faults.iter().map(Fault::code).collect()).unwrap_or_default()
}

#[test]
fn a_right_payload_has_no_fault() {
    let read = parse(&payload("636002", 9, ELEMENTS)).unwrap();
    assert_eq!(read.faults, []);
    assert_eq!((read.version, read.jurisdiction_version, read.directory.len()), (9, Some(0), 2));
    assert_eq!(read.issuer().map(|issuer| issuer.jurisdiction), Some("MA"));
    assert!(!read.is_identity_card());
    let holder = &read.holder;
    assert_eq!(holder.name().as_deref(), Some("SAMPLE, MORRIS THOR"));
    assert_eq!((holder.number.as_deref(), holder.sex), (Some("S12345678"), Some(Sex::M)));
    assert_eq!((holder.birth, holder.issue), (Some(date(1971, 12, 31)), Some(date(2024, 8, 9))));
    assert_eq!((holder.expiry, holder.height_cm), (Some(date(2031, 8, 16)), Some(157)));
    assert!(holder.name_truncated && holder.suffix.is_none());
    assert_eq!(read.element("DAK"), Some("021330000"));
    assert!(!format!("{read:?}").contains("SAMPLE"), "Debug prints no content");
}

#[test]
fn each_fault_is_named() {
    let right = payload("636002", 9, ELEMENTS);
    let changed = |from: &str, to: &str| {
        assert!(right.contains(from), "{from}");
        right.replacen(from, to, 1)
    };
    let rows = [
        ("separators", changed("\u{1e}\r", "\r\n"), "prefix"),
        ("directory of letters", changed("DL0041", "DLabac"), "directory"),
        ("no entries", changed("0002DL", "0000DL"), "directory"),
        ("begins behind the end", changed("DL0041", "DL9041"), "offset_out_of_range"),
        ("begins elsewhere", changed("DL0041", "DL0043"), "designator"),
        ("own subfile too long", changed("0009DLDCAD", "0900DLDCAD"), "length"),
        ("ends early", changed("DLDCAD", "DLDCADD"), "terminator"),
        ("lie over each other", changed("DL00410", "DL00417"), "overlap"),
        ("cut off", right[..right.len() - 20].to_owned(), "offset_out_of_range"),
        ("a foreign subfile alone", right.replacen("DL0041", "XX0041", 1), "no_subfile"),
        ("two numbers", changed("DCGUSA", "DAQS1"), "element_twice"),
        ("number missing", changed("DAQ", "DAX"), "element_missing"),
        ("no date", changed("DBB12311971", "DBB13321971"), "date"),
        ("date in the other order", changed("DBB12311971", "DBB19711231"), "date"),
        ("nobody's number", changed("636002", "990876"), "unknown_issuer"),
        ("another state's number", changed("636002", "636015"), "issuer_mismatch"),
    ];
    let wrong: Vec<_> = rows.iter().filter(|(_, text, want)| !codes(text).contains(want)).collect();
    let wrong: Vec<_> = wrong.iter().map(|(name, text, want)| (name, want, codes(text))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    for (_, text, _) in &rows {
        let read = parse(text).unwrap();
        assert_eq!(
            read.holder.name().as_deref(),
            Some("SAMPLE, MORRIS THOR"),
            "elements are read all the same"
        );
        assert!(read.faults.iter().all(|fault| !fault.to_string().contains("SAMPLE")));
    }
}

#[test]
fn what_is_no_payload_is_refused() {
    let rows = [
        (String::new(), ParseError::NoHeader),
        ("https://example.org".into(), ParseError::NoHeader),
        ("@\n\u{1e}\rANSI 63".into(), ParseError::Header),
        ("@\n\u{1e}\rANSI 63600X090002DL".into(), ParseError::Header),
        ("@\n\u{1e}\rANSI 636002090001DL00310000".into(), ParseError::NoElements),
        ("@".repeat(PAYLOAD_CHARS_MAX + 1), ParseError::TooLong),
    ];
    let wrong: Vec<_> = rows.iter().filter(|(text, want)| parse(text) != Err(*want)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn names_are_read_from_every_version() {
    let rows = [
        (1, "DAASMITH,MARY,ROBINS,JR", "SMITH, MARY ROBINS", Some("JR")),
        (1, "DAASMITH, MARY JONES", "SMITH, MARY JONES", None),
        (1, "DAAJOHN ROBERT LEE SMITH", "SMITH, JOHN ROBERT LEE", None),
        (1, "DAASMITH@MARY@ROBINS", "SMITH, MARY ROBINS", None),
        (1, "DAACORTEZ,PABLO,,JR", "CORTEZ, PABLO", Some("JR")),
        (3, "DCSTESTER,   \nDCTMARY,ANN   ", "TESTER, MARY ANN", None),
        (3, "DCSO NEIL\nDCTMARY S", "O NEIL, MARY S", None),
        (8, "DCSFLOWERS\nDACPATTY\nDADNONE\nDCUIII", "FLOWERS, PATTY", Some("III")),
        (8, "DCSTESTER\nDAC\nDADANN", "TESTER", None),
    ];
    for (version, elements, name, suffix) in rows {
        let read = parse(&payload("636002", version, elements)).unwrap().holder;
        assert_eq!((read.name().as_deref(), read.suffix.as_deref()), (Some(name), suffix), "{elements:?}");
    }
}

#[test]
fn dates_and_heights_follow_country_and_version() {
    let rows = [
        ("636012", 3, "DCGCAN\nDBB19960603\nDAU170 CM", date(1996, 6, 3), Some(170)),
        ("636012", 3, "DBB19960603\nDAU170 CM", date(1996, 6, 3), Some(170)),
        ("636015", 3, "DCGUSA\nDBB06031996\nDAU 65 IN", date(1996, 6, 3), Some(165)),
        ("636015", 1, "DBB19960603\nDAU506", date(1996, 6, 3), Some(168)),
        ("636015", 3, "DBB06031996\nDAU506", date(1996, 6, 3), None),
    ];
    for (iin, version, elements, birth, height) in rows {
        // The header of 2000 has no jurisdiction version, so offsets move by two; elements do not.
        let text = payload(iin, version, elements).replacen("010002", "0102", usize::from(version == 1));
        let read = parse(&text).unwrap();
        assert_eq!((read.holder.birth, read.holder.height_cm), (Some(birth), height), "{elements}");
        assert!(!read.faults.iter().any(|fault| matches!(fault, Fault::Date(_))), "{elements}");
    }
}
