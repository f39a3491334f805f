//! The record of a face check: a container of JPEG frames with their times and what was asked.
//!
//! Layout: the eight bytes `BONAFILM`, the length of a header as 32 bits little endian, the header as JSON, then the frames one
//! after the other. Only the server writes films; they are read as if anybody had.

use review::observation::Plan;
use serde::{Deserialize, Serialize};

const MAGIC: &[u8; 8] = b"BONAFILM";
/// Most bytes of a film.
const FILM_BYTES_MAX: usize = 16_000_000;
/// Most frames of a film.
pub const FRAMES_MAX: usize = 900;
const HEADER_BYTES_MAX: usize = 200_000;

/// A face check as it was filmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Film {
    /// What was asked.
    pub plan: Plan,
    /// What the browser calls the camera.
    pub camera: String,
    /// Which of the frames was taken as the selfie.
    pub best: usize,
    /// The frames in order.
    pub frames: Vec<FilmFrame>,
}

/// One frame as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilmFrame {
    /// Milliseconds since the camera started.
    pub at_ms: u32,
    /// Which of the plan's colours was shown.
    pub colour: Option<u8>,
    /// The picture.
    pub jpeg: Vec<u8>,
}

/// Why a film cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FilmError {
    /// Not a film, or cut off, or its lengths do not add up.
    #[error("the film is broken")]
    Broken,
    /// A frame is no picture, or of another size than the first.
    #[error("a frame of the film is no picture of its size")]
    Frame,
}

#[derive(Serialize, Deserialize)]
struct Header {
    plan: Plan,
    camera: String,
    best: usize,
    frames: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    at_ms: u32,
    colour: Option<u8>,
    bytes: usize,
}

/// Whether these bytes begin like a film.
#[must_use]
pub fn is_film(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

impl Film {
    /// As it is kept.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let entry = |f: &FilmFrame| Entry { at_ms: f.at_ms, colour: f.colour, bytes: f.jpeg.len() };
        let frames = self.frames.iter().map(entry).collect();
        let header = Header { plan: self.plan.clone(), camera: self.camera.clone(), best: self.best, frames };
        let header = serde_json::to_vec(&header).expect("numbers and text can be written");
        let length = u32::try_from(header.len()).expect("a header is bounded by its frames");
        let mut bytes = [MAGIC.as_slice(), &length.to_le_bytes(), &header].concat();
        self.frames.iter().for_each(|frame| bytes.extend_from_slice(&frame.jpeg));
        bytes
    }

    /// Reads what [`Film::write`] wrote.
    ///
    /// # Errors
    /// [`FilmError::Broken`].
    pub fn read(bytes: &[u8]) -> Result<Film, FilmError> {
        let rest = bytes.strip_prefix(MAGIC).filter(|_| bytes.len() <= FILM_BYTES_MAX);
        let (length, rest) = rest.and_then(<[u8]>::split_first_chunk).ok_or(FilmError::Broken)?;
        let length = u32::from_le_bytes(*length) as usize;
        let split = rest.split_at_checked(length).filter(|_| length <= HEADER_BYTES_MAX);
        let (header, mut rest) = split.ok_or(FilmError::Broken)?;
        let header: Header = serde_json::from_slice(header).map_err(|_| FilmError::Broken)?;
        if header.frames.len() > FRAMES_MAX {
            return Err(FilmError::Broken);
        }
        let mut frames = Vec::with_capacity(header.frames.len());
        for Entry { at_ms, colour, bytes } in header.frames {
            let (jpeg, after) = rest.split_at_checked(bytes).ok_or(FilmError::Broken)?;
            frames.push(FilmFrame { at_ms, colour, jpeg: jpeg.to_vec() });
            rest = after;
        }
        let (plan, camera, best) = (header.plan, header.camera, header.best);
        let whole = rest.is_empty() && best < frames.len();
        if whole { Ok(Film { plan, camera, best, frames }) } else { Err(FilmError::Broken) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use review::observation::Ask;

    use super::*;

    fn film(frames: Vec<FilmFrame>) -> Film {
        let plan = Plan { asks: vec![Ask::Blink, Ask::TurnLeft], colours: vec![[1, 2, 3]] };
        Film { plan, camera: "Integrated camera".into(), best: 0, frames }
    }

    fn frame() -> impl Strategy<Value = FilmFrame> {
        let jpeg = prop::collection::vec(any::<u8>(), 0..40);
        (any::<u32>(), any::<Option<u8>>(), jpeg).prop_map(|(at_ms, colour, jpeg)| FilmFrame {
            at_ms,
            colour,
            jpeg,
        })
    }

    #[test]
    fn what_is_no_film_is_broken() {
        let whole = film(vec![FilmFrame { at_ms: 1, colour: None, jpeg: vec![9; 30] }]).write();
        assert!(is_film(&whole) && Film::read(&whole).is_ok());
        for cut in 0..whole.len() {
            assert_eq!(Film::read(&whole[..cut]), Err(FilmError::Broken), "{cut} bytes");
        }
        assert_eq!(Film::read(&[whole, vec![0]].concat()), Err(FilmError::Broken), "a byte too many");
        assert_eq!(Film::read(&film(Vec::new()).write()), Err(FilmError::Broken), "no frame");
        let beyond = Film { best: 1, ..film(vec![FilmFrame { at_ms: 1, colour: None, jpeg: vec![9] }]) };
        assert_eq!(Film::read(&beyond.write()), Err(FilmError::Broken), "a best frame that is not there");
    }

    proptest! {
        #[test]
        fn a_film_is_read_as_it_was_written(frames in prop::collection::vec(frame(), 1..20), best in 0usize..20) {
            let film = Film { best: best % frames.len(), ..film(frames) };
            prop_assert_eq!(Film::read(&film.write()), Ok(film));
        }

        #[test]
        fn no_bytes_break_the_reader(tail in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Film::read(&[MAGIC.as_slice(), &tail].concat());
        }
    }
}
