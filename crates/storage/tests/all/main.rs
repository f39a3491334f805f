//! The store from outside: what it promises holds across connections, processes and restarts.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod audit;
mod commit;
mod common;
mod erase;
mod evidence;
mod job;
mod people;
mod plain;
mod queue;
mod retain;
mod vault;
