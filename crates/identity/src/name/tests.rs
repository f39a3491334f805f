//! Names that agree, names that do not, and why.

use super::*;
use Agreement::{Differs, Same};
use Diagnosis::{OneCharacter, Romanised, ScriptVariant, Transposed, ZeroVariant};

#[test]
fn compares_names_by_meaning() {
    let rows = [
        ("Anna Maria Eriksson", "ERIKSSON<<ANNA<MARIA<<<<<<", Same),
        ("Müller", "MUELLER", Same),
        ("Müller", "MULLER", Same),
        ("Müller", "MUXXLLER", Same),
        ("Mueller", "Muller", Differs(Some(OneCharacter))),
        ("Núñez", "NUNEZ", Same),
        ("O’Connor", "OCONNOR", Same),
        ("Smith-Jones", "SMITH JONES", Same),
        ("LIN, MEI-HUA", "LIN MEIHUA", Same),
        ("LIN MEIHUA", "MEI HUA LIN", Same),
        ("SANZHANG", "ZHANG SAN", Same),
        ("Юлия Щеглова", "SHCHEGLOVA IULIIA", Same),
        ("Nilavadhanananda Chayapa Dejthamrong Krasuang", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", Same),
        (
            "Nilavadhanananda Chayapa Dejthamrong Krasuang",
            "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<B",
            Differs(None),
        ),
        ("ANNA ERIKSSON", "ANNA ERIKSON", Differs(Some(OneCharacter))),
        ("ANNA ERIKSSON", "ANAN ERIKSSON", Differs(Some(Transposed))),
        ("OLSEN", "0LSEN", Differs(Some(ZeroVariant))),
        ("ANNA", "PETER", Differs(None)),
        ("", "ANNA", Differs(None)),
        ("", "", Same),
        ("张三", "张 三", Same),
        ("买买提·艾力", "买买提•艾力", Same),
        ("張偉", "张伟", Differs(Some(ScriptVariant))),
        ("张小明", "張小明", Differs(Some(ScriptVariant))),
        ("刘〇", "刘零", Differs(Some(ZeroVariant))),
        ("刘〇", "刘○", Differs(Some(ZeroVariant))),
        ("张小明", "张明小", Differs(Some(Transposed))),
        ("张小明", "张小朋", Differs(Some(OneCharacter))),
        ("张三", "ZHANG SAN", Differs(Some(Romanised))),
        ("张三", "San Zhang", Differs(Some(Romanised))),
        ("吕布", "LÜ BU", Differs(Some(Romanised))),
        ("张三", "LI SI", Differs(None)),
        ("张三", "", Differs(None)),
        ("𠮷田", "𠮷田", Same),
    ];
    let compared =
        rows.iter().flat_map(|(a, b, want)| [(a, b, compare(a, b), want), (b, a, compare(b, a), want)]);
    let wrong: Vec<_> = compared.filter(|(_, _, got, want)| got != *want).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_name_agrees_with_its_zone_however_it_is_cut() {
    let rows = [
        ("Bennelong Wooloomooloo Warrandyte Warnambool", "Dingo Potoroo"),
        ("Nilavadhanananda", "Chayapa Dejthamrong Krasuang"),
        ("Abcdefghijklmnopqrstuvwxyzabcdefghijklmnop", "Anna Maria"),
        ("Abcdefghijklmnopqrstuvwxyz Abcdefghijklmnop Qrst", "Anna Maria"),
        ("Müller", "Anna"),
    ];
    let unequal = |(surname, given): &&(&str, &str)| {
        let mrz = zone(surname, given);
        let orders = [format!("{surname} {given}"), format!("{given} {surname}")];
        orders.iter().any(|name| compare_with_mrz(name, &mrz) != Same)
            || compare_with_mrz("Anna Eriksson", &mrz) == Same
    };
    let wrong: Vec<_> = rows.iter().filter(unequal).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(compare_with_mrz("张三", &zone("Zhang", "San")), Differs(Some(Romanised)));
    assert_eq!(compare_with_mrz("李四", &zone("Zhang", "San")), Differs(None));
}

/// A passport's zone with this name.
fn zone(surname: &str, given_names: &str) -> Mrz {
    let fields = crate::mrz::MrzFields {
        document_code: "P".into(),
        issuer: "UTO".into(),
        document_number: "L898902C3".into(),
        surname: surname.into(),
        given_names: given_names.into(),
        nationality: "UTO".into(),
        birth_date: crate::mrz::MrzDate::unknown(),
        expiry_date: crate::mrz::MrzDate::unknown(),
        sex: crate::sex::Sex::X,
        optional_data: Vec::new(),
    };
    crate::mrz::parse(&crate::mrz::write(crate::mrz::Format::Td3, &fields).unwrap()).unwrap()
}

#[test]
fn a_very_long_name_agrees_with_nothing() {
    let long = "A".repeat(NAME_CHARS_MAX + 1);
    assert_eq!(compare(&long, &long), Differs(None));
}

#[test]
fn knows_pinyin_in_either_order() {
    assert!(is_pinyin_of("ZHANG<<SAN<<<<", "张三"));
    assert!(is_pinyin_of("SAN ZHANG", "張三"));
    assert!(!is_pinyin_of("LI SI", "张三"));
    assert!(!is_pinyin_of("张三", "张三"));
}
