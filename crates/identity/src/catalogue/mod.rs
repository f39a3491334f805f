//! The kinds of documents, and the states, regions and organisations that issue them.

mod country;
mod kind;

pub use country::{Country, CountryKind, countries, country};
pub use kind::{DocumentKind, kind_of};
