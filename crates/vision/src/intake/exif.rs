//! The three facts that are taken from EXIF before it is dropped: orientation, flash, software.

use std::io::Cursor;

use exif::{In, Reader, Tag, Value};
use image::metadata::Orientation;

/// Longest software name that is kept, in characters.
const SOFTWARE_CHARS_MAX: usize = 64;

/// What EXIF said; everything absent where there is no EXIF or it is broken.
#[derive(Debug, Default, PartialEq)]
pub struct Facts {
    pub orientation: Option<Orientation>,
    pub flash_fired: Option<bool>,
    pub software: Option<String>,
}

/// Reads the facts from a JPEG, PNG or WebP file. A broken EXIF block is no reason to refuse a picture.
pub fn read(bytes: &[u8]) -> Facts {
    let Ok(exif) = Reader::new().read_from_container(&mut Cursor::new(bytes)) else {
        return Facts::default();
    };
    let number = |tag| exif.get_field(tag, In::PRIMARY).and_then(|field| field.value.get_uint(0));
    let software = exif.get_field(Tag::Software, In::PRIMARY).and_then(|field| text(&field.value));
    Facts {
        orientation: number(Tag::Orientation)
            .and_then(|value| u8::try_from(value).ok())
            .and_then(Orientation::from_exif),
        // EXIF 2.3, table 4.6.5-10: bit 0 says whether the flash fired.
        flash_fired: number(Tag::Flash).map(|value| value & 1 == 1),
        software,
    }
}

/// The printable characters of an ASCII value, or nothing.
fn text(value: &Value) -> Option<String> {
    let Value::Ascii(parts) = value else { return None };
    let bytes = parts.iter().flatten().copied();
    let text: String =
        bytes.filter(|b| (0x20..0x7f).contains(b)).take(SOFTWARE_CHARS_MAX).map(char::from).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
