//! Any text as a machine-readable zone: it is kept as printed, and repairs are final.
#![no_main]

use identity::catalogue::kind_of;
use identity::mrz::{parse, repair};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if let Ok(mrz) = parse(&lines) {
        assert_eq!(mrz.lines, lines);
        let today = jiff::civil::date(2026, 1, 1);
        let _ = (kind_of(&mrz), mrz.birth_date.as_birth(today), mrz.expiry_date.as_expiry(today));
    }
    let once = repair(&lines).lines;
    assert_eq!(repair(&once).lines, once);
});
