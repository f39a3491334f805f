//! What a camera shows as it runs: the face of a face check frame by frame, its film as a whole, and the document in the
//! viewfinder.
//!
//! A [`Film`] is the record of a face check: the frames as they came, with their times, and what was asked. [`Film::examine`]
//! measures it anew, so that the same film always gives the same reading.

mod depth;
mod film;
mod measures;
mod moment;
mod reading;
mod viewfinder;

pub use film::{FRAMES_MAX, Film, FilmError, FilmFrame, is_film};
pub use moment::{Look, Sitter};
pub use reading::{ExamineError, Examined, frame};
pub use viewfinder::{DocumentHint, View, Viewfinder, Wanted};
