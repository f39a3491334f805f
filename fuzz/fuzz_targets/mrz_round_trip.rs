//! Any fields that can be written as a machine-readable zone are read again as a valid one.
#![no_main]

use identity::mrz::{Format, MrzDate, MrzFields, parse, write};
use identity::sex::Sex;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, [String; 9])| {
    let (choice, texts) = input;
    let format = Format::ALL[usize::from(choice) % Format::ALL.len()];
    let [document_code, issuer, document_number, surname, given_names, nationality, birth, expiry, optional] = texts;
    let fields = MrzFields {
        document_code,
        issuer,
        document_number,
        surname,
        given_names,
        nationality,
        birth_date: MrzDate { text: birth },
        expiry_date: MrzDate { text: expiry },
        sex: if choice % 2 == 0 { Sex::F } else { Sex::M },
        optional_data: vec![optional],
    };
    let Ok(lines) = write(format, &fields) else { return };
    assert_eq!(lines.len(), format.lines());
    assert!(lines.iter().all(|line| line.len() == format.width()));
    let mrz = parse(&lines).expect("what is written is read");
    // The document code decides between visa, card and booklet, so another form may be read; its alphabet is right.
    assert!(mrz.alphabet_ok);
    assert!(mrz.format != format || mrz.valid());
});
