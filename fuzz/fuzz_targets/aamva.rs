//! Any text as the barcode of a driving licence: what it says is kept as written, and its faults repeat nothing of it.
#![no_main]

use identity::aamva::{PAYLOAD_CHARS_MAX, licence_number, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(payload) = parse(text) else { return };
    assert!(text.chars().count() <= PAYLOAD_CHARS_MAX + 1);
    if let Some(number) = payload.element("DAQ") {
        assert!(text.contains(number));
        let state = payload.issuer().map_or("TX", |issuer| issuer.jurisdiction);
        let _ = licence_number(state, number);
    }
    let told: Vec<String> = payload.faults.iter().map(ToString::to_string).collect();
    assert!(told.iter().all(|fault| fault.len() < 160));
});
