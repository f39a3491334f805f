//! Any text as a document number of every kind.
#![no_main]

use identity::number::{
    compatriot, hkid, home_return, macao_hk_permit, mod11, permanent_residence, prc_passport, residence_permit, resident_id,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = (resident_id::parse_any_region(text), residence_permit::parse(text), permanent_residence::parse(text));
    let _ = (home_return::parse(text), compatriot::parse(text), macao_hk_permit::parse(text));
    let _ = (prc_passport::parse(text), mod11::check_character(text));
    if let Ok(id) = resident_id::parse(text) {
        assert!(!id.province().is_empty());
    }
    if let Ok(card) = hkid::parse(text) {
        assert_eq!(hkid::parse(&card.printed), Ok(card));
    }
});
