//! Machine-readable zones of the standard and of known forms: read, judged, written, repaired.

use identity::mrz::{CheckField, Format, Mrz, MrzDate, MrzFields, parse, repair, write};
use identity::sex::Sex;
use jiff::civil::date;

const TD3: [&str; 2] =
    ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
const TD2: [&str; 2] = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"];
const TD1: [&str; 3] =
    ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"];
const MRV_A: [&str; 2] =
    ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"];
const MRV_B: [&str; 2] = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"];
const ONE_LINE: [&str; 1] = ["CSCA00000015<2812092<9003071<0"];

fn read(lines: &[&str]) -> Mrz {
    parse(lines).unwrap_or_else(|error| panic!("{lines:?}: {error}"))
}

#[test]
fn reads_every_form() {
    let rows = [
        (&TD3[..], Format::Td3, "P", "UTO", "L898902C3", Some("UTO"), vec!["ZE184226B"]),
        (&TD2[..], Format::Td2, "I", "UTO", "D23145890", Some("UTO"), vec![]),
        (&TD1[..], Format::Td1, "I", "UTO", "D23145890", Some("UTO"), vec![]),
        (&MRV_A[..], Format::MrvA, "V", "UTO", "L8988901C", Some("XXX"), vec!["6ZE184226B"]),
        (&MRV_B[..], Format::MrvB, "V", "UTO", "L8988901C", Some("XXX"), vec![]),
        (&ONE_LINE[..], Format::OneLine, "CS", "CHN", "CA0000001", None, vec![]),
    ];
    for (lines, format, code, issuer, number, nationality, optional) in rows {
        let mrz = read(lines);
        assert!(mrz.valid(), "{mrz:?}");
        assert_eq!(mrz.lines, lines);
        assert_eq!((mrz.format, mrz.document_code.as_str(), mrz.issuer.as_str()), (format, code, issuer));
        assert_eq!((mrz.document_number.as_str(), mrz.nationality.as_deref()), (number, nationality));
        assert_eq!(mrz.optional_data, optional);
        assert!(!mrz.names_truncated);
    }
    let mrz = read(&TD3);
    assert_eq!((mrz.surname.as_str(), mrz.given_names.as_str(), mrz.sex), ("ERIKSSON", "ANNA MARIA", Sex::F));
    assert_eq!((mrz.birth_date.text.as_str(), mrz.expiry_date.text.as_str()), ("740812", "120415"));
}

#[test]
fn a_number_of_more_than_nine_characters_runs_on_in_the_optional_data() {
    let belgian = [
        "IDBEL600001795<0152<<<<<<<<<<<",
        "1301014F2311207BEL130101987398",
        "SPECIMEN<<SPECIMEN<<<<<<<<<<<<",
    ];
    let mrz = read(&belgian);
    assert!(mrz.valid(), "{mrz:?}");
    assert_eq!(mrz.document_number, "600001795015");
    assert_eq!(mrz.optional_data, ["", "13010198739"]);
    assert_eq!(mrz.check(CheckField::DocumentNumber).unwrap().position, (0, 18));
    assert_eq!(write(Format::Td1, &fields(&mrz)).unwrap(), belgian);
}

#[test]
fn the_filler_before_the_rest_of_a_long_number_may_count() {
    // 000590240 and 601: 3 with the filler between them, 1 without.
    for (digit, ok) in [('3', true), ('1', true), ('2', false)] {
        let first = format!("IDUTO000590240<601{digit}<<<<<<<<<<<");
        let mrz = read(&[&first, TD1[1], TD1[2]]);
        assert_eq!(mrz.check(CheckField::DocumentNumber).unwrap().ok, ok, "{digit}");
    }
}

#[test]
fn an_empty_personal_number_may_have_the_digit_zero_or_a_filler() {
    for digit in ['0', '<'] {
        let second = format!("0070070071HRV8212258F1407019<<<<<<<<<<<<<<{digit}6");
        assert!(read(&["P<HRVSPECIMEN<<SPECIMEN<<<<<<<<<<<<<<<<<<<<<", &second]).valid());
    }
    assert!(
        !read(&[
            "P<HRVSPECIMEN<<SPECIMEN<<<<<<<<<<<<<<<<<<<<<",
            "0070070071HRV8212258F1407019<<<<<<<<<<<<<<16"
        ])
        .valid()
    );
}

#[test]
fn what_is_printed_wrong_is_kept_and_called_invalid() {
    let spanish = [
        "IDESPAAA1000014<00000023T<<<<<",
        "7212018F1101236ESP<<<<<<<<<<<8",
        "ESPAÑOLA<ESPAÑOLA<CARMEN<<<<<<",
    ];
    let mrz = read(&spanish);
    assert_eq!(mrz.lines, spanish);
    assert!(!mrz.alphabet_ok && !mrz.valid());
    assert_eq!(mrz.surname, "ESPAÑOLA ESPAÑOLA CARMEN");
    let wrong = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408123F1204159UTO<<<<<<<<<<<6", TD1[2]];
    let mrz = read(&wrong);
    let failed: Vec<_> = mrz.checks.iter().filter(|check| !check.ok).map(|check| check.field).collect();
    assert_eq!(failed, [CheckField::BirthDate, CheckField::Composite]);
    let birth = mrz.check(CheckField::BirthDate).unwrap();
    assert_eq!((birth.position, birth.printed, birth.computed), ((1, 6), '3', '2'));
}

#[test]
fn reads_the_french_card() {
    let mrz = read(&["IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "9409923102854CORINNE<<<<<<<6512068F4"]);
    assert!(mrz.valid(), "{mrz:?}");
    assert_eq!((mrz.format, mrz.document_number.as_str()), (Format::FrenchId, "940992310285"));
    assert_eq!((mrz.surname.as_str(), mrz.given_names.as_str(), mrz.sex), ("BERTHIER", "CORINNE", Sex::F));
    assert_eq!((mrz.birth_date.text.as_str(), mrz.expiry_date.text.as_str()), ("651206", ""));
}

#[test]
fn refuses_what_has_no_form() {
    let rows: [&[&str]; 7] = [
        &[],
        &[""],
        &["P<UTO"],
        &[TD3[0], TD2[1]],
        &[TD1[0], TD1[1]],
        &[TD3[0], TD3[1], TD3[1]],
        &[TD1[0], TD1[1], TD1[2], TD1[2]],
    ];
    let read: Vec<_> = rows.iter().filter(|lines| parse(lines).is_ok()).collect();
    assert!(read.is_empty(), "{read:?}");
}

#[test]
fn finds_the_century_of_a_date() {
    let today = date(2026, 11, 23);
    let births = [
        ("261123", Some(date(2026, 11, 23))),
        ("261124", Some(date(1926, 11, 24))),
        ("740812", Some(date(1974, 8, 12))),
        ("000229", Some(date(2000, 2, 29))),
        ("270230", None),
        ("74<<<<", None),
        ("<<<<<<", None),
        ("", None),
    ];
    let expiries = [
        ("281209", Some(date(2028, 12, 9))),
        ("120415", Some(date(2012, 4, 15))),
        ("770101", Some(date(1977, 1, 1))),
        ("760101", Some(date(2076, 1, 1))),
        ("991231", Some(date(1999, 12, 31))),
        ("991331", None),
    ];
    let of = |text: &str| MrzDate { text: text.to_owned() };
    let wrong: Vec<_> = births.iter().filter(|(text, want)| of(text).as_birth(today) != *want).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let wrong: Vec<_> = expiries.iter().filter(|(text, want)| of(text).as_expiry(today) != *want).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// The fields of a zone that was read, as they are written.
fn fields(mrz: &Mrz) -> MrzFields {
    MrzFields {
        document_code: mrz.document_code.clone(),
        issuer: mrz.issuer.clone(),
        document_number: mrz.document_number.clone(),
        surname: mrz.surname.clone(),
        given_names: mrz.given_names.clone(),
        nationality: mrz.nationality.clone().unwrap_or_default(),
        birth_date: mrz.birth_date.clone(),
        expiry_date: mrz.expiry_date.clone(),
        sex: mrz.sex,
        optional_data: mrz.optional_data.clone(),
    }
}

#[test]
fn writes_what_it_read() {
    for lines in [&TD3[..], &TD2, &TD1, &MRV_A, &MRV_B, &ONE_LINE] {
        let mrz = read(lines);
        assert_eq!(write(mrz.format, &fields(&mrz)).unwrap(), lines);
    }
}

#[test]
fn cuts_names_as_the_standard_shows() {
    let rows = [
        ("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
        (
            "Bennelong Wooloomooloo Warrandyte Warnambool",
            "Dingo Potoroo",
            "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI",
        ),
        ("Abcdefghijkl Mnopqrstuvwxyz Abcdefghijklm", "A", "ABCDEFGHIJKL<MNOPQRSTUVWXYZ<ABCDEFGH<<A"),
        ("Abcdefghi Jklmnopqrst Uvwxyzabcdefg", "A B", "ABCDEFGHI<JKLMNOPQRST<UVWXYZABCDEF<<A<B"),
        ("Eriksson", "", "ERIKSSON<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
        ("", "Arkfreith", "ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
        ("Müller-Lüdenscheidt", "Jürgen", "MUELLER<LUEDENSCHEIDT<<JUERGEN<<<<<<<<<"),
        ("Abcdefghijklmnopqrstuvwxyzabcdefghijklmnop", "Anna", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ<<A"),
        ("Abcdefghijklmnopqrstuvwxyzabcdefghijklmnop", "", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLM"),
        ("Abcdefghijklmnopqrstuvwxyzabcdef", "Anna Maria", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF<<ANN<M"),
    ];
    let written = |surname: &str, given: &str| {
        let fields = MrzFields { surname: surname.into(), given_names: given.into(), ..fields(&read(&TD3)) };
        write(Format::Td3, &fields).unwrap()[0][5..].to_owned()
    };
    let rows = rows.map(|(surname, given, want)| (written(surname, given), want));
    let wrong: Vec<_> = rows.iter().filter(|(got, want)| got != want).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn refuses_to_write_what_does_not_fit() {
    let good = fields(&read(&TD3));
    let rows = [
        MrzFields { document_number: "L898902C34".into(), ..good.clone() },
        MrzFields { document_number: "Ñ".into(), ..good.clone() },
        MrzFields { issuer: "UTOP".into(), ..good.clone() },
        MrzFields { surname: "张".into(), ..good.clone() },
        MrzFields { surname: "ERIK550N".into(), ..good.clone() },
        MrzFields { birth_date: MrzDate { text: "7408".into() }, ..good.clone() },
        MrzFields { birth_date: MrzDate { text: "74AUG2".into() }, ..good.clone() },
        MrzFields { optional_data: vec!["ZE184226B123456".into()], ..good.clone() },
        MrzFields { optional_data: vec!["A".into(), "B".into()], ..good },
    ];
    let written: Vec<_> = rows.iter().filter(|fields| write(Format::Td3, fields).is_ok()).collect();
    assert!(written.is_empty(), "{written:#?}");
}

#[test]
fn repairs_only_what_is_proved() {
    let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<String>>();
    let rows: [(&str, Vec<&str>, Vec<&str>); 10] = [
        ("nothing to do", TD3.to_vec(), TD3.to_vec()),
        (
            "letters in dates, digits in names and codes",
            vec![
                "P<UT0ERIK55ON<<ANNA<MAR1A<<<<<<<<<<<<<<<<<<<",
                "L898902C36UTO740BIZZF12041S9ZE184226B<<<<<1O",
            ],
            TD3.to_vec(),
        ),
        (
            "TD2",
            vec!["I<UTOERIK55ON<<ANNA<MAR1A<<<<<<<<<<<", "D231458907UT0740BIZZF12O4IS9<<<<<<<G"],
            TD2.to_vec(),
        ),
        (
            "one letter of the number",
            vec![TD3[0], "L8989O2C36UTO7408122F1204159ZE184226B<<<<<10"],
            TD3.to_vec(),
        ),
        (
            "fillers after the name read as letters",
            vec!["P<UTOERIKSSON<<ANNA<MARIA<<<K<<<<CK<<<<<<<<<", TD3[1]],
            TD3.to_vec(),
        ),
        (
            "two ways to repair the number: it stays",
            vec![TD3[0], "LB98902C36UTO7408122F1204159ZE184226B<<<<<10"],
            vec![TD3[0], "LB98902C36UTO7408122F1204159ZE184226B<<<<<10"],
        ),
        (
            "a wrong digit that no look-alike explains stays",
            vec![TD3[0], "L898902C37UTO7408122F1204159ZE184226B<<<<<10"],
            vec![TD3[0], "L898902C37UTO7408122F1204159ZE184226B<<<<<10"],
        ),
        (
            "a date that stays wrong stays as it is",
            vec![TD3[0], "L898902C36UTO740BIZ3F1204159ZE184226B<<<<<10"],
            vec![TD3[0], "L898902C36UTO740BIZ3F1204159ZE184226B<<<<<10"],
        ),
        (
            "a code that does not exist stays",
            vec![
                "I<SI<09999100180706966505468<<",
                "6606079F0807276S1<<<<<<<<<<<<0",
                "VZOREC<<TINA<<<<<<<<<<<<<<<<<<",
            ],
            vec![
                "I<SI<09999100180706966505468<<",
                "6606079F0807276S1<<<<<<<<<<<<0",
                "VZOREC<<TINA<<<<<<<<<<<<<<<<<<",
            ],
        ),
        ("no form", vec!["P<UT0"], vec!["P<UT0"]),
    ];
    let repaired = rows.map(|(what, read, want)| (what, repair(&owned(&read)).lines, owned(&want)));
    let wrong: Vec<_> = repaired.iter().filter(|(_, got, want)| got != want).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
