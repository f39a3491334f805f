//! The API from outside: every answer that a host, an applicant or an operator can get.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod access;
mod bad_input;
mod console;
mod desk;
mod flow;
mod hindsight;
mod idempotency;
mod limits;
mod live;
mod pages;
mod socket;
mod tickets;
mod worker;
