#![doc = include_str!("../README.md")]

pub mod access;
pub mod answer;
pub mod applicant;
pub mod attempts;
pub mod audit;
pub mod case;
pub mod checkpoint;
pub mod commit;
mod convert;
pub mod erase;
pub mod error;
pub mod evidence;
mod expiry;
pub mod figures;
pub mod hold;
pub mod job;
pub mod numbers;
pub mod outbox;
pub mod people;
pub mod plain;
mod projection;
pub mod queue;
pub mod retain;
mod secret;
pub mod sign_in;
mod store;
pub mod ticket;
pub mod vault;

pub use commit::{CommitError, Committed, Extras, Held};
pub use error::Error;
pub use store::{KEYS_FILE, OpenError, Store};
