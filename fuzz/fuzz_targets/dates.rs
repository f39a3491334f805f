//! Any text as a printed date; what is read is written in one way and read again.
#![no_main]

use identity::date::{DateText, parse_printed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for date in [parse_printed(text), text.parse().ok()].into_iter().flatten() {
        assert_eq!(date.to_string().parse::<DateText>(), Ok(date));
    }
});
