//! Any two texts as names: comparing is symmetric, and a name is the same as itself.
#![no_main]

use identity::diagnosis::compare_codes;
use identity::name::{Agreement, NAME_CHARS_MAX, compare, is_pinyin_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|names: (&str, &str)| {
    let (a, b) = names;
    assert_eq!(compare(a, b), compare(b, a));
    if a.chars().count() <= NAME_CHARS_MAX {
        assert_eq!(compare(a, a), Agreement::Same);
    }
    let _ = (is_pinyin_of(a, b), compare_codes(a, b));
});
