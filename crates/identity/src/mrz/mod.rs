//! The machine-readable zone: read, judged by its check digits, repaired where they prove it, and written.

mod digit;
mod layout;
mod names;
mod parse;
mod repair;
mod types;
mod write;

pub use digit::check_digit;
pub use parse::{ParseError, parse};
pub use repair::{Change, Repaired, repair};
pub use types::{Check, CheckField, Format, Mrz, MrzDate};
pub use write::{MrzFields, WriteError, write};
