//! A walk over PNG's chunks that keeps what makes the picture and drops everything else undecoded.

use super::IntakeError;

/// The picture's size and a copy of the file that holds only the critical chunks and transparency.
#[derive(Debug, PartialEq)]
pub struct Outline {
    pub width_px: u32,
    pub height_px: u32,
    pub essential: Vec<u8>,
}

const SIGNATURE_BYTES: usize = 8;

/// Walks from chunk to chunk (PNG, third edition, clause 5). Text, colour profiles and thumbnails, which may
/// be compressed bombs or private, are skipped by their length.
pub fn outline(bytes: &[u8]) -> Result<Outline, IntakeError> {
    let mut essential = bytes[..SIGNATURE_BYTES].to_vec();
    let mut size = None;
    let mut at = SIGNATURE_BYTES;
    loop {
        let (kind, chunk) = chunk(bytes, at).ok_or(IntakeError::Truncated)?;
        at += chunk.len();
        match kind {
            b"IHDR" if size.is_none() => size = Some(header(chunk)?),
            b"acTL" => return Err(IntakeError::Animated),
            b"IDAT" | b"PLTE" | b"tRNS" | b"IEND" => {}
            _ => continue,
        }
        essential.extend_from_slice(chunk);
        if kind == b"IEND" {
            let (width_px, height_px) = size.ok_or(IntakeError::Truncated)?;
            return Ok(Outline { width_px, height_px, essential });
        }
    }
}

/// The chunk at `at`: its type, and all its bytes with length, type and checksum.
fn chunk(bytes: &[u8], at: usize) -> Option<(&[u8; 4], &[u8])> {
    let head = bytes.get(at..)?;
    let length = usize::try_from(u32::from_be_bytes(*head.first_chunk()?)).ok()?;
    let kind = head.get(4..)?.first_chunk()?;
    Some((kind, head.get(..length.checked_add(12)?)?))
}

/// Width and height of an `IHDR` chunk.
fn header(chunk: &[u8]) -> Result<(u32, u32), IntakeError> {
    let number =
        |at: usize| chunk.get(at..).and_then(|rest| rest.first_chunk()).map(|b| u32::from_be_bytes(*b));
    match (number(8), number(12)) {
        (Some(width), Some(height)) if width > 0 && height > 0 => Ok((width, height)),
        _ => Err(IntakeError::Truncated),
    }
}
