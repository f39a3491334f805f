//! A look at WebP's first chunk: how large the picture is and whether it moves.

use super::IntakeError;

/// What the header said.
#[derive(Debug, PartialEq)]
pub struct Outline {
    pub width_px: u32,
    pub height_px: u32,
}

/// Reads the first chunk (RFC 9649, clause 2): `VP8 `, `VP8L` or `VP8X`.
pub fn outline(bytes: &[u8]) -> Result<Outline, IntakeError> {
    let announced = bytes.get(4..8).and_then(|b| b.first_chunk()).map(|b| u32::from_le_bytes(*b));
    let length = announced.and_then(|n| usize::try_from(n).ok()).ok_or(IntakeError::Truncated)?;
    if bytes.len() < length.saturating_add(8) {
        return Err(IntakeError::Truncated);
    }
    let (Some(kind), Some(content)) = (bytes.get(12..16), bytes.get(20..30)) else {
        return Err(IntakeError::Truncated);
    };
    match kind {
        b"VP8 " => Ok(lossy(content)),
        b"VP8L" => Ok(lossless(content)),
        b"VP8X" if content[0] & 0x02 != 0 => Err(IntakeError::Animated),
        b"VP8X" => Ok(extended(content)),
        _ => Err(IntakeError::Truncated),
    }
}

/// RFC 6386, clause 9.1: frame tag, start code, then 14 bits each for width and height.
fn lossy(content: &[u8]) -> Outline {
    let number = |at: usize| u32::from(u16::from_le_bytes([content[at], content[at + 1]]) & 0x3fff);
    Outline { width_px: number(6), height_px: number(8) }
}

/// RFC 9649, clause 3.4: signature, then 14 bits each for width − 1 and height − 1.
fn lossless(content: &[u8]) -> Outline {
    let bits = u32::from_le_bytes([content[1], content[2], content[3], content[4]]);
    Outline { width_px: (bits & 0x3fff) + 1, height_px: ((bits >> 14) & 0x3fff) + 1 }
}

/// RFC 9649, clause 2.7: flags, then 24 bits each for width − 1 and height − 1.
fn extended(content: &[u8]) -> Outline {
    let number = |at: usize| u32::from_le_bytes([content[at], content[at + 1], content[at + 2], 0]) + 1;
    Outline { width_px: number(4), height_px: number(7) }
}
