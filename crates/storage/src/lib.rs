#![doc = include_str!("../README.md")]

pub mod access;
pub mod answer;
pub mod applicant;
pub mod attempts;
pub mod audit;
pub mod case;
pub mod commit;
mod convert;
pub mod error;
pub mod evidence;
mod expiry;
pub mod figures;
pub mod job;
pub mod numbers;
mod projection;
pub mod queue;
mod secret;
mod store;
pub mod ticket;

pub use commit::{CommitError, Committed, Extras, Held};
pub use error::Error;
pub use store::{OpenError, Store};
