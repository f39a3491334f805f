//! A walk over JPEG's markers: whether the file reaches its end, and how large the picture is.

use super::{IntakeError, sniff::Format};

/// What the markers said.
#[derive(Debug, PartialEq)]
pub struct Outline {
    pub width_px: u32,
    pub height_px: u32,
}

/// Walks from marker to marker (ITU-T T.81, annex B) without decoding anything.
///
/// Decoders paint what is missing of a cut file grey; this walk notices it, because the end-of-image marker
/// is only looked for where it may stand.
pub fn outline(bytes: &[u8]) -> Result<Outline, IntakeError> {
    let mut at = 2;
    let mut outline = None;
    loop {
        let marker = next_marker(bytes, &mut at).ok_or(IntakeError::Truncated)?;
        match marker {
            0xd9 => return outline.ok_or(IntakeError::Truncated),
            0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let segment = segment(bytes, at).ok_or(IntakeError::Truncated)?;
        at += 2 + segment.len();
        match marker {
            0xc0..=0xc2 if outline.is_none() => outline = Some(frame(segment)?),
            // Lossless, hierarchical and arithmetic-coded frames.
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Err(IntakeError::Unsupported(Format::Jpeg));
            }
            _ => {}
        }
    }
}

/// The next marker's code; entropy-coded bytes before it are skipped.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        *at += bytes.get(*at..)?.iter().position(|b| *b == 0xff)?;
        *at += bytes.get(*at..)?.iter().position(|b| *b != 0xff)?;
        let code = *bytes.get(*at)?;
        *at += 1;
        if code != 0 {
            return Some(code);
        }
    }
}

/// The content of the segment whose length field stands at `at`.
fn segment(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let length = usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    bytes.get(at + 2..at + length.max(2))
}

/// Size from a start-of-frame segment: precision, height, width.
fn frame(segment: &[u8]) -> Result<Outline, IntakeError> {
    let [_, h1, h0, w1, w0, ..] = *segment else { return Err(IntakeError::Truncated) };
    let (height_px, width_px) = (u16::from_be_bytes([h1, h0]).into(), u16::from_be_bytes([w1, w0]).into());
    if width_px == 0 || height_px == 0 {
        // Height 0 means "defined later by DNL", which no camera writes.
        return Err(IntakeError::Unsupported(Format::Jpeg));
    }
    Ok(Outline { width_px, height_px })
}
