//! What holds for every input: what is written is read again, corruption shows, and nothing panics.

use identity::aamva::{self, Fault};
use identity::mrz::{Format, MrzDate, MrzFields, check_digit, parse, repair, write};
use identity::name::{Agreement, compare, compare_with_mrz, transliterate};
use identity::number::{
    compatriot, hkid, home_return, macao_hk_permit, mod11, permanent_residence, prc_passport,
    residence_permit, resident_id,
};
use identity::{date, diagnosis, sex::Sex};
use proptest::prelude::*;

const ISSUERS: [&str; 6] = ["UTO", "D", "CHN", "GBD", "XXA", "TWN"];

fn format() -> impl Strategy<Value = Format> {
    prop::sample::select(Format::ALL.to_vec())
}

fn date_text() -> impl Strategy<Value = MrzDate> {
    (0..100u8, 1..13u8, 1..29u8).prop_map(|(y, m, d)| MrzDate { text: format!("{y:02}{m:02}{d:02}") })
}

fn sex() -> impl Strategy<Value = Sex> {
    prop::sample::select(vec![Sex::M, Sex::F, Sex::X])
}

/// The characters that the number, and each optional field, may have.
fn widths(format: Format) -> (usize, Vec<usize>) {
    match format {
        Format::Td1 => (9, vec![15, 11]),
        Format::Td2 => (9, vec![7]),
        Format::Td3 => (9, vec![14]),
        Format::MrvA => (9, vec![16]),
        Format::MrvB => (9, vec![8]),
        Format::OneLine => (9, vec![]),
        Format::FrenchId => (12, vec![6]),
    }
}

fn codes(format: Format) -> (&'static str, Option<&'static str>) {
    match format {
        Format::Td1 | Format::Td2 => ("I", None),
        Format::Td3 => ("P", None),
        Format::MrvA | Format::MrvB => ("V", None),
        Format::OneLine => ("CS", Some("CHN")),
        Format::FrenchId => ("ID", Some("FRA")),
    }
}

prop_compose! {
    fn fields(format: Format)(
        issuer in prop::sample::select(ISSUERS.to_vec()),
        nationality in prop::sample::select(ISSUERS.to_vec()),
        number in prop::string::string_regex(&format!("[A-Z0-9]{{1,{}}}", widths(format).0)).expect("a pattern"),
        long in "[A-Z0-9]{10,13}",
        overflow in any::<bool>(),
        surname in "[A-Z]{1,9}( [A-Z]{1,9}){0,2}",
        given_names in "([A-Z]{1,9}( [A-Z]{1,9}){0,3})?",
        birth_date in date_text(),
        expiry_date in date_text(),
        sex in sex(),
        optional in prop::collection::vec("([A-Z0-9]{1,6})?", widths(format).1.len()),
    ) -> MrzFields {
        let runs_on = overflow && matches!(format, Format::Td1 | Format::Td2);
        let fixed = codes(format);
        let mut optional_data = optional;
        if runs_on {
            // TD2 has no place left behind a long number.
            optional_data[0].clear();
        }
        while optional_data.last().is_some_and(String::is_empty) {
            optional_data.pop();
        }
        MrzFields {
            document_code: fixed.0.to_owned(),
            issuer: fixed.1.unwrap_or(issuer).to_owned(),
            document_number: if runs_on { long } else { number },
            surname,
            given_names,
            nationality: nationality.to_owned(),
            birth_date,
            expiry_date,
            // The French card has no unspecified sex; by its place the form is told from TD2.
            sex: if format == Format::FrenchId && sex == Sex::X { Sex::F } else { sex },
            optional_data,
        }
    }
}

fn written() -> impl Strategy<Value = (Format, MrzFields, Vec<String>)> {
    format().prop_flat_map(|format| {
        fields(format).prop_map(move |fields| {
            let lines = write(format, &fields).expect("generated fields fit");
            (format, fields, lines)
        })
    })
}

/// The columns that a check digit protects, by line.
fn protected(format: Format) -> Vec<(usize, usize)> {
    let spans: &[(usize, usize, usize)] = match format {
        Format::Td1 => &[(0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 30)],
        Format::Td2 => &[(1, 0, 10), (1, 13, 20), (1, 21, 36)],
        Format::Td3 => &[(1, 0, 10), (1, 13, 20), (1, 21, 44)],
        Format::MrvA | Format::MrvB => &[(1, 0, 10), (1, 13, 20), (1, 21, 28)],
        Format::OneLine => &[(0, 2, 12), (0, 13, 20), (0, 21, 28), (0, 29, 30)],
        Format::FrenchId => &[(0, 5, 36), (1, 0, 27)],
    };
    spans.iter().flat_map(|&(line, start, end)| (start..end).map(move |column| (line, column))).collect()
}

fn replaced(lines: &[String], at: (usize, usize), with: char) -> Vec<String> {
    let mut rows: Vec<Vec<char>> = lines.iter().map(|line| line.chars().collect()).collect();
    rows[at.0][at.1] = with;
    rows.into_iter().map(|row| row.into_iter().collect()).collect()
}

fn value(c: char) -> u32 {
    c.to_digit(36).unwrap_or(0) % 10
}

/// A licence's payload as the standard writes it: two subfiles, a right directory, every mandatory element.
fn licence(
    issuer: &aamva::Issuer,
    version: u8,
    [surname, first, number]: &[&str; 3],
    (year, month, day): (i16, i8, i8),
) -> String {
    let birth = match issuer.country {
        "CAN" => format!("{year}{month:02}{day:02}"),
        _ => format!("{month:02}{day:02}{year}"),
    };
    let place = issuer.jurisdiction;
    let own = format!(
        "DLDAQ{number}\nDCS{surname}\nDDEN\nDAC{first}\nDDFN\nDADNONE\nDDGN\nDBB{birth}\nDBD{birth}\nDBA{birth}\n\
         DBC1\nDAYBRO\nDAU180 cm\nDAG1 STREET\nDAICITY\nDAJ{place}\nDAK00000\nDCF1\nDCG{}\r",
        issuer.country
    );
    let foreign = "ZXZXAN\r";
    let (offset, length) = (41, own.len());
    let next = offset + length;
    let header = format!("@\n\u{1e}\rANSI {}{version:02}0002", issuer.iin);
    format!("{header}DL{offset:04}{length:04}ZX{next:04}{:04}{own}{foreign}", foreign.len())
}

/// Pairs that a reader confuses, and whose check values differ.
fn look_alike(c: char) -> Option<char> {
    let pairs = [('0', 'O'), ('1', 'I'), ('2', 'Z'), ('5', 'S'), ('8', 'B')];
    pairs.iter().find_map(|&(a, b)| if c == a { Some(b) } else { (c == b).then_some(a) })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again((format, fields, lines) in written()) {
        let mrz = parse(&lines).unwrap();
        prop_assert_eq!(mrz.format, format);
        prop_assert!(mrz.valid(), "{:?}", mrz);
        prop_assert_eq!(&mrz.document_number, &fields.document_number);
        prop_assert_eq!(&mrz.optional_data, &fields.optional_data);
        prop_assert_eq!(&mrz.birth_date, &fields.birth_date);
        prop_assert_eq!(&mrz.issuer, &fields.issuer);
        if !matches!(format, Format::OneLine) {
            prop_assert_eq!(mrz.sex, fields.sex);
            let whole = format!("{} {}", fields.surname, fields.given_names);
            prop_assert!(!mrz.surname.is_empty());
            if !mrz.names_truncated {
                prop_assert_eq!(&mrz.surname, &fields.surname);
                prop_assert_eq!(&mrz.given_names, &fields.given_names);
                prop_assert_eq!(compare_with_mrz(&whole, &mrz), Agreement::Same);
            }
        }
        prop_assert!(repair(&lines).changes.is_empty());
    }

    #[test]
    fn a_corrupted_character_shows(
        (format, _, lines) in written(),
        place in any::<prop::sample::Index>(),
        choice in any::<prop::sample::Index>(),
    ) {
        let places = protected(format);
        let at = places[place.index(places.len())];
        let old = char::from(lines[at.0].as_bytes()[at.1]);
        let others: Vec<char> = ('0'..='9').chain('A'..='Z').filter(|&c| value(c) != value(old)).collect();
        let corrupted = replaced(&lines, at, others[choice.index(others.len())]);
        let invalid = parse(&corrupted).map_or(true, |mrz| !mrz.valid() || mrz.format != format);
        prop_assert!(invalid, "{:?} was {:?}", corrupted, lines);
    }

    #[test]
    fn a_look_alike_is_repaired_rightly_or_stays_invalid((format, _, lines) in written(), place in any::<prop::sample::Index>()) {
        let places: Vec<_> = protected(format)
            .into_iter()
            .filter(|&(line, column)| look_alike(lines[line].as_bytes()[column].into()).is_some())
            .collect();
        prop_assume!(!places.is_empty());
        let at = places[place.index(places.len())];
        let other = look_alike(lines[at.0].as_bytes()[at.1].into()).unwrap();
        let corrupted = replaced(&lines, at, other);
        let repaired = repair(&corrupted).lines;
        let right = repaired == lines;
        prop_assert!(right || parse(&repaired).map_or(true, |mrz| !mrz.valid()), "{:?} became {:?}", lines, repaired);
    }

    #[test]
    fn repairs_are_final(lines in prop::collection::vec("[A-Z0-9<]{30}|[A-Z0-9<]{36}|[A-Z0-9<]{44}", 1..4)) {
        let once = repair(&lines).lines;
        prop_assert_eq!(repair(&once).lines, once);
    }

    #[test]
    fn zones_of_any_text_do_not_panic(lines in prop::collection::vec("\\PC{0,50}|[A-Z0-9<‹Ñ]{30}|[A-Z0-9<Ñ]{36}|[A-Z0-9<Ñ]{44}", 0..5)) {
        if let Ok(mrz) = parse(&lines) {
            prop_assert_eq!(&mrz.lines, &lines);
            let _ = identity::catalogue::kind_of(&mrz);
            let today = jiff::civil::date(2026, 11, 23);
            let _ = (mrz.birth_date.as_birth(today), mrz.expiry_date.as_expiry(today));
        }
        let _ = repair(&lines);
    }

    #[test]
    fn any_text_is_judged_without_panic(text in "\\PC{0,40}|[0-9X]{15,18}|[A-Z]{1,3}[0-9()]{6,12}") {
        let _ = check_digit(&text);
        let _ = (resident_id::parse(&text), residence_permit::parse(&text), permanent_residence::parse(&text));
        let _ = (home_return::parse(&text), compatriot::parse(&text), macao_hk_permit::parse(&text));
        let _ = (hkid::parse(&text), prc_passport::parse(&text), mod11::check_character(&text));
        let _ = (date::parse_printed(&text), text.parse::<date::DateText>(), Sex::parse(&text));
        let _ = (transliterate(&text), diagnosis::compare_codes(&text, "A1"));
    }

    #[test]
    fn a_wrong_digit_in_a_resident_number_shows(area in "(11|37|44|65)01(0[1-9])", birth in "19[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])", sequence in "[0-9]{3}", place in 0..17usize, add in 1..10u8) {
        let digits = format!("{area}{birth}{sequence}");
        let number = format!("{digits}{}", mod11::check_character(&digits).unwrap());
        let read = resident_id::parse(&number).unwrap();
        prop_assert_eq!(read.birth.strftime("%Y%m%d").to_string(), birth);
        let mut bytes = number.into_bytes();
        bytes[place] = b'0' + (bytes[place] - b'0' + add) % 10;
        prop_assert!(resident_id::parse(std::str::from_utf8(&bytes).unwrap()).is_err());
    }

    #[test]
    fn a_payload_is_read_again_and_a_directory_that_lies_shows(
        issuer in prop::sample::select(aamva::issuers().to_vec()),
        version in 4..12u8,
        surname in "[A-Z]{1,20}([ '-][A-Z]{1,10})?",
        first in "[A-Z]{1,20}",
        number in "[A-Z0-9]{1,25}",
        (year, month, day) in (1900..2100i16, 1..13i8, 1..29i8),
        (place, add) in (0..16usize, 1..10u8),
    ) {
        let birth = date::DateText::Day(jiff::civil::date(year, month, day));
        let text = licence(&issuer, version, &[&surname, &first, &number], (year, month, day));
        let read = aamva::parse(&text).unwrap();
        prop_assert_eq!(&read.faults, &[], "{}", text);
        prop_assert_eq!(read.holder.name(), Some(format!("{surname}, {first}")));
        prop_assert_eq!(read.holder.number.as_ref(), Some(&number));
        prop_assert_eq!(read.holder.birth, birth.day());
        // Offsets and lengths of both entries: another digit anywhere is another place.
        let mut bytes = text.into_bytes();
        let at = 21 + place / 8 * 10 + 2 + place % 8;
        bytes[at] = b'0' + (bytes[at] - b'0' + add) % 10;
        let lying = aamva::parse(std::str::from_utf8(&bytes).unwrap()).unwrap();
        prop_assert!(!lying.faults.is_empty());
        prop_assert!(lying.holder == read.holder);
    }

    #[test]
    fn payloads_of_any_text_do_not_panic(head in "(@\n\u{1e}\r)?(ANSI |AAMVA)?[0-9]{0,14}((DL|ID|Z.)[0-9]{8}){0,3}", body in "(D[A-D][A-Z]\\PC{0,12}[\n\r]){0,6}|\\PC{0,80}") {
        if let Ok(payload) = aamva::parse(&format!("{head}{body}")) {
            let _ = (payload.holder.name(), payload.is_identity_card(), payload.issuer());
            let codes: Vec<&str> = payload.faults.iter().map(Fault::code).collect();
            prop_assert!(codes.iter().all(|code| !code.is_empty()));
        }
    }

    #[test]
    fn comparing_names_is_symmetric_and_reflexive(a in "\\PC{0,30}|[A-Z]{1,8}( [A-Z]{1,8}){0,3}", b in "\\PC{0,30}|[一-龥]{2,4}") {
        prop_assert_eq!(compare(&a, &a), Agreement::Same);
        prop_assert_eq!(compare(&a, &b), compare(&b, &a));
    }

    #[test]
    fn case_order_and_fillers_carry_no_meaning(surname in "[A-Z]{2,9}", given in "[A-Z]{2,9}( [A-Z]{2,9})?") {
        let zone = format!("{surname}<<{}<<<<", given.replace(' ', "<"));
        prop_assert_eq!(compare(&format!("{given} {surname}").to_lowercase(), &zone), Agreement::Same);
    }

    #[test]
    fn printed_days_are_read_in_every_order(year in 1900..2100i16, month in 1..13i8, day in 1..29i8) {
        let want = Some(date::DateText::Day(jiff::civil::date(year, month, day)));
        let rows = [
            format!("{year}.{month:02}.{day:02}"),
            format!("{year}年{month}月{day}日"),
            format!("{day:02}.{month:02}.{year}"),
            jiff::civil::date(year, month, day).strftime("%d %b %Y").to_string().to_uppercase(),
            jiff::civil::date(year, month, day).to_string(),
        ];
        for text in rows {
            prop_assert_eq!(date::parse_printed(&text), want, "{}", text);
        }
    }
}
