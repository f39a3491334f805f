#![doc = include_str!("../README.md")]

pub mod apply;
pub mod calendar;
pub mod case;
pub mod decision;
pub mod detail;
pub mod finding;
mod fold;
pub mod hindsight;
pub mod id;
pub mod judge;
pub mod limits;
pub mod liveness;
mod names;
pub mod observation;
pub mod policy;
mod redacted;
#[cfg(test)]
mod samples;
pub mod task;
pub mod ticket;
pub mod transition;
pub mod words;

pub use apply::apply;
pub use judge::judge;
